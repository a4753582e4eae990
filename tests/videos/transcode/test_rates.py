"""The study copy's frame rate, and the slots of a film's pictures in it: none lost, none doubled."""

import random
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.transcode.rates import laid_out
from videos.transcode.slots import Slots

TICKS = Fraction(1, 90_000)
NTSC = Fraction(30_000, 1001)
CHANCE = random.Random(7)
# Times in ticks of 1/90,000, and the rate.
RATES: dict[str, tuple[list[Any], Any]] = {
    "thirty": ([3000 * n for n in range(60)], 30),
    "a phone's thirty": ([0, 2997, 6008, 9001, 11990, 15004, 18003], 30),
    "television": ([3003 * n for n in range(60)], NTSC),
    "milliseconds of a browser": ([90 * round(n * 1000 / 30) for n in range(60)], 30),
    "sixty": ([1500 * n for n in range(60)], 60),
    "slow motion is taken by whole parts": ([375 * n for n in range(240)], 60),
    "television's slow motion": ([Fraction(90_000 * 1001, 120_000) * n for n in range(120)], 2 * NTSC),
    "a hundred": ([900 * n for n in range(60)], 50),
    "trembling slow motion is named before it is divided": ([375 * n + 60 * (n % 3) for n in range(240)], 60),
    "quick stretches decide": ([0, 29281, *range(32281, 45000, 3000)], 30),
    "lost frames don't": ([3000 * n for n in range(90) if n % 10 < 8], 30),
    "odd": ([6923 * n for n in range(20)], 13),
    "one a second": ([90_000 * n for n in range(5)], 5),
    "four a second, each held as long": ([22_500 * n for n in range(8)], 8),
    "sixty, trembling": ([1500 * n + CHANCE.randint(-200, 200) for n in range(480)], 60),
    "sixty in pairs": ([6000 * n + at for n in range(60) for at in (0, 751, 1502, 3003)], 60),
    "of no name": ([round(3688.52 * n) for n in range(192)], Fraction("24.4")),
    "thirty in pairs": ([6000 * n + at for n in range(60) for at in (0, 1080)], 30),
    "some steps of 41 ms in thirty": (list(accumulate([3690 if n % 9 == 4 else 3000 for n in range(80)])), 30),
    "in poor light, then in good": ([*range(0, 90_000, 3750), *range(90_000, 180_000, 3000)], 30),
}


def laid(pts: list[int]) -> Slots:
    """A film of these pictures."""
    return laid_out(pts, pts[-1] - pts[0], TICKS)


@pytest.mark.parametrize("name", RATES)
def test_that_the_rate_is_the_films_own_by_its_proper_name(name: str) -> None:
    pts, rate = RATES[name]
    assert laid([int(when) for when in pts]).rate == rate


@pytest.mark.parametrize("name", ["sixty, trembling", "sixty in pairs", "of no name", "thirty in pairs"])
def test_that_each_picture_of_an_even_film_has_one_slot(name: str) -> None:
    pts, _ = RATES[name]
    assert laid(pts).of(pts) == list(range(len(pts)))


@given(st.lists(st.integers(1_500, 20_000), min_size=1, max_size=60), st.integers(0, 10**6))
def test_that_no_picture_of_a_film_of_up_to_sixty_a_second_is_lost(steps: list[int], first: int) -> None:
    pts = list(accumulate(steps, initial=first))
    places = laid(pts).of(pts)
    assert places == sorted(set(places))
    assert places[0] == 0


@given(st.lists(st.integers(0, 20_000), min_size=2, max_size=60))
def test_that_a_picture_lies_within_a_slot_and_a_half_of_its_time(steps: list[int]) -> None:
    pts = list(accumulate(steps))
    slots = laid(pts)
    for place, time in zip(slots.of(pts), pts, strict=True):
        assert -0.5 <= place - (slots.tick(time) - slots.origin) / slots.grid.step <= 1.5


def test_that_an_even_film_in_coarse_ticks_has_one_slot_a_picture_too() -> None:
    pts = [round(600 * n / 59.3) for n in range(480)]
    slots = laid_out(pts, pts[-1], Fraction(1, 600))
    assert slots.rate == Fraction("59.3")
    assert slots.of(pts) == list(range(480))


def test_that_ticks_as_long_as_a_picture_say_nothing_of_trembling() -> None:
    assert laid_out([0, *range(2, 62)], 62, Fraction(1, 30)).rate == 30


def test_that_frames_without_a_step_between_them_have_the_slowest() -> None:
    assert laid([5]).rate == laid([5, 5]).rate == 5


def test_that_one_picture_is_as_quick_as_it_is_short() -> None:
    assert laid_out([5], 3000, TICKS).rate == 30
