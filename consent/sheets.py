"""What a page shows of one film or clip: a line for each purpose, a cell for each person, and who can change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.decisions import Decision, Reason
from consent.grid import Cell, cell_about, cell_of
from consent.models import Asset, Purpose
from consent.reading import Reading, decisions
from consent.wording import Stand
from families.models import Person
from vigportal.accounts.queries import names_of_users

YOU = "you"
"""For whom a cell waits that the practitioner themselves can change."""
YOURS = frozenset({Reason.PEOPLE_UNCONFIRMED, Reason.NO_DECISION_MAKER, Reason.ASSENT_MISSING})


@dataclass(frozen=True)
class Way:
    """Where a cell can be changed, and what is done there."""

    words: str
    url: str


@dataclass(frozen=True)
class ShownCell:
    """One cell: the names of those whose word it waits for or rests on, of the only viewers meant, and the way."""

    cell: Cell
    person: Person | None
    makers: Sequence[str]
    named: Sequence[str]
    way: Way | None


@dataclass(frozen=True)
class Line:
    """One purpose: how it stands as a whole, and of each person in it."""

    purpose: Purpose
    whole: ShownCell
    cells: Sequence[ShownCell]


@dataclass(frozen=True)
class Sheet:
    """One film or clip: who is in it, and a line for each purpose."""

    asset: Asset
    people: Sequence[Person]
    lines: Sequence[Line]

    @cached_property
    def waits_for(self) -> frozenset[str]:
        """The ids of those whose word is waited for, and whether it is you."""
        waiting = [each.cell for line in self.lines for each in (line.whole, *line.cells) if _waits(each.cell)]
        makers = {str(maker) for cell in waiting for maker in cell.makers}
        return frozenset(makers | ({YOU} if any(cell.reason in YOURS for cell in waiting) else set()))

    @property
    def waiting(self) -> int:
        """How many of its lines wait for somebody."""
        return sum(_waits(line.whole.cell) for line in self.lines)


def sheets_of(reading: Reading, assets: Iterable[Asset], purposes: Sequence[Purpose]) -> list[Sheet]:
    """How each stands, read off the decisions that the gate itself would come to."""
    named = {UUID(str(viewer)) for said in reading.facts.declarations for viewer in said.viewers or ()}
    names = names_of_users(named) if named else {}
    return [_sheet(reading, asset, purposes, names) for asset in assets]


def _sheet(reading: Reading, asset: Asset, purposes: Sequence[Purpose], names: Mapping[UUID, str]) -> Sheet:
    people = reading.shown_in(asset.pk)
    lines = []
    for purpose in purposes:
        decision, meant = _decided(reading, asset, purpose, names)
        cells = [cell_of(decision), *(cell_about(person.pk, decision) for person in people)]
        whole, *each = (_shown(reading, asset, purpose, cell, meant) for cell in cells)
        lines.append(Line(purpose, whole, each))
    return Sheet(asset, people, lines)


def _decided(
    reading: Reading, asset: Asset, purpose: Purpose, names: Mapping[UUID, str]
) -> tuple[Decision, Sequence[str]]:
    """For whoever asks; else for those who were named, where it is open to any of them."""
    decision = decisions(reading, [asset.pk], [purpose])[asset.pk, purpose]
    if decision.allowed:
        return decision, ()
    each = {viewer: decisions(reading, [asset.pk], [purpose], viewer)[asset.pk, purpose] for viewer in names}
    may = [viewer for viewer, answer in each.items() if answer.allowed]
    return (each[may[0]], [names[viewer] for viewer in may]) if may else (decision, ())


def _shown(reading: Reading, asset: Asset, purpose: Purpose, cell: Cell, meant: Sequence[str]) -> ShownCell:
    makers = [person for key, person in reading.people.items() if key in cell.makers]
    about = next((person for key, person in reading.people.items() if key == cell.person), None)
    way = WAYS[cell.reason](asset, purpose, cell, makers) if cell.reason in WAYS else None
    names = meant if cell.state == Stand.OPEN else ()
    return ShownCell(cell, about, [person.name for person in makers], names, way)


def _waits(cell: Cell) -> bool:
    return cell.state == Stand.WAITING


def _ask(asset: Asset, purpose: Purpose, _cell: Cell, makers: Sequence[Person]) -> Way:
    if len(makers) != 1:
        return Way(_("Ask"), reverse("consent:ask", args=[asset.pk]))
    words = _("Ask %(name)s") % {"name": makers[0].name}
    return Way(words, reverse("consent:question", args=[asset.pk, makers[0].pk, purpose.value]))


def _change(asset: Asset, purpose: Purpose, cell: Cell, makers: Sequence[Person]) -> Way:
    """A no is nobody's to change but theirs: there is no key that asks for another answer."""
    return Way(_("If they change their mind"), _ask(asset, purpose, cell, makers).url)


def _film(asset: Asset, _purpose: Purpose, _cell: Cell, _makers: Sequence[Person]) -> Way:
    if asset.kind == Asset.Kind.FILM:
        return Way(_("Go to the film"), reverse("videos:film", args=[asset.film.pk]))
    return Way(_("Go to the film"), reverse("videos:film", args=[asset.clip.film_id]) + f"#moment-{asset.clip.pk}")


def _rights(asset: Asset, _purpose: Purpose, cell: Cell, _makers: Sequence[Person]) -> Way:
    if cell.person is None:
        return Way(_("Say who may decide"), reverse("families:people", args=[asset.case_id]))
    return Way(_("Say who may decide"), reverse("families:person", args=[asset.case_id, cell.person]))


def _child(asset: Asset, purpose: Purpose, cell: Cell, makers: Sequence[Person]) -> Way:
    if cell.person is None:
        return _ask(asset, purpose, cell, makers)
    return Way(_("Write down what they show"), reverse("consent:shown", args=[asset.pk, cell.person]))


WAYS: Mapping[Reason, Callable[[Asset, Purpose, Cell, Sequence[Person]], Way]] = {
    **dict.fromkeys((Reason.NO_GRANT, Reason.EXPIRED, Reason.NOT_YET, Reason.TEXT_STALE, Reason.EVIDENCE), _ask),
    **dict.fromkeys((Reason.REFUSED, Reason.VIEWER_EXCLUDED), _change),
    **dict.fromkeys((Reason.PEOPLE_UNCONFIRMED, Reason.ASSET_STATE), _film),
    **dict.fromkeys((Reason.DISSENT, Reason.ASSENT_MISSING), _child),
    Reason.NO_DECISION_MAKER: _rights,
}
"""Where each reason is changed. What the service doesn't allow, no page of a case changes."""


def waited_for(sheets: Iterable[Sheet], reading: Reading) -> list[tuple[str, str]]:
    """Everybody whose word any of these waits for: ids and names, you first."""
    waits = frozenset().union(*(sheet.waits_for for sheet in sheets))
    people = [(str(key), person.name) for key, person in reading.people.items() if str(key) in waits]
    return ([(YOU, _("You"))] if YOU in waits else []) + people
