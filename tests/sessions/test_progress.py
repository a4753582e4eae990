"""Where a cycle stands and what comes next, by table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sessions.progress import (
    NEXT,
    CaseFacts,
    CycleFacts,
    Entry,
    Kind,
    Place,
    State,
    Step,
    planned_for,
    state_of,
    step_of,
    way_of,
)
from sessions.wording import ENTRIES, STATES, STEPS

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
SOON = NOW + timedelta(days=3)
FRESH = CycleFacts(1)
PLANNED = replace(FRESH, filming_planned_for=SOON)
FILMED = replace(PLANNED, filming_held_at=NOW)
COMING = replace(FILMED, films_coming=1)
READY = replace(FILMED, films_ready=1)
CLIPPED = replace(READY, clips_ready=3)
MEETING = replace(CLIPPED, review_planned_for=SOON)
REVIEWED = replace(MEETING, review_held_at=NOW)
RATED = replace(REVIEWED, rated=2)
AGREED = CaseFacts(opened_at=NOW, has_question=True, goals=2)


@pytest.mark.parametrize(
    ("cycle", "state", "step"),
    [
        (FRESH, State.OPEN, Step.PLAN_FILMING),
        (PLANNED, State.FILMING_PLANNED, Step.HOLD_FILMING),
        (FILMED, State.FILMED, Step.ADD_FILM),
        (COMING, State.FILM_COMING, Step.WAIT_FOR_FILM),
        (READY, State.FILM_READY, Step.MARK_CLIPS),
        (CLIPPED, State.CLIPS_READY, Step.PLAN_REVIEW),
        (MEETING, State.REVIEW_PLANNED, Step.HOLD_REVIEW),
        (REVIEWED, State.REVIEWED, Step.RATE_GOALS),
        (RATED, State.RATED, Step.OPEN_CYCLE),
        # shortcuts of real life
        (replace(FRESH, films_ready=1), State.FILM_READY, Step.MARK_CLIPS),  # added without a planned visit
        (replace(FRESH, filming_held_at=NOW), State.FILMED, Step.ADD_FILM),  # filmed without a plan
        (replace(COMING, films_ready=1), State.FILM_READY, Step.MARK_CLIPS),  # a second film on its way
        (replace(PLANNED, review_planned_for=SOON), State.FILMING_PLANNED, Step.HOLD_FILMING),  # both dates at once
        (replace(READY, review_planned_for=SOON), State.FILM_READY, Step.MARK_CLIPS),  # a review without moments
        (replace(FRESH, review_held_at=NOW), State.REVIEWED, Step.RATE_GOALS),  # its film was erased since
        (replace(CLIPPED, rated=1), State.CLIPS_READY, Step.PLAN_REVIEW),  # rated early by the family
    ],
)
def test_that_a_cycle_stands_where_its_facts_say_and_one_thing_comes_next(
    cycle: CycleFacts, state: State, step: Step
) -> None:
    assert state_of(cycle) == state
    assert step_of(replace(AGREED, cycles=(cycle,))) == step


@pytest.mark.parametrize(
    ("case", "step"),
    [
        (CaseFacts(opened_at=NOW), Step.AGREE_QUESTION),
        (replace(AGREED, has_question=False), Step.AGREE_QUESTION),
        (replace(AGREED, goals=0), Step.AGREE_GOALS),
        (AGREED, Step.OPEN_CYCLE),
        (replace(AGREED, has_question=False, cycles=(PLANNED,)), Step.AGREE_QUESTION),
        (replace(AGREED, goals=0, cycles=(FRESH,)), Step.AGREE_GOALS),
        (replace(AGREED, has_question=False, goals=0, cycles=(FILMED,)), Step.ADD_FILM),
        (replace(AGREED, goals=0, cycles=(REVIEWED,)), Step.OPEN_CYCLE),
        (replace(AGREED, cycles=(RATED, replace(RATED, number=2))), Step.OPEN_CYCLE),
        (replace(AGREED, cycles=(RATED,), about_cycles=1), Step.LOOK_BACK),
        (replace(AGREED, cycles=(RATED, RATED, RATED)), Step.LOOK_BACK),
        (replace(AGREED, cycles=(RATED, RATED, RATED, FILMED)), Step.ADD_FILM),
        (replace(AGREED, closed_at=NOW, cycles=(FRESH,)), None),
    ],
)
def test_that_a_case_has_one_next_step_and_a_closed_one_none(case: CaseFacts, step: Step | None) -> None:
    assert step_of(case) == step


@pytest.mark.parametrize(
    ("cycle", "at"), [(PLANNED, SOON), (MEETING, SOON), (FILMED, None), (REVIEWED, None), (FRESH, None)]
)
def test_that_a_planned_step_says_when(cycle: CycleFacts, at: datetime | None) -> None:
    assert planned_for(cycle) == at


def _way(case: CaseFacts) -> list[tuple[Kind, int, Place]]:
    return [(entry.kind, entry.number, entry.place) for entry in way_of(case)]


def test_that_the_way_begins_with_the_first_meeting_and_ends_with_the_ending() -> None:
    assert _way(AGREED) == [
        (Kind.FIRST_MEETING, 0, Place.DONE),
        (Kind.CYCLE, 1, Place.NOW),
        (Kind.CYCLE, 2, Place.TO_COME),
        (Kind.CYCLE, 3, Place.TO_COME),
        (Kind.ENDING, 0, Place.TO_COME),
    ]


def test_that_the_way_shows_each_cycles_film_and_review_and_where_the_work_is_now() -> None:
    second = replace(FILMED, number=2, clips_ready=1)
    way = way_of(replace(AGREED, cycles=(RATED, second)))
    assert way[1:5] == (
        Entry(Kind.FILM, Place.DONE, 1, NOW, 3),
        Entry(Kind.REVIEW, Place.DONE, 1, NOW),
        Entry(Kind.FILM, Place.DONE, 2, NOW, 1),
        Entry(Kind.REVIEW, Place.NOW, 2, None),
    )
    assert way[5:] == (Entry(Kind.CYCLE, Place.TO_COME, 3), Entry(Kind.ENDING, Place.TO_COME))


def test_that_after_the_last_usual_cycle_the_ending_is_now() -> None:
    assert _way(replace(AGREED, cycles=(RATED,), about_cycles=1))[-1] == (Kind.ENDING, 0, Place.NOW)


def test_that_a_closed_case_has_nothing_to_come() -> None:
    way = way_of(replace(AGREED, closed_at=SOON, cycles=(RATED, replace(FRESH, number=2))))
    assert [entry.place for entry in way if entry.place == Place.NOW] == []
    assert way[-1] == Entry(Kind.ENDING, Place.DONE, at=SOON)
    assert Kind.CYCLE not in {entry.kind for entry in way}


def test_that_every_state_has_a_step_and_everything_has_its_words() -> None:
    assert set(NEXT) == set(State)
    assert (set(STATES), set(STEPS), set(ENTRIES)) == (set(State), set(Step), set(Kind))
