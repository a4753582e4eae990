"""What a page shows of one film or clip: a row for each person, a cell for each purpose, and who can change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consent.grid import Cell, cell_about, cell_of
from consent.models import Asset, Purpose
from consent.reading import Reading, decisions
from families.models import Person


@dataclass(frozen=True)
class ShownCell:
    """One cell, with the names of those whose word it waits for or rests on."""

    purpose: Purpose
    cell: Cell
    makers: Sequence[str]


@dataclass(frozen=True)
class Row:
    """One person and how they stand to each purpose."""

    person: Person
    cells: Sequence[ShownCell]


@dataclass(frozen=True)
class Sheet:
    """One film or clip: as a whole for each purpose, and person by person."""

    asset: Asset
    whole: Sequence[ShownCell]
    rows: Sequence[Row]


def sheet_of(reading: Reading, asset: Asset) -> Sheet:
    """How it stands, read off the decisions that the gate itself would come to."""
    decided = decisions(reading, [asset.pk], reading.raised)
    whole = [ShownCell(purpose, cell_of(decided[asset.pk, purpose]), ()) for purpose in reading.raised]
    rows = [
        Row(
            person,
            [_shown(reading, purpose, cell_about(person.pk, decided[asset.pk, purpose])) for purpose in reading.raised],
        )
        for person in reading.shown_in(asset.pk)
    ]
    return Sheet(asset, whole, rows)


def _shown(reading: Reading, purpose: Purpose, cell: Cell) -> ShownCell:
    makers = [person.name for key, person in reading.people.items() if key in cell.makers]
    return ShownCell(purpose, cell, makers)
