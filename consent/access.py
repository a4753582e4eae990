"""The doors of consent: one question, decided now, from the primary database. No answer outlives its request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from consent.decisions import Decision, Finding, Reason
from consent.facts import Appearance, Question
from consent.models import Action, Asset, Purpose
from consent.policy import decide
from consent.queries import facts_for_asset, facts_for_case
from families.models import Case

SHUTS_CONFIRMING = frozenset({Reason.ERROR, Reason.ASSET_STATE, Reason.CEILING, Reason.DISSENT, Reason.REFUSED})
"""What shuts even the confirming door. A yes that is missing doesn't: the door is there to find out whose is."""


def decision_on(asset: Asset, *, viewer: UUID, purpose: Purpose, action: Action, now: datetime) -> Decision:
    """May `viewer` do `action` with `asset` for `purpose`, now?"""
    return decide(facts_for_asset(asset.pk), Question(asset.pk, purpose, action, viewer, now))


def cited(decision: Decision) -> list[UUID]:
    """The declarations that a decision rests on, for the ledger."""
    return [UUID(str(declaration)) for declaration in decision.because_of]


def confirming_decision(asset: Asset, now: datetime) -> Decision:
    """May the case's practitioners open `asset` to say who is in it? (consent.md, *Confirming*: outside `decide`.)

    Only while it is active and the service's days for it last, and never over a standing no to practice: of the
    people noted in it; while nobody is noted, of anybody in the family.
    """
    family = asset.case.family
    noted = set(asset.appearances.filter(taken_off_at=None).values_list("person", flat=True))
    people = noted or set(family.people.values_list("pk", flat=True))
    facts = facts_for_asset(asset.pk, also=people)
    seen = tuple(Appearance(person, asset.made_at) for person in people)
    supposed = tuple(
        replace(row, people=seen, confirmations=(asset.made_at,)) if row.id == asset.pk else row for row in facts.assets
    )
    question = Question(asset.pk, Purpose.PRACTICE, Action.VIEW, None, now)
    answer = decide(replace(facts, assets=supposed), question)
    against = [found for found in answer.findings if found.reason in SHUTS_CONFIRMING]
    if now >= asset.made_at + timedelta(days=family.service.confirming_days):
        against.append(Finding(Reason.EXPIRED))
    if not against:
        return Decision(True, Reason.EVERYONE_AGREES, (), ())
    cited = tuple(found.declaration for found in against if found.declaration)
    return Decision(False, against[0].reason, cited, tuple(against))


def decisions_on(
    case: Case, assets: Iterable[UUID], *, viewer: UUID | None, purposes: Iterable[Purpose], now: datetime
) -> Mapping[tuple[UUID, Purpose], Decision]:
    """The same for many assets and purposes of one case (to view), from one reading of the case."""
    facts, wanted = facts_for_case(case), list(purposes)
    return {
        (asset, purpose): decide(facts, Question(asset, purpose, Action.VIEW, viewer, now))
        for asset in assets
        for purpose in wanted
    }
