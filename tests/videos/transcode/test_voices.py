"""Where somebody speaks, in sounds that are drawn here. Nobody's voice is used.

A voice is drawn as a tone with overtones that falls by 12 dB an octave and swells twice a second. Where it begins and
ends is found to a tenth of a second.
"""

import io
from array import array
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.videos.films import make_film
from tests.videos.transcode.work import prepared
from videos.transcode.engine import Engine
from videos.transcode.voices import Ear
from videos.transcode.waveform import HEARD_RATE, waveform_of
from videos.transcode.workbench import Workbench
from vigportal.demo.play import tell_play
from vigportal.demo.voices import sound as drawn_sound

SECONDS = 20
NEAR = 10  # hundredths of a second
WHEN = np.arange(SECONDS * HEARD_RATE) / HEARD_RATE
TURNS = ((200, 450, 105), (500, 700, 236), (1200, 1250, 420), (1300, 1800, 180))
"""From when to when (hundredths of a second), and how high: a man, a woman, a small child's one word, a woman."""


def voice(seconds: float, pitch: float, rate: int = HEARD_RATE) -> np.ndarray:
    when = np.arange(round(seconds * rate)) / rate
    turned = 2 * np.pi * np.cumsum(pitch * (1 + 0.08 * np.sin(2 * np.pi * 0.7 * when))) / rate
    return 0.15 * np.abs(np.sin(2 * np.pi * when)) * sum(np.sin(k * turned) / k**2 for k in range(1, 8))


def talk(rate: int = HEARD_RATE) -> np.ndarray:
    whole = np.zeros(SECONDS * rate)
    for start, end, pitch in TURNS:
        said = voice((end - start) / 100, pitch, rate)
        whole[start * rate // 100 :][: len(said)] += said
    return whole


def noise(loud: float) -> np.ndarray:
    return loud * np.random.default_rng(7).standard_normal(len(WHEN))


def found(samples: np.ndarray, piece: int = 400, lead: int = 0) -> list[tuple[int, int]]:
    ear = Ear(HEARD_RATE)
    whole = array("h", (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    for at in range(0, len(whole), piece):
        ear.hear(whole[at : at + piece])
    return [(one.start, one.end) for one in ear.voices(lead, SECONDS * 100)]


def are_the_turns(stretches: list[tuple[int, int]]) -> bool:
    pairs = zip(stretches, TURNS, strict=True)
    return all(abs(start - turn[0]) <= NEAR and abs(end - turn[1]) <= NEAR for (start, end), turn in pairs)


@pytest.mark.parametrize("room", [0, 0.001, 0.005, 0.01])
def test_that_each_turn_is_found_to_a_tenth_of_a_second_in_a_quiet_and_in_a_noisy_room(room: float) -> None:
    assert are_the_turns(found(talk() + noise(room)))


@pytest.mark.parametrize("loud", [0.1, 3])
def test_that_a_soft_voice_and_one_that_is_too_loud_for_the_phone_are_found(loud: float) -> None:
    assert are_the_turns(found(loud * talk()))


NO_VOICE = {
    "silence": 0 * WHEN,
    "a fan": noise(0.2),
    "water that is turned on and off": noise(0.3) * (WHEN % 5 < 2),
    "blocks that knock": noise(0.001) + np.sin(2 * np.pi * 520 * (WHEN % 0.8)) * np.exp(-60 * (WHEN % 0.8)),
    "a machine that hums": 0.3 * np.sin(2 * np.pi * 100 * WHEN) + noise(0.001),
    "a machine whose hum wavers": 0.2 * (1 + 0.3 * np.sin(2 * np.pi * WHEN)) * np.sin(2 * np.pi * 150 * WHEN),
    "somebody who wipes a table": noise(0.2) * np.abs(np.sin(2 * np.pi * WHEN)),
    "a machine that is switched on and off": 0.3 * np.sin(2 * np.pi * 220 * WHEN) * (WHEN % 6 < 3),
    "a microwave oven that is done": 0.3 * np.sin(2 * np.pi * 440 * WHEN) * (WHEN % 1 < 0.3),
    "wind in the microphone": np.sin(2 * np.pi * 12 * WHEN) * np.abs(np.sin(2 * np.pi * WHEN)),
}


@pytest.mark.parametrize("name", NO_VOICE)
def test_that_what_is_no_voice_is_not_taken_for_one(name: str) -> None:
    assert found(NO_VOICE[name]) == []


def test_that_a_pause_for_breath_does_not_part_a_turn_but_a_longer_one_does() -> None:
    once = voice(1, 200)
    for pause, turns in ((0.15, 1), (0.6, 2)):
        film = np.concatenate([np.zeros(8000), once, np.zeros(round(pause * 8000)), once, np.zeros(8000)])
        assert len(found(film)) == turns


def test_that_it_makes_no_difference_in_which_pieces_it_is_heard() -> None:
    whole = talk() + noise(0.005)
    assert found(whole, piece=1) == found(whole, piece=403) == found(whole, piece=28_800)


def test_that_stretches_lie_inside_the_film_and_where_its_sound_begins() -> None:
    everywhere = voice(SECONDS, 200) + 0.05
    assert found(everywhere) == [(0, SECONDS * 100)]
    assert found(talk(), lead=300)[0] == tuple(at + 300 for at in found(talk())[0])
    assert found(talk(), lead=300)[-1][1] == SECONDS * 100


def test_that_it_holds_no_more_than_a_few_seconds_of_a_film() -> None:
    ear = Ear(HEARD_RATE)
    for _ in range(60):
        ear.hear(array("h", [1000, -1000] * (HEARD_RATE // 2)))
    assert len(ear._waiting) <= 200
    assert len(ear._low) + len(ear._pending) < 100


def test_that_the_waveform_carries_them() -> None:
    samples = io.BytesIO((talk() * 32767).astype("<i2").tobytes())
    made = waveform_of(samples, Fraction(SECONDS), Fraction(0))
    assert are_the_turns([(one.start, one.end) for one in made.voices])
    assert b'"voices":[[' in made.to_bytes()


def test_that_the_voices_of_a_film_lie_where_they_are_heard(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    film = make_film(tmp_path, seconds=SECONDS, fps="10", sound=talk(48_000))
    made = prepared(engine, bench, film)
    assert made.waveform
    assert are_the_turns([(one.start, one.end) for one in made.waveform.voices])


def test_that_in_a_film_of_the_demonstration_the_words_are_found_and_not_the_blocks_that_knock() -> None:
    score = tell_play(SECONDS, "cube")
    samples = np.array(drawn_sound(score, 1.0), dtype=float).reshape(-1, 6).mean(axis=1) / 32_768
    heard = np.zeros(SECONDS * 100, bool)
    for start, end in found(samples):
        heard[start:end] = True
    said = np.zeros(SECONDS * 100, bool)
    for it in score.syllables:
        said[round(it.at * 100) : round((it.at + it.length) * 100)] = True
    assert heard[said].mean() > 0.95
    assert heard[~_near(said)].mean() == 0


def _near(said: np.ndarray) -> np.ndarray:
    """And what lies within a breath of it."""
    return np.convolve(said, np.ones(61), "same") > 0
