"""How near the day is, for a sentence on a page. Quiet room; the sentences are in `words`."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from vigportal.retention.rules import Fate, Rule


class Nearness(Enum):
    """Which sentence is the right one."""

    HELD = "held"  # it stays for now, and why is not for everybody
    NOT_YET = "not_yet"  # its clock starts when the rule's trigger happens
    LATER = "later"
    TOMORROW = "tomorrow"
    TODAY = "today"  # watchable today, erased in the coming night
    PAST = "past"  # its erasure is waited for


@dataclass(frozen=True)
class Countdown:
    """A sentence's choice and its figures."""

    nearness: Nearness
    days: int = 0
    on: date | None = None
    rule: Rule | None = None


_NEAR = {0: Nearness.TODAY, 1: Nearness.TOMORROW}


def countdown(fate: Fate, today: date) -> Countdown:
    """How near the day is, seen from `today` in the service's time zone."""
    if fate.is_held:
        return Countdown(Nearness.HELD)
    if fate.on is None:
        return Countdown(Nearness.NOT_YET, rule=fate.rule)
    days = (fate.on - today).days
    nearness = Nearness.PAST if days < 0 else _NEAR.get(days, Nearness.LATER)
    return Countdown(nearness, max(days, 0), fate.on, fate.rule)
