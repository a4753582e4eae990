"""When footage goes. Quiet room.

A rule says that one kind of footage goes a while after a trigger: its recording, or the end of its case. Where
several rules speak about one kind the earliest day wins, so a rule by case end with a rule by recording beside it
is also kept when a case is never closed. A rule whose trigger hasn't happened says nothing yet. A hold beats every
rule.

Days are counted as law counts them (Regulation (EEC, Euratom) 1182/71, article 3): the trigger's own day in the
service's time zone doesn't count; months and years end on the same day of the month, or on the month's last day
where it has no such day; the period ends with the last moment of its last day. That day is the day it goes: it
can be watched all day, and is erased in the night that follows.

What was promised when footage came in is never made longer: see `queries.rules_for`.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What goes. A film of the shared review has a clock of its own."""

    FILM = "film"
    REVIEW_FILM = "review_film"
    CLIP = "clip"
    STILL = "still"


class Trigger(StrEnum):
    """What starts the clock."""

    RECORDING = "recording"
    CASE_END = "case_end"


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class NotARule(ValueError):
    """Data that is no rule, or rules that leave a kind of footage without one."""


LONGEST = {Unit.DAYS: 36525, Unit.WEEKS: 5200, Unit.MONTHS: 1200, Unit.YEARS: 100}


@dataclass(frozen=True)
class Rule:
    """`kind` goes `count` `unit` after `trigger`. Nought days after recording: gone in the first night."""

    kind: Kind
    trigger: Trigger
    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 <= self.count <= LONGEST[self.unit]:
            raise NotARule(f"{self.count} {self.unit}")


DEFAULT_RULES = (
    Rule(Kind.FILM, Trigger.CASE_END, 2, Unit.MONTHS),
    Rule(Kind.FILM, Trigger.RECORDING, 6, Unit.MONTHS),
    Rule(Kind.REVIEW_FILM, Trigger.CASE_END, 2, Unit.MONTHS),
    Rule(Kind.REVIEW_FILM, Trigger.RECORDING, 12, Unit.MONTHS),
    Rule(Kind.CLIP, Trigger.CASE_END, 2, Unit.MONTHS),
    Rule(Kind.CLIP, Trigger.RECORDING, 12, Unit.MONTHS),
    Rule(Kind.STILL, Trigger.CASE_END, 2, Unit.MONTHS),
    Rule(Kind.STILL, Trigger.RECORDING, 12, Unit.MONTHS),
)
"""Two months after the end, as the common consent form says; and never for ever, should a case not be closed. Clips
and stills outlive the long film, so that the last meeting can look back from first to last."""


@dataclass(frozen=True)
class Clock:
    """What a rule needs to know about one piece of footage."""

    recorded_at: datetime
    case_closed_at: datetime | None
    zone: tzinfo

    def day_of(self, trigger: Trigger) -> date | None:
        """The trigger's day where the service is."""
        moments = {Trigger.RECORDING: self.recorded_at, Trigger.CASE_END: self.case_closed_at}
        moment = moments[trigger]
        return moment.astimezone(self.zone).date() if moment else None


@dataclass(frozen=True)
class Fate:
    """The day something goes and the rule that says so. Held: nothing goes. No day: nothing has started a clock."""

    on: date | None = None
    rule: Rule | None = None
    is_held: bool = False

    def is_due(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.on is not None and not self.is_held and self.on < today


def goes_on(rule: Rule, clock: Clock) -> date | None:
    """The last day on which `rule` lets it be kept; none while its trigger hasn't happened."""
    day = clock.day_of(rule.trigger)
    return _later(day, rule) if day else None


def fate(rules: Iterable[Rule], kind: Kind, clock: Clock) -> Fate:
    """What becomes of one piece of footage by the rules alone: the earliest day wins."""
    of_kind = [rule for rule in rules if rule.kind is kind]
    days = [(day, rule) for rule in of_kind if (day := goes_on(rule, clock))]
    if days:
        return Fate(*min(days, key=lambda pair: pair[0]))
    return Fate(rule=of_kind[0] if of_kind else None)


@dataclass(frozen=True)
class Holds:
    """The holds of one case that are in force."""

    on_whole_case: bool = False
    assets: frozenset[UUID] = frozenset()

    def over(self, outcome: Fate, assets: Iterable[UUID]) -> Fate:
        """The same fate, held where a hold covers one of `assets`: the footage, all above it and all below it."""
        is_held = self.on_whole_case or not self.assets.isdisjoint(assets)
        return replace(outcome, is_held=is_held)


def from_data(rows: Sequence[Mapping[str, object]]) -> tuple[Rule, ...]:
    """The rules that a stored list says. Every kind must have one: what nobody thought of would stay for ever."""
    rules = tuple(rule_from(row) for row in rows)
    if without := sorted(set(Kind) - {rule.kind for rule in rules}):
        raise NotARule(f"no rule for {', '.join(without)}")
    if len({(rule.kind, rule.trigger) for rule in rules}) < len(rules):
        raise NotARule("two rules for one kind and trigger")
    return rules


def as_data(rules: Iterable[Rule]) -> list[dict[str, str | int]]:
    """The rules as a list that JSON can hold."""
    return [
        {"kind": rule.kind.value, "trigger": rule.trigger.value, "count": rule.count, "unit": rule.unit.value}
        for rule in rules
    ]


def rule_from(row: Mapping[str, object]) -> Rule:
    """The one rule that a stored row says."""
    count = row.get("count")
    if set(row) != {"kind", "trigger", "count", "unit"} or not isinstance(count, int) or count is True:
        raise NotARule(f"not a rule: {sorted(row)}")
    try:
        kind, trigger, unit = Kind(str(row["kind"])), Trigger(str(row["trigger"])), Unit(str(row["unit"]))
    except ValueError as reason:
        raise NotARule(str(reason)) from None
    return Rule(kind, trigger, count, unit)


def _later(day: date, rule: Rule) -> date:
    if rule.unit in _DAYS:
        return day + timedelta(days=rule.count * _DAYS[rule.unit])
    years, month = divmod(day.month - 1 + rule.count * _MONTHS[rule.unit], 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
