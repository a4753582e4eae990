"""Where somebody speaks in a film, found in its sound alone: for whoever looks for turns and the pauses between them.

The law: a stretch says that a voice can be heard. It never says whose, and nobody's are ever counted or added up.
Quiet room: no model, nothing learned, nothing asked of anybody elsewhere. A voice is what

- rises above the noise of its room, which is the quietest moment within a few seconds around it (minimum statistics:
  R. Martin, IEEE Transactions on Speech and Audio Processing 9(5), 2001),
- repeats itself 75 to 500 times a second (normalised cross-correlation: D. Talkin, "A robust algorithm for pitch
  tracking", in Speech Coding and Synthesis, 1995), which hiss, water and knocks do not,
- swells and fades as syllables do (E. Scheirer and M. Slaney, ICASSP 1997), which a machine's tone does not.

What lies a breath apart is one stretch, with a little at both ends for consonants without a tone (L. Rabiner and
M. Sambur, Bell System Technical Journal 54(2), 1975). Singing, and what rings or plays, are taken for voices; whispers
are not.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log10, sqrt
from operator import mul

PACE = 2_000
"""Samples a second that are listened to: a voice's tone and its first overtones."""
_HOP = PACE // 50
_FRAME = 2 * _HOP
_FASTEST, _SLOWEST = PACE // 500, PACE // 75  # how many samples later a voice repeats itself
_AROUND = 4 * PACE // _HOP
_FAINTEST = -70.0  # dB of the loudest that there can be
_ABOVE = 9.0  # dB
_ALIKE = 0.6
_SWELL = 3.0  # dB
_SYLLABLE = 5  # frames; what fades away in fewer is a knock
_FADED = 15.0  # dB
_CATCH = 3  # frames
_BREATH = 30  # hundredths of a second, as all that follow
_CONSONANT = 6
_A_FRAME = 100 * _HOP // PACE


@dataclass(frozen=True)
class Heard:
    """From when to when somebody can be heard, in hundredths of a second of the film."""

    start: int
    end: int


class Ear:
    """Listens to one film from its beginning, piece by piece, and holds no more than a few seconds of it."""

    def __init__(self, rate: int) -> None:
        self._fold = rate // PACE
        self._pending: array[int] = array("h")
        self._low: list[int] = []
        self._waiting: deque[tuple[float, list[int]]] = deque()
        self._around: deque[float] = deque(maxlen=2 * _AROUND + 1)
        self._levels = array("f")
        self._is_voice = bytearray()

    def hear(self, piece: array[int]) -> None:
        """The samples that come next."""
        self._pending.extend(piece)
        whole = len(self._pending) // self._fold * self._fold
        folds = [iter(self._pending[:whole])] * self._fold
        self._low.extend(map(sum, zip(*folds, strict=True)))
        del self._pending[:whole]
        starts = range(0, len(self._low) - _FRAME + 1, _HOP)
        for start in starts:
            self._take(self._low[start : start + _FRAME])
        del self._low[: len(starts) * _HOP]

    def voices(self, lead: int, end: int) -> tuple[Heard, ...]:
        """All that was heard of a film that ends at `end`; the sound begins `lead` into it (hundredths of a second)."""
        while self._waiting:
            self._judge()
        found = (Heard(lead + one.start, lead + one.end) for one in self._syllables())
        return tuple(Heard(max(0, one.start), min(end, one.end)) for one in _joined(found) if one.start < end)

    def _take(self, frame: list[int]) -> None:
        """A frame waits until what follows it has been heard too."""
        level = _level(frame, 32_768 * self._fold)
        self._waiting.append((level, frame))
        self._around.append(level)
        if len(self._waiting) > _AROUND:
            self._judge()

    def _judge(self) -> None:
        level, frame = self._waiting.popleft()
        rises = level > max(min(self._around), _FAINTEST) + _ABOVE
        self._levels.append(level)
        self._is_voice.append(rises and _repeats(frame))

    def _syllables(self) -> Iterator[Heard]:
        for frames in _runs(self._is_voice):
            if _lasts_and_swells([self._levels[at] for at in frames]):
                yield Heard(frames[0] * _A_FRAME + _A_FRAME // 2, frames[-1] * _A_FRAME + 3 * _A_FRAME // 2)


def _level(frame: list[int], loudest: int) -> float:
    """In dB of the loudest that there can be."""
    mean = sum(frame) / len(frame)
    power = sum(map(mul, frame, frame)) / len(frame) - mean * mean
    return 10 * log10(max(power, 1e-3) / loudest**2)


def _repeats(frame: list[int]) -> bool:
    """Whether it comes again at the pace of a voice, having been unlike itself in between (a rumble never is)."""
    length = _FRAME - _SLOWEST
    mean = sum(frame) / _FRAME
    sample = [value - mean for value in frame]
    least, own = 1.0, _power(sample[:length])
    for lag in range(2, _SLOWEST + 1):
        later = sample[lag : lag + length]
        alike = sum(map(mul, sample, later)) / sqrt(own * _power(later))
        if lag >= _FASTEST and alike >= _ALIKE and alike - least >= _ALIKE:
            return True
        least = min(least, alike)
    return False


def _power(sample: list[float]) -> float:
    return sum(map(mul, sample, sample)) or 1.0


def _runs(is_voice: bytearray) -> Iterator[list[int]]:
    """Voiced frames that lie together; a voice may catch for a moment."""
    run: list[int] = []
    for at in (number for number, voiced in enumerate(is_voice) if voiced):
        if run and at - run[-1] > _CATCH:
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _lasts_and_swells(levels: list[float]) -> bool:
    ordered = sorted(levels)
    edge = len(ordered) * 3 // 20
    lasts = sum(level > ordered[-1] - _FADED for level in ordered) >= _SYLLABLE
    return lasts and ordered[-1 - edge] - ordered[edge] >= _SWELL


def _joined(syllables: Iterable[Heard]) -> list[Heard]:
    joined: list[Heard] = []
    for one in syllables:
        goes_on = joined and one.start - joined[-1].end <= _BREATH
        joined.append(Heard(joined.pop().start, one.end) if goes_on else one)
    return [Heard(one.start - _CONSONANT, one.end + _CONSONANT) for one in joined]
