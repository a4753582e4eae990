"""Where a goal's ratings stand on a chart: from the start, over the cycles, towards what is hoped for.

Quiet room. Geometry only, in the units of the drawing; the words and the table beside it are the template's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 340, 196
LEFT, RIGHT, TOP, BOTTOM = 30, 6, 26, 38
INSET = 26

Rating = tuple[str, int | None]
"""A moment's name and the rating then; None where it was not rated."""


@dataclass(frozen=True)
class Dot:
    """One rating on the chart."""

    x: float
    y: float
    label: str
    value: int | None
    anchor: str


@dataclass(frozen=True)
class Line:
    """One level line of the scale."""

    y: float
    value: int


@dataclass(frozen=True)
class Chart:
    """Everything the drawing needs."""

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    hoped: Line | None
    path: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - 8


def level(value: float, low: int, high: int) -> float:
    """The height of a value: `low` at the bottom line, `high` at the top one."""
    span = HEIGHT - TOP - BOTTOM
    return round(HEIGHT - BOTTOM - span * (value - low) / ((high - low) or 1), 1)


def chart_of(ratings: Sequence[Rating], low: int, high: int, hoped: int | None) -> Chart:
    """The chart of one goal. Gaps in the ratings are gaps in the dots; the line joins the dots there are."""
    dots = tuple(_dot(place, len(ratings), rating, low, high) for place, rating in enumerate(ratings))
    points = [f"{dot.x},{dot.y}" for dot in dots if dot.value is not None]
    middle = (low + high) // 2
    lines = tuple(Line(level(value, low, high), value) for value in (low, middle, high))
    aim = None if hoped is None else Line(level(hoped, low, high), hoped)
    return Chart(dots, lines, aim, " ".join(points))


def _dot(place: int, count: int, rating: Rating, low: int, high: int) -> Dot:
    label, value = rating
    step = (WIDTH - LEFT - RIGHT - 2 * INSET) / max(count - 1, 3)
    x = round(LEFT + INSET + step * place, 1)
    return Dot(x, level(low if value is None else value, low, high), label, value, "middle")


def share_of(value: float, low: int, high: int) -> float:
    """How far along the scale a value stands, in per cent, never outside the bar."""
    return round(min(max(100 * (value - low) / ((high - low) or 1), 0), 100), 1)
