"""What goes into the engine and what comes out of it, as values."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from videos.transcode.frames import FrameIndex
from videos.transcode.outputs import Quality
from videos.transcode.picture import small_size
from videos.transcode.strip import Strip, strip_of
from videos.transcode.waveform import Waveform
from videos.transcode.workbench import Nameless

LONG = Fraction(60)
"""Seconds of a film from which on parts of both its copies are kept while they are made: it can be gone on with."""


@dataclass(frozen=True)
class Effort:
    """How much one call may use: memory, threads, and seconds of work for each second of film in full HD."""

    memory: int = 4 * 1024**3
    threads: int = 2
    patience: int = 15


@dataclass(frozen=True)
class Looking:
    """Who looks on: told how much is done (0 to 1), asked whether it is still wanted.

    With `on_part` a study copy is handed on in parts as well, as they come: first its beginning, then part by part.
    """

    on_progress: Callable[[float], None] | None = None
    is_unwanted: Callable[[], bool] = field(default=lambda: False)
    on_part: "Callable[[Study, bytes], None] | None" = None

    def behind(self, share: float) -> "Looking":
        """For work of which so much was done before."""
        told = self.on_progress
        return replace(self, on_progress=lambda done: told(share + done * (1 - share))) if told and share else self


@dataclass(frozen=True)
class Study:
    """A study copy on the bench, with what the portal remembers of it; or the small copy with the same frames."""

    file: Nameless
    rate: Fraction
    frames: int
    width: int
    height: int
    has_sound: bool
    quality: Quality = Quality.CLEAR

    def made_small(self, file: Nameless) -> "Study":
        """What the small copy of it is, or is meant to be."""
        width, height = small_size(self.width, self.height)
        return replace(self, file=file, width=width, height=height, quality=Quality.SAVING)

    @property
    def layout(self) -> Strip:
        """How its filmstrip is laid."""
        return strip_of(self.frames, self.rate, self.width, self.height)


@dataclass(frozen=True)
class Begun:
    """The first `frames` frames of both copies, as an attempt that broke off has left them."""

    frames: int
    clear: Nameless
    small: Nameless | None


@dataclass(frozen=True)
class Prepared:
    """A study copy with all that belongs to it.

    Without sound there is no waveform; what is small has no small copy; what is shorter or longer than it says it is,
    no filmstrip. `full`: width and height of what a clip in full detail will be.
    """

    study: Study
    small: Study | None
    poster: Nameless
    strip: Nameless | None
    waveform: Waveform | None
    index: FrameIndex
    full: tuple[int, int]
