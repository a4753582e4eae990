"""The slow reference, second part: who decides for somebody. See `reference.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.consent.reference_world import Moment, latest


def birthdays(born: date, today: date) -> int:
    """How many birthdays have come, counted one by one."""
    count = 0
    for year in range(born.year + 1, today.year + 1):
        try:
            day = born.replace(year=year)
        except ValueError:
            day = date(year, 3, 1)
        count += day <= today
    return count


def nature(moment: Moment, who: Any) -> str:
    """adult · incapable adult · competent child · child · unknown."""
    person = next((p for p in moment.facts.people if p.id == who), None)
    if person is None or moment.ceiling is None:
        return "unknown"
    age = age_of(moment, who)
    adult = latest(person.adult, moment.at) if age is None else age >= 18
    incapable = latest(person.capacity, moment.at) is False
    competent = latest(person.competence, moment.at)
    if competent is None and age is not None:
        competent = age >= moment.ceiling.ages.presumed_competent
    if adult is True:
        return "incapable adult" if incapable else "adult"
    if adult is False and competent is True and not incapable:
        return "competent child"
    if adult is False and competent is False:
        return "child"
    return "unknown"


def age_of(moment: Moment, who: Any) -> int | None:
    """The age on the service's calendar; None if no date of birth is known."""
    assert moment.ceiling is not None
    born = next((latest(p.born_on, moment.at) for p in moment.facts.people if p.id == who), None)
    today = moment.at.astimezone(moment.ceiling.ages.zone).date()
    if born is None:
        return None
    return birthdays(born, today)


@dataclass
class Speakers:
    """Whose yes is asked for, which yeses are enough, whose no counts, who can take their own no back."""

    asked: set[Any]
    enough: Callable[[set[Any]], bool]
    block: set[Any]
    lift: set[Any]


def others(moment: Moment, who: Any, bases: set[str]) -> dict[str, set[Any]]:
    """Makers for somebody on these bases: whose yes counts, whose is awaited in vain, who blocks, who lifts."""
    found: dict[str, set[Any]] = {"counts": set(), "awaited": set(), "block": {who}, "lift": {who}}
    for m in moment.facts.makers:
        if m.person != who or m.holder == who or m.from_at > moment.at:
            continue
        if m.until_at is not None and moment.at >= m.until_at:
            continue
        able = nature(moment, m.holder) if m.is_person else "adult"
        if able in {"incapable adult", "child"} or m.basis not in bases | {"order"}:
            continue
        found["block"].add(m.holder)
        if m.verified_at is not None and m.verified_at <= moment.at:
            if able != "unknown":
                found["lift"].add(m.holder)
            if m.basis in bases:
                found["awaited" if able == "unknown" else "counts"].add(m.holder)
    return found


def speakers(moment: Moment, who: Any, wide: Any) -> Speakers:
    """Who decides for somebody."""
    what = nature(moment, who)
    if what == "adult" or (what == "competent child" and not wide):
        return Speakers({who}, lambda yes: who in yes, {who}, {who})
    if what == "unknown":
        them = others(moment, who, {"parental_responsibility", "attorney", "deputy"})
        return Speakers(set(), lambda yes: False, them["block"], them["lift"])
    them = others(moment, who, {"attorney", "deputy"} if what == "incapable adult" else {"parental_responsibility"})
    counts, awaited = them["counts"], them["awaited"]
    if what == "incapable adult" or not wide:
        return Speakers(counts, lambda yes: bool(yes & counts), them["block"], them["lift"])
    own = set() if what == "child" else {who}
    return Speakers(
        counts | own,
        lambda yes: bool(counts) and not awaited and counts | own <= yes,
        them["block"],
        them["lift"],
    )
