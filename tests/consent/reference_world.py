"""The slow reference, first part: the world as it was at one moment, and its tree. See `reference.py`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consent.facts import Asset, Ceiling, Declaration, Facts, Question

DEPTH = {"case": 0, "film": 1, "clip": 2, "still": 3}
FOR_EVER = 10**9


@dataclass
class Moment:
    """The world as it was known at `at`, after the declaration numbered `last`."""

    at: datetime
    last: int
    assets: dict[Any, Asset]
    declared: list[Declaration]
    ceiling: Ceiling | None
    facts: Facts


def cut(facts: Facts, question: Question) -> Moment:
    """Forget what came later, and what was taken back by two hands."""
    last = FOR_EVER if question.up_to is None else question.up_to
    first_of: dict[Any, Declaration] = {}
    for said in facts.declarations:
        if said.id not in first_of or said.number < first_of[said.id].number:
            first_of[said.id] = said
    heard = [said for said in first_of.values() if said.number <= last]
    void = {(v.voids, v.about) for v in heard if v.kind == "VOID" and len(v.signers) >= 2 and len(set(v.signers)) >= 2}
    ceilings = [since for since in facts.ceilings if since.from_at <= question.at]
    ceilings.sort(key=lambda since: since.from_at)
    return Moment(
        at=question.at,
        last=last,
        assets={asset.id: asset for asset in facts.assets if asset.number <= last},
        declared=[said for said in heard if not (said.kind in {"GIVE", "ASSENT"} and (said.id, said.about) in void)],
        ceiling=ceilings[-1].value if ceilings else None,
        facts=facts,
    )


def latest(history: Iterable[Any], at: datetime) -> Any:
    """What was last known by then."""
    known = None
    newest = None
    for since in history:
        if since.from_at <= at and (newest is None or since.from_at >= newest):
            known, newest = since.value, since.from_at
    return known


def over(moment: Moment, asset: Any) -> set[Any] | None:
    """The asset and all that contain it; None where the tree is broken: unknown, a loop, not rooted in a case."""
    found = {asset}
    while True:
        if not found <= set(moment.assets):
            return None
        more = found | {moment.assets[a].parent for a in found} - {None}
        if more == found:
            break
        found = more
    steps = [(moment.assets[a].kind, moment.assets[a].parent) for a in found]
    for kind, parent in steps:
        if kind not in DEPTH or (parent is None) != (kind == "case"):
            return None
        if parent is not None and DEPTH.get(moment.assets[parent].kind, 9) >= DEPTH[kind]:
            return None
    return found


def contains(moment: Moment, outer: Any, inner: Any) -> bool:
    """Whether `inner` is `outer` or lies below it."""
    return outer in (over(moment, inner) or ())


def share_frames(moment: Moment, one: Any, other: Any) -> bool:
    """Whether both are clips or stills of one film and have at least one microsecond of it in common."""
    pair = [moment.assets.get(one), moment.assets.get(other)]
    if any(a is None or a.kind not in {"clip", "still"} or a.stretch is None for a in pair):
        return False
    films = [{x for x in over(moment, a.id) or () if moment.assets[x].kind == "film"} for a in pair if a]
    first, second = (a.stretch for a in pair if a and a.stretch)
    return bool(films[0] & films[1]) and max(first.first, second.first) < min(first.end, second.end)


def pieces_of(moment: Moment, asset: Any) -> list[Any] | None:
    """The asset asked about and the clips that a highlight film over it is made of; None is an error."""
    line = over(moment, asset)
    if line is None or moment.assets[asset].kind == "case":
        return None
    parts = {part for a in line for part in moment.assets[a].made_of}
    for part in parts:
        above = over(moment, part)
        if above is None or moment.assets[part].kind != "clip":
            return None
        if any(moment.assets[a].made_of for a in above):
            return None
    return [asset, *(parts - {asset})] if _all_recorded(moment, {asset, *parts}) else None


def _all_recorded(moment: Moment, pieces: Iterable[Any]) -> bool:
    known = {person.id for person in moment.facts.people}
    return all(who in known for piece in pieces for who in shown(moment, piece))


def shown(moment: Moment, piece: Any) -> set[Any]:
    """Everyone listed as seen or heard."""
    return {
        a.person
        for a in moment.assets[piece].people
        if a.from_at <= moment.at and not (a.until_at is not None and a.until_at <= moment.at)
    }
