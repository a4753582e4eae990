"""Whether the ffmpeg that makes films ready can read a film's sound: asked of it itself.

The law: a decoder counts only if both libraries have it, the inspector's and the encoder's, and for this very sound:
the newer of the two knows labels, and packets of several frames, that the older doesn't.
"""

import re
from fractions import Fraction

import ffmpeg

from videos.transcode.frames import MICROSECONDS, SOUND_RATE
from videos.transcode.media import MediaInfo, Sound
from videos.transcode.outputs import BARE, LEEWAY, composed, filtered, source
from videos.transcode.picture import Filter

_COUNTED: list[Filter] = [("aresample", {"sample_rate": SOUND_RATE}), ("asetpts", {"expr": "N"})]


def listen(info: MediaInfo, sound: Sound, film: str) -> list[str]:
    """The arguments: its first seconds of sound, counted by the sample and kept nowhere."""
    opened = source(film, info.demuxer, length=sound.late, threads=1, vn=None)
    return composed([ffmpeg.output(filtered(opened[str(sound.index)], _COUNTED), "-", format="null", **BARE)], 1)


def is_heard(sound: Sound, printed: bytes) -> bool:
    """Whether more than half of it came."""
    told = re.findall(rb"out_time_us=(\d+)", printed)
    return bool(told) and 2 * Fraction(int(told[-1]), MICROSECONDS) > min(sound.seconds, Fraction(LEEWAY))
