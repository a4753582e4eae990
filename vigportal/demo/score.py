"""A film as a score: who moves what when, who says what when. No pictures, no sound: those are made from it.

``Teller`` is how a story is written down: in verbs, each entered at its second.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vigportal.demo.brush import Point
from vigportal.demo.moves import Move, Track, steady, track

# how a sentence sings: for each syllable its length, and the pitch it starts from and goes to
Tune = tuple[tuple[float, float, float], ...]

ASKING: Tune = ((0.22, 1.0, 1.05), (0.2, 1.05, 1.0), (0.34, 1.1, 1.45))
NAMING: Tune = ((0.24, 1.15, 1.2), (0.36, 1.1, 0.9))
WARM: Tune = ((0.26, 1.0, 1.25), (0.22, 1.2, 1.1), (0.4, 1.12, 0.85))
DELIGHT: Tune = ((0.2, 1.1, 1.4), (0.46, 1.45, 1.1))
LAUGH: Tune = ((0.13, 1.5, 1.4), (0.13, 1.42, 1.3), (0.13, 1.36, 1.25), (0.16, 1.3, 1.1))
TELLING: Tune = ((0.2, 1.0, 1.05), (0.18, 1.05, 1.1), (0.24, 1.12, 1.05), (0.16, 1.0, 0.98), (0.32, 1.0, 0.85))
WONDERING: Tune = ((0.24, 0.95, 1.0), (0.2, 1.05, 1.1), (0.2, 1.0, 1.1), (0.38, 1.1, 1.35))
HUMMING: Tune = ((0.36, 1.0, 0.9),)


@dataclass(frozen=True)
class Syllable:
    who: str
    at: float
    length: float
    rises_from: float
    rises_to: float


@dataclass(frozen=True)
class Knock:
    """Wood on wood."""

    at: float
    pitch: float


@dataclass(frozen=True)
class Turn:
    """One attuned cycle: somebody begins, the other receives it, and it is answered."""

    starts_at: float
    stops_at: float
    begun_by: str
    what: str


@dataclass(frozen=True)
class Score:
    seconds: float
    tracks: Mapping[str, Track]
    syllables: tuple[Syllable, ...]
    knocks: tuple[Knock, ...]
    turns: tuple[Turn, ...]

    def value(self, name: str, now: float) -> complex:
        return self.tracks[name].value(now)

    def openness(self, who: str, now: float) -> float:
        """How far somebody's mouth is open: it follows the voice."""
        sung = (it for it in self.syllables if it.who == who and it.at <= now < it.at + it.length)
        return max((math.sin(math.pi * (now - it.at) / it.length) ** 0.6 for it in sung), default=0)


@dataclass
class Teller:
    """Collects a story, and hands it over as a score."""

    first: Mapping[str, complex]
    moves: dict[str, list[Move]] = field(default_factory=lambda: defaultdict(list))
    syllables: list[Syllable] = field(default_factory=list)
    knocks: list[Knock] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    def move(self, name: str, at: float, to: complex, over: float = 0.8, lift: float = 0) -> None:
        self.moves[name].append(Move(at, over, to, lift))

    def run(self, name: str, at: float, to: float, over: float) -> None:
        """Move on evenly, as a film on a screen does."""
        self.moves[name].append(Move(at, over, to, pace=steady))

    def look(self, who: str, at: float, to: Point, over: float = 0.32) -> None:
        self.move(f"{who}.look", at, to, over)

    def feel(self, who: str, at: float, smile: float, brow: float = 0) -> None:
        self.move(f"{who}.smile", at, smile, 0.5)
        self.move(f"{who}.brow", at, brow, 0.4)

    def lean(self, who: str, at: float, to: complex, over: float = 0.9) -> None:
        """Incline the body: degrees on the real axis, a sinking of the head on the other."""
        self.move(f"{who}.lean", at, to, over)

    def nod(self, who: str, at: float, times: int = 2) -> None:
        for number in range(times):
            self.move(f"{who}.nod", at + 0.44 * number, 9, 0.2)
            self.move(f"{who}.nod", at + 0.44 * number + 0.22, 0, 0.22)

    def say(self, who: str, at: float, tune: Tune) -> float:
        """Speak, and return the second at which the last syllable has ended."""
        for length, rises_from, rises_to in tune:
            self.syllables.append(Syllable(who, at, length, rises_from, rises_to))
            at += length * 1.12
        return at

    def score(self, seconds: float) -> Score:
        return Score(
            seconds,
            {name: track(first, self.moves[name]) for name, first in self.first.items()},
            tuple(sorted(self.syllables, key=lambda it: it.at)),
            tuple(sorted(self.knocks, key=lambda it: it.at)),
            _within(self.turns, seconds),
        )


def at_rest(who: str, look: Point, hand: Point, other: Point) -> dict[str, complex]:
    """How somebody sits before the story begins."""
    still: dict[str, complex] = {"smile": 0.5, "brow": 0, "lean": 0, "nod": 0, "grip": 0}
    still |= {"look": look, "hand": hand, "other": other}
    return {f"{who}.{part}": first for part, first in still.items()}


def _within(turns: Iterable[Turn], seconds: float) -> tuple[Turn, ...]:
    return tuple(turn for turn in turns if turn.stops_at <= seconds)
