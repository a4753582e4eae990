"""What has to be true of an output before anybody may see it. An exit code of 0 proves nothing.

The law: rules are asked of the finished file, by the same inspector that looks into foreign films. A study copy or
clip has evenly spaced frames from 0, key frames where they belong, the size and colour that were meant, and nothing
else inside: no second picture, data, chapter, edit list, place, device, date or supplemental information.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from videos.transcode.frames import KEY_EVERY, Grid
from videos.transcode.media import MediaInfo
from videos.transcode.picture import turn_of

Report = Mapping[str, Any]

_HARMLESS = {
    "major_brand": None,
    "minor_version": None,
    "compatible_brands": None,
    "language": {"und"},
    "handler_name": {"VideoHandler", "SoundHandler"},
    "encoder": {"Lavc libx264"},
    "vendor_id": {"[0][0][0][0]"},
}
_BT709 = {"range": 1, "matrix": 1, "primaries": 1, "transfer": 1}


@dataclass(frozen=True)
class Meant:
    """What an output was meant to be: between `fewest` and `most` frames of this grid and size.

    Key frames lie `KEY_EVERY` frames apart from the `seam` on; before it lie those of the `opening`.
    """

    grid: Grid
    width: int
    height: int
    fewest: int
    most: int
    has_sound: bool
    opening: tuple[int, ...] = ()
    seam: int = 0


class Unfit(Exception):
    """An output is not what it was meant to be. `faults` names the rules it breaks."""

    def __init__(self, *faults: str) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def prove(report: Report, telling: set[bytes], meant: Meant) -> int:
    """How many frames it has. Raises Unfit unless every rule holds."""
    if report["fault"] or not report["walked"] or report["overflow"]:
        raise Unfit("unreadable")
    faults = [name for name, holds in _RULES.items() if not holds(report, meant)]
    if telling:
        faults.append("boxes")
    if faults:
        raise Unfit(*faults)
    return len(_picture(report)["pts"])


def _picture(report: Report) -> Report:
    return next((stream for stream in report["streams"] if stream["type"] == "video"), {"pts": [], "first": None})


def _tracks(report: Report, meant: Meant) -> bool:
    kinds = [stream["type"] for stream in report["streams"]]
    return kinds == (["video", "audio"] if meant.has_sound else ["video"])


def _codecs(report: Report, _: Meant) -> bool:
    return [(stream["codec"], stream["profile"]) for stream in report["streams"]] == [("h264", "High"), ("aac", "LC")][
        : len(report["streams"])
    ]


def _looks(report: Report, meant: Meant) -> bool:
    first = _picture(report)["first"]
    wanted = {
        "width": meant.width,
        "height": meant.height,
        "pixel_format": "yuv420p",
        "turn": None,
        "interlaced": False,
    }
    return bool(first) and all(first[name] == value for name, value in (wanted | _BT709).items())


def _count(report: Report, meant: Meant) -> bool:
    return meant.fewest <= len(_picture(report)["pts"]) <= meant.most


def _even(report: Report, meant: Meant) -> bool:
    picture = _picture(report)
    pts: list[int] = picture["pts"]
    step = meant.grid.step
    on_grid = picture.get("time_base") == [1, meant.grid.timescale] and not picture["reordered"]
    return on_grid and pts == list(range(0, len(pts) * step, step))


def _keys(report: Report, meant: Meant) -> bool:
    picture = _picture(report)
    return bool(picture.get("keys") == [*meant.opening, *range(meant.seam, len(picture["pts"]), KEY_EVERY)])


def _sound(report: Report, _: Meant) -> bool:
    heard = [stream for stream in report["streams"] if stream["type"] == "audio"]
    return all(stream["start"] == 0 and stream["first"] and stream["time_base"] == [1, 48_000] for stream in heard)


def _bare(report: Report, _: Meant | None) -> bool:
    labels = [report["metadata"], *(stream["metadata"] for stream in report["streams"])]
    return not report["chapters"] and all(_is_harmless(*item) for one in labels for item in one.items())


def _is_harmless(name: str, value: str) -> bool:
    allowed = _HARMLESS.get(name, set())
    return allowed is None or value in allowed


def _silent_units(report: Report, _: Meant | None) -> bool:
    return not _picture(report).get("others")


_RULES: Mapping[str, Callable[[Report, Meant], bool]] = {
    "tracks": _tracks,
    "codecs": _codecs,
    "looks": _looks,
    "count": _count,
    "even": _even,
    "keys": _keys,
    "sound": _sound,
    "bare": _bare,
    "units": _silent_units,
}


def prove_direct(report: Report, telling: set[bytes], info: MediaInfo) -> None:
    """Raises Unfit unless a copy that was not encoded anew has all frames of its film, and says nothing else."""
    if report["fault"] or not report["walked"] or report["overflow"]:
        raise Unfit("unreadable")
    picture = _picture(report)
    kinds = [(stream["type"], stream["codec"]) for stream in report["streams"]]
    faults = {
        "tracks": kinds != [("video", "h264"), ("audio", "aac")][: 1 + (info.sound is not None)],
        "count": len(picture["pts"]) != len(info.picture.pts),
        "turn": not picture["first"] or turn_of(picture["first"]["turn"]) != info.picture.canvas.turn,
        "bare": not _bare(report, None) or bool(telling),
        "units": not _silent_units(report, None),
    }
    if any(faults.values()):
        raise Unfit(*(name for name, is_so in faults.items() if is_so))


def prove_jpeg(data: bytes, width: int, height: int) -> None:
    """Raises Unfit unless it is one plain JPEG of this size: no EXIF, no comment, no other segment of words."""
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
        raise Unfit("no_jpeg")
    segments = dict(_segments(data))
    frame = segments.get(0xC0, b"")
    if (int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")) != (width, height):
        raise Unfit("looks")
    if set(segments) - {0xC0, 0xC4, 0xDB, 0xDD, 0xE0, 0xDA}:
        raise Unfit("bare")


def _segments(data: bytes) -> list[tuple[int, bytes]]:
    """Marker and content of each segment up to the picture itself."""
    found, at = [], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        found.append((data[at + 1], data[at + 4 : at + 2 + length]))
        if data[at + 1] == 0xDA:
            break
        at += 2 + length
    return found
