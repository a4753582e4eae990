"""Join what was encoded apart: a clip's new beginning and the study copy's own packets, or the parts of a study copy.

The law: packets are copied from a key frame (the seam) on, never from before the clip's first frame, so the file holds
no frame that was not agreed to and needs no edit list to hide one. Pieces fit only where their encoders describe the
pictures by the same bytes; where they don't, nothing is copied and the whole clip is encoded anew.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videos.transcode.boxes import key_frames
from videos.transcode.coding import picture_coding, sound_coding
from videos.transcode.frames import KEY_EVERY, Grid
from videos.transcode.inspection import INSPECTOR, MEMORY, READS, order_for
from videos.transcode.media import FilmLimits
from videos.transcode.outputs import H264, MP4, Quality
from videos.transcode.runner import Command, Limits, Watch, run
from videos.transcode.workbench import Nameless

Report = dict[str, Any]

_SPLICER, *_PARTS = (str(Path(__file__).with_name(f"{name}.py")) for name in ("splicer", "opener", "sounder"))
_SLOWEST = 8 * 1024**2  # bytes a second
_SHORTEST_HEAD = 2  # two key frames in a row would have to differ in their idr_pic_id
_LIMITS = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov",
    "codec_whitelist": "h264,aac",
    "max_streams": "2",
    "threads": "1",
}
_OPTIONS = {"movflags": MP4["movflags"], "use_editlist": str(MP4["use_editlist"]), "fflags": "+bitexact"}


def keys_of(study: Nameless) -> tuple[int, ...]:
    """Where the study copy can be entered."""
    with study.reader() as reader:
        return key_frames(reader, study.size)


def seam_in(keys: Sequence[int], first: int, end: int) -> int | None:
    """The first key frame of [first, end) behind a head of some length, with key frames evenly spaced from there."""
    inside = [key for key in keys if first + _SHORTEST_HEAD <= key < end]
    is_even = inside == list(range(inside[0], end, KEY_EVERY)) if inside else False
    return inside[0] if is_even else None


@dataclass(frozen=True)
class Piece:
    """Frames of a file, from a key frame on; all that it has, where no end is named.

    With a quality they are encoded anew, from any frame on, and have `keys` as their key frames.
    """

    file: Nameless
    first: int = 0
    end: int = 2**40
    quality: Quality | None = None
    keys: tuple[int, ...] = ()

    def order(self, grid: Grid) -> Report:
        """What the splicer is told of it, in the copy's own times."""
        span = {"path": self.file.path, "start": self.first * grid.step, "end": self.end * grid.step}
        return span | {"anew": self.quality and self._coding(grid, self.quality)}

    def _coding(self, grid: Grid, quality: Quality) -> Report:
        rate = (grid.rate.numerator, grid.rate.denominator)
        return {"coding": picture_coding(quality), "pixels": H264["pix_fmt"], "rate": rate, "keys": self.keys}


@dataclass(frozen=True)
class Sound:
    """The sound of a file as it is; or with a quality [first, end) of its samples, anew where it has to be."""

    file: Nameless
    first: int = 0
    end: int = 0
    quality: Quality | None = None

    def order(self) -> Report:
        """What the splicer is told of it."""
        return {"path": self.file.path, "anew": self.quality and self._coding(self.quality)}

    def _coding(self, quality: Quality) -> Report:
        whole, ends = (sound_coding(quality, is_short=is_short) for is_short in (False, True))
        return {"start": self.first, "end": self.end, "coding": whole, "ends": ends}


def splice(
    pieces: Sequence[Piece], sound: Sound | None, into: Nameless, grid: Grid, watch: Watch, *, most: int
) -> Report | None:
    """Writes a film of these pieces, with this sound. The inspector's report; None if they don't fit."""
    order = {
        "stretches": [each.order(grid) for each in pieces],
        "sound": sound and sound.order(),
        "film": into.path,
        "step": grid.step,
        "limits": _LIMITS,
        "options": _OPTIONS | {"video_track_timescale": str(grid.timescale)},
        "inspect": order_for(into, "mov", FilmLimits()),
    }
    argv = [sys.executable, "-I", _SPLICER, json.dumps(order)]
    files = {each.file.number for each in pieces} | {into.number} | ({sound.file.number} if sound else set())
    patience = 120 + most // _SLOWEST
    limits = Limits(patience, patience, MEMORY, most)
    command = Command(argv, limits, sorted(files), [*READS, INSPECTOR, _SPLICER, *_PARTS])
    report: Report = json.loads(run(command, watch).printed)
    return report or None
