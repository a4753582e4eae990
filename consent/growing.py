"""When a growing child is asked anew. Quiet room.

The law (issue of consent, "Children"): a child who reaches one of the service's ages (12, 13 and 16 unless its rules
say otherwise) is asked again, and at 18 the adult rules hold: only their own yes counts. Birthdays are in the service's
time zone, and 29 February comes on 1 March. It is derived and kept nowhere: due from the first moment of the birthday,
until something they said or showed, or a finding about them, is entered at or after it.

A birthday before they were written down is none of these: they are asked as they are from the first question on. Of
several ages that passed unanswered the last one counts. From the 18th birthday what they *show* is no answer any more,
and neither is a finding of competence: it takes their own yes or no, or a finding of capacity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from families.ability import ADULT_AGE, Ages, Id, PersonFacts, Stage, age_at, stage_at, value_at

ASK_AGAIN_AT = (12, 13, 16)
"""The ages where a service's rules name none."""


class Heard(StrEnum):
    """What answers a birthday."""

    WORD = "word"
    SHOWN = "shown"
    COMPETENCE = "competence"
    CAPACITY = "capacity"


ANSWERS_A_CHILD = frozenset({Heard.WORD, Heard.SHOWN, Heard.COMPETENCE})
ANSWERS_AN_ADULT = frozenset({Heard.WORD, Heard.CAPACITY})


@dataclass(frozen=True, slots=True)
class Growing:
    """Somebody growing up: since when they are written down, and what was heard of or found about them, when."""

    person: PersonFacts
    known_from: datetime
    heard: tuple[tuple[Heard, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Birthday:
    """They have reached an age at which they are asked anew; `stage` says who decides for them now."""

    person: Id
    age: int
    since: datetime
    stage: Stage

    @property
    def is_of_age(self) -> bool:
        """Whether the adult rules hold from this birthday on."""
        return self.age >= ADULT_AGE


def birthday_waiting(growing: Growing, at: datetime, ages: Ages, ask_again_at: Iterable[int]) -> Birthday | None:
    """The birthday that still waits for an answer at `at`, if one does."""
    born_on = value_at(growing.person.born_on, at)
    now = age_at(growing.person, at, ages.zone)
    reached = [age for age in {*ask_again_at, ADULT_AGE} if now is not None and 0 < age <= now]
    if born_on is None or not reached:
        return None
    since = birthday_of(born_on, max(reached), ages)
    answers = ANSWERS_AN_ADULT if max(reached) >= ADULT_AGE else ANSWERS_A_CHILD
    is_answered = any(kind in answers and since <= moment <= at for kind, moment in growing.heard)
    if since <= growing.known_from or is_answered:
        return None
    return Birthday(growing.person.id, max(reached), since, stage_at(growing.person, at, ages))


def birthday_of(born_on: date, age: int, ages: Ages) -> datetime:
    """The first moment of the day on which somebody is `age`, where the service is."""
    year = born_on.year + age
    try:
        day = born_on.replace(year=year)
    except ValueError:  # 29 February, in a year that has none
        day = date(year, 3, 1)
    return datetime.combine(day, time(), ages.zone)


def ages_from(written: object) -> tuple[int, ...]:
    """The ages as a service's rules have them (none, where it lists none); where they can't be read, the usual ones."""
    if isinstance(written, list) and all(type(age) is int for age in written):
        return tuple(sorted({age for age in written if 0 < age < ADULT_AGE}))
    return ASK_AGAIN_AT
