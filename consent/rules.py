"""What a service allows, as it is stored: what may stand there, and what one version changes. Quiet room.

The law (consent.md): a service may treat a narrow purpose as wide, never a wide one as narrow; a wide one needs a
signature; a copy can be kept only of what may be watched. Nothing listed is nothing allowed. Beside the ceiling stand
the ages at which a child is asked again (`ask_again_at`) and whose second look counts (`verify_by`); absent: as usual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consent.growing import ASK_AGAIN_AT, ages_from
from consent.terms import WIDE, Action, Evidence, Purpose
from families.standing import Breadth, SecondLook

Rules = Mapping[str, Any]
Allowed = Mapping[str, Any]

LONGEST_DAYS = 3650
OLDEST_AGE = 18


class Fault(StrEnum):
    """Why rules can't be taken."""

    UNREADABLE = "unreadable"
    DAYS = "days"
    EVIDENCE = "evidence"
    WIDE_AS_NARROW = "wide_as_narrow"
    COPY_WITHOUT_VIEW = "copy_without_view"
    AGES = "ages"


class Part(StrEnum):
    """What of the rules can change: of one purpose and action, or of the service as a whole."""

    ALLOWED = "allowed"
    DAYS = "longest_days"
    EVIDENCE = "evidence"
    BREADTH = "breadth"
    TEXT = "oldest_text"
    COMPETENT = "presumed_competent"
    ASSENT = "assent_from"
    AGAIN = "ask_again_at"
    VERIFY = "verify_by"


OF_A_PURPOSE = (Part.DAYS, Part.EVIDENCE, Part.BREADTH, Part.TEXT)


@dataclass(frozen=True)
class Change:
    """One part, as it was and as it is to be. Without a purpose it is the service's as a whole."""

    part: Part
    before: object
    after: object
    purpose: Purpose | None = None
    action: Action | None = None


def fault_in(rules: Rules) -> Fault | None:
    """The first thing that is wrong with rules; what can't even be read is wrong too."""
    try:
        return next(_faults(rules), None)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Fault.UNREADABLE


def _faults(rules: Rules) -> Iterator[Fault]:
    for rule in rules["allows"]:
        yield from _faults_of(rule)
    allowed = {(rule["purpose"], rule["action"]) for rule in rules["allows"]}
    if len(allowed) != len(rules["allows"]):
        yield Fault.UNREADABLE
    if any((purpose, Action.VIEW) not in allowed for purpose, _action in allowed):
        yield Fault.COPY_WITHOUT_VIEW
    ages = (rules["ages"]["presumed_competent"], rules["ages"]["assent_from"], *rules.get(Part.AGAIN, ()))
    if not all(_is_whole(age, OLDEST_AGE, 0) for age in ages):
        yield Fault.AGES
    SecondLook(rules.get(Part.VERIFY, SecondLook.ANYBODY))


def _faults_of(rule: Allowed) -> Iterator[Fault]:
    is_wide = Purpose(rule["purpose"]) in WIDE
    if not _is_whole(rule["longest_days"], LONGEST_DAYS):
        yield Fault.DAYS
    if is_wide and Breadth(rule["breadth"]) == Breadth.NARROW:
        yield Fault.WIDE_AS_NARROW
    if Breadth(rule["breadth"]) == Breadth.WIDE and Evidence(rule["evidence"]) != Evidence.SIGNED:
        yield Fault.EVIDENCE
    if not _is_whole(rule["oldest_text"], LONGEST_DAYS):
        yield Fault.UNREADABLE
    Action(rule["action"]), Evidence(rule["evidence"])


def _is_whole(number: object, most: int, least: int = 1) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= most


def again_at(rules: Rules) -> tuple[int, ...]:
    """The ages at which a child is asked again."""
    return ages_from(rules.get(Part.AGAIN, [*ASK_AGAIN_AT]))


def verify_by(rules: Rules) -> SecondLook:
    """Whose second look counts: anybody's where nothing is said; where it can't be read, another's."""
    is_anybody = rules.get(Part.VERIFY, SecondLook.ANYBODY) == SecondLook.ANYBODY
    return SecondLook.ANYBODY if is_anybody else SecondLook.ANOTHER


def allowed_in(rules: Rules) -> Mapping[tuple[str, str], Allowed]:
    """What is allowed, by purpose and action."""
    return {(rule["purpose"], rule["action"]): rule for rule in rules["allows"]}


def with_allowed(rules: Rules, purpose: str, allowed: Iterable[Allowed]) -> Rules:
    """The same rules with other ones for this purpose; none: it is shut."""
    others = [rule for rule in rules["allows"] if rule["purpose"] != purpose]
    order = list(Purpose)
    return {**rules, "allows": sorted([*others, *allowed], key=lambda rule: order.index(Purpose(rule["purpose"])))}


def with_oldest_text(rules: Rules, purpose: str, action: str, version: int) -> Rules:
    """The same rules, where words older than this version don't count any more."""
    allows = [
        {**rule, "oldest_text": version} if (rule["purpose"], rule["action"]) == (purpose, action) else rule
        for rule in rules["allows"]
    ]
    return {**rules, "allows": allows}


def with_texts_of(rules: Rules, others: Rules) -> Rules:
    """The same rules, with the oldest words that count as the others have them: those are nobody's to forget."""
    known = allowed_in(others)
    kept = ((rule, known.get((rule["purpose"], rule["action"]), rule)) for rule in rules["allows"])
    return {**rules, "allows": [{**rule, "oldest_text": other["oldest_text"]} for rule, other in kept]}


def changes_between(before: Rules, after: Rules) -> tuple[Change, ...]:
    """What other rules change, purpose by purpose; the service's own parts last."""
    old, new = allowed_in(before), allowed_in(after)
    keys = ((purpose, action) for purpose in Purpose for action in Action)
    of_purposes = [change for key in keys for change in _changes_of(key, old.get(key), new.get(key))]
    wholes = [(part, _whole(before)[part], _whole(after)[part]) for part in _whole(after)]
    return (*of_purposes, *(Change(part, was, now) for part, was, now in wholes if was != now))


def _changes_of(key: tuple[Purpose, Action], old: Allowed | None, new: Allowed | None) -> Iterator[Change]:
    if (old is None) != (new is None):
        yield Change(Part.ALLOWED, old is not None, new is not None, *key)
    elif old is not None and new is not None:
        yield from (Change(part, old[part], new[part], *key) for part in OF_A_PURPOSE if old[part] != new[part])


def _whole(rules: Rules) -> Mapping[Part, object]:
    ages = rules["ages"]
    return {
        Part.COMPETENT: ages["presumed_competent"],
        Part.ASSENT: ages["assent_from"],
        Part.AGAIN: again_at(rules),
        Part.VERIFY: verify_by(rules),
    }
