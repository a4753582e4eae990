"""A film that was made in two runs, put together: what was begun, and the rest behind it.

The law: both runs had the same encoder with the same settings, else nothing fits and the film is made anew. Pictures
are copied, packet by packet; the sound, whose joins would be heard, is made whole once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from videos.transcode import apart, recipe
from videos.transcode.beside import most_heard
from videos.transcode.frames import Grid
from videos.transcode.fresh import Fresh
from videos.transcode.made import Begun, Study
from videos.transcode.media import MediaInfo
from videos.transcode.outputs import Quality, most_bytes, usual_bytes
from videos.transcode.proof import Unfit
from videos.transcode.runner import Watch
from videos.transcode.splicing import Piece, Sound, splice
from videos.transcode.workbench import Nameless, Workbench

_MIB = 1024**2
Call = Callable[[Sequence[str], Sequence[Nameless], Fraction], None]
"""Runs ffmpeg: its arguments, the open files, and the seconds of film that come of it."""


@dataclass(frozen=True)
class Joiner:
    """Puts a film together on its bench."""

    bench: Workbench
    film: Nameless
    info: MediaInfo
    call: Call
    watch: Watch
    threads: int

    def join(self, begun: Begun, rest: Fresh) -> Fresh:
        """All that one run would have made. Raises Unfit where it doesn't fit."""
        sounds, heard = self._sounds([Quality.CLEAR, *([Quality.SAVING] if rest.small else [])])
        study = self._joined(begun.frames, begun.clear, rest.study, sounds)
        small = self._small(begun, rest, sounds)
        return Fresh(0, study, small, rest.times, self._poster(study), self._strip(study), heard)

    def _small(self, begun: Begun, rest: Fresh, sounds: dict[Quality, Nameless]) -> Study | None:
        if rest.small is None:
            return None
        if begun.small is None:
            raise Unfit("begun")
        return self._joined(begun.frames, begun.small, rest.small, sounds)

    def _sounds(self, qualities: list[Quality]) -> tuple[dict[Quality, Nameless], Nameless | None]:
        """The sound of each copy, and as samples."""
        sound, seconds = self.info.sound, self.info.picture.seconds
        if sound is None:
            return {}, None
        tracks = {quality: self.bench.output(expects=usual_bytes(seconds) // 20) for quality in qualities}
        heard = self.bench.output(expects=most_heard(seconds))
        paths = {quality: file.path for quality, file in tracks.items()}
        argv = apart.sounds(self.info, sound, self.film.path, paths, heard.path, threads=self.threads)
        self.call(argv, [self.film, *tracks.values(), heard], seconds)
        return tracks, heard

    def _joined(self, frames: int, begun: Nameless, rest: Study, sounds: dict[Quality, Nameless]) -> Study:
        grid = Grid(rest.rate)
        seconds = grid.seconds(frames + rest.frames)
        into = self.bench.output(expects=usual_bytes(seconds))
        pieces, heard = [Piece(begun), Piece(rest.file)], sounds.get(rest.quality)
        sound = Sound(heard) if heard else None
        if splice(pieces, sound, into, grid, self.watch, most=most_bytes(seconds)) is None:
            raise Unfit("joint")
        return replace(rest, file=into, frames=frames + rest.frames)

    def _poster(self, study: Study) -> Nameless:
        poster, tenth = self.bench.output(expects=_MIB), study.frames // 10
        still = recipe.Stretch(study.file.path, Grid(study.rate), tenth, tenth + 1, has_sound=False)
        self.call(recipe.still(still, poster.path, threads=self.threads), [study.file, poster], Fraction(1))
        return poster

    def _strip(self, study: Study) -> Nameless:
        strip = self.bench.output(expects=_MIB)
        argv = apart.strip_alone(study.file.path, Grid(study.rate), study.layout, strip.path, threads=self.threads)
        self.call(argv, [study.file, strip], Grid(study.rate).seconds(study.frames))
        return strip
