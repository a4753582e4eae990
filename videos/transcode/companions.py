"""What belongs to a study copy, read from what the one call has written beside it, and proven."""

from fractions import Fraction

from videos.transcode.frames import SOUND_RATE, FrameIndex, decoded_times, entrance, shown
from videos.transcode.media import MediaInfo
from videos.transcode.proof import Unfit, prove_jpeg
from videos.transcode.recipe import RUN_IN
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


def times_behind(info: MediaInfo, first: int, decoded: list[int]) -> list[int]:
    """The times of a film that was entered again at frame `first`: before the entrance, as its packets say.

    Raises Unfit where it was entered too late.
    """
    picture = info.picture
    if not decoded or decoded[0] > entrance(picture.pts, first, time_base=picture.time_base, rate=picture.rate):
        raise Unfit("entrance")
    return [*(pts for pts in picture.pts if pts < decoded[0]), *decoded]


def index_of(info: MediaInfo, frames: int, decoded: list[int]) -> FrameIndex:
    """The time of the film at every frame of the study copy."""
    picture = info.picture
    pts = shown(decoded, start=picture.start, time_base=picture.time_base, rate=picture.rate, count=frames)
    return FrameIndex(picture.rate, picture.time_base, pts, picture.end)
