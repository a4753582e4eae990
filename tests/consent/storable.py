"""What the tables can hold of a world.

What they can't is mapped here to what they can, and the rule is asked about the mapped world:

- a highlight film's list of clips (no table has one yet) is left out;
- a number shared by several assets is spread: assets keep their order among the declarations;
- a declaration delivered twice is written once; one for a scope nobody knows, or a lift of an unknown no, is not;
- a yes for no viewer at all is one for whoever asks (the tables can't tell them apart);
- whoever is a body for one person is a body for all; nobody is their own maker; of two ceilings of one moment the
  last is written;
- somebody listed or holding a right without a record is a person of whom nothing is known: both are a no.

A tree that the tables refuse (a film without a parent, a case with one, a parent nobody knows) can't be written at
all: `storable` is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from consent.facts import Asset, Declaration, Facts
from consent.terms import AssetKind
from families.ability import Id
from families.standing import Maker


def storable(facts: Facts) -> Facts | None:
    """The world as the tables can hold it; None where they can't."""
    known = {asset.id for asset in facts.assets}
    if not all(_is_rooted(asset, known) for asset in facts.assets):
        return None
    return Facts(
        assets=tuple(replace(asset, made_of=()) for asset in facts.assets),
        people=facts.people,
        makers=tuple(_makers(facts.makers)),
        declarations=tuple(_declarations(facts, known)),
        ceilings=tuple({since.from_at: since for since in facts.ceilings}.values()),
    )


def _is_rooted(asset: Asset, known: set[Id]) -> bool:
    return asset.parent is None if asset.kind == AssetKind.CASE else asset.parent in known


def _makers(makers: Iterable[Maker]) -> Iterator[Maker]:
    is_person: dict[Id, bool] = {}
    for maker in makers:
        if maker.holder != maker.person:
            yield replace(maker, is_person=is_person.setdefault(maker.holder, maker.is_person))


def _declarations(facts: Facts, known: set[Id]) -> Iterator[Declaration]:
    said = {d.id: d for d in facts.declaration_by_id.values() if d.scope in known}
    for d in said.values():
        voids = d.voids if d.voids in said else None
        yield replace(d, viewers=d.viewers or None, lifts=frozenset(d.lifts & said.keys()), voids=voids)
