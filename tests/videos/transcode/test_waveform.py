"""How loud a film is, from its samples."""

import io
import json
from array import array
from fractions import Fraction

from videos.transcode.waveform import HEARD_RATE, MOST, waveform_of

NO_LEAD = Fraction(0)


def heard(*samples: int) -> io.BytesIO:
    return io.BytesIO(array("h", samples).tobytes())


def test_that_each_stretch_has_its_loudest_sample_above_or_below() -> None:
    stretch = HEARD_RATE // 20
    samples = [*[0, 16_384] * (stretch // 2), *[-32_768] * stretch, *[0] * stretch, *[328] * stretch]
    assert waveform_of(heard(*samples), Fraction(1, 5), NO_LEAD).peaks == (50, 100, 0, 1)


def test_that_sound_that_ends_early_leaves_silence_and_an_odd_byte_is_no_sample() -> None:
    cut = io.BytesIO(heard(*[32_767] * 500).read()[:-1])
    assert waveform_of(cut, Fraction(1, 5), NO_LEAD).peaks == (100, 100, 0, 0)
    assert waveform_of(io.BytesIO(), Fraction(1), NO_LEAD).peaks == (0,) * 20


def test_that_what_begins_later_is_drawn_later() -> None:
    assert waveform_of(heard(*[32_767] * 400), Fraction(1, 5), Fraction(1, 20)).peaks == (0, 100, 0, 0)


def test_that_a_long_film_has_no_more_stretches_than_can_be_drawn() -> None:
    assert len(waveform_of(io.BytesIO(), Fraction(7200), NO_LEAD).peaks) == MOST
    assert len(waveform_of(io.BytesIO(), Fraction(1, 1000), NO_LEAD).peaks) == 1


def test_that_a_page_reads_it_as_json() -> None:
    whole = json.loads(waveform_of(heard(*[32_767] * 400), Fraction(1, 10), NO_LEAD).to_bytes())
    assert whole == {"version": 2, "peaks": [100, 0], "voices": []}
