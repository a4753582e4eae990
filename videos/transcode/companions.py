"""What belongs to a study copy, read from what the one call has written beside it, and proven."""

from fractions import Fraction

from videos.transcode.frames import SOUND_RATE, FrameIndex, decoded_times, shown
from videos.transcode.media import MediaInfo
from videos.transcode.proof import prove_jpeg
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


def loudness(heard: Nameless, info: MediaInfo) -> Waveform | None:
    """How loud it is; None where there is no sound."""
    if info.sound is None:
        return None
    with heard.reader() as reader:
        return waveform_of(reader, info.picture.seconds, Fraction(RUN_IN, SOUND_RATE))


def index_of(info: MediaInfo, frames: int, times: Nameless) -> FrameIndex:
    """The time of the film at every frame of the study copy."""
    picture = info.picture
    with times.reader() as reader:
        decoded = decoded_times(reader.read().decode())
    pts = shown(decoded, start=picture.start, time_base=picture.time_base, rate=picture.rate, count=frames)
    return FrameIndex(picture.rate, picture.time_base, pts, picture.end)
