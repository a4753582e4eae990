"""When footage goes: days as law counts them, the earliest rule, and holds that beat them all."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigportal.retention.countdown import Countdown, Nearness, countdown
from vigportal.retention.rules import (
    DEFAULT_RULES,
    Clock,
    Fate,
    Holds,
    Kind,
    NotARule,
    Rule,
    Trigger,
    Unit,
    as_data,
    fate,
    from_data,
    goes_on,
)

LONDON = ZoneInfo("Europe/London")
FILM, CLIP, RECORDING, CASE_END = Kind.FILM, Kind.CLIP, Trigger.RECORDING, Trigger.CASE_END
SHOWN, ABOVE, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)


def _clock(recorded: str, closed: str | None = None, zone: ZoneInfo = LONDON) -> Clock:
    at = [datetime.fromisoformat(text) if text else None for text in (recorded, closed)]
    assert at[0]
    return Clock(at[0], at[1], zone)


@pytest.mark.parametrize(
    ("recorded", "count", "unit", "day"),
    [
        ("2027-03-01T15:00Z", 7, Unit.DAYS, "2027-03-08"),
        ("2027-03-01T15:00Z", 0, Unit.DAYS, "2027-03-01"),
        ("2027-03-01T15:00Z", 26, Unit.WEEKS, "2027-08-30"),
        ("2027-03-01T15:00Z", 2, Unit.MONTHS, "2027-05-01"),
        ("2027-12-31T15:00Z", 2, Unit.MONTHS, "2028-02-29"),
        ("2026-12-31T15:00Z", 2, Unit.MONTHS, "2027-02-28"),
        ("2027-08-31T15:00Z", 1, Unit.MONTHS, "2027-09-30"),
        ("2027-08-31T15:00Z", 0, Unit.MONTHS, "2027-08-31"),
        ("2027-11-15T15:00Z", 14, Unit.MONTHS, "2029-01-15"),
        ("2028-02-29T15:00Z", 1, Unit.YEARS, "2029-02-28"),
        ("2028-02-29T15:00Z", 4, Unit.YEARS, "2032-02-29"),
        ("2027-03-01T23:59Z", 1, Unit.DAYS, "2027-03-02"),
        ("2027-07-01T23:30Z", 1, Unit.DAYS, "2027-07-03"),  # half past midnight in London's summer
        ("2027-03-27T12:00Z", 1, Unit.DAYS, "2027-03-28"),  # a day of twenty-three hours
    ],
)
def test_that_a_period_ends_with_its_last_day(recorded: str, count: int, unit: Unit, day: str) -> None:
    assert goes_on(Rule(FILM, RECORDING, count, unit), _clock(recorded)) == date.fromisoformat(day)


def test_that_the_day_is_the_services_own() -> None:
    rule = Rule(FILM, RECORDING, 1, Unit.DAYS)
    at = "2027-01-01T23:30Z"
    assert goes_on(rule, _clock(at)) == date(2027, 1, 2)
    assert goes_on(rule, _clock(at, zone=ZoneInfo("Europe/Amsterdam"))) == date(2027, 1, 3)


def test_that_a_rule_waits_for_its_trigger() -> None:
    rule = Rule(FILM, CASE_END, 2, Unit.MONTHS)
    assert goes_on(rule, _clock("2027-01-01T12:00Z")) is None
    assert goes_on(rule, _clock("2027-01-01T12:00Z", "2027-06-10T12:00Z")) == date(2027, 8, 10)


END = Rule(FILM, CASE_END, 2, Unit.MONTHS)
CAP = Rule(FILM, RECORDING, 6, Unit.MONTHS)
OTHER = Rule(CLIP, RECORDING, 0, Unit.DAYS)


@pytest.mark.parametrize(
    ("rules", "closed", "outcome"),
    [
        ((END, CAP, OTHER), None, Fate(date(2027, 7, 1), CAP)),
        ((END, CAP, OTHER), "2027-02-01T12:00Z", Fate(date(2027, 4, 1), END)),
        ((END, CAP, OTHER), "2027-06-01T12:00Z", Fate(date(2027, 7, 1), CAP)),
        ((END, OTHER), None, Fate(None, END)),
        ((OTHER,), None, Fate(None, None)),
        ((), None, Fate(None, None)),
    ],
)
def test_that_the_earliest_day_wins(rules: tuple[Rule, ...], closed: str | None, outcome: Fate) -> None:
    assert fate(rules, FILM, _clock("2027-01-01T12:00Z", closed)) == outcome


@pytest.mark.parametrize(
    ("today", "is_due"), [("2027-06-30", False), ("2027-07-01", False), ("2027-07-02", True), ("2028-01-01", True)]
)
def test_that_it_goes_in_the_night_after_its_last_day(today: str, *, is_due: bool) -> None:
    assert Fate(date(2027, 7, 1), CAP).is_due(date.fromisoformat(today)) is is_due


@pytest.mark.parametrize("outcome", [Fate(None, END), Fate(), Fate(date(2027, 7, 1), CAP, is_held=True)])
def test_that_without_a_day_or_under_a_hold_nothing_is_due(outcome: Fate) -> None:
    assert not outcome.is_due(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("holds", "is_held"),
    [
        (Holds(), False),
        (Holds(on_whole_case=True), True),
        (Holds(assets=frozenset({SHOWN})), True),
        (Holds(assets=frozenset({ABOVE})), True),
        (Holds(assets=frozenset({ELSEWHERE})), False),
    ],
)
def test_that_a_hold_covers_what_it_names(holds: Holds, *, is_held: bool) -> None:
    assert holds.over(Fate(date(2027, 7, 1), CAP), [SHOWN, ABOVE]) == Fate(date(2027, 7, 1), CAP, is_held=is_held)


ANY_RULE = st.builds(Rule, st.sampled_from(Kind), st.sampled_from(Trigger), st.integers(0, 100), st.sampled_from(Unit))
ANY_TIME = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.lists(ANY_RULE), ANY_RULE, ANY_TIME, st.none() | ANY_TIME)
def test_that_a_further_rule_never_keeps_anything_longer(
    rules: list[Rule], further: Rule, recorded_at: datetime, closed_at: datetime | None
) -> None:
    clock = Clock(recorded_at, closed_at, LONDON)
    before, after = fate(rules, further.kind, clock), fate([*rules, further], further.kind, clock)
    assert before.on is None or (after.on is not None and after.on <= before.on)


@given(ANY_RULE, ANY_TIME, st.integers(0, 400))
def test_that_what_was_filmed_later_never_goes_sooner(rule: Rule, recorded_at: datetime, days: int) -> None:
    first, later = (goes_on(rule, Clock(at, at, LONDON)) for at in (recorded_at, recorded_at + timedelta(days=days)))
    assert first
    assert later
    assert first <= later


def test_that_the_defaults_leave_nothing_for_ever() -> None:
    clock = _clock("2027-01-01T12:00Z")
    assert all(fate(DEFAULT_RULES, kind, clock).on for kind in Kind)
    assert from_data(as_data(DEFAULT_RULES)) == DEFAULT_RULES


GOOD = as_data(DEFAULT_RULES)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row for row in GOOD if row["kind"] != "still"],
        [*GOOD, GOOD[0]],
        [*GOOD[1:], {**GOOD[0], "kind": "video"}],
        [*GOOD[1:], {**GOOD[0], "trigger": "birth"}],
        [*GOOD[1:], {**GOOD[0], "unit": "fortnights"}],
        [*GOOD[1:], {**GOOD[0], "count": -1}],
        [*GOOD[1:], {**GOOD[0], "count": 1.5}],
        [*GOOD[1:], {**GOOD[0], "count": True}],
        [*GOOD[1:], {**GOOD[0], "count": 1201}],
        [*GOOD[1:], {**GOOD[0], "count": "2"}],
        [*GOOD[1:], {**GOOD[0], "why": "just so"}],
        [*GOOD[1:], {key: value for key, value in GOOD[0].items() if key != "unit"}],
    ],
)
def test_that_rules_with_a_hole_or_a_slip_are_refused(rows: list[dict[str, object]]) -> None:
    with pytest.raises(NotARule):
        from_data(rows)


@pytest.mark.parametrize(
    ("outcome", "seen"),
    [
        (Fate(date(2027, 7, 1), CAP, is_held=True), Countdown(Nearness.HELD)),
        (Fate(None, END), Countdown(Nearness.NOT_YET, rule=END)),
        (Fate(), Countdown(Nearness.NOT_YET)),
        (Fate(date(2027, 7, 13), CAP), Countdown(Nearness.LATER, 12, date(2027, 7, 13), CAP)),
        (Fate(date(2027, 7, 3), CAP), Countdown(Nearness.LATER, 2, date(2027, 7, 3), CAP)),
        (Fate(date(2027, 7, 2), CAP), Countdown(Nearness.TOMORROW, 1, date(2027, 7, 2), CAP)),
        (Fate(date(2027, 7, 1), CAP), Countdown(Nearness.TODAY, 0, date(2027, 7, 1), CAP)),
        (Fate(date(2027, 6, 30), CAP), Countdown(Nearness.PAST, 0, date(2027, 6, 30), CAP)),
    ],
)
def test_that_the_countdown_counts_to_the_last_day(outcome: Fate, seen: Countdown) -> None:
    assert countdown(outcome, date(2027, 7, 1)) == seen
