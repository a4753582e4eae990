"""Writes the worlds of the table and of chance into real rows, many at once, so that a database can be asked.

`storable` says what of a world can be written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from django.db import models as orm

from consent import models
from consent.facts import Asset, Ceiling, Declaration, Facts, Question
from families.ability import Id, PersonFacts, Since
from families.models import Case, Family, Guardianship, Person, PersonFact
from families.standing import Maker
from tests.consent.phrases import DAY_0
from vigportal.accounts.models import Service, User

ROOT = UUID(int=3)
SPREAD = 100
YEAR = timedelta(days=365)
NOBODY = "nobody in particular"
VIEWERS = ("Ben", "Anna", "maya", "omar", NOBODY)
FLAGS = {True: "yes", False: "no", None: "not_assessed"}


@dataclass
class Shelf:
    """Rows to be written, in the order in which they are added to each table."""

    rows: dict[type[orm.Model], list[orm.Model]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: orm.Model) -> None:
        """One more row of its table."""
        self.rows[type(row)].append(row)

    def write(self) -> None:
        """Writes everything; tables that others point at come first."""
        for model in TABLES:
            model._default_manager.bulk_create(self.rows[model], batch_size=2000)


VIEWER = models.Declaration.viewers.through
LIFT = models.Declaration.lifts.through
TABLES: tuple[type[orm.Model], ...] = (
    User,
    Service,
    models.Ceiling,
    models.ConsentText,
    Family,
    Case,
    Person,
    PersonFact,
    Guardianship,
    models.Asset,
    models.AssetChange,
    models.Confirmation,
    models.Appearance,
    models.Objection,
    models.Declaration,
    models.DeclarationLine,
    VIEWER,
    LIFT,
)


def user_id(label: Id) -> UUID:
    """Who watches or signs: the same people in every world."""
    return uuid5(ROOT, f"user {label}")


def text_id(version: int) -> UUID:
    """A consent text of this version."""
    return uuid5(ROOT, f"text {version}")


def furnish(shelf: Shelf) -> None:
    """What every world shares: those who watch and sign, and two versions of a consent text."""
    for label in VIEWERS:
        shelf.add(User(id=user_id(label), email=f"{label.replace(' ', '-')}@worlds.example", name=label))
    printer = Service(id=uuid5(ROOT, "printer"), name="Where the texts are from")
    shelf.add(printer)
    for version in (1, 2):
        shelf.add(
            models.ConsentText(
                id=text_id(version), service=printer, purpose="practice", version=version, published_at=DAY_0
            )
        )


@dataclass(frozen=True, eq=False)
class Written:
    """One world in rows. `facts` are storable; ids in rows are made of the world's name and the label."""

    name: str
    facts: Facts

    def id(self, label: Id) -> UUID:
        """The id of somebody or something in this world."""
        return uuid5(ROOT, f"{self.name} {label}")

    def id_or_none(self, label: Id | None) -> UUID | None:
        """The same, where there may be none."""
        return None if label is None else self.id(label)

    def question(self, asked: Question) -> Question:
        """The question as it is put to the rows."""
        asset, up_to = self.id(asked.asset), asked.up_to
        return replace(
            asked,
            asset=asset,
            viewer=None if asked.viewer is None else user_id(asked.viewer),
            up_to=None if up_to is None else up_to * SPREAD + SPREAD - 1,
        )

    def put_on(self, shelf: Shelf) -> None:
        """Adds the world's rows."""
        shelf.add(Service(id=self.id("service"), name=self.name))
        shelf.add(Family(id=self.id("family"), service_id=self.id("service"), name=self.name, made_at=DAY_0))
        shelf.add(Case(id=self.id("case"), family_id=self.id("family"), number=1, opened_at=DAY_0))
        for since in self.facts.ceilings:
            self._ceiling(shelf, since)
        for label in self._labels:
            self._person(shelf, label)
        for place, maker in enumerate(self.facts.makers):
            self._maker(shelf, maker, place)
        for place, asset in enumerate(self.facts.assets):
            self._asset(shelf, asset, place)
        for declaration in self.facts.declarations:
            self._declaration(shelf, declaration)

    @cached_property
    def _labels(self) -> list[Id]:
        """Everybody who is named anywhere."""
        facts = self.facts
        named: list[Id | None] = [
            *(person.id for person in facts.people),
            *(a.person for asset in facts.assets for a in asset.people),
            *("mum" for asset in facts.assets if asset.objections),
            *(maker.holder for maker in facts.makers),
            *(maker.person for maker in facts.makers),
            *(d.about for d in facts.declarations),
            *(d.by for d in facts.declarations),
        ]
        return [label for label in dict.fromkeys(named) if label is not None]

    def _ceiling(self, shelf: Shelf, since: Since[Ceiling]) -> None:
        ages = since.value.ages
        rules = {
            "ages": {"presumed_competent": ages.presumed_competent, "assent_from": ages.assent_from},
            "allows": [
                {
                    "purpose": str(purpose),
                    "action": str(action),
                    "longest_days": allowance.longest // timedelta(days=1),
                    "oldest_text": allowance.oldest_text,
                    "evidence": str(allowance.evidence),
                    "breadth": str(allowance.breadth),
                }
                for (purpose, action), allowance in since.value.allows.items()
            ],
        }
        shelf.add(models.Ceiling(service_id=self.id("service"), rules=rules, effective_at=since.from_at))

    def _person(self, shelf: Shelf, label: Id) -> None:
        is_body = any(m.holder == label and not m.is_person for m in self.facts.makers)
        kind = Person.Kind.BODY if is_body else Person.Kind.ADULT
        shelf.add(Person(id=self.id(label), family_id=self.id("family"), kind=kind, name=str(label), made_at=DAY_0))
        known = self.facts.person_by_id.get(label)
        for kind_of_fact, value, at in _findings(known) if known else ():
            shelf.add(
                PersonFact(
                    person_id=self.id(label),
                    kind=kind_of_fact,
                    value=value,
                    recorded_at=at,
                    recorded_by_id=user_id(NOBODY),
                )
            )

    def _maker(self, shelf: Shelf, maker: Maker, place: int) -> None:
        """Write a right down later than it begins, and the next one earlier: each holds from the later moment."""
        earlier = maker.from_at - YEAR
        starts_at, recorded_at = (maker.from_at, earlier) if place % 2 else (earlier, maker.from_at)
        shelf.add(
            Guardianship(
                person_id=self.id(maker.person),
                holder_id=self.id(maker.holder),
                basis=maker.basis,
                starts_at=starts_at,
                ends_at=maker.until_at,
                recorded_at=recorded_at,
                recorded_by_id=user_id(NOBODY),
                verified_at=maker.verified_at,
            )
        )

    def _asset(self, shelf: Shelf, asset: Asset, place: int) -> None:
        key = self.id(asset.id)
        shelf.add(
            models.Asset(
                id=key,
                case_id=self.id("case"),
                parent_id=self.id_or_none(asset.parent),
                kind=asset.kind,
                number=asset.number * SPREAD + place,
                state=asset.states[-1].value if asset.states else "processing",
                first_pts=asset.stretch.first if asset.stretch else None,
                end_pts=asset.stretch.end if asset.stretch else None,
                made_at=DAY_0,
            )
        )
        for since in asset.states:
            shelf.add(models.AssetChange(asset_id=key, state=since.value, changed_at=since.from_at))
        for moment in asset.confirmations:
            shelf.add(models.Confirmation(asset_id=key, confirmed_at=moment, confirmed_by_id=user_id(NOBODY)))
        for moment in asset.objections:
            shelf.add(
                models.Objection(asset_id=key, person_id=self.id("mum"), said_at=moment, said_by_id=user_id(NOBODY))
            )
        for seen in asset.people:
            shelf.add(
                models.Appearance(
                    asset_id=key,
                    person_id=self.id(seen.person),
                    noted_at=seen.from_at,
                    noted_by_id=user_id(NOBODY),
                    taken_off_at=seen.until_at,
                )
            )

    def _declaration(self, shelf: Shelf, said: Declaration) -> None:
        first, second = [*map(user_id, said.signers), None, None][:2]
        key = self.id(said.id)
        shelf.add(
            models.Declaration(
                id=key,
                case_id=self.id("case"),
                number=said.number * SPREAD + SPREAD // 2,
                kind=said.kind,
                about_id=self.id(said.about),
                by_id=self.id_or_none(said.by),
                scope_id=self.id(said.scope),
                evidence=said.evidence,
                channel="told",
                from_at=said.from_at,
                until_at=said.until_at,
                later_footage=said.later_footage,
                voids_id=self.id_or_none(said.voids),
                second_signer_id=second,
                recorded_at=said.recorded_at,
                recorded_by_id=first or user_id(NOBODY),
            )
        )
        for line in said.lines:
            shelf.add(
                models.DeclarationLine(
                    declaration_id=key,
                    purpose=line.purpose,
                    action=line.action,
                    text_id=None if line.text is None else text_id(line.text),
                )
            )
        for viewer in said.viewers or ():
            shelf.add(VIEWER(declaration_id=key, user_id=user_id(viewer)))
        for no in said.lifts:
            shelf.add(LIFT(from_declaration_id=key, to_declaration_id=self.id(no)))


def _findings(person: PersonFacts) -> Iterator[tuple[str, str, datetime]]:
    for since in person.born_on:
        yield "born_on", since.value.isoformat() if isinstance(since.value, date) else "", since.from_at
    flags: Mapping[str, tuple[Since[bool | None], ...]] = {
        "adult": person.adult,
        "capacity": person.capacity,
        "competence": person.competence,
    }
    for kind, history in flags.items():
        for found in history:
            yield kind, FLAGS[found.value], found.from_at
