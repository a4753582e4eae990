"""The sound of a film: each voice a soft tone that rises and falls as speech does, blocks that knock, a quiet room.

Nobody's voice is used. Sound is a row of 16-bit samples in one channel, made with the standard library alone.
"""

import math
import operator
import random
from array import array
from functools import lru_cache
from typing import TypeAlias

from vigportal.demo.score import Score

A_SECOND = 48_000
PITCH = {"mother": 236.0, "child": 402.0, "practitioner": 174.0}
LOUD = 5200
# how strong each overtone is: a round, warm vowel
OVERTONES = (1.0, 0.42, 0.2, 0.07)

STEP = A_SECOND // 100
WAVE_LENGTH = 2048
WAVE = [
    sum(strong * math.sin(math.tau * number * step / WAVE_LENGTH) for number, strong in enumerate(OVERTONES, 1))
    for step in range(WAVE_LENGTH)
]

Samples: TypeAlias = "array[int]"


def sound(score: Score, rhythm: float) -> Samples:
    """Everything that is heard, from the first second to the last."""
    track = _room(round(score.seconds * A_SECOND), rhythm)
    for it in score.syllables:
        pitch = PITCH[it.who]
        _add(track, it.at, _syllable(round(pitch * it.rises_from, 1), round(pitch * it.rises_to, 1), it.length))
    for knock in score.knocks:
        _add(track, knock.at, _knock(round(knock.pitch, 2)))
    return track


def _add(track: Samples, at: float, piece: Samples) -> None:
    start = round(at * A_SECOND)
    stop = min(start + len(piece), len(track))
    if start < stop:
        track[start:stop] = array("h", map(operator.add, track[start:stop], piece))


@lru_cache(maxsize=256)
def _syllable(rises_from: float, rises_to: float, length: float) -> Samples:
    """In steps of a hundredth of a second, each a little louder or softer, higher or lower."""
    steps = round(length * 100)
    made, turned = array("h"), 0.0
    loud = 0.0
    for step in range(steps):
        part = (step + 1) / steps
        pitch = (rises_from + (rises_to - rises_from) * part) * (1 + 0.008 * math.sin(step * 0.33))
        onward, rise = pitch * WAVE_LENGTH / A_SECOND, (LOUD * _swell(part) - loud) / STEP
        for _ in range(STEP):
            turned += onward
            loud += rise
            made.append(int(loud * WAVE[int(turned) % WAVE_LENGTH]))
    return made


def _swell(part: float) -> float:
    return min(1, part / 0.14) * min(1, (1 - part) / 0.34) * (0.8 + 0.2 * math.sin(math.pi * part))


@lru_cache(maxsize=32)
def _knock(pitch: float) -> Samples:
    count = round(0.12 * A_SECOND)
    return array("h", (round(_struck(number / A_SECOND, 520 * pitch)) for number in range(count)))


def _struck(now: float, pitch: float) -> float:
    fading = math.exp(-48 * now) * min(1, now / 0.001)
    return 6400 * fading * (math.sin(math.tau * pitch * now) + 0.5 * math.sin(math.tau * 2.76 * pitch * now))


def _room(count: int, rhythm: float) -> Samples:
    """No room is silent: two seconds of the faintest air, again and again."""
    chance, air, level = random.Random(rhythm), array("h"), 0.0  # noqa: S311 (sound, not secrets)
    for _ in range(2 * A_SECOND):
        level = level * 0.94 + chance.uniform(-9, 9)
        air.append(round(level))
    whole = air * (count // len(air) + 1)
    return whole[:count]
