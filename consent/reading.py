"""A case read once, and asked often: who may speak for whom, what is decided, what somebody themselves says.

Nothing here lasts longer than a request; the gate decides anew for every byte.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from consent.decisions import Decision, Reason
from consent.facts import Allowance, Ceiling, Facts, Question
from consent.loader import facts_for_case, facts_for_cases
from consent.matters import Matter, is_within, line_of, matters_of, shown_in
from consent.models import Action, Purpose
from consent.policy import decide, standing_in
from consent.terms import WIDE, AssetKind, Kind
from consent.voices import covering_yeses, end_of, faults, live_yeses, said_about, standing_noes
from families.ability import Id, value_at
from families.models import AS_WRITTEN_DOWN, Case, Person
from families.standing import Breadth, Standing, standing_of

USUAL = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
"""What every family is asked about."""
NAMED = (Purpose.ACCREDITATION, Purpose.INTERVISION, Purpose.TEAM)
"""Narrow too, and meant for people who are told by name before the question is put."""
ASKED = (*USUAL, *NAMED, Purpose.TRAINING, Purpose.PRESENTATION, Purpose.RESEARCH)
"""The purposes that are asked about on screen, in this order."""


@dataclass(frozen=True)
class Reading:
    """One case, as it is at `now`."""

    case: Case
    now: datetime
    facts: Facts

    @cached_property
    def people(self) -> Mapping[UUID, Person]:
        """Everybody of the family, in the order they were written down."""
        return {person.pk: person for person in self.case.family.people.order_by(*AS_WRITTEN_DOWN)}

    @cached_property
    def ceiling(self) -> Ceiling | None:
        """What the service allows now."""
        return value_at(self.facts.ceilings, self.now)

    @property
    def root(self) -> UUID | None:
        """What stands for all the work: there as soon as anything was filmed or asked."""
        return next((UUID(str(asset.id)) for asset in self.facts.assets if asset.kind == AssetKind.CASE), None)

    @property
    def asked(self) -> list[Purpose]:
        """The purposes of ASKED that the service allows."""
        return [purpose for purpose in ASKED if self.allows(purpose)]

    @property
    def usual(self) -> list[Purpose]:
        """Those of them that every family is asked about."""
        return [purpose for purpose in USUAL if self.allows(purpose)]

    @property
    def raised(self) -> list[Purpose]:
        """The usual ones, and whatever else was spoken of in this case. For staff: it tells of everybody's words."""
        spoken_of = {line.purpose for said in self.facts.declarations for line in said.lines}
        return [purpose for purpose in self.asked if purpose in USUAL or purpose in spoken_of]

    def allows(self, purpose: Purpose, action: Action = Action.VIEW) -> bool:
        """Whether the service allows it now."""
        return self.allowance(purpose, action) is not None

    def allowance(self, purpose: Purpose, action: Action = Action.VIEW) -> Allowance | None:
        """How far it is allowed, if at all."""
        return self.ceiling.allows.get((purpose, action)) if self.ceiling else None

    def is_wide(self, purpose: Purpose, action: Action = Action.VIEW) -> bool:
        """Whether it is shown beyond those who work with this family; a service may weigh a narrow one as wide."""
        allowance = self.allowance(purpose, action)
        return purpose.value in WIDE or (allowance is not None and allowance.breadth != Breadth.NARROW)

    def shown_in(self, asset: UUID) -> list[Person]:
        """Who is seen or heard in it."""
        known = self.facts.asset_by_id.get(asset)
        shown = set(shown_in(known, self.now)) if known else set()
        return [person for key, person in self.people.items() if key in shown]

    def below(self, scope: UUID) -> list[UUID]:
        """The asset and everything below it, films before their clips."""
        lines = ((asset.id, line_of(self.facts, asset.id, sys.maxsize)) for asset in self.facts.assets)
        return [UUID(str(key)) for key, line in lines if scope in {step.id for step in line}]


def reading_of(case: Case, now: datetime) -> Reading:
    """Reads the case, in a constant number of queries."""
    return Reading(case, now, facts_for_case(case))


def readings_of(cases: Iterable[Case], now: datetime) -> Mapping[UUID, Reading]:
    """Reads several cases, each apart, in a constant number of queries."""
    known = list(cases)
    facts = facts_for_cases(known)
    return {case.pk: Reading(case, now, facts[case.pk]) for case in known}


