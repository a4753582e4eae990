"""The toys that two people pile up: wooden cubes, cups or rings. Drawn about the middle of their foot."""

from collections.abc import Callable, Sequence

from vigportal.demo.brush import Brush, Colour, Point, mix

WHITE: Colour = (255, 252, 244)
BLACK: Colour = (40, 26, 30)

# width and height of each toy of a set, the lowest of the pile first
SIZES: dict[str, tuple[Point, ...]] = {
    "cube": (66 + 58j, 66 + 58j, 66 + 58j, 66 + 58j, 66 + 58j),
    "cup": (92 + 58j, 84 + 54j, 76 + 50j, 68 + 46j, 60 + 44j),
    "ring": (108 + 44j, 98 + 42j, 88 + 40j, 78 + 38j, 66 + 40j),
}


def heights(shape: str) -> Sequence[float]:
    """How high the pile is before each toy is put on it."""
    sizes = SIZES[shape]
    return [sum(size.imag for size in sizes[:level]) for level in range(len(sizes) + 1)]


def draw_toy(brush: Brush, shape: str, number: int, colour: Colour) -> None:
    DRAWINGS[shape](brush, SIZES[shape][number], colour, number)


def draw_shadow(brush: Brush, shape: str, number: int, wood: Colour) -> None:
    brush.oval(4 + 1j, SIZES[shape][number].real * 0.56, 8, mix(wood, BLACK, 0.16))


def _cube(brush: Brush, size: Point, colour: Colour, number: int) -> None:
    corner = complex(-size.real / 2, -size.imag)
    brush.block(corner, size, 10, colour)
    brush.block(corner + 4 + 4j, complex(size.real - 8, 9), 4, mix(colour, WHITE, 0.28))
    middle = complex(0, -size.imag / 2 + 5)
    EMBLEMS[number % len(EMBLEMS)](brush, middle, mix(colour, WHITE, 0.62))


def _dot(brush: Brush, middle: Point, colour: Colour) -> None:
    brush.disc(middle, 12, colour)


def _heart(brush: Brush, middle: Point, colour: Colour) -> None:
    for side in (-6, 6):
        brush.disc(middle + side - 3j, 7.5, colour)
    brush.facets((middle - 13 - 0j, middle + 13 + 0j, middle + 13j), colour)


def _moon(brush: Brush, middle: Point, colour: Colour) -> None:
    brush.blob((middle - 12 - 2j, middle - 4 - 13j, middle - 3 + 0j, middle + 11 + 5j, middle - 1 + 13j), colour)


def _square(brush: Brush, middle: Point, colour: Colour) -> None:
    brush.block(middle - 11 - 11j, 22 + 22j, 5, colour)


EMBLEMS = (_dot, _heart, _square, _moon)


def _cup(brush: Brush, size: Point, colour: Colour, _number: int) -> None:
    foot, top, high = size.real / 2, size.real * 0.38, size.imag
    brush.facets((-foot + 0j, complex(-top, -high), complex(top, -high), foot + 0j), colour)
    brush.block(complex(-top - 2, -high), complex(2 * top + 4, 10), 5, mix(colour, WHITE, 0.3))
    brush.block(complex(-foot - 4, -13), complex(2 * foot + 8, 13), 6, mix(colour, BLACK, 0.12))
    brush.disc(complex(0, -high * 0.52), 8, mix(colour, WHITE, 0.55))


def _ring(brush: Brush, size: Point, colour: Colour, _number: int) -> None:
    corner = complex(-size.real / 2, -size.imag)
    brush.block(corner, size, size.imag / 2 - 0.5, colour)
    brush.block(corner + size.imag * 0.4 + 6j, complex(size.real - size.imag * 0.8, 7), 3.5, mix(colour, WHITE, 0.4))


DRAWINGS: dict[str, Callable[[Brush, Point, Colour, int], None]] = {"cube": _cube, "cup": _cup, "ring": _ring}
