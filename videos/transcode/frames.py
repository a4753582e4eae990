"""Frame numbers of the study copy, and the moment of the film that each of them shows.

The law: the unit is the frame number of the study copy, never seconds. Frame n lies at exactly n · ``step`` ticks of
1/``timescale``. It shows the film's last picture whose slot (`slots.py`) is not after n.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil

MICROSECONDS = 1_000_000
SOUND_RATE = 48_000
KEY_EVERY = 15
"""Frames from one key frame to the next."""
_VERSION = 1


class Torn(ValueError):
    """These bytes are no frame index of this version."""


@dataclass(frozen=True)
class Grid:
    """An even row of frames: so many a second, each a whole number of ticks long."""

    rate: Fraction

    @property
    def timescale(self) -> int:
        """Ticks a second of the picture track."""
        return self.rate.numerator * self._times

    @property
    def step(self) -> int:
        """Ticks of one frame."""
        return self.rate.denominator * self._times

    @property
    def _times(self) -> int:
        return 1 if self.rate.numerator >= 1000 else 1000

    @property
    def segment_frames(self) -> int:
        """Frames of one part to watch while the film is being made ready: whole key distances, two seconds at least."""
        return KEY_EVERY * ceil(2 * self.rate / KEY_EVERY)

    def seconds(self, frame: int) -> Fraction:
        """When the frame begins."""
        return frame / self.rate

    def samples(self, frame: int) -> int:
        """The first sample of sound that belongs to the frame."""
        return round(frame * SOUND_RATE / self.rate)

    def count_in(self, seconds: Fraction) -> int:
        """How many frames cover a stretch of time; one at least."""
        return max(1, round(seconds * self.rate))


@dataclass(frozen=True)
class FrameIndex:
    """Every frame of the study copy, with the film's own time (`source_pts`, in ticks of `source_base`).

    `origin` and `give`: by which slots its pictures were laid (see `slots.Slots`).
    """

    rate: Fraction
    source_base: Fraction
    source_pts: tuple[int, ...]
    source_end: int
    origin: int = 0
    give: int = 0

    @property
    def count(self) -> int:
        """Frames of the study copy."""
        return len(self.source_pts)

    @property
    def grid(self) -> Grid:
        """Where the frames lie in the study copy."""
        return Grid(self.rate)

    def source_microseconds(self, frame: int) -> int:
        """The film's own time at this frame; at `count` the time at which the film ends."""
        ticks = self.source_end if frame == self.count else self.source_pts[frame]
        return round(ticks * self.source_base * MICROSECONDS)

    def frame_at(self, source_microseconds: int) -> int:
        """The last frame that begins at this time of the film or before."""
        ticks = source_microseconds / (self.source_base * MICROSECONDS)
        return max(0, bisect_right(self.source_pts, ticks) - 1)

    def to_bytes(self) -> bytes:
        """JSON, with steps that repeat written once."""
        steps = (after - before for before, after in pairwise(self.source_pts))
        source = {
            "time_base": self.source_base.as_integer_ratio(),
            "first": self.source_pts[0],
            "end": self.source_end,
            "slots": (self.origin, self.give),
            "steps": [(step, len(list(same))) for step, same in groupby(steps)],
        }
        whole = {"version": _VERSION, "rate": self.rate.as_integer_ratio(), "count": self.count, "source": source}
        return json.dumps(whole, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "FrameIndex":
        """Read what `to_bytes` wrote; raises Torn."""
        try:
            whole = json.loads(data)
            rate, source = Fraction(*whole["rate"]), whole["source"]
            base, pts = Fraction(*source["time_base"]), tuple(_unfolded(source["first"], source["steps"]))
            slots = source.get("slots") or (round(pts[0] * base * Grid(rate).timescale), 0)  # made before it was kept
            index = cls(rate, base, pts, source["end"], *slots)
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as fault:
            raise Torn from fault
        if whole.get("version") != _VERSION or whole["count"] != index.count:
            raise Torn
        return index


def _unfolded(first: int, steps: Iterable[Sequence[int]]) -> Iterable[int]:
    at = first
    yield at
    for step, times in steps:
        for _ in range(times):
            at += step
            yield at


def decoded_times(printed: str) -> list[int]:
    """The frame times that the recipe's ``metadata=print`` filter wrote, one line ``frame:… pts:… pts_time:…`` each."""
    lines = (line.split() for line in printed.splitlines() if line.startswith("frame:"))
    return [int(pts) for _, pts, _ in (_labelled(words) for words in lines)]


def _labelled(words: list[str]) -> tuple[str, str, str]:
    """``frame:0    pts:0       pts_time:0``: a number may or may not be padded away from its label."""
    number, pts, when = " ".join(words).replace(": ", ":").split()
    return number, pts.removeprefix("pts:"), when