def decisions(
    reading: Reading, assets: Iterable[UUID], purposes: Iterable[Purpose], viewer: UUID | None = None
) -> Mapping[tuple[UUID, Purpose], Decision]:
    """What the rule says to each, to view."""
    wanted = list(purposes)
    return {
        (asset, purpose): decide(reading.facts, Question(asset, purpose, Action.VIEW, viewer, reading.now))
        for asset in assets
        for purpose in wanted
    }


def _standing(reading: Reading, person: UUID, purpose: Purpose) -> Standing | None:
    ceiling = reading.ceiling
    if ceiling is None:
        return None
    facts, breadth = reading.facts, Breadth.WIDE if reading.is_wide(purpose) else Breadth.NARROW
    makers = facts.makers_for.get(person, ())
    return standing_of(facts.person_by_id[person], makers, facts.person_by_id, reading.now, ceiling.ages, breadth)


def may_give(reading: Reading, maker: Person, purpose: Purpose) -> list[Person]:
    """For whom this maker's yes can count."""
    found = ((person, _standing(reading, key, purpose)) for key, person in reading.people.items())
    return [person for person, stands in found if stands and any(maker.pk in group for group in stands.needed)]


def may_block(reading: Reading, maker: Person, purpose: Purpose = Purpose.EVERYTHING) -> list[Person]:
    """For whom this maker's no counts; of "everything", for whom it counts for something narrow or wide.

    (A parent's yes is needed for a competent child's training, and not for their supervision: "stop everything"
    has to reach that yes. Where their no counts for nothing, the rule doesn't hear it.)
    """
    weighed = (purpose, Purpose.TRAINING) if purpose == Purpose.EVERYTHING else (purpose,)
    return [person for key, person in reading.people.items() if _blocks(reading, maker, key, weighed)]


def _blocks(reading: Reading, maker: Person, person: UUID, purposes: Iterable[Purpose]) -> bool:
    each = (_standing(reading, person, purpose) for purpose in purposes)
    return any(stands is not None and maker.pk in stands.blockers for stands in each)


@dataclass(frozen=True)
class OwnAnswer:
    """What one maker says now about one asset and purpose, for one person: their yes, their no, or neither.

    `until` is when the yes comes to its end; `ended`, when the last one did that holds no more.
    """

    person: Person
    yes: UUID | None
    noes: tuple[UUID, ...]
    until: datetime | None = None
    ended: datetime | None = None

    @property
    def is_yes(self) -> bool:
        """A live yes that no no of their own stands against."""
        return self.yes is not None and not self.noes


def own_answers(
    reading: Reading, maker: Person, about: Iterable[Person], asset: UUID, purpose: Purpose
) -> list[OwnAnswer]:
    """What this maker themselves says. Nothing that anybody else said has any part in it."""
    return answers_to(reading, maker, about, Question(asset, purpose, Action.VIEW, None, reading.now))


def answers_to(reading: Reading, maker: Person, about: Iterable[Person], question: Question) -> list[OwnAnswer]:
    """The same to any question."""
    line, ceiling = line_of(reading.facts, question.asset, sys.maxsize), reading.ceiling
    if not line or ceiling is None or not is_within(ceiling, question):
        return []
    matter = matters_of(question, ceiling, line)[-1]
    return [_own_answer(reading, maker, person, matter) for person in about]


def _own_answer(reading: Reading, maker: Person, person: Person, matter: Matter) -> OwnAnswer:
    said = tuple(each for each in said_about(reading.facts, person.pk, matter) if each.by == maker.pk)
    covering = covering_yeses(said, matter)
    live = live_yeses(covering, matter)
    noes = standing_noes(said, live, standing_in(reading.facts, person.pk, matter).lifters, matter)
    ended = (end_of(yes, matter) for yes in covering if Reason.EXPIRED in faults(yes, matter))
    return OwnAnswer(
        person,
        UUID(str(live[-1].id)) if live else None,
        tuple(UUID(str(no.id)) for no in noes),
        max((end_of(yes, matter) for yes in live), default=None),
        max(ended, default=None),
    )


def named_by(reading: Reading, maker: Person, purpose: Purpose) -> frozenset[Id]:
    """Those whom the maker's newest yes to this purpose names."""
    own = (
        said
        for said in reading.facts.declarations
        if (said.by, said.kind) == (maker.pk, Kind.GIVE) and any(line.purpose == purpose for line in said.lines)
    )
    newest = max(own, key=lambda said: said.number, default=None)
    return newest.viewers or frozenset() if newest else frozenset()
