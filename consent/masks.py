"""What other limits would shut or open, before they are set. Quiet room.

Nothing is guessed: the rule decides under the limits of now and under the proposed ones, on every film, clip and still.
A ceiling masks and never destroys: what it shuts is only counted here, and opens again with the limits it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from consent.facts import Ceiling, Facts, Question
from consent.policy import decide
from consent.terms import Action, AssetKind, Purpose, State
from families.ability import Id, Since, value_at

Key = tuple[str, str]


@dataclass(frozen=True)
class Piece:
    """One film, clip or still, for one purpose and action."""

    asset: Id
    kind: str
    purpose: str
    action: str


@dataclass(frozen=True)
class Mask:
    """What would be shut that is open, and the other way round."""

    closes: frozenset[Piece] = frozenset()
    opens: frozenset[Piece] = frozenset()


def mask_of(facts: Facts, proposed: Ceiling, at: datetime) -> Mask:
    """What the proposed ceiling would change for these facts, were it set at this moment."""
    keys = touched(value_at(facts.ceilings, at), proposed)
    then = replace(facts, ceilings=(*facts.ceilings, Since(proposed, at)))
    now_open, then_open = open_pieces(facts, keys, at), open_pieces(then, keys, at)
    return Mask(now_open - then_open, then_open - now_open)


def touched(now: Ceiling | None, proposed: Ceiling) -> frozenset[Key]:
    """The purposes and actions whose answers may differ: all of them where the ages differ."""
    keys = {(purpose.value, action.value) for purpose, action in product(Purpose, Action)}
    if now is None or now.ages != proposed.ages:
        return frozenset(keys)
    differ = {purpose for purpose, action in keys if _differs(now, proposed, (purpose, action))}
    return frozenset(key for key in keys if key[0] in differ)  # a copy needs what watching needs


def _differs(now: Ceiling, proposed: Ceiling, key: Key) -> bool:
    return now.allows.get(key) != proposed.allows.get(key)


def open_pieces(facts: Facts, keys: Iterable[Key], at: datetime) -> frozenset[Piece]:
    """Everything that is open now to anybody at all."""
    assets = [asset for asset in facts.assets if _can_be_open(value_at(asset.states, at), asset.kind)]
    asked = (Piece(asset.id, asset.kind, purpose, action) for asset, (purpose, action) in product(assets, sorted(keys)))
    return frozenset(piece for piece in asked if _is_open(facts, piece, at))


def _can_be_open(state: str | None, kind: str) -> bool:
    return state == State.ACTIVE and kind != AssetKind.CASE


def _is_open(facts: Facts, piece: Piece, at: datetime) -> bool:
    questions = (
        Question(piece.asset, piece.purpose, piece.action, viewer, at) for viewer in _viewers(facts, piece.purpose)
    )
    return any(decide(facts, question).allowed for question in questions)


def _viewers(facts: Facts, purpose: str) -> Iterator[Id | None]:
    """Nobody in particular, and everybody whom a declaration to this purpose names."""
    named = (
        said.viewers
        for said in facts.declarations
        if said.viewers and any(line.purpose == purpose for line in said.lines)
    )
    yield None
    yield from sorted({viewer for viewers in named for viewer in viewers}, key=str)
