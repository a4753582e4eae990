"""The small words of `cases.md`: moments, and what stands in brackets behind a declaration."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from consent.facts import Line
from consent.terms import Action, Kind, Purpose

DAY_0 = datetime(2026, 1, 5, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
VERBS = {
    "gives": Kind.GIVE,
    "refuses": Kind.REFUSE,
    "withdraws": Kind.WITHDRAW,
    "shows yes": Kind.ASSENT,
    "shows no": Kind.DISSENT,
}


class Unreadable(ValueError):
    """A phrase of the table that nothing here can read."""


def moment(phrase: str) -> datetime:
    """`day 10` (noon), `a tick before day 10`, or `2026-06-30 23:00` (UTC)."""
    before = phrase.startswith("a tick before ")
    phrase = phrase.removeprefix("a tick before ")
    day = re.fullmatch(r"day (-?\d+)", phrase)
    at = DAY_0 + timedelta(days=int(day[1])) if day else datetime.fromisoformat(phrase).replace(tzinfo=UTC)
    return at - TICK if before else at


def labels(phrase: str) -> frozenset[str]:
    """`#1+#3` are the ids d1 and d3."""
    return frozenset(phrase.replace("#", "d").split("+"))


def _viewers(phrase: str) -> frozenset[str]:
    return frozenset() if phrase == "nobody" else frozenset(phrase.split("+"))


Option = Callable[[str], dict[str, Any]]
PURPOSES = "|".join([*Purpose, "everything", "gossip"])
ACTIONS = "|".join([*Action, "dance"])
OPTIONS: tuple[tuple[str, Option], ...] = (
    (r"on (\w+)", lambda scope: {"scope": scope}),
    (rf"((?:{PURPOSES})(?:\+(?:{PURPOSES}))*)", lambda names: {"purposes": names.split("+")}),
    (rf"((?:{ACTIONS})(?:\+(?:{ACTIONS}))*)", lambda names: {"actions": names.split("+")}),
    (r"viewers (.+)", lambda names: {"viewers": _viewers(names)}),
    (r"(spoken|signed|photo)", lambda kind: {"evidence": kind}),
    (r"from (.+)", lambda when: {"from_at": moment(when)}),
    (r"until (.+)", lambda when: {"until_at": moment(when)}),
    (r"entered (.+)", lambda when: {"recorded_at": moment(when)}),
    (r"no (end|start)", lambda end: {"until_at" if end == "end" else "from_at": None}),
    (r"text (\d+)", lambda version: {"text": int(version)}),
    (r"no text()", lambda _: {"text": None}),
    (r"later footage too()", lambda _: {"later_footage": True}),
    (r"lifting (.+)", lambda those: {"lifts": labels(those)}),
    (r"about (\w+)", lambda person: {"about": person}),
    (r"by (\w+)", lambda maker: {"by": maker}),
    (r"listing nothing()", lambda _: {"purposes": []}),
)


def bracket(phrases: str | None) -> dict[str, Any]:
    """What stands in brackets, as fields of a declaration (with `purposes`, `actions` and `text` still apart)."""
    found: dict[str, Any] = {}
    for phrase in filter(None, map(str.strip, (phrases or "").split(","))):
        matches = ((re.fullmatch(pattern, phrase), read) for pattern, read in OPTIONS)
        fields = next((read(match[1]) for match, read in matches if match), None)
        if fields is None:
            raise Unreadable(phrase)
        found.update(fields)
    return found


def lines(fields: dict[str, Any]) -> tuple[Line, ...]:
    """The lines that the purposes, actions and text of a bracket make; supervision and view where it is silent."""
    purposes, actions = fields.pop("purposes", ["supervision"]), fields.pop("actions", ["view"])
    text = fields.pop("text", 1)
    return tuple(Line(purpose, action, text) for purpose in purposes for action in actions)
