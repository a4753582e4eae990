"""At how many frames a second is the study copy made, and how do the film's pictures lie in its row?

Quiet room. The law: no picture of a film is lost or doubled. An even film, however its times tremble, has its own
cadence, by its proper name (30000/1001, not 29.97) where it has one. Of an uneven one the quicker stretches decide,
named again, and never so that a picture is without a place: then the next rate above. Slow stretches are held. What is
quicker than `FASTEST` is named first and then taken by a whole divisor: the pictures kept are evenly spaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from videos.transcode.slots import Slots

FASTEST = Fraction(60)
SLOWEST = Fraction(5)
_NAMED = sorted(
    [Fraction(whole) for whole in (5, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 100, 120, 240)]
    + [Fraction(whole * 1000, 1001) for whole in (24, 30, 60, 120, 240)]
)
_NEAR, _BY_TREMBLING = Fraction(1, 100), Fraction(4, 100)
_WIDEST = Fraction(4, 5)
"""How far the pictures of an even film lie from an even row, from the earliest to the latest: parts of a slot."""
_DECIMALS = 5
"""Of a cadence without a name: so many are enough for two hours."""


def laid_out(pts: Sequence[int], length: int, time_base: Fraction) -> Slots:
    """The slots for a film with pictures at these times, in order; it ends `length` ticks after the first of them."""
    steps: list[int] = sorted(after - before for before, after in pairwise(pts) if after > before)
    if not steps:
        return _slots(_named(1 / (length * time_base)) if length > 0 else SLOWEST, pts, time_base)
    even = _even(pts, steps[len(steps) // 2], time_base)
    return even or _uneven(pts, _quick_cadence(steps, time_base), time_base)


def _even(pts: Sequence[int], usual: int, time_base: Fraction) -> Slots | None:
    """One slot a picture, where they lie so; the row is set amid their trembling. `usual`: the median step."""
    step = _mean_step(pts)
    for rate in _names_of(step, usual, time_base) if step > 0 else ():
        early, late = _apart(pts, rate, time_base)
        if late - early <= _WIDEST:
            return _slots(rate, pts, time_base, (early + late) / 2)
    return None


def _names_of(step: Fraction, usual: int, time_base: Fraction) -> Iterator[Fraction]:
    """The rates that an even film may have, the plainest first. Only what mostly goes so has a rate without a name."""
    cadence = 1 / (step * time_base)
    yield from _named_near(cadence, _NEAR)
    if abs(step - usual) <= max(Fraction(1), step * _NEAR):
        yield from (round(cadence, digits) for digits in range(1 + _DECIMALS))


def _mean_step(pts: Sequence[int]) -> Fraction:
    """In ticks, by the straight line that lies nearest to all their times (least squares)."""
    count, first = len(pts), pts[0]
    weighed = sum((2 * number - count + 1) * (time - first) for number, time in enumerate(pts))
    return Fraction(6 * weighed, count * (count**2 - 1))


def _apart(pts: Sequence[int], rate: Fraction, time_base: Fraction) -> tuple[Fraction, Fraction]:
    """How much too early and too late the pictures come for one slot each, in slots."""
    up, down = (rate * time_base).as_integer_ratio()
    apart = [(time - pts[0]) * up - number * down for number, time in enumerate(pts)]
    return Fraction(min(apart), down), Fraction(max(apart), down)


def _quick_cadence(steps: Sequence[int], time_base: Fraction) -> Fraction:
    """Pictures a second by the median of the shorter half of the steps, and what a tick makes of it."""
    quick = steps[len(steps) // 4]
    alike = [step for step in steps if quick <= step <= quick + min(1, quick // 10)]
    return 1 / (Fraction(sum(alike), len(alike)) * time_base)


def _uneven(pts: Sequence[int], cadence: Fraction, time_base: Fraction) -> Slots:
    """At the first rate from the quick cadence on at which each picture has a slot of its own."""
    slots = _slots(FASTEST, pts, time_base)
    for rate in _rates_from(cadence):
        slots = _slots(rate, pts, time_base)
        if len(set(slots.of(pts))) == len(pts):
            return slots
    return _slots(_named(cadence), pts, time_base) if cadence > FASTEST else slots


def _slots(rate: Fraction, pts: Sequence[int], time_base: Fraction, amid: Fraction = Fraction(0)) -> Slots:
    """The first picture has slot 0; all come so much late on the whole. Where some are left out, none gives way."""
    if rate > FASTEST:
        divided = rate / ceil(rate / FASTEST)
        return Slots(divided, time_base, Slots(divided, time_base, 0, 0).tick(pts[0]), give=0)
    even = Slots(rate * ceil(SLOWEST / rate), time_base, 0, give=1)
    return replace(even, origin=even.tick(pts[0]) + round(amid * even.grid.step))


def _rates_from(cadence: Fraction) -> Iterator[Fraction]:
    own = next(_named_near(cadence, _BY_TREMBLING), Fraction(ceil(cadence)))
    return (rate for rate in sorted({own, *_NAMED}) if min(own, FASTEST) <= rate <= FASTEST)


def _named(rate: Fraction) -> Fraction:
    return next(_named_near(rate, _NEAR), Fraction(ceil(rate)))


def _named_near(rate: Fraction, share: Fraction) -> Iterator[Fraction]:
    """The named rates beside this one, the nearest first."""
    near = (each for each in _NAMED if abs(each - rate) <= each * share)
    return iter(sorted(near, key=lambda named: abs(named - rate)))
