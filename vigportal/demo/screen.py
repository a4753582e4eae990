"""The screen in the review room: a film within the film, seen at a slant."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from vigportal.demo.brush import Brush, Colour, Point
from vigportal.demo.score import Score

CASE: Colour = (38, 40, 46)
PALE: Colour = (250, 248, 240)
CASING: tuple[Point, ...] = (916 + 226j, 1236 + 176j, 1236 + 470j, 916 + 440j)
GLASS: tuple[Point, ...] = (928 + 237j, 1223 + 191j, 1223 + 455j, 928 + 429j)
A_SECOND = 5


@dataclass(frozen=True)
class Screen:
    """Every picture of the clip, already slanted, and where they go."""

    pictures: tuple[Image.Image, ...]
    mask: Image.Image
    corner: tuple[int, int]

    def draw(self, canvas: Image.Image, brush: Brush, score: Score, now: float) -> None:
        brush.stroke((1076 + 440j, 1076 + 476j), CASE, 40)
        brush.facets(CASING, CASE)
        number = int(score.value("screen", now).real * A_SECOND + 0.01) % len(self.pictures)
        canvas.paste(self.pictures[number], self.corner, self.mask)
        if score.value("screen.stopped", now).real > 0.5:
            brush.disc(1072 + 326j, 36, CASE)
            for left in (1056, 1077):
                brush.block(left + 309j, 11 + 34j, 4, PALE)


def slanted(pictures: list[Image.Image], scale: float) -> Screen:
    left, top = GLASS[0].real, GLASS[1].imag
    place = complex(left, top)
    corners = [(corner - place) * scale for corner in GLASS]
    size = round(corners[2].real), round(corners[2].imag)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([(corner.real, corner.imag) for corner in corners], fill=255)
    warp = _warp(corners, pictures[0].size)
    bent = (it.transform(size, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BILINEAR) for it in pictures)
    return Screen(tuple(bent), mask, (round(left * scale), round(top * scale)))


def _warp(corners: list[Point], size: tuple[int, int]) -> list[float]:
    """The eight numbers that take each point of the slanted shape back to the flat picture."""
    wide, high = size
    flat = ((0, 0), (wide, 0), (wide, high), (0, high))
    rows = []
    for corner, (across, down) in zip(corners, flat, strict=True):
        x, y = corner.real, corner.imag
        rows.append([x, y, 1, 0, 0, 0, -across * x, -across * y, across])
        rows.append([0, 0, 0, x, y, 1, -down * x, -down * y, down])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan: eight equations, eight unknowns."""
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        head = [value / rows[column][column] for value in rows[column]]
        rows = [
            head if row is rows[column] else [value - row[column] * top for value, top in zip(row, head, strict=True)]
            for row in rows
        ]
    return [row[-1] for row in rows]
