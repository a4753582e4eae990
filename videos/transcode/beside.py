"""What is made beside a film's copies, in the same decode: poster, filmstrip, sound as samples.

The law: a picture is taken from the film as it was filmed or from the frames of its study copy, never from elsewhere;
of the sound no more is kept than what is drawn and found by it.
"""

from fractions import Fraction
from typing import Any

from videos.transcode.colouring import filters_for
from videos.transcode.media import Picture
from videos.transcode.outputs import filtered
from videos.transcode.picture import Filter
from videos.transcode.strip import Strip
from videos.transcode.waveform import HEARD_RATE, SAMPLE

_AS_STUDIED: dict[str, str | int] = {
    "matrixin": "bt709",
    "transferin": "bt709",
    "primariesin": "bt709",
    "rangein": "limited",
}
AS_PHOTOGRAPH: list[Filter] = [
    ("zscale", {**_AS_STUDIED, "matrix": "smpte170m", "transfer": "bt709", "primaries": "bt709", "range": "full"}),
    ("format", {"pix_fmts": "yuvj420p"}),
]
HEARD: list[Filter] = [
    ("aresample", {"sample_rate": HEARD_RATE}),
    ("aformat", {"sample_fmts": "s16", "sample_rates": HEARD_RATE, "channel_layouts": "mono"}),
]


def most_heard(seconds: Fraction) -> int:
    """Bytes of a film's sound as samples, and a little more."""
    return int((seconds + 2) * HEARD_RATE) * SAMPLE


def resized(width: int, height: int) -> Filter:
    """To the size of the small copy."""
    return "scale", {"w": width, "h": height, "flags": "bicubic"}


def filmstrip(stream: Any, strip: Strip) -> Any:
    """Every so many frames one, side by side on one sheet; what a film has beyond its length has no place on it.

    The sheet is written with its first picture, and over it when it is full: until every output has begun, ffmpeg does
    not tell how far it is.
    """
    window = {"nb_frames": strip.count, "overlap": strip.count - 1, "init_padding": strip.count - 1}
    filters: list[Filter] = [
        ("select", {"expr": f"not(mod(n,{strip.every}))*lt(n,{strip.every * strip.count})"}),
        ("scale", {"w": strip.width, "h": strip.height, "flags": "area"}),
        ("tile", {"layout": f"{strip.columns}x{strip.rows}", **window}),
        ("select", {"expr": f"eq(n,0)+eq(n,{strip.count - 1})"}),
    ]
    return filtered(stream, [*filters, *AS_PHOTOGRAPH])


def poster(stream: Any, picture: Picture, *, is_first: bool = False) -> Any:
    """The first frame, and over it the one a tenth into the film: one that ends too soon still has a poster.

    They are told apart by number, as second 0 and 1: in a damaged film both may have one time, which ends ffmpeg.
    It takes the film by an entrance of its own. A graph with one entrance alone makes ffmpeg 5 write the film's turn
    and its HDR descriptions into the study copy again. Where it is the first alone, the film is let go of behind it.
    """
    chosen: list[Filter] = [("select", {"expr": f"eq(n,0)+eq(n,{len(picture.pts) // 10})"})]
    if is_first:
        chosen = [("trim", {"end_frame": 1})]
    numbered: list[Filter] = [("settb", {"expr": "1"}), ("setpts", {"expr": "N"})]
    return filtered(stream, [*chosen, *woven(picture), *numbered, *filters_for(picture.canvas), *AS_PHOTOGRAPH])


def woven(picture: Picture) -> list[Filter]:
    """Both halves of an interlaced picture as one; the others are left as they are."""
    return [("bwdif", {"mode": "send_frame", "deint": "interlaced"})] if picture.is_interlaced else []
