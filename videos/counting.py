"""How much footage a service holds, and how much room is left: two sums over rows, however many films there are.

Nothing is counted along. A sum over the renditions that are there is true by itself: erasing takes the rows away in the
transaction that certifies it, a killed worker has made none, and a part is a row in the transaction that acknowledges
it. Sizes are those before sealing; sealing adds 16 bytes to each 256 KiB (0.006 %).
"""

from dataclasses import replace
from datetime import datetime, time

from django.conf import settings
from django.db.models import Case, F, QuerySet, Sum, Value, When

from videos.models import Film, Rendition, Upload
from videos.quota import GB, Level, Limits, Pace, Room, Use, level_of, room_left
from vigportal.accounts.models import Service, User
from vigportal.volumes import room_for_films


def use_of(service: Service) -> Use:
    """What the service holds now, by kind."""
    kind = Case(When(asset__film__state=Film.State.ARRIVING, then=Value("arriving")), default=F("asset__kind"))
    held = Rendition.objects.filter(asset__case__family__service=service).values(of=kind)
    return Use(**{row["of"]: row["bytes"] for row in held.annotate(bytes=Sum("size"))})


def limits_of(service: Service) -> Limits:
    """What its manager set, and never more than the deployment gives."""
    return Limits(
        footage=_least(service.footage_gb, settings.FOOTAGE_GB) * GB,
        a_day=_least(service.gb_a_day, settings.GB_A_DAY) * GB,
        at_once=_least(service.films_at_once, settings.FILMS_AT_ONCE),
    )


def room_for(actor: User, service: Service, now: datetime) -> Room:
    """What `actor` may still send to this service."""
    room = room_left(limits_of(service), use_of(service), promised_to(service, now), pace_of(actor, service, now))
    on_disk = room_for_films()
    return room if on_disk is None else replace(room, disk=on_disk)


def promised_to(service: Service, now: datetime) -> int:
    """What is still to come of films on their way, bytes."""
    own = _on_their_way(now).filter(film__asset__case__family__service=service)
    return own.aggregate(left=Sum(F("length") - F("offset")))["left"] or 0


def pace_of(actor: User, service: Service, now: datetime) -> Pace:
    """What `actor` has on its way, and has begun since midnight in the service's zone, for whichever service."""
    midnight = datetime.combine(now.astimezone(service.zone), time.min, tzinfo=service.zone)
    came = Case(When(ended_at=None, then=F("length")), default=F("offset"))
    begun = Upload.objects.filter(actor=actor, film__added_at__gte=midnight).aggregate(bytes=Sum(came))
    return Pace(_on_their_way(now).filter(actor=actor).count(), begun["bytes"] or 0)


def level_in(service: Service) -> tuple[Level, int]:
    """How full the service is: the mark it has reached, and hundredths of its room."""
    total, footage = use_of(service).total, limits_of(service).footage
    return level_of(total, footage), total * 100 // footage if footage else 100


def _on_their_way(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(ended_at=None, expires_at__gt=now, film__state=Film.State.ARRIVING)


def _least(own: int | None, given: int) -> int:
    return given if own is None else min(own, given)
