"""The study copy's frame rate."""

from fractions import Fraction
from typing import Any

import pytest

from videos.transcode.rates import study_rate, usual_step

TICKS = Fraction(1, 90_000)
NTSC = Fraction(30_000, 1001)

RATES: dict[str, tuple[list[Any], Any]] = {
    "thirty": ([3000 * n for n in range(60)], 30),
    "a phone's thirty": ([0, 2997, 6008, 9001, 11990, 15004, 18003], 30),
    "television": ([3003 * n for n in range(60)], NTSC),
    "milliseconds of a browser": ([90 * round(n * 1000 / 30) for n in range(60)], 30),
    "sixty": ([1500 * n for n in range(60)], 60),
    "slow motion is taken by whole parts": ([375 * n for n in range(240)], 60),
    "television's slow motion": ([Fraction(90_000 * 1001, 120_000) * n for n in range(120)], 2 * NTSC),
    "a hundred": ([900 * n for n in range(60)], 50),
    "quick stretches decide": ([0, 29281, *range(32281, 45000, 3000)], 30),
    "lost frames don't": ([3000 * n for n in range(90) if n % 10 < 8], 30),
    "odd": ([6923 * n for n in range(20)], 13),
    "one a second": ([90_000 * n for n in range(5)], 5),
}


@pytest.mark.parametrize("name", RATES)
def test_that_the_rate_is_the_films_own_by_its_proper_name(name: str) -> None:
    pts, rate = RATES[name]
    step = usual_step([int(when) for when in pts])
    assert step is not None
    assert study_rate(step, TICKS) == rate


def test_that_frames_without_a_step_between_them_have_none() -> None:
    assert usual_step([5]) is None
    assert usual_step([5, 5]) is None
    assert study_rate(Fraction(0), TICKS) == 5
