"""What a yes would open, and what stays shut in spite of it and why: for staff, before anything is saved.

It rests on everybody's answers. On a page that lies on the kitchen table it is folded away, for the practitioner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

from consent import facts
from consent.foresight import opened_by, shut_in_spite_of, supposed_yes
from consent.grid import Cell, cell_of
from consent.models import Action, Asset, Purpose
from consent.queries import footage_of
from consent.reading import NAMED, Reading, may_give, named_by
from families.ability import Id
from families.models import Person


@dataclass(frozen=True)
class StaysShut:
    """A film or clip that a yes would not open: why, whose word it is, and since when it stands."""

    asset: Asset
    cell: Cell
    makers: Sequence[str]
    since: datetime | None


@dataclass(frozen=True)
class Outlook:
    """What a yes would open, film by film and clip by clip, and what it wouldn't."""

    purpose: Purpose
    opens: Sequence[Asset]
    stays: Sequence[StaysShut]


@dataclass(frozen=True)
class Prospect:
    """What one maker's yes to one purpose would do."""

    maker: Person
    outlook: Outlook


def outlook_of(
    reading: Reading,
    footage: Iterable[Asset],
    proposed: Sequence[facts.Declaration],
    purpose: Purpose,
    viewers: Iterable[Id] = (),
) -> Outlook:
    """Read off the rule, with and without it; asked for those who would watch, or for nobody in particular."""
    assets, asked = {asset.pk: asset for asset in footage}, tuple(viewers) or (None,)
    opened = opened_by(reading.facts, proposed, asked, reading.now)
    shut = dict(shut_in_spite_of(reading.facts, proposed, asked, reading.now))
    opens = {UUID(str(question.asset)) for question in opened if question.purpose == purpose}
    stays = {UUID(str(question.asset)): cell_of(decision) for question, decision in shut.items()}
    return Outlook(
        purpose,
        [asset for key, asset in assets.items() if key in opens],
        [_stays(reading, asset, stays[key]) for key, asset in assets.items() if key in stays and key not in opens],
    )


def _stays(reading: Reading, asset: Asset, cell: Cell) -> StaysShut:
    said = [reading.facts.declaration_by_id[key] for key in cell.because_of if key in reading.facts.declaration_by_id]
    makers = {each.by for each in said} or set(cell.makers)
    names = [person.name for key, person in reading.people.items() if key in makers]
    return StaysShut(asset, cell, names, max((each.recorded_at for each in said), default=None))


def supposed(
    reading: Reading, maker: Person, people: Iterable[Person], scope: UUID, means: facts.Line
) -> list[facts.Declaration]:
    """The best yes that this maker could give now for these people, in this scope."""
    viewers = named_by(reading, maker, Purpose(means.purpose)) if means.purpose in NAMED else frozenset()
    said = [
        facts.Declaration(
            id=f"supposed {person.pk}",
            number=0,
            kind="",
            about=person.pk,
            by=maker.pk,
            scope=scope,
            recorded_at=reading.now,
            lines=(means,),
            viewers=viewers or None,
        )
        for person in people
    ]
    return [supposed_yes(reading.facts, each, reading.now) for each in said]


def prospects_on(reading: Reading, asset: Asset) -> list[Prospect]:
    """For one film or clip: whose yes to what would open something, and what it would leave shut."""
    shown = {person.pk for person in reading.shown_in(asset.pk)}
    footage = footage_of(reading.case)
    found = []
    for maker, purpose in product(reading.people.values(), reading.raised):
        people = [person for person in may_give(reading, maker, purpose) if person.pk in shown]
        proposed = supposed(reading, maker, people, asset.pk, facts.Line(purpose, Action.VIEW))
        outlook = outlook_of(reading, footage, proposed, purpose, named_by(reading, maker, purpose))
        if outlook.opens:
            found.append(Prospect(maker, outlook))
    return found
