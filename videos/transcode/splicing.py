"""Cut a clip by copying: only its beginning is encoded anew, the rest are the study copy's own packets.

The law: packets are copied from a key frame (the seam) on, never from before the clip's first frame, so the file holds
no frame that was not agreed to and needs no edit list to hide one. Both parts fit only where the same encoder with the
same settings made them; where they don't, nothing is copied and the whole clip is encoded anew.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from videos.transcode.boxes import key_frames
from videos.transcode.frames import KEY_EVERY, Grid
from videos.transcode.inspection import INSPECTOR, MEMORY, READS, order_for
from videos.transcode.media import FilmLimits
from videos.transcode.outputs import MP4, most_bytes
from videos.transcode.runner import Command, Limits, Watch, run
from videos.transcode.workbench import Nameless

Report = dict[str, Any]

_SPLICER = str(Path(__file__).with_name("splicer.py"))
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


def splice(head: Nameless, study: Nameless, clip: Nameless, frames: range, grid: Grid, watch: Watch) -> Report | None:
    """Writes the clip: the head, then the study copy's `frames`. The inspector's report; None if they don't fit."""
    order = {
        "head": head.path,
        "study": study.path,
        "clip": clip.path,
        "seam": frames.start * grid.step,
        "end": frames.stop * grid.step,
        "step": grid.step,
        "limits": _LIMITS,
        "options": _OPTIONS | {"video_track_timescale": str(grid.timescale)},
        "inspect": order_for(clip, "mov", FilmLimits()),
    }
    argv = [sys.executable, "-I", _SPLICER, json.dumps(order)]
    most = Limits(120, 60, MEMORY, most_bytes(grid.seconds(len(frames))) + head.size)
    files = [head.number, study.number, clip.number]
    report: Report = json.loads(run(Command(argv, most, files, [*READS, INSPECTOR, _SPLICER]), watch).printed)
    return report or None
