"""Who is able to decide for themselves at a moment: a date of birth, an adult flag, capacity and competence.

The law (consent.md): birthdays are in the service's time zone, and 29 February comes on 1 March; from the
18th birthday a person is an adult; capacity is presumed; a child is competent when assessed so, or when not
assessed and at or above the presumed age.

Where the law is silent, the answer that can only close. These are UNKNOWN, and nobody decides for them: a
person of unknown age without an adult flag; a child of unknown age whose competence nobody assessed; a child
found both competent and without capacity. A date of birth goes before the adult flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

Id: TypeAlias = UUID | str
Value_co = TypeVar("Value_co", covariant=True)

ADULT_AGE = 18


class Stage(StrEnum):
    """What a person is, at a moment, for the question of who decides for them."""

    ADULT = "adult"
    ADULT_WITHOUT_CAPACITY = "adult_without_capacity"
    COMPETENT_CHILD = "competent_child"
    CHILD = "child"
    UNKNOWN = "unknown"


@dataclass(frozen=True)  # no slots: with them, Since[bool](…) can't be called on Python 3.11
class Since(Generic[Value_co]):
    """A finding that holds from the moment it was entered until the next. A history is in order of entry."""

    value: Value_co
    from_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known about a person, and since when. Competence None is "not assessed"."""

    id: Id
    born_on: tuple[Since[date | None], ...] = ()
    adult: tuple[Since[bool | None], ...] = ()
    capacity: tuple[Since[bool | None], ...] = ()
    competence: tuple[Since[bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Ages:
    """The service's ages, and the zone its birthdays are counted in."""

    zone: tzinfo
    presumed_competent: int = 16
    assent_from: int = 5


ABLE = frozenset({Stage.ADULT, Stage.COMPETENT_CHILD})


def value_at(history: tuple[Since[Value_co], ...], at: datetime) -> Value_co | None:
    """The finding in force at `at`: the latest, and of two of the same moment the one entered last."""
    held = [finding for finding in reversed(history) if finding.from_at <= at]
    return max(held, key=lambda finding: finding.from_at).value if held else None


def in_force(from_at: datetime, until_at: datetime | None, at: datetime) -> bool:
    """Whether `at` lies in the half-open [from_at, until_at)."""
    return from_at <= at and (until_at is None or at < until_at)


def age_at(person: PersonFacts, at: datetime, zone: tzinfo) -> int | None:
    """Whole years since birth on the service's day. (2, 28) < (2, 29): a leap child's day is 1 March."""
    born_on = value_at(person.born_on, at)
    if born_on is None:
        return None
    today = at.astimezone(zone).date()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def is_adult(person: PersonFacts, at: datetime, zone: tzinfo) -> bool | None:
    """Whether they are 18; None where neither a date of birth nor the flag says."""
    age = age_at(person, at, zone)
    return value_at(person.adult, at) if age is None else age >= ADULT_AGE


def stage_at(person: PersonFacts, at: datetime, ages: Ages) -> Stage:
    """Adult or child, able or not; UNKNOWN wherever the facts are missing or contradict each other."""
    adult = is_adult(person, at, ages.zone)
    lacks_capacity = value_at(person.capacity, at) is False
    if adult is None:
        return Stage.UNKNOWN
    if adult:
        return Stage.ADULT_WITHOUT_CAPACITY if lacks_capacity else Stage.ADULT
    competent = _is_competent(person, at, ages)
    if competent is None or (competent and lacks_capacity):
        return Stage.UNKNOWN
    return Stage.COMPETENT_CHILD if competent else Stage.CHILD


def _is_competent(child: PersonFacts, at: datetime, ages: Ages) -> bool | None:
    assessed = value_at(child.competence, at)
    age = age_at(child, at, ages.zone)
    if assessed is not None or age is None:
        return assessed
    return age >= ages.presumed_competent


def can_decide(person: PersonFacts, at: datetime, ages: Ages) -> bool:
    """Whether they are known to be able to decide for themselves."""
    return stage_at(person, at, ages) in ABLE
