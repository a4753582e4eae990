"""Films that no phone makes: each by a few lines of code, from the tests' own numbered film."""

import random
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.videos.films import make_film, with_places
from videos.transcode.binaries import find_ffmpeg

HOUR = 3600
IN_FRONT = ("-movflags", "+faststart")
EVERY_BIT = 2**32 - 1


def ffmpeg(*arguments: str) -> None:
    """Make a film without the maker of numbered films."""
    subprocess.run([find_ffmpeg().path, "-v", "error", "-y", *arguments], check=True)


def film(folder: Path, **wishes: Any) -> bytearray:
    """A numbered film's bytes, to be spoilt."""
    return bytearray(make_film(folder, **wishes).read_bytes())


def places_of(data: bytes | bytearray, kind: bytes) -> list[int]:
    """Where the content of each box of this kind begins."""
    found, at = [], data.find(kind)
    while at >= 0:
        found.append(at + 4)
        at = data.find(kind, at + 4)
    return found


def patched(data: bytearray, kind: bytes, offset: int, *numbers: int) -> bytearray:
    """With these 32-bit numbers in every box of this kind, so many bytes into its content."""
    for start in places_of(data, kind):
        struct.pack_into(f">{len(numbers)}I", data, start + offset, *(number & EVERY_BIT for number in numbers))
    return data


def without(data: bytearray, kind: bytes) -> bytearray:
    """The boxes of this kind called something that nobody knows."""
    return bytearray(data.replace(kind, b"none"))


def pictures_off(data: bytearray) -> bytes:
    """All of it up to where the pictures begin."""
    return bytes(data[: places_of(data, b"mdat")[0] - 8])


def renamed(old: bytes, new: bytes) -> Callable[[Path], bytes]:
    """With one kind of box called another."""
    return lambda folder: bytes(film(folder).replace(old, new))


def with_matrix(*numbers: int) -> Callable[[Path], bytes]:
    """With these nine numbers as the matrix of every track."""
    return lambda folder: bytes(patched(film(folder), b"tkhd", 40, *numbers))


def with_length(*boxes: tuple[bytes, int], value: int) -> Callable[[Path], bytes]:
    """Says it lasts so many ticks."""

    def make(folder: Path) -> bytes:
        data = film(folder)
        for kind, offset in boxes:
            patched(data, kind, offset, value)
        return bytes(data)

    return make


def with_first_step(step: int, **wishes: Any) -> Callable[[Path], bytes]:
    """Its first entry in the table of times says that a frame lasts so many ticks."""
    return lambda folder: bytes(patched(film(folder, **wishes), b"stts", 12, step))


def at_rate(fps: str, seconds: float, *options: str) -> Callable[[Path], bytes]:
    """So many frames a second."""
    return lambda folder: bytes(film(folder, fps=fps, seconds=seconds, sound="none", options=options))


def of_size(size: str, name: str = "small.mp4") -> Callable[[Path], bytes]:
    """A picture of this size."""

    def make(folder: Path) -> bytes:
        picture = ("-f", "lavfi", "-i", "color=red:s=64x64:r=10:d=1", "-vf", f"scale={size}", "-c:v", "libx264")
        ffmpeg(*picture, "-pix_fmt", "yuv444p", str(folder / name))
        return (folder / name).read_bytes()

    return make


def joined(kind: str, *, seconds: float) -> Callable[[Path], bytes]:
    """Two films one behind the other: the times of the second begin anew."""

    def make(folder: Path) -> bytes:
        return make_film(folder, f"a.{kind}", seconds=seconds).read_bytes() * 2

    return make


def long_sound(picture: str, sound: str, *options: str) -> Callable[[Path], bytes]:
    """Sound of another length than the picture, in seconds."""

    def make(folder: Path) -> bytes:
        seen = ("-f", "lavfi", "-i", f"testsrc=s=320x180:r=30:d={picture}")
        heard = ("-f", "lavfi", "-i", f"sine=d={sound}")
        ffmpeg(*options, *seen, *heard, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
               str(folder / "long.mp4"))  # fmt: skip
        return (folder / "long.mp4").read_bytes()

    return make


def behind(tail: bytes) -> Callable[[Path], bytes]:
    """A film with something behind it."""
    return lambda folder: bytes(film(folder)) + tail


def with_box_in_front(content: bytes) -> Callable[[Path], bytes]:
    """A film whose first box is something else's page."""

    def make(folder: Path) -> bytes:
        data = make_film(folder, options=IN_FRONT).read_bytes()
        size = int.from_bytes(data[:4], "big")
        page = struct.pack(">I", 8 + len(content)) + b"free" + content
        shifted = bytearray(data[:size] + page + data[size:])
        for start in places_of(shifted, b"stco"):
            for at in range(start + 8, start + 8 + 4 * int.from_bytes(shifted[start + 4 : start + 8], "big"), 4):
                struct.pack_into(">I", shifted, at, int.from_bytes(shifted[at : at + 4], "big") + len(page))
        return bytes(shifted)

    return make


def with_chapters(kind: str, count: int) -> Callable[[Path], bytes]:
    """So many chapters, each with a name in it."""

    def make(folder: Path) -> bytes:
        lines = [";FFMETADATA1"] + [f"[CHAPTER]\nSTART={n}000\nEND={n}999\ntitle=Leo {n}" for n in range(count)]
        (folder / "chapters.txt").write_text("\n".join(lines))
        told = ("-i", str(make_film(folder, "plain.mp4")), "-i", str(folder / "chapters.txt"))
        ffmpeg(*told, "-map", "0", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy",
               str(folder / f"told.{kind}"))  # fmt: skip
        return (folder / f"told.{kind}").read_bytes()

    return make


