"""What the rule may know: a case's assets, people, makers, declarations and ceilings, and one question.

Everything is effective-dated or append-only and nothing is back-dated, so the same facts answer for any past
moment. Every `from_at` is the moment of entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from consent.terms import CLOSING, LAW, Evidence, Kind
from families.ability import Ages, Id, PersonFacts, Since
from families.standing import Breadth, Maker, Standing


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person is listed as seen or heard, within [from_at, until_at)."""

    person: Id
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a film: microseconds [first, end) of the film's own time. It never changes, and outlives the bytes."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Asset:
    """A film, clip or still, or the case at the root. A highlight film names the clips it is `made_of`.

    Clips and stills have a `stretch` of their film; nothing else has one. An objection is "I am in it".
    """

    id: Id
    kind: str
    parent: Id | None
    number: int
    states: tuple[Since[str], ...] = ()
    people: tuple[Appearance, ...] = ()
    confirmations: tuple[datetime, ...] = ()
    made_of: tuple[Id, ...] = ()
    stretch: Stretch | None = None
    objections: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One purpose and action a declaration names, and the version of the consent text read for it."""

    purpose: str
    action: str
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one maker said about one person in one scope. `viewers` None means whoever asks."""

    id: Id
    number: int
    kind: str
    about: Id
    by: Id | None
    scope: Id
    recorded_at: datetime
    lines: tuple[Line, ...] = ()
    evidence: str = ""
    viewers: frozenset[Id] | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    later_footage: bool = False
    lifts: frozenset[Id] = frozenset()
    voids: Id | None = None
    signers: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the service allows for one purpose and action. A wide purpose stays wide whatever stands here."""

    longest: timedelta
    oldest_text: int = 1
    evidence: str = Evidence.SPOKEN
    breadth: str = Breadth.NARROW


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The service's limits; a (purpose, action) that isn't among `allows` is shut."""

    allows: Mapping[tuple[str, str], Allowance]
    ages: Ages


@dataclass(frozen=True, slots=True)
class Question:
    """May `viewer` do `action` with `asset` for `purpose` at `at`, had nothing after `up_to` been entered?"""

    asset: Id
    purpose: str
    action: str
    viewer: Id | None
    at: datetime
    up_to: int | None = None


@dataclass(frozen=True)
class Facts:
    """All the rule may know about one case. Built once, asked often: it indexes itself at first need."""

    assets: tuple[Asset, ...] = ()
    people: tuple[PersonFacts, ...] = ()
    makers: tuple[Maker, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    ceilings: tuple[Since[Ceiling], ...] = ()
    law: int = LAW

    def number_at(self, at: datetime) -> int:
        """The last number entered by then: what a replay of that moment goes up to."""
        said = [declaration.number for declaration in self.declarations if declaration.recorded_at <= at]
        made = [asset.number for asset in self.assets if any(state.from_at <= at for state in asset.states)]
        return max([*said, *made], default=0)

    @cached_property
    def asset_by_id(self) -> Mapping[Id, Asset]:
        """Assets by id."""
        return {asset.id: asset for asset in self.assets}

    @cached_property
    def person_by_id(self) -> Mapping[Id, PersonFacts]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def makers_for(self) -> Mapping[Id, tuple[Maker, ...]]:
        """Makers by the person they speak for."""
        found: defaultdict[Id, list[Maker]] = defaultdict(list)
        for maker in self.makers:
            found[maker.person].append(maker)
        return {key: tuple(those) for key, those in found.items()}

    @cached_property
    def declaration_by_id(self) -> Mapping[Id, Declaration]:
        """Declarations by id. One delivered twice is one, and its first number holds."""
        return {d.id: d for d in sorted(self.declarations, key=lambda d: d.number, reverse=True)}

    @cached_property
    def said(self) -> Mapping[tuple[Id, Id], tuple[Declaration, ...]]:
        """Declarations by the person they are about and the scope they are for, in order of number."""
        found: defaultdict[tuple[Id, Id], list[Declaration]] = defaultdict(list)
        for declaration in sorted(self.declaration_by_id.values(), key=lambda d: d.number):
            found[declaration.about, declaration.scope].append(declaration)
        return {key: tuple(those) for key, those in found.items()}

    @cached_property
    def noes_on_frames(self) -> Mapping[Id, tuple[tuple[Asset, Declaration], ...]]:
        """Noes and dissents whose scope is a clip or still, by the person they are about, with that scope."""
        found: defaultdict[Id, list[tuple[Asset, Declaration]]] = defaultdict(list)
        for said in self.declaration_by_id.values():
            scope = self.asset_by_id.get(said.scope)
            if scope is not None and scope.stretch is not None and said.kind in CLOSING:
                found[said.about].append((scope, said))
        return {key: tuple(those) for key, those in found.items()}

    @cached_property
    def standings(self) -> dict[tuple[Id, datetime, Ages, Breadth], Standing]:
        """Kept by the rule while it asks on: who spoke for a person at a moment doesn't change with the asset."""
        return {}

    @cached_property
    def voids(self) -> Mapping[Id, tuple[Declaration, ...]]:
        """Voids by the declaration they mean to take back."""
        found: defaultdict[Id, list[Declaration]] = defaultdict(list)
        for declaration in self.declaration_by_id.values():
            if declaration.kind == Kind.VOID and declaration.voids is not None:
                found[declaration.voids].append(declaration)
        return {key: tuple(those) for key, those in found.items()}
