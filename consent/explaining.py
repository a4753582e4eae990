"""Why the answer was what it was at some past moment: the gate's own rule, asked anew of the tables as they stood then.

Everything that decides is append-only or effective-dated, so nothing is kept for this: a moment is a time and the last
number that had been entered by then. It tells of consent alone; whether somebody could reach the footage at all is
another question. People are known by their ids here, unless names are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from consent.decisions import Decision, Finding, Reason
from consent.facts import Asset, Declaration, Facts, Question
from consent.loader import facts_for_case, law_at
from consent.matters import shown_in
from consent.policy import decide
from consent.wording import STAFF
from families.ability import Id
from families.models import Case

WIDTH = 18  # of the longest reason


@dataclass(frozen=True)
class Replay:
    """One question of the past, with everything its answer rests on."""

    question: Question
    facts: Facts
    decision: Decision

    @property
    def can_be_asked(self) -> bool:
        """Whether there was such a film, clip or still at that moment."""
        return self.decision.reason != Reason.ERROR

    @property
    def shown(self) -> list[Id]:
        """Who was noted as seen or heard in it then."""
        return sorted(set(shown_in(self.facts.asset_by_id[self.question.asset], self.question.at)), key=str)

    @property
    def cited(self) -> list[Declaration]:
        """Every declaration that something found rests on, in the order in which they were said."""
        found = {each.declaration for each in self.decision.findings if each.declaration is not None}
        return sorted((self.facts.declaration_by_id[key] for key in found), key=lambda said: said.number)


def replay(case: Case, question: Question) -> Replay:
    """Asks it as of `question.at`; `question.up_to` None stands for the last number entered by then."""
    facts = replace(facts_for_case(case), law=law_at(question.at))
    up_to = facts.number_at(question.at) if question.up_to is None else question.up_to
    question = replace(question, up_to=up_to)
    return Replay(question, facts, decide(facts, question))


def account_of(told: Replay, names: Mapping[Id, str]) -> Iterator[str]:
    """The replay in lines of plain text. `names` may be empty: then there are ids alone."""
    question, decision = told.question, told.decision
    yield f"{'yes' if decision.allowed else 'no'} ({decision.reason}): {STAFF[decision.reason].sentence}"
    yield f"asked: {question.purpose} / {question.action}, by {_who(question.viewer, names)}"
    yield f"of: {_asset(told.facts.asset_by_id[question.asset])}"
    yield f"at: {_moment(question.at)}, up to number {question.up_to}, by version {told.facts.law} of the law"
    yield f"seen or heard in it: {', '.join(_who(person, names) for person in told.shown) or 'nobody noted'}"
    yield "found:"
    yield from (f"  {_finding(found, told, names)}" for found in decision.findings)
    yield "resting on:" if told.cited else "resting on no declaration"
    yield from (f"  {_declaration(said, told, names)}" for said in told.cited)


def _finding(found: Finding, told: Replay, names: Mapping[Id, str]) -> str:
    about = f" about {_who(found.person, names)}" if found.person else ""
    maker = f", {_who(found.maker, names)}" if found.maker else ""
    number = f", number {told.facts.declaration_by_id[found.declaration].number}" if found.declaration else ""
    return f"{found.reason:<{WIDTH}}{about}{maker}{number}: {STAFF[found.reason].sentence}"


def _declaration(said: Declaration, told: Replay, names: Mapping[Id, str]) -> str:
    lines = ", ".join(f"{line.purpose}/{line.action}{_version(line.text)}" for line in said.lines)
    parts = [
        f"number {said.number}, {said.kind}, entered {_moment(said.recorded_at)}",
        f"about {_who(said.about, names)}, by {_who(said.by, names)}",
        f"for {_asset(told.facts.asset_by_id[said.scope])}{' and what is made later' if said.later_footage else ''}",
        f"{lines or 'everything'}, {said.evidence}{_interval(said)}",
    ]
    if said.viewers:
        parts.append(f"only {', '.join(sorted(_who(viewer, names) for viewer in said.viewers))}")
    return "; ".join([*parts, f"id {said.id}"])


def _asset(asset: Asset) -> str:
    return f"{asset.kind} {asset.id} (number {asset.number})"


def _version(text: int | None) -> str:
    return "" if text is None else f" on text version {text}"


def _interval(said: Declaration) -> str:
    if said.from_at is None or said.until_at is None:
        return ""
    return f", from {_moment(said.from_at)} until {_moment(said.until_at)}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")


def _who(key: Id | UUID | None, names: Mapping[Id, str]) -> str:
    if key is None:
        return "nobody in particular"
    return f"{names[key]} ({key})" if key in names else str(key)
