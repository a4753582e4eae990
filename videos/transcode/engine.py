"""The engine's door: look into a film, prepare it, cut a clip, take a still. Bytes lie on a workbench throughout.

The law: no output leaves this room unproven, and no fault of a film is anybody's crash: what can't be used is refused
in words (`Refusal`); what can't be made raises (`Stopped` and its kinds, `Unfit`) and may be tried again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from videos.transcode import direct, recipe
from videos.transcode.binaries import Binary
from videos.transcode.companions import fitting, index_of, loudness, prove_picture, require_end, times_behind, times_in
from videos.transcode.detail import Original
from videos.transcode.direct import plays_as_it_is
from videos.transcode.frames import Grid
from videos.transcode.fresh import Fresh, lay_out
from videos.transcode.hearing import is_heard, listen
from videos.transcode.inspection import hidden_in, reconsidered, report_on, sniff, tells
from videos.transcode.joining import Joiner
from videos.transcode.made import Begun, Effort, Looking, Prepared, Study
from videos.transcode.media import FilmLimits, MediaInfo, Places
from videos.transcode.media import Sound as Heard
from videos.transcode.outputs import Quality, most_bytes, opening_keys, usual_bytes
from videos.transcode.picture import full_size
from videos.transcode.probe import read_report
from videos.transcode.proof import Meant, Unfit, prove, prove_direct
from videos.transcode.refusals import Refusal, Why
from videos.transcode.runner import Command, Failed, Limits, TooBig, Watch, run
from videos.transcode.splicing import Piece, Sound, keys_of, seam_in, splice
from videos.transcode.workbench import Nameless, Workbench

_MIB = 1024**2
_LISTENS = 60
_FULL_HD_A_SECOND = 1920 * 1080 * 30
_PLAIN = Fraction(1)


class OutsideTheFilm(ValueError):
    """These frames are not in the film."""


_ALONE = Looking()


@dataclass(frozen=True)
class Engine:
    """An ffmpeg, and what it may do."""

    binary: Binary
    limits: FilmLimits = field(default_factory=FilmLimits)
    effort: Effort = field(default_factory=Effort)

    def inspect_film(self, film: Nameless, looking: Looking = _ALONE) -> MediaInfo | Refusal:
        """What the film is, or why it can't be used."""
        demuxer = sniff(film, self.limits)
        if isinstance(demuxer, Refusal):
            return demuxer
        try:
            report = report_on(film, demuxer, self.limits, Watch(is_unwanted=looking.is_unwanted))
        except TooBig:
            return Refusal(Why.TOO_HEAVY)
        info = read_report(report, size=film.size, limits=self.limits)
        if isinstance(info, Refusal):
            return reconsidered(info, film, demuxer)
        info = self._with_sound_for_both(film, info, report, looking)
        return replace(info, remarks=(*info.remarks, *hidden_in(film, demuxer)))

    def _with_sound_for_both(
        self, film: Nameless, info: MediaInfo, report: dict[str, Any], looking: Looking
    ) -> MediaInfo:
        """With the first track of sound that the encoder reads too; without any, if there is none."""
        unheard: set[int] = set()
        while info.sound and not info.sound.is_common and not self._hears(film, info, info.sound, looking):
            unheard.add(info.sound.index)
            again = read_report(report, size=film.size, limits=self.limits, unheard=unheard)
            info = again if isinstance(again, MediaInfo) else info
        return info

    def _hears(self, film: Nameless, info: MediaInfo, sound: Heard, looking: Looking) -> bool:
        limits = Limits(_LISTENS, _LISTENS, self.effort.memory, _MIB)
        argv = [self.binary.path, *listen(info, sound, film.path)]
        command = Command(argv, limits, [film.number], [self.binary.path])
        try:
            return is_heard(sound, run(command, Watch(is_unwanted=looking.is_unwanted)).printed)
        except (Failed, TooBig):
            return False

    def free_film(
        self, bench: Workbench, film: Nameless, info: MediaInfo, looking: Looking = _ALONE
    ) -> Nameless | None:
        """The film as it is, freed of all that tells of place, device and day; None where no browser would play it."""
        if not plays_as_it_is(info, tells(film)):
            return None
        copy = bench.output(expects=film.size)
        argv = direct.remux(info, film.path, copy.path, threads=1)
        try:
            self._run(argv, [film, copy], info.picture.seconds, looking, most=direct.most_bytes(info) + 16 * _MIB)
            watch = Watch(is_unwanted=looking.is_unwanted)
            prove_direct(report_on(copy, "mov", self.limits, watch), tells(copy), info)
        except (Failed, TooBig, Unfit):
            return None  # it waits for its study copy, as others do
        return copy

    def prepare_film(
        self, bench: Workbench, film: Nameless, info: MediaInfo, looking: Looking = _ALONE, begun: Begun | None = None
    ) -> Prepared | Refusal:
        """Everything that is made of a film that was inspected; behind what an earlier attempt has `begun`, if any.

        Raises Unfit where that can't be gone on with.
        """
        fresh = self._fresh(bench, film, info, looking, begun.frames if begun else 0)
        times = times_in(fresh.times)
        if begun:
            times = times_behind(info, info.picture.slots, begun.frames, times)
            fresh = self._joiner(bench, film, info, looking).join(begun, self._counted(fresh))
        meant = fresh.study
        try:
            require_end(info, times)
            frames = self._prove(meant, fewest=meant.frames * 9 // 10 - 2, most=meant.frames * 11 // 10 + 2)
            prove_picture(fresh.poster, meant.width, meant.height)
        except Unfit as unfit:
            if set(unfit.faults) & {"count", "tracks", "unreadable"} and not begun:
                return Refusal(Why.DAMAGED)  # it decodes to less than it says it holds
            raise
        small = fresh.small and replace(fresh.small, frames=frames)
        if small:
            self._prove(small, fewest=frames, most=frames)
        study = replace(meant, frames=frames)
        laid = fitting(fresh.strip, meant.layout, study.layout) if fresh.strip else None
        heard, index = loudness(fresh.heard, info), index_of(info, info.picture.slots, frames, times)
        return Prepared(study, small, fresh.poster, laid, heard, index, full_size(info.picture.canvas))

    def make_stretch(
        self, bench: Workbench, film: Nameless, info: MediaInfo, looking: Looking, frames: tuple[int, int]
    ) -> None:
        """Both copies of some of a film's frames, from a key frame on: handed on in parts, and nothing else of them.

        Raises Unfit where other frames come of it.
        """
        fresh = self._fresh(bench, film, info, looking, *frames)
        count = fresh.study.frames
        for copy in filter(None, (fresh.study, fresh.small)):
            self._prove(copy, fewest=count, most=count)

    def _fresh(
        self, bench: Workbench, film: Nameless, info: MediaInfo, looking: Looking, first: int, end: int | None = None
    ) -> Fresh:
        """One run of ffmpeg over the film, from a frame of its copies on."""
        fresh = lay_out(bench, info, first=first, end=end, in_parts=looking.on_part is not None)
        argv = recipe.prepare(info, fresh.places(film), threads=self.effort.threads, first=first, end=end)
        seconds = info.seconds_between(first, end)
        told = fresh.handing_on(looking if end else looking.behind(float(1 - seconds / info.picture.seconds)))
        self._run(argv, [film, *fresh.files], seconds, told, weight=_weight(info))
        if told.on_progress:
            told.on_progress(1.0)  # the last part comes with the end, and the time told with it may lie below 0
        return fresh

    def _counted(self, rest: Fresh) -> Fresh:
        """With the frames that came: a film may hold somewhat more or fewer than it says."""
        frames = self._prove(rest.study, fewest=1, most=rest.study.frames * 11 // 10 + 2)
        study, small = replace(rest.study, frames=frames), rest.small and replace(rest.small, frames=frames)
        return replace(rest, study=study, small=small)

    def _joiner(self, bench: Workbench, film: Nameless, info: MediaInfo, looking: Looking) -> Joiner:
        quiet = replace(looking, on_progress=None, on_part=None)

        def call(argv: Sequence[str], files: Sequence[Nameless], seconds: Fraction) -> None:
            self._run(argv, files, seconds, quiet)

        return Joiner(bench, film, info, call, Watch(is_unwanted=looking.is_unwanted), self.effort.threads)

    def cut_clip(self, bench: Workbench, study: Study, first: int, end: int, looking: Looking = _ALONE) -> Study:
        """Exactly the frames [first, end) of a study copy, with their sound."""
        stretch = _stretch(study, first, end)
        file = bench.output(expects=usual_bytes(stretch.grid.seconds(end - first)))
        clip = replace(study, file=file, frames=end - first, has_sound=stretch.has_room_for_sound)
        seam = seam_in(keys_of(study.file), first, end)
        report = self._splice(study, stretch, seam, file, looking) if seam else None
        if report is None:
            self._encode(study, stretch, file, looking)
        opening = seam - first if seam and report else 0
        self._prove(clip, report, fewest=clip.frames, most=clip.frames, seam=opening)
        return clip

    def cut_in_full(self, bench: Workbench, original: Original, study: Study, looking: Looking = _ALONE) -> Study:
        """The same frames again in full detail, from the film itself; their sound is the study copy's."""
        stretch, info = _stretch(study, original.first, original.end), original.info
        frames, seconds = stretch.end - stretch.first, stretch.grid.seconds(stretch.end - stretch.first)
        file, times = bench.output(expects=4 * usual_bytes(seconds)), bench.output(expects=_MIB)
        places = Places(original.file.path, file.path, times.path)
        argv = recipe.full(stretch, info, original.slots, places, threads=self.effort.threads)
        self._run(argv, [original.file, study.file, file, times], seconds, looking, weight=_weight(info))
        original.prove_frames(times)
        size = full_size(info.picture.canvas)
        clip = Study(file, study.rate, frames, *size, stretch.has_room_for_sound, Quality.FULL)
        self._prove(clip, fewest=frames, most=frames)
        return clip

    def take_still(self, bench: Workbench, study: Study, frame: int) -> Nameless:
        """One frame of a study copy, as a JPEG."""
        stretch = _stretch(study, frame, frame + 1)
        picture = bench.output(expects=_MIB)
        argv = recipe.still(stretch, picture.path, threads=self.effort.threads)
        self._run(argv, [study.file, picture], Fraction(1), _ALONE)
        prove_picture(picture, study.width, study.height)
        return picture

    def _encode(self, study: Study, stretch: recipe.Stretch, file: Nameless, looking: Looking) -> None:
        """The sure way: every frame of the clip anew."""
        seconds = stretch.grid.seconds(stretch.end - stretch.first)
        self._run(recipe.cut(stretch, file.path, threads=self.effort.threads), [study.file, file], seconds, looking)

    def _splice(
        self, study: Study, stretch: recipe.Stretch, seam: int, file: Nameless, looking: Looking
    ) -> dict[str, Any] | None:
        """The quick way: frames up to the seam and sound anew, the rest copied. Its report; None if they don't fit."""
        grid, first, end = stretch.grid, stretch.first, stretch.end
        opening = Piece(study.file, first, seam, study.quality, opening_keys(seam - first))
        sound = Sound(study.file, grid.samples(first), grid.samples(end), study.quality)
        pieces, heard = [opening, Piece(study.file, seam, end)], sound if stretch.has_room_for_sound else None
        most, watch = most_bytes(grid.seconds(end - first)), Watch(is_unwanted=looking.is_unwanted)
        return splice(pieces, heard, file, grid, watch, most=most)

    def _run(
        self,
        argv: Sequence[str],
        files: Sequence[Nameless],
        seconds: Fraction,
        looking: Looking,
        *,
        most: int = 0,
        weight: Fraction = _PLAIN,
    ) -> None:
        """`seconds` of film come of it, in `most` bytes; each is so many times the work of one in full HD."""
        work = seconds * weight
        patience = int(120 + work * self.effort.patience)
        limits = Limits(
            patience, patience * self.effort.threads, self.effort.memory, most or most_bytes(work) + 16 * _MIB
        )
        command = Command([self.binary.path, *argv], limits, [file.number for file in files], [self.binary.path])
        run(command, Watch(_progress(looking, seconds), looking.is_unwanted))

    def _prove(
        self, made: Study, report: dict[str, Any] | None = None, *, fewest: int, most: int, seam: int = 0
    ) -> int:
        """Look into what was made, unless that was done; returns how many frames it has."""
        report = report or report_on(made.file, "mov", self.limits, Watch())
        meant = Meant(
            Grid(made.rate), made.width, made.height, max(1, fewest), most, made.has_sound, opening_keys(seam), seam
        )
        return prove(report, tells(made.file), meant)


def _stretch(study: Study, first: int, end: int) -> recipe.Stretch:
    if not 0 <= first < end <= study.frames:
        raise OutsideTheFilm(f"frames {first} to {end} of {study.frames}")
    return recipe.Stretch(study.file.path, Grid(study.rate), first, end, study.has_sound, study.quality)


def _weight(info: MediaInfo) -> Fraction:
    """How much more work a second of this film is than one of full HD."""
    canvas, seconds = info.picture.canvas, info.picture.seconds
    pixels_a_second = canvas.width * canvas.height * len(info.picture.pts) / seconds
    return max(Fraction(1), pixels_a_second / _FULL_HD_A_SECOND)


def _progress(looking: Looking, seconds: Fraction) -> Callable[[str], None]:
    """Reads the lines of ``-progress``: how far the output has come, in microseconds."""

    def on_line(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.isdigit() and looking.on_progress:
            looking.on_progress(min(1.0, int(value) / 1_000_000 / float(seconds)))

    return on_line
