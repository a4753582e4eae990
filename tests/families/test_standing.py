"""Who may speak for whom, at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from families.ability import Ages, PersonFacts, Since, Stage, age_at, can_decide, in_force, is_adult, stage_at, value_at
from families.standing import RULES, Basis, Breadth, Maker, standing_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
THEN = NOW - timedelta(days=500)
LONDON = ZoneInfo("Europe/London")
AGES = Ages(LONDON)


def adult(name: str, *, capacity: bool | None = None) -> PersonFacts:
    return PersonFacts(name, adult=(Since(value=True, from_at=THEN),), capacity=(Since(capacity, THEN),))


def child(name: str, years: int, *, competent: bool | None = None) -> PersonFacts:
    born = date(2025 - years, 12, 1)
    return PersonFacts(name, born_on=(Since(born, THEN),), competence=(Since(competent, THEN),))


def holds(holder: str, person: str, basis: Basis, *, verified: bool = True) -> Maker:
    return Maker(holder, person, basis, THEN, None, THEN if verified else None)


MUM, DAD, DEE = adult("mum"), adult("dad"), adult("dee")
PARENT = Basis.PARENTAL_RESPONSIBILITY
BOTH = (holds("mum", "kid", PARENT), holds("dad", "kid", PARENT))


@pytest.mark.parametrize(
    ("born", "at", "age"),
    [
        (date(2008, 3, 2), NOW, 18),
        (date(2008, 3, 3), NOW, 17),
        (date(2008, 2, 29), datetime(2026, 2, 28, 23, 59, tzinfo=UTC), 17),
        (date(2008, 2, 29), datetime(2026, 3, 1, 0, 0, tzinfo=UTC), 18),
        (date(2008, 2, 29), datetime(2028, 2, 28, 12, 0, tzinfo=UTC), 19),
        (date(2008, 2, 29), datetime(2028, 2, 29, 0, 0, tzinfo=UTC), 20),
        (date(2008, 7, 1), datetime(2026, 6, 30, 22, 59, tzinfo=UTC), 17),
        (date(2008, 7, 1), datetime(2026, 6, 30, 23, 0, tzinfo=UTC), 18),
        (date(2008, 1, 1), datetime(2025, 12, 31, 23, 59, tzinfo=UTC), 17),
        (date(2026, 4, 1), NOW, -1),
    ],
)
def test_that_birthdays_come_on_the_services_own_day(born: date, at: datetime, age: int) -> None:
    person = PersonFacts("kid", born_on=(Since(born, THEN - timedelta(days=9000)),))
    assert age_at(person, at, LONDON) == age
    assert is_adult(person, at, LONDON) == (age >= 18)


def test_that_a_date_of_birth_goes_before_the_adult_flag_and_neither_is_not_known() -> None:
    flagged = PersonFacts("kid", born_on=(Since(date(2015, 1, 1), THEN),), adult=(Since(value=True, from_at=THEN),))
    assert is_adult(flagged, NOW, LONDON) is False
    assert is_adult(PersonFacts("x"), NOW, LONDON) is None


def test_that_of_several_findings_the_latest_by_then_counts_and_of_two_of_a_moment_the_last_entered() -> None:
    history = (Since("second", NOW), Since("first", THEN), Since("corrected", NOW))
    assert value_at(history, THEN - timedelta(days=1)) is None
    assert value_at(history, NOW - timedelta(microseconds=1)) == "first"
    assert value_at(history, NOW) == "corrected"


def test_that_intervals_are_half_open() -> None:
    assert in_force(NOW, None, NOW)
    assert not in_force(THEN, NOW, NOW)
    assert not in_force(NOW + timedelta(microseconds=1), None, NOW)


@pytest.mark.parametrize(
    ("person", "stage"),
    [
        (MUM, Stage.ADULT),
        (adult("mum", capacity=False), Stage.ADULT_WITHOUT_CAPACITY),
        (child("kid", 3), Stage.CHILD),
        (child("kid", 15), Stage.CHILD),
        (child("kid", 16), Stage.COMPETENT_CHILD),
        (child("kid", 16, competent=False), Stage.CHILD),
        (child("kid", 13, competent=True), Stage.COMPETENT_CHILD),
        (child("kid", 18), Stage.ADULT),
        (child("kid", 18, competent=False), Stage.ADULT),
        (replace(child("kid", 18), capacity=(Since(value=False, from_at=THEN),)), Stage.ADULT_WITHOUT_CAPACITY),
        (replace(child("kid", 17), capacity=(Since(value=False, from_at=THEN),)), Stage.UNKNOWN),
        (PersonFacts("kid", adult=(Since(value=False, from_at=THEN),)), Stage.UNKNOWN),
        (PersonFacts("kid"), Stage.UNKNOWN),
    ],
)
def test_that_who_somebody_is_follows_from_what_is_known_of_them(person: PersonFacts, stage: Stage) -> None:
    assert stage_at(person, NOW, AGES) == stage
    assert can_decide(person, NOW, AGES) == (stage in {Stage.ADULT, Stage.COMPETENT_CHILD})


def test_that_every_stage_has_a_rule_for_every_breadth() -> None:
    assert set(RULES) == {(stage, breadth) for stage in Stage for breadth in Breadth}
    assert all(rule.needs for rule in RULES.values())


@pytest.mark.parametrize(
    ("person", "makers", "breadth", "needed", "blockers"),
    [
        (MUM, (holds("dee", "mum", Basis.ATTORNEY),), Breadth.NARROW, ["mum"], "mum"),
        (adult("mum", capacity=False), (holds("dee", "mum", Basis.DEPUTY),), Breadth.WIDE, ["dee"], "dee mum"),
        (adult("mum", capacity=False), (), Breadth.NARROW, [""], "mum"),
        (child("kid", 3), BOTH, Breadth.NARROW, ["dad mum"], "dad kid mum"),
        (child("kid", 3), BOTH, Breadth.WIDE, ["dad", "mum"], "dad kid mum"),
        (child("kid", 3), (), Breadth.WIDE, [""], "kid"),
        (child("kid", 16), BOTH, Breadth.NARROW, ["kid"], "kid"),
        (child("kid", 16), BOTH, Breadth.WIDE, ["kid", "dad", "mum"], "dad kid mum"),
        (child("kid", 16), (), Breadth.WIDE, ["kid", ""], "kid"),
        (child("kid", 3), (holds("dad", "kid", PARENT, verified=False),), Breadth.NARROW, [""], "dad kid"),
        (child("kid", 3), (holds("dee", "kid", Basis.ORDER),), Breadth.NARROW, [""], "dee kid"),
        (child("kid", 3), (holds("dee", "kid", Basis.ATTORNEY),), Breadth.NARROW, [""], "kid"),
        (child("kid", 3), (holds("kid", "kid", PARENT),), Breadth.NARROW, [""], "kid"),
        (child("kid", 3), (holds("mum", "gran", PARENT),), Breadth.NARROW, [""], "kid"),
        (child("kid", 3), (holds("ghost", "kid", PARENT),), Breadth.WIDE, [""], "ghost kid"),
        (child("kid", 3), (holds("teen", "kid", PARENT),), Breadth.NARROW, [""], "kid"),
        (PersonFacts("kid"), BOTH, Breadth.NARROW, [""], "dad kid mum"),
    ],
)
def test_that_who_decides_and_who_blocks_is_as_the_law_says(
    person: PersonFacts, makers: tuple[Maker, ...], breadth: Breadth, needed: list[str], blockers: str
) -> None:
    people = {known.id: known for known in (MUM, DAD, DEE, child("teen", 14), person)}
    standing = standing_of(person, makers, people, NOW, AGES, breadth)
    assert [" ".join(sorted(map(str, group))) for group in standing.needed] == needed
    assert " ".join(sorted(map(str, standing.blockers))) == blockers


@pytest.mark.parametrize(
    ("years", "breadth", "asked"),
    [(4, Breadth.WIDE, False), (5, Breadth.WIDE, True), (8, Breadth.NARROW, False), (16, Breadth.WIDE, False)],
)
def test_that_assent_is_asked_of_a_child_for_wide_purposes_from_the_assent_age(
    years: int,
    breadth: Breadth,
    asked: bool,  # noqa: FBT001 - a column of the table
) -> None:
    kid = child("kid", years)
    assert standing_of(kid, BOTH, {"mum": MUM, "dad": DAD}, NOW, AGES, breadth).asks_assent is asked


def test_that_only_whoever_could_say_yes_can_take_their_own_no_back() -> None:
    makers = (BOTH[0], holds("dad", "kid", PARENT, verified=False))
    standing = standing_of(child("kid", 3), makers, {"mum": MUM, "dad": DAD}, NOW, AGES, Breadth.NARROW)
    assert standing.lifters == {"kid", "mum"}
