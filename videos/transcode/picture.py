"""The picture of a film as it is stored, and the sizes of what is made of it.

Quiet room. The law: upright as the phone shows it, mirror included; the short side at most `SHORT_SIDE` and never
larger than it was; square pixels.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

SHORT_SIDE = 720
FULL_SIDE = 1080
"""In full detail: as many lines as a projector or a large screen shows."""
SMALL_SIDE = 480
SMALL_ENOUGH = 360
LONG_SIDE = 4096

Filter = tuple[str, dict[str, str | int]]


class Turn(Enum):
    """The eight ways in which a picture can lie, by the signs (a, b, c, d) of its display matrix."""

    NONE = (1, 0, 0, 1)
    HALF = (-1, 0, 0, -1)
    CLOCKWISE = (0, 1, -1, 0)
    ANTICLOCKWISE = (0, -1, 1, 0)
    MIRROR = (-1, 0, 0, 1)
    FLIP = (1, 0, 0, -1)
    MIRROR_CLOCKWISE = (0, -1, -1, 0)
    MIRROR_ANTICLOCKWISE = (0, 1, 1, 0)

    @property
    def lies_down(self) -> bool:
        """Whether width and height change places."""
        return not self.value[0]


# Code points of ITU-T H.273 on the left, the filters' names for them on the right.
_PQ, _HLG = 16, 18
WIDE = {9: "bt2020", 11: "smpte431", 12: "smpte432"}
TRANSFERS = {_PQ: "smpte2084", _HLG: "arib-std-b67"}


@dataclass(frozen=True)
class Colour:
    """The film's colour tags, as code points of H.273. 2 (0 for the range) means untagged."""

    range: int
    matrix: int
    primaries: int
    transfer: int

    @property
    def is_hdr(self) -> bool:
        """Whether it needs tone-mapping."""
        return self.transfer in TRANSFERS

    @property
    def is_wide(self) -> bool:
        """Whether its colours are beyond those of an ordinary screen."""
        return self.primaries in WIDE


@dataclass(frozen=True)
class Canvas:
    """The picture as stored: size, shape of a pixel (width to height), how it lies, colour, how pixels are kept."""

    width: int
    height: int
    shape: Fraction
    turn: Turn
    colour: Colour
    pixels: str = ""


def turn_of(matrix: list[int] | None) -> Turn:
    """The nearest of the eight: what lies askew, or makes no sense, is taken for the turn that it comes closest to."""
    if not matrix or not any(matrix):
        return Turn.NONE
    a, b, c, d = matrix
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return Turn((-1 if a < 0 else 1, 0, 0, -1 if d < 0 else 1))
    return Turn((0, -1 if b < 0 else 1, -1 if c < 0 else 1, 0))


def study_size(canvas: Canvas) -> tuple[int, int]:
    """Width and height of the study copy, upright and even."""
    return _upright_size(canvas, SHORT_SIDE)


def full_size(canvas: Canvas) -> tuple[int, int]:
    """Width and height in full detail; the study copy's, where the film holds no more."""
    return _upright_size(canvas, FULL_SIDE)


def _upright_size(canvas: Canvas, short_side: int) -> tuple[int, int]:
    width, height = lying_size(canvas, short_side)
    return (height, width) if canvas.turn.lies_down else (width, height)


def small_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the copy for a slow line: its short side at most `SMALL_SIDE`."""
    by = min(Fraction(1), Fraction(SMALL_SIDE, min(width, height)))
    return _even(width * by), _even(height * by)


def is_small(width: int, height: int) -> bool:
    """Whether a study copy of this size needs no smaller one beside it."""
    return min(width, height) <= SMALL_ENOUGH


def lying_size(canvas: Canvas, short_side: int) -> tuple[int, int]:
    """Width and height of a copy with this short side, before it is turned."""
    width, height = canvas.width * canvas.shape, Fraction(canvas.height)
    short, long = min(width, height), max(width, height)
    by = min(Fraction(1), short_side / short, LONG_SIDE / long)
    return _even(width * by), _even(height * by)


def _even(length: Fraction) -> int:
    return max(16, 2 * round(length / 2))
