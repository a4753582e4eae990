"""The outline of an MP4 file."""

import io
import struct

import pytest

from videos.transcode import boxes
from videos.transcode.boxes import Outline, key_frames, outline, telling_boxes
from videos.transcode.refusals import Refusal, Why


def box(kind: bytes, content: bytes = b"") -> bytes:
    """A box as a file holds it."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def large(kind: bytes, content: bytes = b"") -> bytes:
    """A box with its length in 64 bits."""
    return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content


def track(entry: bytes = b"avc1", extra: bytes = b"") -> bytes:
    """A track with one sample description."""
    table = box(b"stsd", bytes(8) + box(entry, bytes(78) + extra))
    return box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table))))


FTYP, MDAT = box(b"ftyp", b"mp42"), box(b"mdat", bytes(100))
FILM = FTYP + box(b"moov", track() + track(b"mp4a")) + MDAT

OUTLINES = {
    "a film": (FILM, Outline(2, is_whole=True, is_locked=False)),
    "long lengths": (
        FTYP + box(b"moov", track()) + large(b"mdat", bytes(9)),
        Outline(1, is_whole=True, is_locked=False),
    ),
    "pictures until the end": (FTYP + box(b"moov", track()) + b"\0\0\0\0mdat" + bytes(9), Outline(1, True, False)),
    "pictures cut off": (FILM[:-1], Outline(2, is_whole=False, is_locked=False)),
    "contents cut off": (FTYP + MDAT + box(b"moov", track())[:-9], Outline(1, is_whole=False, is_locked=False)),
    "no contents": (FTYP + MDAT, Outline(0, is_whole=False, is_locked=False)),
    "locked": (FTYP + box(b"moov", track(b"encv")) + MDAT, Outline(1, is_whole=True, is_locked=True)),
    "junk behind": (FILM + b"PK\x03\x04 and the rest of a zip", Outline(2, is_whole=True, is_locked=False)),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_that_the_outline_is_told_by_headers_alone(name: str) -> None:
    data, told = OUTLINES[name]
    assert outline(io.BytesIO(data), len(data)) == told


def test_that_a_length_shorter_than_its_own_header_ends_the_walk() -> None:
    data = FILM + struct.pack(">I", 3) + b"mdat" + FILM
    assert outline(io.BytesIO(data), len(data)) == Outline(2, is_whole=True, is_locked=False)


def test_that_more_boxes_than_any_film_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "MOST_BOXES", 50)
    data = FILM + box(b"free") * 50
    assert outline(io.BytesIO(data), len(data)) == Refusal(Why.DAMAGED)


TELLING = {
    "an edit list": (box(b"edts", box(b"elst", bytes(16))), {b"edts"}),
    "a place": (box(b"udta", box(b"\xa9xyz", b"+51")), {b"\xa9xyz"}),
    "a list of labels": (box(b"udta", box(b"meta", bytes(4) + box(b"ilst", box(b"\xa9too", b"x")))), {b"\xa9too"}),
    "chapters": (box(b"udta", box(b"chpl", b"x")), {b"chpl"}),
    "something private": (box(b"uuid", bytes(16)), {b"uuid"}),
    "a description of HDR": (track(extra=box(b"dvvC", b"x")), {b"dvvC"}),
    "an empty shelf": (box(b"udta", box(b"meta", bytes(4) + box(b"hdlr") + box(b"ilst"))), set()),
}


@pytest.mark.parametrize("name", TELLING)
def test_that_boxes_which_say_more_than_picture_and_sound_are_found(name: str) -> None:
    inside, found = TELLING[name]
    data = FTYP + box(b"moov", track() + inside) + MDAT
    assert telling_boxes(io.BytesIO(data), len(data)) == found


def test_that_key_frames_are_read_from_their_table() -> None:
    table = box(b"stss", struct.pack(">IIIII", 0, 3, 1, 16, 31))
    data = box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", table)))))
    assert key_frames(io.BytesIO(data), len(data)) == (0, 15, 30)
    assert key_frames(io.BytesIO(FILM), len(FILM)) == ()


def test_that_boxes_in_boxes_without_end_are_damage() -> None:
    """The way to a box is remembered with it: 100,000 deep took gigabytes."""
    deep = b""
    for _ in range(boxes.DEEPEST + 2):
        deep = box(b"moov", deep)
    assert outline(io.BytesIO(FTYP + deep), len(FTYP + deep)) == Refusal(Why.DAMAGED)
    shallow = box(b"moov", box(b"moov", track()))
    assert isinstance(outline(io.BytesIO(FTYP + shallow), len(FTYP + shallow)), Outline)
