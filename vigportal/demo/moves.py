"""Movement as data: what a hand, a look or a smile moves to, when, and how long that takes.

Every value is a complex number: a place on the picture, or a plain number on its real axis.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass


def eased(part: float) -> float:
    """Slow, quick, slow: 0 to 0 and 1 to 1."""
    part = min(max(part, 0), 1)
    return part * part * (3 - 2 * part)


def steady(part: float) -> float:
    """Always at the same pace."""
    return min(max(part, 0), 1)


@dataclass(frozen=True)
class Move:
    """From ``at`` on, during ``over`` seconds, go to ``to``; ``lift`` makes the way there an arch."""

    at: float
    over: float
    to: complex
    lift: float = 0
    pace: Callable[[float], float] = eased


@dataclass(frozen=True)
class Track:
    """All the moves of one thing, in order of time, from where it was at first."""

    first: complex
    moves: tuple[Move, ...]

    def value(self, now: float) -> complex:
        number = bisect_right(self.moves, now, key=lambda move: move.at)
        if number == 0:
            return self.first
        before = self.moves[number - 2].to if number > 1 else self.first
        return _on_the_way(before, self.moves[number - 1], now)


def track(first: complex, moves: Iterable[Move]) -> Track:
    return Track(first, tuple(sorted(moves, key=lambda move: move.at)))


def _on_the_way(before: complex, move: Move, now: float) -> complex:
    part = move.pace((now - move.at) / move.over)
    return before + (move.to - before) * part - 1j * move.lift * math.sin(math.pi * part)


def is_blinking(now: float, rhythm: float) -> bool:
    """Eyes close for a moment every few seconds, never quite evenly; ``rhythm`` tells two people apart."""
    beat, since = divmod(now + rhythm, 2.9)
    return 0 <= since - 1.1 * math.sin(beat * 2.3 + rhythm) ** 2 < 0.14


def sway(now: float, rhythm: float) -> complex:
    """The smallest of movements: nobody alive is quite still."""
    across = math.sin(now * 0.9 + rhythm) + 0.5 * math.sin(now * 1.7 + 2 * rhythm)
    down = math.sin(now * 1.3 + 3 * rhythm)
    return complex(across, down)
