"""How a filmstrip is laid, by table; and where the pictures really come from is seen in `test_one_decode`."""

from fractions import Fraction

import pytest

from videos.transcode.strip import BOX, MOST, strip_of


@pytest.mark.parametrize(
    ("frames", "rate", "every", "count", "rows"),
    [
        (1, Fraction(30), 30, 1, 1),
        (60, Fraction(30), 30, 2, 1),
        (61, Fraction(30), 30, 3, 1),
        (301, Fraction(30_000, 1001), 30, 11, 2),
        (6_000, Fraction(30), 30, 200, 20),
        (6_001, Fraction(30), 60, 101, 11),
        (432_000, Fraction(60), 60 * 64, 113, 12),
        (35, Fraction(5), 5, 7, 1),
    ],
)
def test_that_a_film_lies_on_one_sheet(frames: int, rate: Fraction, every: int, count: int, rows: int) -> None:
    strip = strip_of(frames, rate, 1280, 720)
    assert (strip.every, strip.count, strip.rows) == (every, count, rows)
    assert strip.sheet == (min(10, count) * 160, rows * 90)
    assert strip.count <= MOST


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (16, 16), (4096, 16), (16, 4096), (720, 720)])
def test_that_a_picture_fits_its_box_and_has_even_sides(size: tuple[int, int]) -> None:
    strip = strip_of(100, Fraction(30), *size)
    assert 2 <= strip.width <= BOX[0]
    assert 2 <= strip.height <= BOX[1]
    assert (strip.width % 2, strip.height % 2) == (0, 0)
