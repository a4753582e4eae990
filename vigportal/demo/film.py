"""The door of this room: a drawn film, made on the spot, into a file.

The picture changes every other frame, as drawn films do; the file has 25 frames a second, H.264 and AAC, no
B-frames, as a plain phone film. The same wish gives the same film.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from vigportal.demo.looks import look_of
from vigportal.demo.play import CHILD, MOTHER, tell_play
from vigportal.demo.review import tell_review
from vigportal.demo.score import Score, Turn
from vigportal.demo.stage import Picture, play_stage, review_stage
from vigportal.demo.voices import A_SECOND, Samples, sound

FRAMES_A_SECOND = 25
FRAMES_A_PICTURE = 2
X264 = {"preset": "veryfast", "crf": "21", "bf": "0", "g": "25", "threads": "2"}
# primaries, transfer and matrix of ordinary video, as numbered in ISO/IEC 23091-2
BT709 = (1, 1, 1)


class Kind(StrEnum):
    """The two kinds of film: in the family, and of the shared review."""

    PLAY = "play"
    REVIEW = "review"


@dataclass(frozen=True)
class Wish:
    """Which film: a ``family`` keeps its faces and its room, each ``cycle`` has its clothes, toy and light."""

    kind: Kind = Kind.PLAY
    family: int = 0
    cycle: int = 1
    seconds: float = 72
    width: int = 1280


def turns_in(wish: Wish) -> tuple[Turn, ...]:
    """When something goes well in this film, for whoever marks moments in it."""
    return _score(wish).turns


def draw_film(wish: Wish, to: Path | BinaryIO) -> None:
    """Draw it into a file, or into anything that can be written and sought in."""
    look, score = look_of(wish.family, wish.cycle), _score(wish)
    stage = play_stage if wish.kind is Kind.PLAY else review_stage
    with av.open(str(to) if isinstance(to, Path) else to, "w", format="mp4") as film:
        picture, voice = _streams(film, wish)
        seen = _seen(stage(look, score, wish.width), score)
        for frame, piece in zip(seen, _heard(sound(score, look.rhythm)), strict=False):
            film.mux(picture.encode(frame))
            film.mux(voice.encode(piece))
        film.mux(picture.encode(None))
        film.mux(voice.encode(None))


def _score(wish: Wish) -> Score:
    if wish.kind is Kind.REVIEW:
        return tell_review(wish.seconds)
    first = CHILD if wish.cycle % 2 else MOTHER
    return tell_play(wish.seconds, look_of(wish.family, wish.cycle).shape, first=first)


def _streams(film: OutputContainer, wish: Wish) -> tuple[VideoStream, AudioStream]:
    picture = film.add_stream("libx264", rate=FRAMES_A_SECOND, options=X264)
    picture.width, picture.height, picture.pix_fmt = wish.width, wish.width * 9 // 16, "yuv420p"
    picture.color_primaries, picture.color_trc, picture.colorspace = BT709
    voice = film.add_stream("aac", rate=A_SECOND, layout="mono")
    voice.bit_rate = 96_000
    return picture, voice


def _seen(picture: Picture, score: Score) -> Iterator[av.VideoFrame]:
    for number in range(round(score.seconds * FRAMES_A_SECOND)):
        if number % FRAMES_A_PICTURE == 0:
            drawn = av.VideoFrame.from_image(picture(number / FRAMES_A_SECOND))  # type: ignore[no-untyped-call]
            flat = drawn.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
        flat.pts, flat.time_base = number, Fraction(1, FRAMES_A_SECOND)
        yield flat


def _heard(samples: Samples) -> Iterator[av.AudioFrame]:
    """One piece for each frame, so that picture and sound lie side by side in the file."""
    length = A_SECOND // FRAMES_A_SECOND
    for start in range(0, len(samples), length):
        piece = samples[start : start + length]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
        frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts, frame.time_base = A_SECOND, start, Fraction(1, A_SECOND)
        yield frame
