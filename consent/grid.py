"""People and purposes of one film or clip: open, waiting or closed, why, and who can change it. Quiet room.

Every cell is read off the decision that the gate itself would come to. What shuts the whole asset (it isn't ready,
its people aren't confirmed, the service doesn't allow it) shuts every cell; else each person's own first reason
counts, and whoever has nothing against them agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consent.decisions import ORDER, Decision, Reason
from consent.wording import OF_THE_PORTAL, STAFF, Stand, Words
from families.ability import Id


@dataclass(frozen=True)
class Cell:
    """How one person stands to one purpose. `makers`: whose word it waits for or rests on."""

    person: Id
    reason: Reason
    makers: tuple[Id, ...] = ()
    because_of: tuple[Id, ...] = ()

    @property
    def words(self) -> Words:
        """The reason, as staff read it."""
        return STAFF[self.reason]


def cell_of(person: Id, decision: Decision) -> Cell:
    """How one person shown stands, read off the decision on the asset."""
    if decision.reason in OF_THE_PORTAL:
        return Cell(person, decision.reason)
    own = [found for found in decision.findings if found.person == person]
    against = [found for found in own if found.reason != Reason.EVERYONE_AGREES]
    first = min((found.reason for found in against), key=lambda reason: ORDER[reason], default=Reason.EVERYONE_AGREES)
    rests_on = [found for found in own if found.reason == first]
    makers = dict.fromkeys(found.maker for found in rests_on if found.maker is not None)
    because_of = dict.fromkeys(found.declaration for found in rests_on if found.declaration is not None)
    return Cell(person, first, tuple(makers), tuple(because_of))


def words_of(decision: Decision) -> Words:
    """The whole decision in the words of its first reason."""
    return STAFF[decision.reason]


@dataclass(frozen=True)
class Outlook:
    """What one more word would change: what it opens, what it shuts, and what stays shut all the same."""

    opens: tuple[Id, ...]
    shuts: tuple[Id, ...]
    stays: tuple[tuple[Id, Reason], ...]


def outlook(before: Mapping[Id, Decision], after: Mapping[Id, Decision], assets: Iterable[Id]) -> Outlook:
    """Compares the decisions on the same assets, as they are and as they would be."""
    asked = list(assets)
    return Outlook(
        opens=tuple(one for one in asked if after[one].allowed and not before[one].allowed),
        shuts=tuple(one for one in asked if before[one].allowed and not after[one].allowed),
        stays=tuple((one, after[one].reason) for one in asked if not after[one].allowed and not before[one].allowed),
    )


def standing(decisions: Iterable[Decision]) -> Stand:
    """Several in one word: closed before waiting before open."""
    stands = {words_of(decision).stand for decision in decisions}
    return next((stand for stand in (Stand.CLOSED, Stand.WAITING) if stand in stands), Stand.OPEN)
