"""The drawn films as data: whose turn it is, who looks, speaks and reaches, second by second."""

import cmath
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vigportal.demo.bodies import LENGTHS, Limb, bend
from vigportal.demo.looks import DAYS, FAMILIES, look_of
from vigportal.demo.moves import Move, eased, is_blinking, steady, sway, track
from vigportal.demo.play import CHILD, FACE, MOTHER, OTHER, TOWER, tell_play
from vigportal.demo.review import PRACTITIONER, tell_review
from vigportal.demo.score import Score, Turn
from vigportal.demo.toys import SIZES, heights

# A busy machine is not a fault of the code: nothing here is timed.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ATTUNED = {"place", "give"}


def attuned(score: Score) -> list[Turn]:
    return [turn for turn in score.turns if turn.what in ATTUNED]


def voices(score: Score, turn: Turn) -> list[str]:
    """Who is heard in a turn, one name for each time that the voice changes."""
    heard = [it.who for it in score.syllables if turn.starts_at <= it.at < turn.stops_at]
    return [who for who, before in zip(heard, ["", *heard], strict=False) if who != before]


@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("first", [CHILD, MOTHER])
def test_that_a_turn_is_begun_received_and_answered(shape: str, first: str) -> None:
    score = tell_play(75, shape, first=first)
    turns = attuned(score)
    assert turns[0].begun_by == first
    assert {turn.begun_by for turn in turns} == {CHILD, MOTHER}
    for turn in turns:
        assert voices(score, turn) == [turn.begun_by, OTHER[turn.begun_by]] * 2


def test_that_eyes_meet_when_somebody_begins_and_when_it_is_answered() -> None:
    score = tell_play(60, "cube")
    for turn in attuned(score):
        for moment in (turn.starts_at + 2.2, turn.stops_at - 0.4):
            assert [score.value(f"{who}.look", moment) for who in (CHILD, MOTHER)] == [FACE[MOTHER], FACE[CHILD]]


@pytest.mark.parametrize("shape", SIZES)
def test_that_the_tower_grows_by_one_toy_each_turn_and_tumbles_in_the_end(shape: str) -> None:
    score = tell_play(75, shape)
    placed = 0
    for turn in score.turns:
        placed = 0 if turn.what == "tumble" else placed + (turn.what in ATTUNED)
        standing = [score.value(f"toy{number}", turn.stops_at) for number in range(5)]
        tower = [foot for foot in standing if abs(foot.real - TOWER.real) < 1]
        assert tower == [TOWER - 1j * high for high in heights(shape)[:placed]]
    assert {turn.what for turn in score.turns} == {"place", "give", "cheer", "tumble"}


def test_that_whoever_holds_a_toy_has_a_hand_on_it() -> None:
    score = tell_play(60, "cube")
    held = [now / 10 for now in range(600) if score.value("child.grip", now / 10).real == 1]
    assert held
    for now in held:
        hand = score.value("child.hand", now)
        assert min(abs(hand - score.value(f"toy{number}", now)) for number in range(5)) < 60


def test_that_a_mouth_opens_with_its_voice_and_only_then() -> None:
    score = tell_play(30, "cup")
    for now in (step / 50 for step in range(1500)):
        for who in (CHILD, MOTHER):
            sings = any(it.who == who and it.at < now < it.at + it.length for it in score.syllables)
            assert (score.openness(who, now) > 0) == sings


@pytest.mark.parametrize("score", [tell_play(75, "cube"), tell_review(75)])
def test_that_nobody_sings_two_syllables_at_once(score: Score) -> None:
    for who in {it.who for it in score.syllables}:
        own = [it for it in score.syllables if it.who == who]
        assert all(one.at + one.length <= other.at for one, other in pairwise(own))


def test_that_in_a_review_one_wonders_and_the_other_tells() -> None:
    score = tell_review(75)
    assert len(score.turns) >= 4
    for turn in score.turns:
        heard = voices(score, turn)
        assert heard[:3] == [PRACTITIONER, MOTHER, PRACTITIONER]
        assert score.value("screen.stopped", turn.starts_at + 1).real == 1


@pytest.mark.parametrize("seconds", [0.5, 3, 20, 90])
def test_that_no_turn_is_promised_that_the_film_is_too_short_for(seconds: float) -> None:
    for score in (tell_play(seconds, "ring"), tell_review(seconds)):
        assert score.seconds == seconds
        assert all(0 <= turn.starts_at < turn.stops_at <= seconds for turn in score.turns)


def test_that_a_family_keeps_its_faces_while_the_days_change() -> None:
    looks = [look_of(0, cycle) for cycle in (1, 2, 3)]
    assert len({look.mother.style for look in looks}) == 1
    assert len({look.mother.top for look in looks}) == len({look.shape for look in looks}) == 3
    assert len({look.child.top for look in looks}) == len({look.toys for look in looks}) == 3
    assert len({look_of(family, 1).mother for family in range(len(FAMILIES))}) == len(FAMILIES)
    assert look_of(1, 1) == look_of(1, 1)
    assert look_of(len(FAMILIES), len(DAYS) + 1).mother == look_of(0, 1).mother


def test_that_a_move_starts_ends_and_stays() -> None:
    moving = track(0j, [Move(3, 1, 10 + 0j), Move(1, 2, 4 + 8j, lift=50, pace=steady)])
    assert [moving.value(now) for now in (0, 1, 3, 4, 99)] == [0, 0, 4 + 8j, 10, 10]
    assert moving.value(2) == 2 + 4j - 50j


@given(st.floats(-2, 3))
def test_that_easing_stays_between_its_ends(part: float) -> None:
    assert 0 <= eased(part) <= 1


def test_that_eyes_are_mostly_open_and_close_now_and_then() -> None:
    for rhythm in (0, 1.7, 5.9):
        closed = sum(is_blinking(step / 25, rhythm) for step in range(25 * 60))
        assert 25 * 60 * 0.01 < closed < 25 * 60 * 0.1


def test_that_nobody_is_ever_quite_still_nor_far_from_their_place() -> None:
    swayed = [sway(step / 4, 1.7) for step in range(400)]
    assert all(0 < abs(there - here) < 1 for here, there in pairwise(swayed))
    assert max(map(abs, swayed)) < 2


@unhurried
@given(
    st.floats(1, 400),
    st.floats(-3.14, 3.14),
    st.sampled_from(sorted(LENGTHS.values())),
    st.sampled_from([-1, 1]),
)
def test_that_an_arm_has_its_length_or_just_reaches(
    far: float, angle: float, lengths: tuple[float, float], side: int
) -> None:
    limb = Limb(20 + 30j, 20 + 30j + cmath.rect(far, angle))
    elbow = bend(limb, lengths, side)
    upper, lower = abs(elbow - limb.shoulder), abs(limb.hand - elbow)
    assert upper / lower == pytest.approx(lengths[0] / lengths[1], rel=0.2)
    assert upper + lower >= far - 0.01
