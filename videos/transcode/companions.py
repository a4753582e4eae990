"""What belongs to a study copy, read from what the one call has written beside it, and proven."""

from fractions import Fraction

from videos.transcode.frames import SOUND_RATE, FrameIndex, decoded_times
from videos.transcode.media import MediaInfo
from videos.transcode.proof import Unfit, prove_jpeg
from videos.transcode.recipe import RUN_IN
from videos.transcode.slots import Slots, entrance, shown
from videos.transcode.strip import Strip
from videos.transcode.waveform import Waveform, waveform_of
from videos.transcode.workbench import Nameless


def prove_picture(picture: Nameless, width: int, height: int) -> None:
    """Raises Unfit unless it is one plain JPEG of this size."""
    with picture.reader() as reader:
        prove_jpeg(reader.read(), width, height)


def fitting(sheet: Nameless, meant: Strip, found: Strip) -> Nameless | None:
    """The filmstrip, proven. None if the copy came out so long or short that it is laid otherwise: it would mislead."""
    prove_picture(sheet, *meant.sheet)
    return sheet if meant == found else None


def loudness(heard: Nameless | None, info: MediaInfo) -> Waveform | None:
    """How loud it is; None where there is no sound."""
    if heard is None:
        return None
    with heard.reader() as reader:
        return waveform_of(reader, info.picture.seconds, Fraction(RUN_IN, SOUND_RATE))


def times_in(printed: Nameless) -> list[int]:
    """When each frame was that was decoded."""
    with printed.reader() as reader:
        return decoded_times(reader.read().decode())


def require_end(info: MediaInfo, decoded: list[int]) -> None:
    """Raises Unfit where the last tenth of it, or more, can't be decoded: the picture before stands there instead."""
    last = max(decoded, default=info.picture.start - 1)
    missing = next((pts for pts in info.picture.pts if pts > last), None)
    if missing is not None and info.picture.slots.of([missing])[0] < info.frames * 9 // 10 - 2:
        raise Unfit("count")


def times_behind(info: MediaInfo, slots: Slots, first: int, decoded: list[int]) -> list[int]:
    """The times of a film that was entered again at frame `first`: before the entrance, as its packets say.

    Raises Unfit where it was entered too late.
    """
    if not decoded or decoded[0] > entrance(info.picture.pts, slots, first)[0]:
        raise Unfit("entrance")
    return [*(pts for pts in info.picture.pts if pts < decoded[0]), *decoded]


def index_of(info: MediaInfo, slots: Slots, frames: int, decoded: list[int]) -> FrameIndex:
    """The time of the film at every frame of the study copy."""
    pts = shown(decoded, slots, frames)
    return FrameIndex(slots.rate, slots.time_base, pts, info.picture.over, slots.origin, slots.give)
