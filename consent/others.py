"""Who else is in the picture: a film's bystanders, the clips with and without them, and what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.decisions import Reason
from consent.grid import Cell, cell_about
from consent.models import Asset, Purpose
from consent.queries import GONE
from consent.reading import Reading, decisions
from families.models import Person
from families.queries import circle_of

ASK = _("Ask them, or cut around them: choose moments without them.")
TO_DO: Mapping[Reason, Promise] = {
    Reason.EVERYONE_AGREES: _("They agree to the work together. Every other use is asked apart."),
    Reason.NO_DECISION_MAKER: _("Write down who may decide for them and ask, or cut around them."),
    Reason.DISSENT: _("A no stands. Cut around them: choose moments without them."),
    Reason.REFUSED: _("A no stands. Cut around them: choose moments without them."),
    Reason.VIEWER_EXCLUDED: _("A no stands. Cut around them: choose moments without them."),
    Reason.PEOPLE_UNCONFIRMED: _("Confirm first who is in the film."),
    Reason.ASSET_STATE: _("Wait until the film is ready."),
}


@dataclass(frozen=True)
class Piece:
    """A clip, and who is confirmed (or noted so far) to be in it."""

    asset: Asset
    people: Sequence[Person]
    is_confirmed: bool


@dataclass(frozen=True)
class Other:
    """One bystander: the clips with them, and what is to be done."""

    person: Person
    clips: Sequence[Asset]
    cell: Cell

    @property
    def to_do(self) -> Promise:
        """The one next step, in words."""
        return TO_DO.get(self.cell.reason, ASK)

    @property
    def can_be_asked(self) -> bool:
        """Whether their yes is missing, rather than a no standing or the film waiting for something else."""
        return self.to_do is ASK


@dataclass(frozen=True)
class Picture:
    """Everybody in one film: the family, the others, and its clips with whoever is in them."""

    family: Sequence[Person]
    others: Sequence[Other]
    pieces: Sequence[Piece]


def picture_of(reading: Reading, film: Asset, confirmed: set[UUID]) -> Picture:
    """From one reading of the case; `confirmed` are those of its assets whose people are."""
    circle = circle_of(reading.case.family, reading.now)
    shown = reading.shown_in(film.pk)
    clips = Asset.objects.filter(parent=film).exclude(state__in=GONE).select_related("clip__film__cycle")
    pieces = [Piece(row, reading.shown_in(row.pk), row.pk in confirmed) for row in clips.order_by("number")]
    decision = decisions(reading, [film.pk], [Purpose.PRACTICE])[film.pk, Purpose.PRACTICE]
    return Picture(
        family=[person for person in shown if person.pk in circle],
        others=[
            Other(
                person,
                [piece.asset for piece in pieces if person in piece.people],
                cell_about(person.pk, decision),
            )
            for person in shown
            if person.pk not in circle
        ],
        pieces=pieces,
    )
