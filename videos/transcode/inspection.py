"""Have a file looked into by the inspector, a process of its own under limits.

The law: first the first bytes, then the outline of the boxes, and only then a demuxer, in a process that can do no
harm. What that process reports is believed as far as `probe.py` and `proof.py` ask.
"""

import json
import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from videos.transcode.boxes import Tangled, may_be_locked, outline, telling_boxes
from videos.transcode.containers import HEAD, demuxer_for
from videos.transcode.hidden import hidden_seconds
from videos.transcode.media import DECODERS, FilmLimits
from videos.transcode.refusals import Refusal, Why
from videos.transcode.remarks import About, Remark
from videos.transcode.runner import Command, Limits, Watch, run
from videos.transcode.workbench import Nameless

INSPECTOR = str(Path(__file__).with_name("inspector.py"))
READS = (sys.prefix, sys.base_prefix)
"""What a program with PyAV reads besides its own file."""
_TOLD_FROM = Fraction(1, 2)
"""Seconds that are hidden: less is how encoders begin and end."""
_BYTES_A_SECOND = 10 * 1024**2
MEMORY = 1536 * 1024**2


def sniff(film: Nameless, limits: FilmLimits) -> str | Refusal:
    """The demuxer that may open the film, or why none may."""
    size = film.size
    if size > limits.size:
        return Refusal(Why.TOO_LARGE, {"megabytes": size >> 20, "limit": limits.size >> 20})
    with film.reader() as reader:
        demuxer = demuxer_for(reader.read(HEAD))
        refusal = _outlined(reader, size, limits) if demuxer == "mov" else None
    return refusal or demuxer


def _outlined(reader: Any, size: int, limits: FilmLimits) -> Refusal | None:
    found = outline(reader, size)
    if isinstance(found, Refusal):
        return found
    if not found.is_whole:
        return Refusal(Why.CUT_OFF)
    if found.is_locked:
        return Refusal(Why.ENCRYPTED)
    if found.tracks > limits.streams:
        return Refusal(Why.TOO_MANY_TRACKS, {"limit": limits.streams})
    return None


def reconsidered(refusal: Refusal, film: Nameless, demuxer: str) -> Refusal:
    """What seems damaged may be locked."""
    if refusal.why is not Why.DAMAGED or demuxer != "mov":
        return refusal
    with film.reader() as reader, suppress(Tangled):
        return Refusal(Why.ENCRYPTED) if may_be_locked(reader, film.size) else refusal
    return refusal


def hidden_in(film: Nameless, demuxer: str) -> tuple[Remark, ...]:
    """What the family should know of an original that was shortened by an edit list alone."""
    if demuxer != "mov":
        return ()
    seconds = Fraction(0)
    with film.reader() as reader, suppress(Tangled):
        seconds = hidden_seconds(reader, film.size)
    return (Remark(About.HIDDEN, round(float(seconds), 1)),) if seconds >= _TOLD_FROM else ()


def tells(file: Nameless) -> set[bytes]:
    """The kinds of box in an MP4 file that should not be in an output."""
    with file.reader() as reader:
        return telling_boxes(reader, file.size)


def report_on(film: Nameless, demuxer: str, limits: FilmLimits, watch: Watch) -> dict[str, Any]:
    """The inspector's report. Raises what `runner.run` raises."""
    argv = [sys.executable, "-I", INSPECTOR, json.dumps(order_for(film, demuxer, limits))]
    seconds = 60 + film.size // _BYTES_A_SECOND
    most = Limits(seconds=seconds, cpu_seconds=seconds, memory=MEMORY, file=0)
    report: dict[str, Any] = json.loads(run(Command(argv, most, [film.number], [*READS, INSPECTOR]), watch).printed)
    return report


def order_for(film: Nameless, demuxer: str, limits: FilmLimits) -> dict[str, Any]:
    """What the inspector is told."""
    return {
        "path": film.path,
        "demuxer": demuxer,
        "codecs": DECODERS,
        "streams": limits.streams,
        "pixels": limits.pixels,
        "microseconds": limits.seconds * 1_000_000,
        "packets": limits.packets,
        "piece": limits.piece,
    }
