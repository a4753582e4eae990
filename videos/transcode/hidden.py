"""How much of an MP4 or MOV file its edit lists leave out: what a trim on the phone has hidden, not removed.

Quiet room. The law: headers only, and never trust a length (see `boxes.py`). What is hidden is in the original until it
goes, and in nothing that is made of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

from videos.transcode.boxes import Box, walk

_NESTS = dict.fromkeys((b"moov", b"trak", b"edts", b"mdia"), 0)
_MOST = 64 * 1024
_SEEN_OR_HEARD = {b"vide", b"soun"}
_EMPTY = 2**32 - 1, 2**64 - 1


@dataclass
class _Track:
    """Its ticks a second, how many it has, and its edit list, if there is one."""

    kind: bytes = b""
    scale: int = 0
    ticks: int = 0
    edits: bytes = b""


def hidden_seconds(file: BinaryIO, size: int) -> Fraction:
    """The most that one of its tracks of picture or sound holds beyond what it shows."""
    tracks: list[_Track] = []
    scale = 0
    for box in _in_order(file, size):
        content = _content(file, box)
        if box.kind == b"mvhd":
            scale = _length(content)[0]
        elif box.kind == b"trak":
            tracks.append(_Track())
        elif tracks:
            _note(tracks[-1], box.kind, content)
    return max((_hidden(track, scale) for track in tracks), default=Fraction(0))


def _in_order(file: BinaryIO, size: int) -> list[Box]:
    return sorted(walk(file, size, _NESTS), key=lambda box: box.start)


def _content(file: BinaryIO, box: Box) -> bytes:
    file.seek(box.start)
    return file.read(min(box.end - box.start, _MOST)) if box.kind in {b"mvhd", b"mdhd", b"hdlr", b"elst"} else b""


def _note(track: _Track, kind: bytes, content: bytes) -> None:
    if kind == b"mdhd":
        track.scale, track.ticks = _length(content)
    elif kind == b"hdlr" and not track.kind:
        track.kind = content[8:12]
    elif kind == b"elst":
        track.edits = content


def _length(header: bytes) -> tuple[int, int]:
    """Ticks a second and ticks, from a ``mvhd`` or ``mdhd``; 0 ticks where it doesn't know."""
    at, wide = (20, 8) if header[:1] == b"\1" else (12, 4)
    scale, length = (int.from_bytes(header[start : start + many], "big") for start, many in ((at, 4), (at + 4, wide)))
    return scale, 0 if length in _EMPTY else length


def _hidden(track: _Track, scale: int) -> Fraction:
    if track.kind not in _SEEN_OR_HEARD or not track.edits or not scale or not track.scale:
        return Fraction(0)
    whole = Fraction(track.ticks, track.scale)
    edits = ((Fraction(length, scale), whole - Fraction(place, track.scale)) for length, place in _edits(track.edits))
    return max(Fraction(0), whole - sum(max(Fraction(0), min(length or left, left)) for length, left in edits))


def _edits(edits: bytes) -> Iterator[tuple[int, int]]:
    """How long each stretch is, 0 for all that is left, and where in the track it begins; empty time has no place."""
    each = 8 if edits[:1] == b"\1" else 4
    for at in range(8, len(edits) - 2 * each - 3, 2 * each + 4):
        length, place = (int.from_bytes(edits[start : start + each], "big") for start in (at, at + each))
        if place not in _EMPTY:
            yield length, place
