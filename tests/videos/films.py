"""Films that the tests make themselves, with a number on every frame that can be read back from any copy.

Upright, each frame is sixteen columns, white or black: its number in binary. `make_film` writes one, `numbers_in`
reads the numbers of every frame of a file. Nothing here goes through the engine that is being tested.
"""

import struct
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np

from videos.transcode.binaries import find_ffmpeg

BITS = 16
LUMA_FIRST = {"yuv420p", "yuvj420p", "yuv422p", "yuv444p"}
"""Pixels of eight bits, brightness in a plane of its own."""
PLACES = {
    "location": "+51.5334-000.1255/",
    "com.apple.quicktime.location.ISO6709": "+51.5334-000.1255+026.756/",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 14 Pro",
    "com.apple.quicktime.creationdate": "2023-05-09T12:41:46+0100",
    "creation_time": "2023-05-09T11:48:30Z",
    "title": "Rosa and Leo in the kitchen",
}
# How a film lies: the display matrix (a, b, c, d), and how to lay an upright frame so that it comes out upright.
LAID: dict[str, tuple[tuple[int, int, int, int], Any]] = {
    "upright": ((1, 0, 0, 1), lambda frame: frame),
    "turned right": ((0, 1, -1, 0), lambda frame: np.rot90(frame, 1)),
    "turned left": ((0, -1, 1, 0), lambda frame: np.rot90(frame, -1)),
    "upside down": ((-1, 0, 0, -1), lambda frame: np.rot90(frame, 2)),
    "mirrored": ((-1, 0, 0, 1), np.fliplr),
    "flipped": ((1, 0, 0, -1), np.flipud),
    "mirrored and turned left": ((0, 1, 1, 0), np.transpose),
    "mirrored and turned right": ((0, -1, -1, 0), lambda frame: np.transpose(np.rot90(frame, 2))),
}


@dataclass(frozen=True)
class Plan:
    """What kind of film. `size` is upright; `sound` is "tone", "none" or samples (48 kHz, mono, -1 to 1)."""

    seconds: float = 2
    fps: str = "30"
    size: tuple[int, int] = (320, 180)
    laid: str = "upright"
    sound: Any = "tone"
    picture_options: tuple[str, ...] = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "30")
    sound_options: tuple[str, ...] = ("-c:a", "aac", "-b:a", "64k")
    options: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """How many numbered frames are drawn (options may drop some)."""
        top, _, below = self.fps.partition("/")
        return round(self.seconds * int(top) / int(below or 1))


def make_film(folder: Path, name: str = "film.mp4", **wishes: Any) -> Path:
    """A numbered film, as `Plan` describes it. The name's ending chooses the container."""
    plan, path = Plan(**wishes), folder / name
    command = [find_ffmpeg().path, "-v", "error", "-y", *_picture_input(plan), *_sound_input(folder, plan)]
    command += [*plan.picture_options, *plan.sound_options, *plan.options, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        for frame in _frames(plan):
            process.stdin.write(frame.tobytes())
        process.stdin.close()
        assert process.wait() == 0, name
    if plan.laid != "upright":
        lay(path, LAID[plan.laid][0])
    return path


def with_places() -> tuple[str, ...]:
    """Options for a film that says where, when, by whom and with what it was made, in every way a phone has."""
    labels = [part for name, value in PLACES.items() for part in ("-metadata", f"{name}={value}")]
    told = "086f3693-b7b3-4f2c-9653-21492feee5b8+GPS 51.5334 -0.1255 iPhone 14 Pro"
    return (*labels, "-movflags", "use_metadata_tags", "-bsf:v", f"h264_metadata=sei_user_data='{told}'")


def numbers_in(path: Path | str | BinaryIO, **options: str) -> list[int]:
    """The number on every frame of a film, in the order in which a player shows them."""
    with av.open(str(path) if isinstance(path, Path) else path, "r", options=options) as film:
        return [number_of(frame) for frame in film.decode(video=0)]


def moments_of(path: Path) -> dict[int, int]:
    """The number on the frame at each of the film's own times, for an upright film."""
    with av.open(str(path), "r") as film:
        frames = [(frame.pts, number_of(frame)) for frame in film.decode(video=0)]
    return {pts: number for pts, number in frames if pts is not None}


def number_of(frame: av.VideoFrame) -> int:
    """The number on one upright frame, as it was decoded: brightness is read where it lies, which takes no time."""
    if frame.format.name not in LUMA_FIRST:
        return number_on(frame.to_ndarray(format="gray"))
    luma: Any = frame.planes[0]  # a buffer; its stub doesn't say so
    rows = np.frombuffer(luma, np.uint8).reshape(luma.height, luma.line_size)
    return number_on(rows[:, : luma.width])


def number_on(frame: np.ndarray) -> int:
    """The number on one upright frame."""
    height, width = frame.shape
    columns = [frame[height // 4 : 3 * height // 4, int((bit + 0.5) * width / BITS)].mean() for bit in range(BITS)]
    return sum(1 << bit for bit, column in enumerate(columns) if column > 127)


def sound_of(path: Path | str) -> np.ndarray:
    """All samples of the first sound track, first channel, -1 to 1, as they lie in the file."""
    with av.open(str(path), "r") as film:
        heard = [frame.to_ndarray()[0] for frame in film.decode(audio=0)]
    return np.concatenate(heard) if heard else np.zeros(0)


def lay(path: Path, matrix: tuple[int, int, int, int]) -> None:
    """Write a display matrix into every track header of an MP4 file."""
    data = bytearray(path.read_bytes())
    a, b, c, d = (value << 16 for value in matrix)
    at = data.find(b"tkhd")
    while at >= 0:
        data[at + 44 : at + 80] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
        at = data.find(b"tkhd", at + 4)
    path.write_bytes(data)


def _frames(plan: Plan) -> Iterator[np.ndarray]:
    lie = LAID[plan.laid][1]
    width, height = plan.size
    column_of = np.arange(width) * BITS // width
    for number in range(plan.frames):
        columns = np.where((number >> column_of) & 1, 235, 16).astype(np.uint8)
        yield np.ascontiguousarray(lie(np.broadcast_to(columns, (height, width))))


def _picture_input(plan: Plan) -> list[str]:
    lying = next(_frames(plan)).shape
    size = f"{lying[1]}x{lying[0]}"
    return ["-f", "rawvideo", "-pix_fmt", "gray", "-s", size, "-r", plan.fps, "-i", "pipe:0"]


def _sound_input(folder: Path, plan: Plan) -> list[str]:
    if isinstance(plan.sound, str) and plan.sound == "none":
        return []
    when = np.arange(round(plan.seconds * 48_000)) / 48_000
    samples = 0.5 * np.sin(2 * np.pi * 440 * when) if isinstance(plan.sound, str) else plan.sound
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return ["-i", str(path)]
