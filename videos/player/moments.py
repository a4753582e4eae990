"""Days and moments. Quiet room."""

from datetime import date, datetime, time, tzinfo


def day_began(day: date, zone: tzinfo) -> datetime:
    """The first moment of a calendar day in a zone."""
    return datetime.combine(day, time.min, tzinfo=zone)
