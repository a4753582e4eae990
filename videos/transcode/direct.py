"""Which films a browser plays as they are, and how such a film is freed of everything but picture and sound.

The law: H.264 in 8 bits, progressive, in ordinary colours, in square pixels, not mirrored, at most full HD, with AAC
or no sound, in an MP4 or MOV file without an edit list. Anything else waits for its study copy. Nothing is encoded: the
packets are copied, units that are neither picture nor its parameters are left out, and so is every label. A turn stays
in the matrix, which browsers follow; a mirror they don't.
"""

import ffmpeg

from videos.transcode.media import MediaInfo, Picture
from videos.transcode.outputs import BARE, LEEWAY, MP4, composed, source
from videos.transcode.picture import Turn

_PROFILES = {"Constrained Baseline", "Baseline", "Main", "High"}
_PIXELS = {"yuv420p", "yuvj420p"}
_TURNS = {Turn.NONE, Turn.HALF, Turn.CLOCKWISE, Turn.ANTICLOCKWISE}
_SHORT_SIDE, _LONG_SIDE = 1088, 1920  # some encoders count whole blocks
_A_PICTURE, _A_SOUND = 44, 32
"""Bytes that a packet takes in the table of contents at most: its time 8, moved time 8, size 4, key 4, chunk 12 + 8."""
_SAMPLES = 960  # of the shortest packet of AAC
_PICTURE_AND_ITS_PARAMETERS = "filter_units=pass_types=1-5|7|8"


def plays_as_it_is(info: MediaInfo, boxes: set[bytes]) -> bool:
    """Whether a browser shows this film as it should be shown; `boxes` are the telling ones in its file."""
    hides = boxes & {b"edts", b"elst"}
    is_heard = info.sound is None or info.sound.codec == "aac"
    return info.demuxer == "mov" and not hides and is_heard and _is_plain(info.picture)


def _is_plain(picture: Picture) -> bool:
    canvas, coding = picture.canvas, (picture.profile in _PROFILES, picture.pixel_format in _PIXELS)
    sides = sorted((canvas.width, canvas.height))
    fits = sides[0] <= _SHORT_SIDE and sides[1] <= _LONG_SIDE
    is_ordinary = not canvas.colour.is_hdr and not canvas.colour.is_wide
    lies_well = canvas.turn in _TURNS and canvas.shape == 1
    return picture.codec == "h264" and all(coding) and fits and is_ordinary and lies_well and not picture.is_interlaced


def remux(info: MediaInfo, film: str, target: str, *, threads: int) -> list[str]:
    """The arguments: picture and sound as they are, in a file that begins with its table of contents.

    Room is left for the table: to move all bytes behind it once they are written would take as long again.
    """
    opened = source(film, info.demuxer, length=info.lead + info.picture.seconds, threads=threads)
    tracks = [opened[str(info.picture.index)], *([opened[str(info.sound.index)]] if info.sound else [])]
    without = {"bsf:v": _PICTURE_AND_ITS_PARAMETERS} if info.picture.has_others else {}  # it takes most of the time
    held = MP4 | {"movflags": 0, "moov_size": room(info)}  # of the flags none: the table stands first anyway
    output = ffmpeg.output(*tracks, target, **BARE, **held, c="copy", fs=most_bytes(info), **without)
    return composed([output], threads)


def room(info: MediaInfo) -> int:
    """Bytes that the table of contents takes at most."""
    sounds = (info.lead + info.picture.seconds + LEEWAY) * info.sound.rate / _SAMPLES if info.sound else 0
    return len(info.picture.pts) * _A_PICTURE + int(sounds) * _A_SOUND + 64 * 1024


def most_bytes(info: MediaInfo) -> int:
    """A little more than the film itself."""
    return info.size + info.size // 8 + room(info) + 1024 * 1024