def with_edit(*edit: int) -> Callable[[Path], bytes]:
    """With one entry (length, media time, rate) in the edit list of every track, over what was there."""

    def make(folder: Path) -> bytes:
        data = film(folder, options=("-movflags", "+faststart", "-bf", "2"))
        for start in places_of(data, b"elst"):
            struct.pack_into(">4I", data, start + 4, 1, *(number & EVERY_BIT for number in edit))
        return bytes(data)

    return make


def with_many_boxes(folder: Path) -> bytes:
    """A million empty boxes before its table of contents."""
    return bytes(film(folder)[:32]) + struct.pack(">I4s", 8, b"free") * 1_000_000


def nested(folder: Path) -> bytes:
    """Boxes in boxes, a hundred thousand deep."""
    deep = b"".join(struct.pack(">I4s", 8 * left, b"moov") for left in range(100_000, 0, -1))
    return bytes(film(folder)[:32]) + deep


def flipped(seed: int) -> Callable[[Path], bytes]:
    """Its table of contents with some bytes changed by chance."""

    def make(folder: Path) -> bytes:
        chance, data = random.Random(seed), film(folder)
        table = places_of(data, b"moov")[-1]
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(table, len(data))] = chance.randrange(256)
        return bytes(data)

    return make


EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS" + "-TEST-FILE!$H+H*").encode()
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"
ODD: dict[str, Callable[[Path], bytes]] = {
    "no table of contents": lambda folder: bytes(without(film(folder), b"moov")),
    "a table of contents and no more": lambda folder: pictures_off(film(folder, options=IN_FRONT)),
    "cut in its table of contents": lambda folder: bytes(film(folder)[:-700]),
    "cut in its pictures": lambda folder: bytes(film(folder, options=IN_FRONT)[:-9000]),
    "a matrix of nothing": with_matrix(*[0] * 9),
    "a matrix of the greatest numbers": with_matrix(*[2**31 - 1] * 9),
    "a matrix of the smallest numbers": with_matrix(*[-(2**31)] * 9),
    "a matrix askew": with_matrix(46341, 46341, 0, -46341, 46341, 0, 0, 0, 1 << 30),
    "a matrix that flattens": with_matrix(1 << 16, 1 << 16, 0, 1 << 16, 1 << 16, 0, 0, 0, 1 << 30),
    "no length": with_length((b"mvhd", 16), (b"tkhd", 20), (b"mdhd", 16), value=0),
    "tracks of no length": with_length((b"mdhd", 16), value=0),
    "no ticks in a second": with_length((b"mdhd", 12), value=0),
    "the most ticks in a second": with_length((b"mdhd", 12), value=EVERY_BIT),
    "seven hours, it says": with_length((b"mvhd", 16), (b"tkhd", 20), value=7 * HOUR * 1000),
    "the longest, it says": with_length((b"mvhd", 16), (b"tkhd", 20), (b"mdhd", 16), value=EVERY_BIT - 1),
    "frames that take no time": with_first_step(0),
    "frames that take seven hours": with_first_step(15360 * 7 * HOUR, sound="none"),
    "times that go back": with_first_step(-512),
    "times that begin anew": joined("ts", seconds=2),
    "times that begin anew in Matroska": joined("mkv", seconds=2),
    "1 frame a second": at_rate("1", 8),
    "1000 frames a second": at_rate("1000", 1, "-video_track_timescale", "1000"),
    "1 pixel": of_size("1:1"),
    "a line": of_size("2000:2"),
    "a thread": of_size("16:4000"),
    "sound minutes longer than the picture": long_sound("1", "200"),
    "a picture much longer than its sound": long_sound("20", "0.1"),
    "sound that begins before the picture": long_sound("1", "5", "-itsoffset", "3"),
    "locked sound": renamed(b"mp4a", b"enca"),
    "a locked picture": renamed(b"avc1", b"encv"),
    "a picture of nobody's format": renamed(b"avc1", b"zzzz"),
    "a page in front": with_box_in_front(PAGE),
    "a page behind": behind(PAGE),
    "a zip's end behind": behind(b"PK\x05\x06" + bytes(18)),
    "a virus test behind": behind(EICAR),
    "10,000 chapters": with_chapters("mp4", 10_000),
    "10,000 chapters in Matroska": with_chapters("mkv", 10_000),
    "an edit that never ends": with_edit(EVERY_BIT, 0, 1 << 16),
    "an edit from the future": with_edit(2000, 2**31 - 1, 1 << 16),
    "an edit that stands still": with_edit(2000, 1024, 0),
    "an edit that goes back": with_edit(2000, 1024, -(1 << 16)),
    "samples outside the file": lambda folder: bytes(patched(film(folder), b"stco", 8, EVERY_BIT)),
    "samples of two gigabytes": lambda folder: bytes(patched(film(folder), b"stsz", 4, 2**31 - 1)),
    "more chunks than there are": lambda folder: bytes(patched(film(folder), b"stsc", 4, EVERY_BIT)),
    "a place in every label": lambda folder: bytes(film(folder, options=with_places())),
    "a million boxes": with_many_boxes,
    "boxes in boxes": nested,
} | {f"chance {seed}": flipped(seed) for seed in range(8)}  # fmt: skip
