"""Lengths and places in a film: 0:09, 4:12.53, 4.0 s. Quiet room: the film's clock, not a wall's."""

from fractions import Fraction


def clock_of(seconds: float) -> str:
    """Minutes and seconds as on a player: 9 → 0:09, 3723 → 1:02:03. Rounded to the whole second."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def place_of(frame: int, rate: Fraction | float) -> str:
    """Where a frame stands in its film, to the hundredth of a second: frame 7589 of 30 a second → 4:12.97.

    Cut, not rounded: a place that has not come yet is never shown.
    """
    hundredths = int(frame * 100 / Fraction(rate))
    minutes, rest = divmod(hundredths, 6000)
    return f"{minutes}:{rest // 100:02}.{rest % 100:02}"
