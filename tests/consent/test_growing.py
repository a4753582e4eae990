"""When a growing child is asked anew: birthdays by table, to the moment and in the service's own time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.growing import ASK_AGAIN_AT, Birthday, Growing, Heard, ages_from, birthday_of, birthday_waiting
from families.ability import Ages, PersonFacts, Since, Stage

LONDON = ZoneInfo("Europe/London")
AGES = Ages(LONDON)
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
BORN_ON = date(2014, 7, 1)
TWELVE = datetime(2026, 6, 30, 23, tzinfo=UTC)  # 1 July begins in London in summer time
TICK = timedelta(microseconds=1)


def ada(born_on: date | None = BORN_ON, **facts: Any) -> Growing:
    """Ada, written down long ago; nobody has heard anything of her yet."""
    person = PersonFacts("ada", born_on=(Since(born_on, LONG_AGO),))
    return Growing(replace(person, **facts), LONG_AGO)


def waiting(growing: Growing, at: datetime, ages: Ages = AGES) -> Birthday | None:
    return birthday_waiting(growing, at, ages, ASK_AGAIN_AT)


@pytest.mark.parametrize(
    ("at", "age"),
    [
        (TWELVE - TICK, None),
        (TWELVE, 12),
        (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), 12),
        (datetime(2027, 6, 30, 23, tzinfo=UTC), 13),
        (datetime(2029, 7, 5, tzinfo=UTC), 13),
        (datetime(2030, 7, 5, tzinfo=UTC), 16),
        (datetime(2032, 6, 30, 22, 59, tzinfo=UTC), 16),
        (datetime(2032, 6, 30, 23, tzinfo=UTC), 18),
        (datetime(2050, 1, 1, tzinfo=UTC), 18),
    ],
)
def test_that_a_birthday_waits_from_its_first_moment_where_the_service_is(at: datetime, age: int | None) -> None:
    found = waiting(ada(), at)
    assert (found.age if found else None) == age


@pytest.mark.parametrize(
    ("zone", "since"),
    [("Europe/London", TWELVE), ("Pacific/Auckland", datetime(2026, 6, 30, 12, tzinfo=UTC)),
     ("America/Los_Angeles", datetime(2026, 7, 1, 7, tzinfo=UTC))],
)  # fmt: skip
def test_that_the_day_begins_at_the_services_own_midnight(zone: str, since: datetime) -> None:
    ages = Ages(ZoneInfo(zone))
    found = waiting(ada(), since, ages)
    assert found
    assert found.since == since
    assert waiting(ada(), since - TICK, ages) is None


@pytest.mark.parametrize(
    ("year", "age", "day"), [(2012, 12, (2, 29)), (2012, 13, (3, 1)), (2012, 16, (2, 29)), (2012, 18, (3, 1))]
)
def test_that_a_leap_child_has_their_birthday_on_the_first_of_march(year: int, age: int, day: tuple[int, int]) -> None:
    since = birthday_of(date(year, 2, 29), age, AGES)
    assert (since.astimezone(LONDON).month, since.astimezone(LONDON).day) == day
    child = ada(date(year, 2, 29))
    found = waiting(child, since)
    assert found
    assert (found.age, found.since) == (age, since)
    before = waiting(child, since - TICK)
    assert before is None or before.age < age


@pytest.mark.parametrize(
    ("heard", "age", "is_gone"),
    [
        *((kind, age, True) for age in (12, 13, 16) for kind in (Heard.WORD, Heard.SHOWN, Heard.COMPETENCE)),
        *((Heard.CAPACITY, age, False) for age in (12, 13, 16)),
        (Heard.WORD, 18, True),
        (Heard.CAPACITY, 18, True),
        (Heard.SHOWN, 18, False),
        (Heard.COMPETENCE, 18, False),
    ],
)
def test_that_what_was_heard_since_the_birthday_answers_it(heard: Heard, age: int, is_gone: bool) -> None:  # noqa: FBT001
    since = birthday_of(BORN_ON, age, AGES)
    on_the_day, the_day_before = replace(ada(), heard=((heard, since),)), replace(ada(), heard=((heard, since - TICK),))
    assert (waiting(on_the_day, since) is None) is is_gone
    assert waiting(the_day_before, since) is not None


def test_that_an_answer_to_one_birthday_is_none_to_the_next() -> None:
    answered = replace(ada(), heard=((Heard.SHOWN, TWELVE + timedelta(days=3)),))
    assert waiting(answered, TWELVE + timedelta(days=9)) is None
    again = waiting(answered, datetime(2027, 7, 2, tzinfo=UTC))
    assert again
    assert again.age == 13


def test_that_what_is_entered_later_is_not_known_before() -> None:
    later = replace(ada(), heard=((Heard.WORD, TWELVE + timedelta(days=3)),))
    assert waiting(later, TWELVE + timedelta(days=2)) is not None


@pytest.mark.parametrize(
    ("known_from", "age"), [(TWELVE - TICK, 12), (TWELVE, None), (TWELVE + timedelta(days=40), None)]
)
def test_that_a_birthday_before_they_were_written_down_waits_for_nothing(known_from: datetime, age: int | None) -> None:
    found = waiting(replace(ada(), known_from=known_from), TWELVE + timedelta(days=60))
    assert (found.age if found else None) == age


@pytest.mark.parametrize("born_on", [None, date(2027, 1, 1)])
def test_that_without_a_birthday_nothing_is_asked(born_on: date | None) -> None:
    assert waiting(ada(born_on), TWELVE) is None
    assert waiting(Growing(PersonFacts("ada"), LONG_AGO), TWELVE) is None


@pytest.mark.parametrize(
    ("age", "facts", "stage"),
    [
        (12, {}, Stage.CHILD),
        (12, {"competence": (Since(value=True, from_at=LONG_AGO),)}, Stage.COMPETENT_CHILD),
        (16, {}, Stage.COMPETENT_CHILD),
        (16, {"competence": (Since(value=False, from_at=LONG_AGO),)}, Stage.CHILD),
        (18, {}, Stage.ADULT),
        (18, {"capacity": (Since(value=False, from_at=LONG_AGO),)}, Stage.ADULT_WITHOUT_CAPACITY),
    ],
)
def test_that_it_says_who_decides_for_them_from_now_on(age: int, facts: dict[str, Any], stage: Stage) -> None:
    found = waiting(ada(**facts), birthday_of(BORN_ON, age, AGES))
    assert found
    assert (found.stage, found.is_of_age) == (stage, age == 18)


@pytest.mark.parametrize(
    ("written", "ages"),
    [
        (None, ASK_AGAIN_AT),
        ([], ()),
        ([14], (14,)),
        ([16, 8, 16], (8, 16)),
        ("12", ASK_AGAIN_AT),
        ([12, "13"], ASK_AGAIN_AT),
        ([True], ASK_AGAIN_AT),
        ([0, 12], (12,)),
        ([12, 18], (12,)),
    ],
)
def test_that_the_ages_are_the_services_own_where_they_can_be_read(written: object, ages: tuple[int, ...]) -> None:
    assert ages_from(written) == ages


def test_that_the_services_ages_count_and_eighteen_always() -> None:
    for age in (8, 14, 18):
        found = birthday_waiting(ada(), birthday_of(BORN_ON, age, AGES), AGES, (8, 14))
        assert found
        assert found.age == age
    assert birthday_waiting(ada(), TWELVE, AGES, (14,)) is None


MOMENTS = st.integers(0, 21_000 * 24).map(lambda hours: LONG_AGO - timedelta(days=5_000) + timedelta(hours=hours))
FLAGS = st.lists(st.builds(Since, st.sampled_from([True, False, None]), MOMENTS), max_size=3).map(tuple)
PEOPLE = st.builds(
    PersonFacts,
    st.just("ada"),
    born_on=st.lists(
        st.builds(Since, st.none() | st.dates(date(1990, 1, 1), date(2070, 1, 1)), MOMENTS), max_size=3
    ).map(tuple),
    adult=FLAGS,
    capacity=FLAGS,
    competence=FLAGS,
)
GROWING = st.builds(
    Growing, PEOPLE, MOMENTS, st.lists(st.tuples(st.sampled_from(Heard), MOMENTS), max_size=5).map(tuple)
)


@settings(max_examples=400)
@given(GROWING, MOMENTS, st.sets(st.integers(1, 17), max_size=4), st.sampled_from(["Europe/London", "Pacific/Apia"]))
def test_that_no_history_breaks_it_and_an_answer_now_always_ends_it(
    growing: Growing, at: datetime, ask_again_at: set[int], zone: str
) -> None:
    ages = Ages(ZoneInfo(zone))
    found = birthday_waiting(growing, at, ages, ask_again_at)
    if found:
        assert growing.known_from < found.since <= at
        assert found.age in {*ask_again_at, 18}
        answered = replace(growing, heard=(*growing.heard, (Heard.WORD, at)))
        assert birthday_waiting(answered, at, ages, ask_again_at) is None
