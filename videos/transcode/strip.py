"""The filmstrip: small pictures from all over the film on one sheet, in rows, from the first frame on.

The law: a picture every so many frames of the study copy: a whole number of seconds, doubled until the sheet holds the
film. So the layout follows from the study copy's rate and frames alone, and nothing about it has to be kept.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

COLUMNS = 10
MOST = 200
BOX = (160, 90)


@dataclass(frozen=True)
class Strip:
    """How a film lies on its sheet: a picture of `width` by `height` for every `every` frames."""

    every: int
    count: int
    width: int
    height: int

    @property
    def columns(self) -> int:
        """Pictures in a row."""
        return min(COLUMNS, self.count)

    @property
    def rows(self) -> int:
        """Rows of the sheet; the last may be partly empty."""
        return -(-self.count // COLUMNS)

    @property
    def sheet(self) -> tuple[int, int]:
        """Width and height of the sheet."""
        return self.columns * self.width, self.rows * self.height


def strip_of(frames: int, rate: Fraction, width: int, height: int) -> Strip:
    """The layout for a study copy with so many frames of this rate and size."""
    every = ceil(rate)
    while -(-frames // every) > MOST:
        every *= 2
    by = min(Fraction(BOX[0], width), Fraction(BOX[1], height), Fraction(1))
    return Strip(every, -(-frames // every), _even(width * by), _even(height * by))


def _even(length: Fraction) -> int:
    return max(2, 2 * round(length / 2))
