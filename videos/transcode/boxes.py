"""The outline of an MP4 or MOV file: which boxes are there, how many tracks, is it whole, is it locked.

The law: read headers only, never more than `MOST_BOXES` of them nor deeper than `DEEPEST`, never trust a length. A
film whose table of contents (``moov``) or pictures (``mdat``) are missing or end before they should is cut off;
junk after the last good box is not.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from videos.transcode.refusals import Refusal, Why

MOST_BOXES = 200_000
DEEPEST = 12
_NESTS = {
    **dict.fromkeys((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"ilst"), 0),
    b"stsd": 8,
    b"meta": 4,
    b"avc1": 78,
}
_NEEDED = {b"moov", b"mdat", b"moof"}
_PICTURES = {b"mdat", b"moof"}
_PARTED = {b"moof": 0, b"traf": 0}
_LOCKED = {b"encv", b"enca", b"drmi", b"drms"}
_TELLING = {b"edts", b"elst", b"uuid", b"chpl", b"sidx", b"keys", b"loci", b"mdcv", b"clli", b"dvcC", b"dvvC"}
_EMPTY_SHELF = {b"meta", b"hdlr", b"ilst"}  # written by ffmpeg even when there is nothing to put on it


class Box(NamedTuple):
    """One box: its kind, where its content starts and ends, and whether the file ends before it does."""

    kind: bytes
    start: int
    end: int
    is_cut: bool
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Outline:
    """What the boxes say without opening any."""

    tracks: int
    is_whole: bool
    is_locked: bool


class Tangled(Exception):
    """More boxes, or boxes in boxes, than any film has."""


def outline(file: BinaryIO, size: int) -> Outline | Refusal:
    """Read the outline of a file of this kind."""
    try:
        found = list(walk(file, size))
    except Tangled:
        return Refusal(Why.DAMAGED)
    kinds = {box.kind for box in found}
    return Outline(
        tracks=sum(box.kind == b"trak" for box in found),
        is_whole=b"moov" in kinds
        and not kinds.isdisjoint(_PICTURES)
        and not any(box.is_cut and box.kind in _NEEDED for box in found),
        is_locked=bool(kinds & _LOCKED),
    )


def walk(file: BinaryIO, size: int, nests: Mapping[bytes, int] = _NESTS) -> Iterator[Box]:
    """Every box, outermost first, in the order of the file. `nests`: which hold boxes, behind how many bytes."""
    left = MOST_BOXES
    spans: list[tuple[int, int, tuple[bytes, ...]]] = [(0, size, ())]
    while spans:
        start, end, path = spans.pop()
        while (box := _box_at(file, start, end, path)) is not None:
            left -= 1
            if not left or len(path) > DEEPEST:
                raise Tangled
            yield box
            if box.kind in nests:
                spans.append((box.start + nests[box.kind], box.end, (*path, box.kind)))
            start = box.end


def may_be_locked(file: BinaryIO, size: int) -> bool:
    """Whether a film of which nothing can be read tells of keys.

    In a box for them; or it comes in parts with a box of nobody's kind (``uuid``), where PIFF keeps them.
    """
    kinds = {box.kind for box in walk(file, size, _NESTS | _PARTED)}
    return bool(kinds & {b"senc", b"pssh", b"sinf"}) or {b"uuid", b"moof"} <= kinds


def key_frames(file: BinaryIO, size: int) -> tuple[int, ...]:
    """Numbers of the frames, from 0, with which decoding can begin: none where no table (``stss``) lists them."""
    table = next((box for box in walk(file, size) if box.kind == b"stss"), None)
    if table is None:
        return ()
    file.seek(table.start + 8)
    numbers = array("I", file.read((table.end - table.start - 8) // 4 * 4))
    numbers.byteswap()
    return tuple(number - 1 for number in numbers)


def _box_at(file: BinaryIO, start: int, end: int, path: tuple[bytes, ...]) -> Box | None:
    if end - start < 8:
        return None
    file.seek(start)
    header = file.read(16)
    length, kind, body = int.from_bytes(header[:4], "big"), header[4:8], start + 8
    if length == 1:
        length, body = int.from_bytes(header[8:16], "big"), start + 16
    stop = end if length == 0 else start + length
    if stop < body:
        return None
    return Box(kind, body, min(stop, end), stop > end, path)


def telling_boxes(file: BinaryIO, size: int) -> set[bytes]:
    """The kinds of box that say anything beyond picture and sound, or that hide part of them."""
    boxes = list(walk(file, size))
    kept = {box.kind for box in boxes if b"udta" in box.path} - _EMPTY_SHELF
    return kept | {box.kind for box in boxes} & _TELLING
