"""Films as they come from the field, where a phone, a camera or a person did something odd: made by the tests."""

import random
import struct
from pathlib import Path

from tests.videos.films import make_film
from tests.videos.transcode.odd import ffmpeg, film, patched, pictures_off, places_of

IN_PARTS = ("-movflags", "frag_keyframe+empty_moov")
MIB = 1024**2
CAPTION = "1\n00:00:00,000 --> 00:00:05,000\nHello\n"


def ended_by_an_edit(folder: Path, milliseconds: int, *, seconds: float = 1) -> bytes:
    """Its edit lists show so much of it, as a trim on a phone leaves it."""
    return bytes(patched(film(folder, seconds=seconds), b"elst", 8, milliseconds))


def begun_by_an_edit(folder: Path, ticks: int, *, seconds: float) -> bytes:
    """Its edit list shows it from there on; 15,360 ticks are a second."""
    return bytes(patched(film(folder, seconds=seconds, sound="none"), b"elst", 12, ticks))


def without_pictures(folder: Path) -> bytes:
    """Its table of contents, and nothing behind it."""
    return pictures_off(film(folder, seconds=0.2, options=("-movflags", "+faststart")))


def with_packed_table(folder: Path) -> bytes:
    """A table of contents that says it unpacks to so many bytes."""
    packed = struct.pack(">I4sI", 12 + 300, b"cmvd", 300 * MIB) + bytes(300)
    content = struct.pack(">I4s4s", 12, b"dcom", b"zlib") + packed
    moov = struct.pack(">I4sI4s", 16 + len(content), b"moov", 8 + len(content), b"cmov") + content
    return bytes(film(folder, seconds=0.2)[:32]) + struct.pack(">I4s", 8, b"mdat") + moov


def joined(folder: Path) -> bytes:
    """Two of a camcorder's films, one behind the other: the times begin again."""
    return b"".join(make_film(folder, f"{at}.ts", seconds=at, sound="none").read_bytes() for at in (1, 0.5))


def with_five_in_one(folder: Path) -> bytes:
    """An old phone's sound (AMR), five frames in a packet. What is said in it is noise."""
    chance = random.Random(5)
    (folder / "noise.amr").write_bytes(b"#!AMR\n" + b"".join(b"\x3c" + chance.randbytes(31) for _ in range(50)))
    seen = make_film(folder, seconds=1, sound="none")
    told = ("-i", str(seen), "-i", str(folder / "noise.amr"), "-c", "copy", "-f", "mov", *IN_PARTS)
    ffmpeg(*told, str(folder / "five.mov"))
    data = bytearray((folder / "five.mov").read_bytes())
    struct.pack_into(">2I", data, places_of(data, b"tfhd")[1] + 16, 5 * 160, 5 * 32)
    struct.pack_into(">I", data, places_of(data, b"trun")[1] + 4, 10)
    return bytes(data)


def with_captions(folder: Path) -> bytes:
    """Captions that go on long after its end."""
    (folder / "words.srt").write_text(CAPTION)
    told = ("-i", str(make_film(folder, seconds=1)), "-i", str(folder / "words.srt"), "-c", "copy", "-c:s", "srt")
    ffmpeg(*told, str(folder / "told.mkv"))
    return (folder / "told.mkv").read_bytes()


def of_noise(folder: Path, *boxes: bytes) -> bytes:
    """A film in parts whose pictures nobody can read, with these boxes behind its beginning."""
    data = film(folder, seconds=1, sound="none", options=IN_PARTS)
    start = places_of(data, b"mdat")[0]
    data[start : start + 4000] = random.Random(3).randbytes(4000)
    first = int.from_bytes(data[:4], "big")
    return bytes(data[:first]) + b"".join(boxes) + bytes(data[first:])


def with_boxes_in_edits(folder: Path) -> bytes:
    """A film with one track more, of a quarter of a million boxes where its edits should be."""
    data = film(folder, seconds=0.2, sound="none")
    boxes = struct.pack(">I4s", 8, b"none") * 250_000
    edits = struct.pack(">I4s", 8 + len(boxes), b"edts") + boxes
    table = places_of(data, b"moov")[-1] - 8
    track = struct.pack(">I4s", 8 + len(edits), b"trak") + edits
    struct.pack_into(">I", data, table, int.from_bytes(data[table : table + 4], "big") + len(track))
    return bytes(data) + track
