"""The brush: soft flat shapes on a Pillow canvas, in a plane whose points are complex numbers.

A brush knows where it stands, how large it draws and how far it is turned, so that a face is described once, about
its own middle, and drawn anywhere. The canvas is larger than the picture; making it smaller softens every edge.
"""

import cmath
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import ImageDraw

Point = complex
Colour = tuple[int, int, int]

_CIRCLE = tuple(cmath.rect(1, math.tau * step / 32) for step in range(32))
_KNUCKLE = _CIRCLE[::2]
_STEPS = tuple(step / 5 for step in range(5))


@dataclass(frozen=True)
class Brush:
    """Draws on ``canvas``; ``place + point * reach`` is where a point of its own plane lies there."""

    canvas: ImageDraw.ImageDraw
    place: Point = 0j
    reach: complex = 1 + 0j

    def at(self, point: Point, *, size: float = 1, turned: float = 0) -> "Brush":
        """A brush that stands elsewhere, draws larger or smaller, and is turned (clockwise, in degrees)."""
        reach = self.reach * cmath.rect(size, math.radians(turned))
        return Brush(self.canvas, self.place + point * self.reach, reach)

    def facets(self, points: Iterable[Point], colour: Colour) -> None:
        placed = [self.place + point * self.reach for point in points]
        self.canvas.polygon([(point.real, point.imag) for point in placed], fill=colour)

    def blob(self, points: tuple[Point, ...], colour: Colour) -> None:
        """A soft closed shape through these points."""
        self.facets(rounded(points), colour)

    def ring(self, outside: tuple[Point, ...], inside: tuple[Point, ...], colour: Colour) -> None:
        """A soft shape with a soft hole in it."""
        outer, inner = rounded(outside), rounded(inside)
        self.facets((*outer, outer[0], inner[0], *reversed(inner)), colour)

    def oval(self, middle: Point, across: float, down: float, colour: Colour) -> None:
        outline = _KNUCKLE if across + down < 28 else _CIRCLE
        self.facets([middle + complex(point.real * across, point.imag * down) for point in outline], colour)

    def disc(self, middle: Point, radius: float, colour: Colour) -> None:
        self.oval(middle, radius, radius, colour)

    def block(self, corner: Point, size: Point, radius: float, colour: Colour) -> None:
        """An upright box with round corners; ``corner`` is its upper left one."""
        self.facets(_box(size, radius, corner), colour)

    def stroke(self, points: Sequence[Point], colour: Colour, *widths: float) -> None:
        """A line with round ends, as wide as said at its start (and its end, if that differs)."""
        first, last = widths[0] / 2, widths[-1] / 2
        self.facets(_ribbon(points, first, last), colour)
        self.disc(points[0], first, colour)
        self.disc(points[-1], last, colour)

    def tube(self, points: tuple[Point, ...], colour: Colour, first: float, last: float) -> None:
        """A soft limb, open at its far end: unlike a stroke it may bend sharply, being laid in short lengths."""
        path = _softened(points)[::2]
        for step, (here, there) in enumerate(pairwise(path)):
            wide, narrow = (first + (last - first) * at / (len(path) - 1) for at in (step, step + 1))
            self.facets(_ribbon((here, there), wide / 2, narrow / 2), colour)
            self.facets([here + point * (wide / 2) for point in _KNUCKLE], colour)

    def curve(self, points: tuple[Point, ...], colour: Colour, *widths: float) -> None:
        """A stroke that runs softly through these points."""
        self.stroke(_softened(points), colour, *widths)


def mix(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


@lru_cache(maxsize=512)
def rounded(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Catmull and Rom's curve, closed."""
    count = len(points)
    spans = ([points[(at + step) % count] for step in range(-1, 3)] for at in range(count))
    return tuple(_between(span, part) for span in spans for part in _STEPS)


@lru_cache(maxsize=512)
def _softened(points: tuple[Point, ...]) -> tuple[Point, ...]:
    padded = (2 * points[0] - points[1], *points, 2 * points[-1] - points[-2])
    spans = (padded[at : at + 4] for at in range(len(points) - 1))
    return (*(_between(span, part) for span in spans for part in _STEPS), points[-1])


def _between(span: Sequence[Point], part: float) -> Point:
    before, here, there, after = span
    rising = (there - before) * part
    bending = (2 * before - 5 * here + 4 * there - after) * part**2
    straightening = (3 * here - before - 3 * there + after) * part**3
    return here + (rising + bending + straightening) / 2


def _ribbon(points: Sequence[Point], first: float, last: float) -> list[Point]:
    count = len(points) - 1
    directions = [there - here for here, there in pairwise(points)]
    directions.append(directions[-1])
    sides = [
        1j * direction / (abs(direction) or 1) * (first + (last - first) * step / count)
        for step, direction in enumerate(directions)
    ]
    near = [point + side for point, side in zip(points, sides, strict=True)]
    return near + [point - side for point, side in zip(points, sides, strict=True)][::-1]


@lru_cache(maxsize=256)
def _box(size: Point, radius: float, corner: Point) -> tuple[Point, ...]:
    middle = corner + size / 2
    inner = complex(size.real / 2 - radius, size.imag / 2 - radius)
    return tuple(
        middle + complex(math.copysign(inner.real, point.real), math.copysign(inner.imag, point.imag)) + point * radius
        for point in (cmath.rect(1, math.tau * (step + 0.5) / 32) for step in range(32))
    )
