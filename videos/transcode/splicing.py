"""Join what was encoded apart: a clip's new beginning and the study copy's own packets, or the parts of a study copy.

The law: packets are copied from a key frame (the seam) on, never from before the clip's first frame, so the file holds
no frame that was not agreed to and needs no edit list to hide one. Both parts fit only where the same encoder with the
same settings made them; where they don't, nothing is copied and the whole clip is encoded anew.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videos.transcode.boxes import key_frames
from videos.transcode.frames import KEY_EVERY, Grid
from videos.transcode.inspection import INSPECTOR, MEMORY, READS, order_for
from videos.transcode.media import FilmLimits
from videos.transcode.outputs import MP4
from videos.transcode.runner import Command, Limits, Watch, run
from videos.transcode.workbench import Nameless

Report = dict[str, Any]

_SPLICER = str(Path(__file__).with_name("splicer.py"))
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
    """Frames of a file, from a key frame on; all that it has, where no end is named."""

    file: Nameless
    first: int = 0
    end: int = 2**40


def splice(
    pieces: Sequence[Piece], sound: Nameless | None, into: Nameless, grid: Grid, watch: Watch, *, most: int
) -> Report | None:
    """Writes a film of these pieces, with the sound of one file. The inspector's report; None if they don't fit."""
    step = grid.step
    stretches = [{"path": each.file.path, "start": each.first * step, "end": each.end * step} for each in pieces]
    order = {
        "stretches": stretches,
        "sound": sound and sound.path,
        "film": into.path,
        "step": step,
        "limits": _LIMITS,
        "options": _OPTIONS | {"video_track_timescale": str(grid.timescale)},
        "inspect": order_for(into, "mov", FilmLimits()),
    }
    argv = [sys.executable, "-I", _SPLICER, json.dumps(order)]
    files = [*(each.file.number for each in pieces), *([sound.number] if sound else []), into.number]
    patience = 120 + most // _SLOWEST
    limits = Limits(patience, patience, MEMORY, most)
    report: Report = json.loads(run(Command(argv, limits, files, [*READS, INSPECTOR, _SPLICER]), watch).printed)
    return report or None
