"""MediaInfo → the arguments of one ffmpeg call. ffmpeg-python (third party, pure) composes them; nothing runs here.

The law: limits and settings are those of `outputs.py`. Picture and sound begin at 0, without an edit list: the AAC
encoder's run-in (1,024 samples) lies where the first 21 ms of sound would be, so that the sound is in step and
nothing from before the first frame is in the file. Which frames are cut is settled by whole-numbered times.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from videos.transcode.beside import AS_PHOTOGRAPH, HEARD, filmstrip, most_heard, poster, resized
from videos.transcode.colouring import filters_for
from videos.transcode.frames import SOUND_RATE, Grid
from videos.transcode.media import MediaInfo, Picture, Places
from videos.transcode.outputs import (
    Make,
    Quality,
    composed,
    film_output,
    filtered,
    picture_output,
    sound_output,
    source,
)
from videos.transcode.picture import FULL_SIDE, SHORT_SIDE, Filter, small_size, study_size
from videos.transcode.rows import Rows
from videos.transcode.slots import Slots, entrance
from videos.transcode.strip import strip_of

RUN_IN = 1024
_SOONER = {"mpegts": 12}
"""Seconds: this kind of film has no list of its key frames, and is entered behind the place that was asked for."""


@dataclass(frozen=True)
class Stretch:
    """Frames [first, end) of a study copy, or of the small copy with the same frames."""

    study: str
    grid: Grid
    first: int
    end: int
    has_sound: bool
    quality: Quality = Quality.CLEAR

    @property
    def has_room_for_sound(self) -> bool:
        """Whether anything is left of the sound after its run-in and between its fades."""
        return self.has_sound and self.grid.samples(self.end) - self.grid.samples(self.first) > 4 * RUN_IN


def prepare(info: MediaInfo, places: Places, *, threads: int, first: int = 0, end: int | None = None) -> list[str]:
    """One decode: both copies, the poster, the filmstrip, the sound as samples, and the decoded frames' times.

    With `first` the copies begin at this frame of theirs, a key frame; with `end` as well they end before that one.
    """
    picture, grid = info.picture, Grid(info.picture.rate)
    film = _entered(info, picture.slots, places.film, first, threads, end)
    size, seconds = study_size(picture.canvas), info.seconds_between(first, end)
    rows = Rows(picture.slots, info.frames, first, end or info.frames)
    upright = filtered(film[str(picture.index)], _upright(picture, places.times, rows))
    seen = shared(upright, "split", 1 + bool(places.strip) + bool(places.small))
    heard: list[Any] = []
    if info.sound:
        sound = study_sound(film[str(info.sound.index)], info, first, end)
        heard = shared(sound, "asplit", 1 + bool(places.heard) + bool(places.small))
    clear = Make(grid, seconds, Quality.CLEAR, threads, places.parts)
    outputs = [film_output([seen.pop(), *heard[:1]], places.study, clear)]
    if places.small:
        small = [filtered(seen.pop(), [resized(*small_size(*size))]), *heard[1:2]]
        saving = Make(grid, seconds, Quality.SAVING, threads, places.small_parts)
        outputs.append(film_output(small, places.small, saving))
    outputs.append(picture_output(poster(film[str(picture.index)], picture, is_first=end is not None), places.poster))
    if places.strip:
        strip = strip_of(grid.count_in(seconds), grid.rate, *size)
        outputs.append(picture_output(filmstrip(seen.pop(), strip), places.strip))
    if heard and places.heard:
        outputs.append(sound_output(filtered(heard[-1], HEARD), places.heard, most=most_heard(seconds)))
    return composed(outputs, threads)


def shared(stream: Any, name: str, shares: int) -> list[Any]:
    """The stream so many times, by the filter of this name."""
    split = stream.filter_multi_output(name, shares)
    return [split.stream(number) for number in range(shares)]


def _entered(info: MediaInfo, slots: Slots, path: str, first: int, threads: int, end: int | None = None) -> Any:
    """The film from its beginning; or from the key frame before all that frame `first` of the study copy is made of."""
    picture, length = info.picture, info.lead + (info.picture.seconds if end is None else slots.grid.seconds(end))
    if not first:
        return source(path, info.demuxer, length=length, threads=threads)
    begins, _ = entrance(picture.pts, slots, first)
    early = max(Fraction(0), info.lead + (begins - picture.start) * picture.time_base - _SOONER.get(info.demuxer, 0))
    seek = {"ss": f"{float(early):.6f}", "noaccurate_seek": None}
    return source(path, info.demuxer, length=length - early if end else length, threads=threads, **seek)


def _upright(picture: Picture, times: str, rows: Rows, short_side: int = SHORT_SIDE) -> list[Filter]:
    """Laid in an even row; and of that only what is wanted is turned, sized and coloured."""
    told: list[Filter] = [
        ("settb", {"expr": f"{picture.time_base.numerator}/{picture.time_base.denominator}"}),
        ("metadata", {"mode": "add", "key": "seen", "value": 1}),
        ("metadata", {"mode": "print", "file": times}),
    ]
    return [*told, *rows.filters(picture), *filters_for(picture.canvas, short_side)]


def study_sound(stream: Any, info: MediaInfo, first: int = 0, end: int | None = None) -> Any:
    """Resampled first and set in place after: doing both at once leaves the resampler's own delay in the times.

    Where the film's sound ends before its picture, silence follows: else a clip from there would have an empty track.
    """
    gone, over = (round(info.seconds_at(frame) * SOUND_RATE) for frame in (first, end))
    start = round(info.picture.start * info.picture.time_base * SOUND_RATE) + gone
    channels = "mono" if info.sound and info.sound.channels == 1 else "stereo"
    length = max(over - gone, 2 * RUN_IN)
    filters: list[Filter] = [
        ("aresample", {"sample_rate": SOUND_RATE}),
        ("asetpts", {"expr": f"PTS-({start})"}),
        ("aresample", {"async": 1, "first_pts": RUN_IN}),
        ("apad", {"whole_len": length - RUN_IN}),
        ("asetpts", {"expr": f"N+{RUN_IN}"}),  # silence alone, where no sound ever came, has no times
        ("atrim", {"end_pts": length}),
        ("aformat", {"sample_fmts": "fltp", "sample_rates": SOUND_RATE, "channel_layouts": channels}),
    ]
    return filtered(stream, filters)


def cut(stretch: Stretch, target: str, *, threads: int) -> list[str]:
    """A clip: exactly these frames and their sound, encoded anew with the settings of the copy they come from."""
    study, grid = _sought(stretch, threads), stretch.grid
    tracks = [filtered(study.video, _frames_of(stretch))]
    if stretch.has_room_for_sound:
        tracks.append(filtered(study.audio, _samples_of(stretch)))
    make = Make(grid, grid.seconds(stretch.end - stretch.first), stretch.quality, threads)
    return composed([film_output(tracks, target, make)], threads)


def full(stretch: Stretch, info: MediaInfo, slots: Slots, places: Places, *, threads: int) -> list[str]:
    """A stretch in full detail: picture from the film, in the study copy's own slots; sound from the study copy.

    The frames lie where the study copy's lie, by the same filters and the same whole-numbered times.
    """
    film = _entered(info, slots, places.film, stretch.first, threads)
    rows = Rows(slots, slots.grid.count_in(info.picture.seconds), stretch.first, stretch.end)
    chain = _upright(info.picture, places.times, rows, FULL_SIDE)
    tracks = [filtered(film[str(info.picture.index)], chain)]
    if stretch.has_room_for_sound:
        tracks.append(filtered(_sought(stretch, threads, vn=None).audio, _samples_of(stretch)))
    make = Make(stretch.grid, stretch.grid.seconds(stretch.end - stretch.first), Quality.FULL, threads)
    return composed([film_output(tracks, places.study, make)], threads)


def still(stretch: Stretch, target: str, *, threads: int) -> list[str]:
    """A picture: the first frame of the stretch."""
    frame = filtered(_sought(stretch, threads).video, [*_frames_of(stretch), *AS_PHOTOGRAPH])
    return composed([picture_output(frame, target)], threads)


def _sought(stretch: Stretch, threads: int, **more: Any) -> Any:
    """Seek somewhat too early: which frames count is settled by their whole-numbered times, not by the seek."""
    early = max(Fraction(0), stretch.grid.seconds(stretch.first) - Fraction(1, 10))
    length = stretch.grid.seconds(stretch.end) - early
    return source(stretch.study, "mov", length=length, threads=threads, ss=f"{float(early):.6f}", **more)


def _frames_of(stretch: Stretch) -> list[Filter]:
    step = stretch.grid.step
    return [
        ("trim", {"start_pts": stretch.first * step, "end_pts": stretch.end * step}),
        ("setpts", {"expr": f"PTS-{stretch.first * step}"}),
    ]


def _samples_of(stretch: Stretch) -> list[Filter]:
    """Faded at both ends: AAC smears a loud sound over the 40 ms around it, so beyond the frames agreed on."""
    first, end = stretch.grid.samples(stretch.first), stretch.grid.samples(stretch.end)
    return [
        ("atrim", {"start_pts": first + RUN_IN, "end_pts": end}),
        ("asetpts", {"expr": f"PTS-{first}"}),
        ("afade", {"type": "in", "start_sample": RUN_IN, "nb_samples": RUN_IN}),
        ("afade", {"type": "out", "start_sample": end - first - RUN_IN, "nb_samples": RUN_IN}),
    ]
