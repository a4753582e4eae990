"""How the picture of a film becomes the picture of its study copy: turned, sized, coloured.

Quiet room. The law: SDR BT.709 in limited range, tagged so. HDR is brought to size first and tone-mapped then (at 1080p
the mapping alone costs twice as much). Mapping HLG with hable at 100 nits gives the brightness that HLG itself was made
to have on an ordinary screen.
"""

from videos.transcode.picture import SHORT_SIDE, TRANSFERS, WIDE, Canvas, Filter, Turn, lying_size

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
_MATRICES = {0: "gbr", 1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020c"}
_SCALER_MATRICES = {1: "bt709", 5: "smpte170m", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_FULL_RANGE = 2
_PLAIN = {f"yuv{j}{kind}p": by for kind, by in (("420", (2, 2)), ("422", (2, 1)), ("444", (1, 1))) for j in ("", "j")}
BT709: dict[str, str | int] = {"matrix": "bt709", "transfer": "bt709", "primaries": "bt709"}
_NITS = 100


def filters_for(canvas: Canvas, short_side: int = SHORT_SIDE) -> list[Filter]:
    """From the decoded frame to the upright frame in BT.709, with a short side of at most `short_side`."""
    width, height = lying_size(canvas, short_side)
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
    scaled = _scaled_by_zimg if _is_plain(canvas) else _scaled
    return [scaled(canvas, width, height), ("format", {"pix_fmts": "yuv420p"})]


def _is_plain(canvas: Canvas) -> bool:
    """Whether zimg takes it: pixels of eight bits, of a size that their colour divides.

    It needs 0.2 to 0.4 of swscale's time, and swscale is up to 5 of 255 off where range or matrix change.
    """
    across, down = _PLAIN.get(canvas.pixels, (0, 0))
    return bool(across) and not canvas.width % across and not canvas.height % down


def _scaled_by_zimg(canvas: Canvas, width: int, height: int) -> Filter:
    """With its colour where H.264 has it by itself: a place that had to be named would keep clips from being joined."""
    matrix = _MATRICES.get(canvas.colour.matrix or 2, _assumed(canvas))  # 0 is red, green and blue: here a mistake
    told: dict[str, str | int] = {"matrixin": matrix, "transferin": "bt709", "primariesin": "bt709"}
    told["rangein"] = "full" if canvas.colour.range == _FULL_RANGE else "limited"
    made: dict[str, str | int] = {**BT709, "range": "limited", "chromal": "left"}
    return "zscale", {"width": width, "height": height, "filter": "bicubic", **told, **made}


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
        "transferin": TRANSFERS.get(colour.transfer, "bt709"),
        "primariesin": WIDE.get(colour.primaries, "bt2020" if colour.is_hdr else "bt709"),
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
