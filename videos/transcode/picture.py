"""How the picture of a film becomes the picture of its study copy: turned, sized, coloured.

The law: upright as the phone shows it, mirror included; the short side at most `SHORT_SIDE` and never larger than it
was; square pixels; SDR BT.709 in limited range, tagged so. HDR is brought to size first and tone-mapped then (at
1080p the mapping alone costs twice as much). Mapping HLG with hable at 100 nits gives the brightness that HLG itself
was made to have on an ordinary screen.
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


_TURNS: dict[Turn, tuple[Filter, ...]] = {
    Turn.NONE: (),
    Turn.HALF: (("hflip", {}), ("vflip", {})),
    Turn.CLOCKWISE: (("transpose", {"dir": "clock"}),),
    Turn.ANTICLOCKWISE: (("transpose", {"dir": "cclock"}),),
    Turn.MIRROR: (("hflip", {}),),
    Turn.FLIP: (("vflip", {}),),
    Turn.MIRROR_CLOCKWISE: (("transpose", {"dir": "clock_flip"}),),
    Turn.MIRROR_ANTICLOCKWISE: (("transpose", {"dir": "cclock_flip"}),),
}

# Code points of ITU-T H.273 on the left, the filters' names for them on the right.
_PQ, _HLG = 16, 18
_WIDE = {9: "bt2020", 11: "smpte431", 12: "smpte432"}
_TRANSFERS = {_PQ: "smpte2084", _HLG: "arib-std-b67"}
_MATRICES = {0: "gbr", 1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020c"}
_SCALER_MATRICES = {1: "bt709", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_FULL_RANGE = 2
_NITS = 100


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
        return self.transfer in _TRANSFERS

    @property
    def is_wide(self) -> bool:
        """Whether its colours are beyond those of an ordinary screen."""
        return self.primaries in _WIDE


@dataclass(frozen=True)
class Canvas:
    """The picture as stored: size, shape of a pixel (width to height), how it lies, colour."""

    width: int
    height: int
    shape: Fraction
    turn: Turn
    colour: Colour


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
    width, height = _lying_size(canvas, short_side)
    return (height, width) if canvas.turn.lies_down else (width, height)


def small_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the copy for a slow line: its short side at most `SMALL_SIDE`."""
    by = min(Fraction(1), Fraction(SMALL_SIDE, min(width, height)))
    return _even(width * by), _even(height * by)


def is_small(width: int, height: int) -> bool:
    """Whether a study copy of this size needs no smaller one beside it."""
    return min(width, height) <= SMALL_ENOUGH


def _lying_size(canvas: Canvas, short_side: int) -> tuple[int, int]:
    width, height = canvas.width * canvas.shape, Fraction(canvas.height)
    short, long = min(width, height), max(width, height)
    by = min(Fraction(1), short_side / short, LONG_SIDE / long)
    return _even(width * by), _even(height * by)


def _even(length: Fraction) -> int:
    return max(16, 2 * round(length / 2))


def filters_for(canvas: Canvas, short_side: int = SHORT_SIDE) -> list[Filter]:
    """From the decoded frame to the upright frame in BT.709, with a short side of at most `short_side`."""
    width, height = _lying_size(canvas, short_side)
    return [*_colouring(canvas, width, height), *_TURNS[canvas.turn], *_TAGS]


_TAGS: tuple[Filter, ...] = (
    ("sidedata", {"mode": "delete"}),  # else the turn is written again, and captions travel along
    ("setsar", {"sar": 1}),
    ("setparams", {"range": "tv", "color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}),
)


def _colouring(canvas: Canvas, width: int, height: int) -> list[Filter]:
    if canvas.colour.is_hdr:
        return [*_sized_in_depth(canvas, width, height), *_TONE_MAPPING, ("format", {"pix_fmts": "yuv420p"})]
    if canvas.colour.is_wide:
        narrow: Filter = ("zscale", {"primaries": "bt709", "transfer": "bt709", "matrix": "bt709", "range": "limited"})
        return [*_sized_in_depth(canvas, width, height), narrow, ("format", {"pix_fmts": "yuv420p"})]
    return [_scaled(canvas, width, height), ("format", {"pix_fmts": "yuv420p"})]


def _scaled(canvas: Canvas, width: int, height: int) -> Filter:
    colour = canvas.colour
    return "scale", {
        "w": width,
        "h": height,
        "flags": "bicubic",
        "in_color_matrix": _SCALER_MATRICES.get(colour.matrix, _assumed(canvas)),
        "out_color_matrix": "bt709",
        "in_range": "full" if colour.range == _FULL_RANGE else "limited",
        "out_range": "limited",
    }


def _assumed(canvas: Canvas) -> str:
    """An untagged picture is taken for what its size suggests, as televisions do."""
    return "bt709" if canvas.width * canvas.height > 1024 * 576 else "smpte170m"


def _sized_in_depth(canvas: Canvas, width: int, height: int) -> list[Filter]:
    colour = canvas.colour
    tags: dict[str, str | int] = {
        "transferin": _TRANSFERS.get(colour.transfer, "bt709"),
        "primariesin": _WIDE.get(colour.primaries, "bt2020" if colour.is_hdr else "bt709"),
        "matrixin": _MATRICES.get(colour.matrix, "bt2020nc" if colour.is_hdr else "bt709"),
        "rangein": "full" if colour.range == _FULL_RANGE else "limited",
    }
    return [("zscale", {"width": width, "height": height, "filter": "bicubic", **tags})]


_TONE_MAPPING: tuple[Filter, ...] = (
    # Light and primaries at once: one after the other, the whole film takes a fifth longer.
    ("zscale", {"transfer": "linear", "npl": _NITS, "primaries": "bt709"}),
    ("format", {"pix_fmts": "gbrpf32le"}),
    ("tonemap", {"tonemap": "hable", "desat": 0, "peak": 1000 // _NITS}),
    ("zscale", {"transfer": "bt709", "matrix": "bt709", "range": "limited"}),
)
