"""What a question is about: the asset's line up to its case, the clips a highlight film is made of, who is shown.

Where the law is silent, the answer that can only close: a tree that isn't case ⊇ film ⊇ clip ⊇ still is broken,
as is a highlight film made of anything but clips of filmed films; what was entered after `up_to` didn't exist.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from consent.facts import Allowance, Asset, Ceiling, Facts, Question, Stretch
from consent.terms import WIDE, Action, AssetKind
from families.ability import Ages, Id, in_force
from families.standing import Breadth

NEEDS: dict[str, tuple[Action, ...]] = {
    Action.VIEW: (Action.VIEW,),
    Action.KEEP_COPY: (Action.VIEW, Action.KEEP_COPY),
}
DEPTH: dict[str, int] = {AssetKind.CASE: 0, AssetKind.FILM: 1, AssetKind.CLIP: 2, AssetKind.STILL: 3}
CUT = frozenset({AssetKind.CLIP, AssetKind.STILL})
BELOW_ALL = len(DEPTH)
LineUp: TypeAlias = tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One asset, purpose, action and viewer at one moment. `line` runs from the asset up to its case.

    `cut` are the still and the clip of that line; a still lies inside its clip.
    """

    line: tuple[Id, ...]
    cut: tuple[Id, ...]
    number: int
    purpose: str
    action: str
    viewer: Id | None
    at: datetime
    up_to: int
    allowance: Allowance
    breadth: Breadth
    ages: Ages


def line_of(facts: Facts, asset: Id, up_to: int) -> LineUp:
    """The asset and all above it, up to its case; empty where the tree is broken, which a loop always is."""
    line: list[Asset] = []
    above: Id | None = asset
    depth = BELOW_ALL
    while above is not None:
        step = facts.asset_by_id.get(above)
        if step is None or step.number > up_to or DEPTH.get(step.kind, BELOW_ALL) >= depth:
            return ()
        depth, above = DEPTH[step.kind], step.parent
        line.append(step)
    return tuple(line) if depth == DEPTH[AssetKind.CASE] else ()


def pieces_of(facts: Facts, question: Question) -> tuple[LineUp, ...]:
    """The line of the asset asked about, and those of the clips a highlight film in it is made of.

    Empty where there is nothing to decide on: a broken tree, or a case, which can't be asked about.
    """
    up_to = up_to_of(question)
    asked = line_of(facts, question.asset, up_to)
    clips = sorted({clip for asset in asked for clip in asset.made_of}, key=str)
    made_of = [line_of(facts, clip, up_to) for clip in clips]
    if not asked or asked[0].kind == AssetKind.CASE or not all(map(_is_filmed_clip, made_of)):
        return ()
    return (asked, *made_of)


def _is_filmed_clip(line: LineUp) -> bool:
    return bool(line) and line[0].kind == AssetKind.CLIP and not any(asset.made_of for asset in line)


def up_to_of(question: Question) -> int:
    """The last number that counts."""
    return sys.maxsize if question.up_to is None else question.up_to


def shown_in(asset: Asset, at: datetime) -> list[Id]:
    """Everyone listed as seen or heard in it."""
    return sorted({a.person for a in asset.people if in_force(a.from_at, a.until_at, at)}, key=str)


def share_frames(facts: Facts, one: Asset, other: Asset, up_to: int) -> bool:
    """Whether both were cut from one film, and their stretches of it overlap."""
    if one.stretch is None or other.stretch is None or not _overlap(one.stretch, other.stretch):
        return False
    film = _film_of(facts, one, up_to)
    return film is not None and film == _film_of(facts, other, up_to)


def _overlap(one: Stretch, other: Stretch) -> bool:
    """Ends that only touch don't."""
    return one.first < other.end and other.first < one.end


def _film_of(facts: Facts, asset: Asset, up_to: int) -> Id | None:
    line = line_of(facts, asset.id, up_to)
    return next((above.id for above in line if above.kind == AssetKind.FILM), None)


def is_within(ceiling: Ceiling | None, question: Question) -> bool:
    """Whether the service allows what is asked, and whatever that needs."""
    return ceiling is not None and all((question.purpose, act) in ceiling.allows for act in NEEDS[question.action])


def matters_of(question: Question, ceiling: Ceiling, line: LineUp) -> tuple[Matter, ...]:
    """What is to be heard on one piece: what is asked, and whatever that needs. A KeyError is beyond the ceiling."""
    return tuple(_matter(question, ceiling, line, action) for action in NEEDS[question.action])


def _matter(question: Question, ceiling: Ceiling, line: LineUp, action: Action) -> Matter:
    allowance = ceiling.allows[question.purpose, action]
    return Matter(
        line=tuple(asset.id for asset in line),
        cut=tuple(asset.id for asset in line if asset.kind in CUT),
        number=line[0].number,
        purpose=question.purpose,
        action=action,
        viewer=question.viewer,
        at=question.at,
        up_to=up_to_of(question),
        allowance=allowance,
        breadth=_breadth(question.purpose, allowance),
        ages=ceiling.ages,
    )


def _breadth(purpose: str, allowance: Allowance) -> Breadth:
    """A service may treat a narrow purpose as wide, never a wide one as narrow."""
    is_wide = purpose in WIDE or allowance.breadth != Breadth.NARROW
    return Breadth.WIDE if is_wide else Breadth.NARROW
