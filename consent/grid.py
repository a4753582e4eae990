"""People and purposes of one film or clip: open, waiting or closed, why, and who can change it. Quiet room.

Every cell is read off the decision that the gate itself would come to. What shuts the whole asset (it isn't ready,
its people aren't confirmed, the service doesn't allow it) shuts every cell; else each person's own first reason
counts, and whoever has nothing against them agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from consent.decisions import ORDER, Decision, Reason
from consent.wording import OF_THE_PORTAL, STAFF, Stand
from families.ability import Id


@dataclass(frozen=True)
class Cell:
    """How a purpose stands, of one person or (no person) of everyone. `makers`: whose word it waits for or rests on.

    `words` and `sentence` are for staff, translated where they are shown: {% translate cell.words as words %}.
    """

    reason: Reason
    person: Id | None = None
    makers: tuple[Id, ...] = ()
    because_of: tuple[Id, ...] = ()

    @property
    def state(self) -> Stand:
        """Open, waiting or closed."""
        return STAFF[self.reason].stand

    @property
    def words(self) -> str:
        """One or two words, for a pill."""
        return STAFF[self.reason].short

    @property
    def sentence(self) -> str:
        """Why, for staff."""
        return STAFF[self.reason].sentence


def cell_of(decision: Decision) -> Cell:
    """The whole decision, in its first reason."""
    makers = (found.maker for found in decision.findings if found.reason == decision.reason)
    return Cell(decision.reason, None, tuple(dict.fromkeys(maker for maker in makers if maker)), decision.because_of)


def cell_about(person: Id, decision: Decision) -> Cell:
    """How one person shown stands, read off the decision on the asset."""
    if decision.reason in OF_THE_PORTAL:
        return Cell(decision.reason, person)
    own = [found for found in decision.findings if found.person == person]
    against = (found.reason for found in own if found.reason != Reason.EVERYONE_AGREES)
    first = min(against, key=lambda reason: ORDER[reason], default=Reason.EVERYONE_AGREES)
    rests_on = [found for found in own if found.reason == first]
    makers = dict.fromkeys(found.maker for found in rests_on if found.maker is not None)
    because_of = dict.fromkeys(found.declaration for found in rests_on if found.declaration is not None)
    return Cell(first, person, tuple(makers), tuple(because_of))


def state_of(cells: Iterable[Cell]) -> Stand:
    """Several in one word: closed before waiting before open."""
    states = {cell.state for cell in cells}
    return next((state for state in (Stand.CLOSED, Stand.WAITING) if state in states), Stand.OPEN)
