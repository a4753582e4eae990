"""At how many frames a second is the study copy made?

The law: at the film's own nominal rate, named exactly (30000/1001, not 29.97), so that every frame of the film has a
frame of its own in the study copy. Above `FASTEST` by a whole divisor, so that the frames kept are evenly spaced.
Where frame times are uneven, the quicker stretches decide: slow ones are held, nothing is lost.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

FASTEST = Fraction(60)
SLOWEST = Fraction(5)
_NEAR = Fraction(1, 100)
_NAMED = tuple(Fraction(whole) for whole in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 100, 120, 240)) + tuple(
    Fraction(whole * 1000, 1001) for whole in (24, 30, 60, 120, 240)
)


def usual_step(pts: Sequence[int]) -> Fraction | None:
    """The usual time from frame to frame, in ticks: the mean of the steps like the quicker quarter of them."""
    steps = sorted(after - before for before, after in pairwise(pts) if after > before)
    if not steps:
        return None
    quick = steps[len(steps) // 4]
    alike = [step for step in steps if 3 * quick <= 4 * step <= 5 * quick]
    return Fraction(sum(alike), len(alike))


def study_rate(step: Fraction, time_base: Fraction) -> Fraction:
    """The study copy's rate for a film with this usual step; the slowest, where a film says nothing."""
    if not step:
        return SLOWEST
    named = _named(1 / (step * time_base))
    return min(max(_divided(named), SLOWEST), FASTEST)


def _named(rate: Fraction) -> Fraction:
    nearest = min(_NAMED, key=lambda named: abs(named - rate))
    if abs(nearest - rate) <= nearest * _NEAR:
        return nearest
    return Fraction(max(1, round(rate)))


def _divided(rate: Fraction) -> Fraction:
    return rate / -(-rate // FASTEST)
