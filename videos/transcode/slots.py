"""Which frame of the study copy each picture of the film becomes: one rule, for us and for ffmpeg.

Quiet room. The law: a picture takes the slot nearest to its time. Where the picture before it has that one already, it
takes the next, if it may `give` way; so of two pictures that came too close together neither is lost. Both sides count
in whole ticks of the study copy's own row, and so come to the same: the index needs no second decode.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from videos.transcode.frames import FrameIndex, Grid


@dataclass(frozen=True)
class Slots:
    """A row of slots of this rate, for times in ticks of `time_base`.

    `origin`: the middle of slot 0, in ticks of the row; `give`: by how many slots a picture may give way, 0 or 1.
    """

    rate: Fraction
    time_base: Fraction
    origin: int
    give: int

    @cached_property
    def grid(self) -> Grid:
        """The same row, as the study copy has it."""
        return Grid(self.rate)

    def tick(self, pts: int) -> int:
        """A time of the film in ticks of the row."""
        return self._ticks([pts])[0]

    def _ticks(self, pts: Sequence[int]) -> list[int]:
        """To the nearest, halves away from 0, as ffmpeg's settb rounds."""
        up, down = (2 * self.time_base * self.grid.timescale).as_integer_ratio()
        return [(up * time + down) // (2 * down) if time >= 0 else -((down - up * time) // (2 * down)) for time in pts]

    def of(self, pts: Sequence[int]) -> list[int]:
        """The slot of each picture, in the order in which they come."""
        step, found = self.grid.step, list[int]()
        for tick in self._ticks(pts):
            near = (2 * (tick - self.origin) + step) // (2 * step)
            found.append(max(near, min(found[-1] + 1, near + self.give)) if found else near)
        return found

    def expression(self, *, last: int, count: int, entered: tuple[int, int] | None = None) -> str:
        """`of` for ffmpeg's setpts, in ticks of the row. What follows the last picture lies behind `count` slots.

        A film that is `entered` at a picture (its time, its slot) goes on as if it had been read from its beginning.
        """
        step = self.grid.step
        near = f"st(0,floor((2*(PTS-({self.origin}))+{step})/{2 * step}))"
        behind = f"if(isnan(PREV_OUTPTS),ld(0),PREV_OUTPTS/{step}+1)"
        slot = f"max(ld(0),min({behind},ld(0)+{self.give}))"
        if entered:
            time, at = entered
            slot = f"max(gte(PTS,{self.tick(time)})*{at},{slot})"
        return f"{near};{step}*if(gte(PREV_INPTS,{self.tick(last)}),{count},{slot})"


def slots_of(index: FrameIndex) -> Slots:
    """The slots by which a study copy was made."""
    return Slots(index.rate, index.source_base, index.origin, index.give)


def shown(decoded: Sequence[int], slots: Slots, count: int) -> tuple[int, ...]:
    """For each of `count` study frames the time of the film's picture that it shows, given the decoded times."""
    places = slots.of(decoded)
    at, found = 0, []
    for number in range(count):
        while at + 1 < len(decoded) and places[at + 1] <= number:
            at += 1
        found.append(decoded[at])
    return tuple(found)


def entrance(pts: Sequence[int], slots: Slots, frame: int) -> tuple[int, int]:
    """Where to begin, if the study copy is to go on at `frame`: a picture's time and its slot, three to spare."""
    places = slots.of(pts)
    at = max(0, bisect_right(places, frame) - 4)
    return pts[at], places[at]
