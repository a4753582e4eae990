"""MediaInfo → the arguments of one ffmpeg call. ffmpeg-python (third party, pure) composes them; nothing runs here.

The law: limits and settings are those of `outputs.py`. Picture and sound begin at 0, without an edit list: the AAC
encoder's run-in (1,024 samples) lies where the first 21 ms of sound would be, so that the sound is in step and
nothing from before the first frame is in the file. Which frames are cut is settled by whole-numbered times.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from videos.transcode.beside import AS_PHOTOGRAPH, HEARD, filmstrip, most_heard, poster, resized, woven
from videos.transcode.frames import SOUND_RATE, Grid
from videos.transcode.media import MediaInfo, Picture
from videos.transcode.outputs import (
    Make,
    Quality,
    composed,
    film_output,
    filtered,
    opening_keys,
    picture_output,
    sound_output,
    source,
)
from videos.transcode.picture import FULL_SIDE, Filter, filters_for, small_size, study_size
from videos.transcode.strip import strip_of

RUN_IN = 1024
_WELL_BEFORE = 1  # second


@dataclass(frozen=True)
class Places:
    """The open files of one preparing, as paths: the film, and where each output goes (`small`, `parts`: if at all)."""

    film: str
    study: str
    poster: str
    strip: str
    heard: str
    times: str
    small: str = ""
    parts: str = ""


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


def prepare(info: MediaInfo, places: Places, *, threads: int) -> list[str]:
    """One decode: both copies, the poster, the filmstrip, the sound as samples, and the decoded frames' times."""
    film = source(places.film, info.demuxer, length=info.lead + info.picture.seconds, threads=threads)
    picture, grid, seconds = film[str(info.picture.index)], Grid(info.picture.rate), info.picture.seconds
    size, shares = study_size(info.picture.canvas), 3 if places.small else 2
    seen = _shared(filtered(picture, _study_filters(info.picture, places.times)), "split", shares)
    heard = _shared(_study_sound(film[str(info.sound.index)], info), "asplit", shares) if info.sound else []
    outputs = [
        film_output([seen[0], *heard[:1]], places.study, Make(grid, seconds, Quality.CLEAR, threads, places.parts)),
        picture_output(poster(picture, info.picture), places.poster),
        picture_output(filmstrip(seen[1], strip_of(grid.count_in(seconds), grid.rate, *size)), places.strip),
    ]
    if heard:
        outputs.append(sound_output(filtered(heard[1], HEARD), places.heard, most=most_heard(seconds)))
    if places.small:
        small = [filtered(seen[2], [resized(*small_size(*size))]), *heard[2:]]
        outputs.append(film_output(small, places.small, Make(grid, seconds, Quality.SAVING, threads)))
    return composed(outputs, threads)


def _shared(stream: Any, name: str, shares: int) -> list[Any]:
    split = stream.filter_multi_output(name)
    return [split.stream(number) for number in range(shares)]


def _study_filters(picture: Picture, times: str) -> list[Filter]:
    """The film begins with its first picture: that is time 0, for the sound too."""
    even: list[Filter] = [("fps", {"fps": str(picture.rate), "start_time": 0})]
    return [*_told(picture, times), *woven(picture), *even, *filters_for(picture.canvas)]


def _told(picture: Picture, times: str) -> list[Filter]:
    """The times of the decoded frames are written down; from here on the first picture is time 0."""
    return [
        ("settb", {"expr": f"{picture.time_base.numerator}/{picture.time_base.denominator}"}),
        ("metadata", {"mode": "add", "key": "seen", "value": 1}),
        ("metadata", {"mode": "print", "file": times}),
        ("setpts", {"expr": f"PTS-({picture.start})"}),
    ]


def _study_sound(stream: Any, info: MediaInfo) -> Any:
    """Resampled first and set in place after: doing both at once leaves the resampler's own delay in the times."""
    start = round(info.picture.start * info.picture.time_base * SOUND_RATE)
    end = round(info.picture.seconds * SOUND_RATE)
    channels = "mono" if info.sound and info.sound.channels == 1 else "stereo"
    filters: list[Filter] = [
        ("aresample", {"sample_rate": SOUND_RATE}),
        ("asetpts", {"expr": f"PTS-({start})"}),
        ("aresample", {"async": 1, "first_pts": RUN_IN}),
        ("atrim", {"end_pts": max(end, 2 * RUN_IN)}),
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


def head(stretch: Stretch, seam: int, target: str, *, threads: int) -> list[str]:
    """The beginning of a clip up to the seam, a key frame, and all of its sound. The rest is copied behind it.

    Picture and sound have an entrance each: through one alone the whole stretch would be decoded.
    """
    grid, opening = stretch.grid, replace(stretch, end=seam)
    tracks = [filtered(_sought(opening, threads, an=None).video, _frames_of(opening))]
    if stretch.has_room_for_sound:
        tracks.append(filtered(_sought(stretch, threads, vn=None).audio, _samples_of(stretch)))
    make = Make(grid, grid.seconds(stretch.end - stretch.first), stretch.quality, threads)
    keys = "+".join(f"eq(n,{key})" for key in opening_keys(seam - stretch.first))
    output = film_output(tracks, target, make, force_key_frames=f"expr:{keys}")
    return composed([output], threads)


@dataclass(frozen=True)
class Detail:
    """The film that a stretch is made from again in full detail: where it begins and ends there, in ticks.

    `times` is the open file for the times of the frames that were decoded.
    """

    film: str
    info: MediaInfo
    first: int
    end: int
    times: str


def full(stretch: Stretch, detail: Detail, target: str, *, threads: int) -> list[str]:
    """A stretch in full detail: picture from the film, on the study copy's own grid; sound from the study copy.

    The frames lie where the study copy's lie, by the same filter and the same whole-numbered times.
    """
    grid, picture = stretch.grid, detail.info.picture
    early = max(Fraction(0), detail.info.lead + (detail.first - picture.start) * picture.time_base - _WELL_BEFORE)
    ends = detail.info.lead + (detail.end - picture.start) * picture.time_base
    film = source(detail.film, detail.info.demuxer, length=ends - early, threads=threads, ss=f"{float(early):.6f}")[
        str(picture.index)
    ]
    onto: list[Filter] = [("fps", {"fps": str(picture.rate)})]
    exact: list[Filter] = [
        ("trim", {"start_pts": stretch.first, "end_pts": stretch.end}),
        ("setpts", {"expr": f"PTS-{stretch.first}"}),
    ]
    chain = [*_told(picture, detail.times), *woven(picture), *onto, *exact, *filters_for(picture.canvas, FULL_SIDE)]
    tracks = [filtered(film, chain)]
    if stretch.has_room_for_sound:
        tracks.append(filtered(_sought(stretch, threads, vn=None).audio, _samples_of(stretch)))
    make = Make(grid, grid.seconds(stretch.end - stretch.first), Quality.FULL, threads)
    return composed([film_output(tracks, target, make)], threads)


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
