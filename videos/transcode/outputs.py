"""What every ffmpeg call of the portal has in common: the limits in front, the settings of each kind of output.

The law: every limit and whitelist stands before ``-i``, the demuxer is named, the input's length and every output's
size are capped, only paths of open files are named, standard input is closed. Nothing of the film but picture and
sound goes on: no metadata, chapters, captions, data or supplemental information, and never an edit list. A copy
and the clips cut from it share one set of settings, so that packets of the one fit into the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

import ffmpeg

from videos.transcode.frames import KEY_EVERY, SOUND_RATE, Grid
from videos.transcode.media import DECODERS, FilmLimits
from videos.transcode.picture import Filter


class Quality(Enum):
    """How much a copy keeps of its film: for study, for a slow line and a small allowance of data, or all detail."""

    FULL = "full"
    CLEAR = "clear"
    SAVING = "saving"


_MOST_BYTES_A_SECOND = 4 * 1024 * 1024
LEEWAY = 10  # seconds

_ALWAYS = ("-hide_banner", "-loglevel", "error", "-nostdin", "-nostats", "-progress", "pipe:1", "-stats_period", "0.5")
_EXACT_TIMES = ("-copyts", "-max_alloc", str(FilmLimits().piece))

BARE: dict[str, Any] = {
    "sn": None,
    "dn": None,
    "map_metadata": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
}
_NOTHING_ELSE = BARE | {"fps_mode": "passthrough"}
H264: dict[str, Any] = {
    "c:v": "libx264",
    "preset": "veryfast",
    "profile:v": "high",
    "pix_fmt": "yuv420p",
    "bf": 0,
    "g": KEY_EVERY,
    "keyint_min": KEY_EVERY,
    "sc_threshold": 0,
    "a53cc": 0,
    "flags:v": "+bitexact",
    "bsf:v": "filter_units=remove_types=6",
    "color_range": "tv",
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
}
KEPT: dict[Quality, dict[str, Any]] = {
    Quality.FULL: {"crf": 20},
    Quality.CLEAR: {"crf": 23},
    # A line of 1 Mbit/s carries it: what is too lively for that is shown with less detail.
    Quality.SAVING: {"crf": 26, "maxrate": "720k", "bufsize": "1440k"},
}
HEARD = {Quality.FULL: "128k", Quality.CLEAR: "96k", Quality.SAVING: "64k"}
AAC: dict[str, Any] = {"c:a": "aac", "ar": SOUND_RATE, "flags:a": "+bitexact"}
MP4: dict[str, Any] = {"format": "mp4", "movflags": "+faststart", "use_editlist": 0}
_PARTED: dict[str, Any] = {
    "format": "mp4",
    "movflags": "+frag_keyframe+empty_moov+default_base_moof+skip_trailer",
    "use_editlist": 0,
}
JPEG: dict[str, Any] = {
    "format": "image2",
    "update": 1,
    "c:v": "mjpeg",
    "q:v": 3,
    "flags:v": "+bitexact",
    "fs": 16 * 1024 * 1024,
}
PCM: dict[str, Any] = {"format": "s16le", "c:a": "pcm_s16le", "flags:a": "+bitexact"}


def opening_keys(seam: int) -> tuple[int, ...]:
    """The key frames of a clip's opening: the packets of another encoder's run follow at the `seam`.

    Two key frames must never touch: they would have to differ in a number (idr_pic_id) that neither run knows.
    """
    return tuple(range(0, seam, KEY_EVERY if seam <= KEY_EVERY else seam // 2))


def most_bytes(seconds: Fraction) -> int:
    """More than any study copy of this length needs."""
    return int(seconds + LEEWAY) * _MOST_BYTES_A_SECOND


def usual_bytes(seconds: Fraction) -> int:
    """About what a study copy of this length needs, and a little more."""
    return int(seconds * 1024**2 / 2) + 4 * 1024**2


def source(path: str, demuxer: str, *, length: Fraction, threads: int, **more: Any) -> Any:
    """A film to read, with everything that limits it. Its turn is left to our own filters."""
    limits = FilmLimits()
    return ffmpeg.input(
        path,
        format=demuxer,
        protocol_whitelist="file",
        format_whitelist=demuxer,
        codec_whitelist=",".join(DECODERS),
        max_streams=limits.streams,
        max_pixels=limits.pixels,
        t=f"{float(length) + LEEWAY:.3f}",
        threads=threads,
        noautorotate=None,
        **{"reinit_filter:v": 0},  # browsers change the picture's size as they record; our own scaler follows
        **more,
    )


@dataclass(frozen=True)
class Make:
    """How a film is made: on which grid, how long, how good, by how many threads; and where its parts go, if at all."""

    grid: Grid
    seconds: Fraction
    quality: Quality
    threads: int
    parts: str = ""


def film_output(tracks: list[Any], path: str, make: Make, **more: Any) -> Any:
    """Picture, and sound if there is any, as MP4; beside it the same packets in parts, to be read as they come."""
    sound = AAC | {"b:a": HEARD[make.quality]} if len(tracks) > 1 else {}
    held = MP4 | {"video_track_timescale": make.grid.timescale}
    if make.parts:
        path, held = (
            _both(path, held, make),
            {"format": "tee", **{f"flags:{one}": "+bitexact+global_header" for one in "va"}},
        )
    kept = _NOTHING_ELSE | H264 | KEPT[make.quality] | sound | held
    return ffmpeg.output(*tracks, path, **kept, fs=most_bytes(make.seconds), threads=make.threads, **more)


def _both(whole: str, held: dict[str, Any], make: Make) -> str:
    """What the tee of ffmpeg takes in place of a path. A part ends at the first key frame after so many seconds."""
    least = int((make.grid.segment_frames - KEY_EVERY / 2) / make.grid.rate * 1_000_000)
    parted = held | _PARTED | {"min_frag_duration": least, "flush_packets": 1}
    return "|".join(
        _slave(options | {"fflags": "+bitexact"}, path) for options, path in ((held, whole), (parted, make.parts))
    )


def _slave(options: dict[str, Any], path: str) -> str:
    told = {"f" if name == "format" else name: value for name, value in options.items()}
    return f"[{':'.join(f'{name}={value}' for name, value in told.items())}]{path}"


def track_output(sound: Any, path: str, quality: Quality, *, most: int) -> Any:
    """The sound of a film alone, as it is beside its picture."""
    held = BARE | MP4 | AAC | {"b:a": HEARD[quality]}
    return ffmpeg.output(sound, path, **held, fs=most)


def sound_output(sound: Any, path: str, *, most: int) -> Any:
    """Bare samples, for what is drawn and found by them."""
    return ffmpeg.output(sound, path, **_NOTHING_ELSE, **PCM, fs=most)


def picture_output(picture: Any, path: str) -> Any:
    """One picture as JPEG; the last one that comes stays."""
    return ffmpeg.output(picture, path, **_NOTHING_ELSE, **JPEG)


def filtered(stream: Any, filters: Iterable[Filter]) -> Any:
    """The stream behind all of these filters, in order."""
    for name, options in filters:
        stream = stream.filter(name, **options)
    return stream


def composed(outputs: list[Any], threads: int) -> list[str]:
    """All arguments but the binary's own name."""
    whole = ffmpeg.merge_outputs(*outputs) if len(outputs) > 1 else outputs[0]
    filtering = ("-filter_threads", str(threads), "-filter_complex_threads", str(threads))
    return [*_ALWAYS, *_EXACT_TIMES, *filtering, "-y", *ffmpeg.get_args(whole)]
