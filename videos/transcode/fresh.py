"""What one run of ffmpeg makes of a film: the files laid out for it, and the parts read from them as they grow."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from videos.transcode.beside import most_heard
from videos.transcode.frames import Grid
from videos.transcode.made import Looking, Study
from videos.transcode.media import MediaInfo, Places
from videos.transcode.outputs import usual_bytes
from videos.transcode.parts import Growing
from videos.transcode.picture import is_small, study_size
from videos.transcode.workbench import Nameless, Workbench

_MIB = 1024**2


@dataclass(frozen=True)
class Fresh:
    """The copies as they are meant to be from frame `first` on, and what comes beside them. What isn't made is None."""

    first: int
    study: Study
    small: Study | None
    times: Nameless
    poster: Nameless
    strip: Nameless | None
    heard: Nameless | None
    parts: Nameless | None = None
    small_parts: Nameless | None = None

    @property
    def files(self) -> list[Nameless]:
        """All that are there."""
        beside = [self.strip, self.heard, self._small_file, self.parts, self.small_parts]
        return [self.study.file, self.times, self.poster, *(file for file in beside if file)]

    @property
    def _small_file(self) -> Nameless | None:
        return self.small.file if self.small else None

    def places(self, film: Nameless) -> Places:
        """The same by their paths."""
        return Places(
            film.path, self.study.file.path, self.times.path, self.poster.path, _path(self.strip), _path(self.heard),
            _path(self._small_file), _path(self.parts), _path(self.small_parts),
        )  # fmt: skip

    def handing_on(self, looking: Looking) -> Looking:
        """Looks for new parts whenever it is told how far the work is: about twice a second."""
        if looking.on_part is None:
            return looking
        growing = [(copy, self._growing(file)) for copy, file in self._grown() if copy and file]
        return replace(looking, on_progress=_handing_on(looking, looking.on_part, growing))

    def _grown(self) -> list[tuple[Study | None, Nameless | None]]:
        return [(self.small, self.small_parts), (self.study, self.parts)]

    def _growing(self, file: Nameless) -> Growing:
        grid = Grid(self.study.rate)
        return Growing(file, grid.segment_frames, (self.first * grid.step, grid.samples(self.first)))


def _handing_on(
    looking: Looking, on_part: Callable[[Study, bytes], None], growing: list[tuple[Study, Growing]]
) -> Callable[[float], None]:
    def on_progress(done: float) -> None:
        for copy, file in growing:
            for part in file.parts():
                on_part(copy, part)
        if looking.on_progress:
            looking.on_progress(done)

    return on_progress


def _path(file: Nameless | None) -> str:
    return file.path if file else ""


def lay_out(bench: Workbench, info: MediaInfo, *, first: int, end: int | None = None, in_parts: bool) -> Fresh:
    """For the copies from frame `first` on. What goes on behind another run makes no filmstrip and no samples."""
    grid, is_rest = Grid(info.picture.rate), first > 0
    seconds = info.seconds_between(first, end)
    width, height = study_size(info.picture.canvas)
    count = max(1, (end or info.frames) - first)
    bytes_of_it = usual_bytes(seconds)
    study = Study(bench.output(expects=bytes_of_it), grid.rate, count, width, height, info.sound is not None)
    small = None if is_small(width, height) else study.made_small(bench.output(expects=bytes_of_it // 4))
    return Fresh(
        first=first,
        study=study,
        small=small,
        times=bench.output(expects=64 * len(info.picture.pts)),
        poster=bench.output(expects=_MIB),
        strip=None if is_rest else bench.output(expects=_MIB),
        heard=None if is_rest or not info.sound else bench.output(expects=most_heard(seconds)),
        parts=bench.output(expects=bytes_of_it) if in_parts else None,
        small_parts=bench.output(expects=bytes_of_it // 4) if in_parts and small else None,
    )
