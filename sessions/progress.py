"""Where a cycle of work stands, what comes next, and the way of a case from its first meeting to its ending.

A cycle is one film and the shared review of its clips. Where it stands is the furthest of these that is true,
so a film that was added without a planned visit counts as filmed, and a review that is planned before a moment
is chosen still waits for its moments:

    open → filming planned → filmed → film coming → film ready → clips ready → review planned → reviewed → rated

The helping question and the goals come before filming: until a case has filmed, they go before its cycle's step.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a cycle stands."""

    OPEN = "open"
    FILMING_PLANNED = "filming_planned"
    FILMED = "filmed"
    FILM_COMING = "film_coming"
    FILM_READY = "film_ready"
    CLIPS_READY = "clips_ready"
    REVIEW_PLANNED = "review_planned"
    REVIEWED = "reviewed"
    RATED = "rated"


class Step(StrEnum):
    """What comes next. One at a time."""

    AGREE_QUESTION = "agree_question"
    AGREE_GOALS = "agree_goals"
    OPEN_CYCLE = "open_cycle"
    PLAN_FILMING = "plan_filming"
    HOLD_FILMING = "hold_filming"
    ADD_FILM = "add_film"
    WAIT_FOR_FILM = "wait_for_film"
    MARK_CLIPS = "mark_clips"
    PLAN_REVIEW = "plan_review"
    HOLD_REVIEW = "hold_review"
    RATE_GOALS = "rate_goals"
    LOOK_BACK = "look_back"


@dataclass(frozen=True)
class CycleFacts:
    """What is known about one cycle."""

    number: int
    id: UUID | None = None
    review_id: UUID | None = None
    filming_planned_for: datetime | None = None
    filming_held_at: datetime | None = None
    films_coming: int = 0
    films_ready: int = 0
    clips_ready: int = 0
    review_planned_for: datetime | None = None
    review_held_at: datetime | None = None
    rated: int = 0


@dataclass(frozen=True)
class CaseFacts:
    """What is known about a case's work; `about_cycles` is how many the service usually has."""

    opened_at: datetime
    closed_at: datetime | None = None
    has_question: bool = False
    goals: int = 0
    about_cycles: int = 3
    cycles: tuple[CycleFacts, ...] = ()


FURTHEST_FIRST: tuple[tuple[State, Callable[[CycleFacts], object]], ...] = (
    (State.RATED, lambda cycle: cycle.review_held_at and cycle.rated),
    (State.REVIEWED, lambda cycle: cycle.review_held_at),
    (State.REVIEW_PLANNED, lambda cycle: cycle.review_planned_for and cycle.clips_ready),
    (State.CLIPS_READY, lambda cycle: cycle.clips_ready),
    (State.FILM_READY, lambda cycle: cycle.films_ready),
    (State.FILM_COMING, lambda cycle: cycle.films_coming),
    (State.FILMED, lambda cycle: cycle.filming_held_at),
    (State.FILMING_PLANNED, lambda cycle: cycle.filming_planned_for),
    (State.OPEN, lambda cycle: True),
)
NEXT: Mapping[State, Step] = {
    State.OPEN: Step.PLAN_FILMING,
    State.FILMING_PLANNED: Step.HOLD_FILMING,
    State.FILMED: Step.ADD_FILM,
    State.FILM_COMING: Step.WAIT_FOR_FILM,
    State.FILM_READY: Step.MARK_CLIPS,
    State.CLIPS_READY: Step.PLAN_REVIEW,
    State.REVIEW_PLANNED: Step.HOLD_REVIEW,
    State.REVIEWED: Step.RATE_GOALS,
    State.RATED: Step.OPEN_CYCLE,
}
BEFORE_FILMING = frozenset({State.OPEN, State.FILMING_PLANNED})


def state_of(cycle: CycleFacts) -> State:
    """The furthest state that is true of the cycle."""
    return next(state for state, is_true in FURTHEST_FIRST if is_true(cycle))


def planned_for(cycle: CycleFacts) -> datetime | None:
    """When what comes next in the cycle is planned."""
    planned = {State.FILMING_PLANNED: cycle.filming_planned_for, State.REVIEW_PLANNED: cycle.review_planned_for}
    return planned.get(state_of(cycle))


def step_of(case: CaseFacts) -> Step | None:
    """The one thing that comes next; nothing in a closed case."""
    if case.closed_at is not None:
        return None
    last = state_of(case.cycles[-1]) if case.cycles else State.OPEN
    if last in BEFORE_FILMING and not case.has_question:
        return Step.AGREE_QUESTION
    if last in BEFORE_FILMING and not case.goals:
        return Step.AGREE_GOALS
    return _step_in_cycles(case, last)


def _step_in_cycles(case: CaseFacts, last: State) -> Step:
    if not case.cycles:
        return Step.OPEN_CYCLE
    is_done = last == State.RATED or (last == State.REVIEWED and not case.goals)
    if is_done:
        return Step.LOOK_BACK if len(case.cycles) >= case.about_cycles else Step.OPEN_CYCLE
    return NEXT[last]


class Kind(StrEnum):
    """What an entry of the way tells of."""

    FIRST_MEETING = "first_meeting"
    FILM = "film"
    REVIEW = "review"
    CYCLE = "cycle"
    ENDING = "ending"


class Place(StrEnum):
    """Where an entry stands on the way."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True)
class Entry:
    """One point of the way: a cycle's film, its review, or what lies at both ends."""

    kind: Kind
    place: Place
    number: int = 0
    at: datetime | None = None
    clips: int = 0


def way_of(case: CaseFacts) -> tuple[Entry, ...]:
    """First meeting, the film and the review of each cycle, the cycles to come, the ending."""
    way = [Entry(Kind.FIRST_MEETING, Place.DONE, at=case.opened_at)]
    way += [entry for cycle in case.cycles for entry in _entries_of(cycle)]
    if case.closed_at is not None:
        return (*way, Entry(Kind.ENDING, Place.DONE, at=case.closed_at))
    ahead = range(len(case.cycles) + 1, case.about_cycles + 1)
    way += [Entry(Kind.CYCLE, Place.TO_COME, number) for number in ahead]
    return _with_now(*way, Entry(Kind.ENDING, Place.TO_COME))


def _entries_of(cycle: CycleFacts) -> tuple[Entry, Entry]:
    was_filmed = bool(cycle.filming_held_at or cycle.films_ready or cycle.films_coming)
    was_reviewed = cycle.review_held_at is not None
    filmed_at = cycle.filming_held_at or cycle.filming_planned_for
    reviewed_at = cycle.review_held_at or cycle.review_planned_for
    return (
        Entry(Kind.FILM, PLACES[was_filmed], cycle.number, filmed_at, cycle.clips_ready),
        Entry(Kind.REVIEW, PLACES[was_reviewed], cycle.number, reviewed_at),
    )


PLACES = {True: Place.DONE, False: Place.TO_COME}


def _with_now(*way: Entry) -> tuple[Entry, ...]:
    """The first entry that is not done is where the work is now."""
    first = next(entry for entry in way if entry.place == Place.TO_COME)
    return tuple(replace(entry, place=Place.NOW) if entry is first else entry for entry in way)
