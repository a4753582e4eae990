"""What one person has said and shown themselves, for their practitioner; and for a young person, what their say is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from consent.facts import Question
from consent.matters import Matter, line_of, matters_of
from consent.models import Action, Asset, Declaration
from consent.queries import footage_of
from consent.reading import Reading, reading_of
from consent.voices import said_about, standing_dissents
from families.ability import Ages, Stage, stage_at
from families.models import Case, Person
from families.queries import cases_of_own_family, own_people
from vigportal.accounts.models import User

Kind = Declaration.Kind
SHOWN = (Kind.ASSENT, Kind.DISSENT)
YOUNG = (Stage.CHILD, Stage.COMPETENT_CHILD)


@dataclass(frozen=True)
class Voiced:
    """One thing that they said or showed. A dissent that `stands` can be taken up again."""

    said: Declaration
    stands: bool

    @property
    def is_shown(self) -> bool:
        """Whether somebody saw it, rather than heard their yes or no."""
        return self.said.kind in SHOWN


def voiced_by(reading: Reading, person: Person) -> list[Voiced]:
    """Everything of the case, newest first, with who noted it."""
    own = Q(kind__in=SHOWN) | Q(by=person)
    rows = Declaration.objects.filter(own, case=reading.case, about=person).exclude(kind=Kind.VOID)
    rows = rows.select_related("scope__film__cycle", "scope__clip__film__cycle", "recorded_by", "case")
    return [Voiced(row, _stands(reading, row)) for row in rows.prefetch_related("lines").order_by("-number")]


def _stands(reading: Reading, row: Declaration) -> bool:
    if row.kind != Kind.DISSENT:
        return False
    matters = _matters(reading, row.scope_id)
    return any(
        dissent.id == row.pk
        for matter in matters
        for dissent in standing_dissents(said_about(reading.facts, row.about_id, matter), matter)
    )


def _matters(reading: Reading, scope: UUID) -> Iterable[Matter]:
    line, ceiling = line_of(reading.facts, scope, sys.maxsize), reading.ceiling
    if line and ceiling:
        for purpose, action in ceiling.allows:
            if action == Action.VIEW:
                question = Question(scope, purpose, action, None, reading.now)
                yield matters_of(question, ceiling, line)[0]


def footage_with(reading: Reading, person: Person) -> list[Asset]:
    """The films and clips in which this person is seen or heard."""
    return [asset for asset in footage_of(reading.case) if person in reading.shown_in(asset.pk)]


def stage_in(reading: Reading, person: Person) -> Stage:
    """Whether they decide for themselves now."""
    ages = reading.ceiling.ages if reading.ceiling else Ages(reading.case.family.service.zone)
    return stage_at(reading.facts.person_by_id[person.pk], reading.now, ages)


def shown_earlier(case: Case, person: Person, key: str) -> Declaration | None:
    """The dissent of theirs that is taken up again, where the key is one's; anything else is none."""
    rows = Declaration.objects.filter(case=case, about=person, kind=Kind.DISSENT).prefetch_related("lines")
    return next((row for row in rows if str(row.pk) == key), None)


@dataclass(frozen=True)
class Say:
    """What a young person's own word does in one case, and what it can be about. No word of anybody else is in it."""

    case: Case
    me: Person
    stage: Stage
    footage: list[Asset]
    root: Asset | None

    @property
    def decides(self) -> bool:
        """Whether their yes is the one that counts."""
        return self.stage == Stage.COMPETENT_CHILD


def own_says(actor: User, now: datetime) -> list[Say]:
    """For each case in which `actor` is a child or a young person; none for an adult."""
    people = {person.family_id: person for person in own_people(actor, now)}
    each = (_say(case, people[case.family_id], now) for case in cases_of_own_family(actor, now))
    return [say for say in each if say.stage in YOUNG]


def _say(case: Case, me: Person, now: datetime) -> Say:
    reading = reading_of(case, now)
    root = Asset.objects.filter(case=case, kind=Asset.Kind.CASE).first()
    return Say(case, me, stage_in(reading, me), footage_with(reading, me), root)
