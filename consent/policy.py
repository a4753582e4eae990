"""The rule: may a viewer do an action with an asset for a purpose, at a moment? (consent.md is the law.)

Absence of anything means no. `keep_copy` is allowed only where `view` is, and a highlight film only where every
clip in it is. Checked in this order: ERROR, ASSET_STATE, PEOPLE_UNCONFIRMED, CEILING; then every person shown,
and of all that is found the first in `Reason`'s order is the answer. Nothing found: EVERYONE_AGREES, citing a
literal yes of each whose yes was needed. A confirmed asset that shows nobody is open.

Where the law is silent, the answer that can only close: somebody taken off a confirmed asset needs a
confirmation dated then or later; somebody who says "I am in it", one dated later. (More of these in `matters`,
`voices`, `families.standing`, `families.ability`.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consent.decisions import ORDER, Decision, Finding, Reason
from consent.facts import Asset, Ceiling, Declaration, Facts, Question
from consent.matters import NEEDS, LineUp, Matter, is_within, matters_of, pieces_of, shown_in
from consent.terms import Purpose, State
from consent.voices import assents, covering_yeses, faults, live_yeses, said_about, standing_dissents, standing_noes
from families.ability import Id, value_at
from families.standing import Standing, standing_of

PURPOSES = frozenset(Purpose)


def decide(facts: Facts, question: Question) -> Decision:
    """Whether everyone seen or heard agrees, literally and now."""
    pieces = pieces_of(facts, question)
    ceiling = value_at(facts.ceilings, question.at)
    closed = _closed(facts, question, pieces, ceiling)
    found = dict.fromkeys(closed or _heard(facts, question, pieces, ceiling))
    against = sorted((f for f in found if f.reason != Reason.EVERYONE_AGREES), key=lambda f: ORDER[f.reason])
    if not against:
        return Decision(True, Reason.EVERYONE_AGREES, _cited(found), tuple(found))
    reason = against[0].reason
    return Decision(False, reason, _cited(f for f in against if f.reason == reason), tuple(against))


def _cited(findings: Iterable[Finding]) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(f.declaration for f in findings if f.declaration is not None))


def _closed(facts: Facts, question: Question, pieces: tuple[LineUp, ...], ceiling: Ceiling | None) -> list[Finding]:
    """What shuts an asset before anybody is heard, first things first."""
    if not pieces or not _is_known(facts, question, pieces):
        return [Finding(Reason.ERROR)]
    shut = {
        Reason.ASSET_STATE: not all(_is_active(asset, question) for line in pieces for asset in line),
        Reason.PEOPLE_UNCONFIRMED: not all(_is_confirmed(line[0], question) for line in pieces),
        Reason.CEILING: not is_within(ceiling, question),
    }
    return [Finding(reason) for reason, is_shut in shut.items() if is_shut]


def _is_known(facts: Facts, question: Question, pieces: tuple[LineUp, ...]) -> bool:
    return (
        question.purpose in PURPOSES
        and question.action in NEEDS
        and all(person in facts.person_by_id for line in pieces for person in shown_in(line[0], question.at))
    )


def _is_active(asset: Asset, question: Question) -> bool:
    return value_at(asset.states, question.at) == State.ACTIVE


def _is_confirmed(asset: Asset, question: Question) -> bool:
    """Confirmed, and confirmed again if somebody was taken off or objected since."""
    confirmed = [moment for moment in asset.confirmations if moment <= question.at]
    taken_off = [a.until_at for a in asset.people if a.until_at is not None and a.until_at <= question.at]
    objected = [moment for moment in asset.objections if moment <= question.at]
    return (
        bool(confirmed)
        and all(moment <= max(confirmed) for moment in taken_off)
        and all(moment < max(confirmed) for moment in objected)
    )


def _heard(facts: Facts, question: Question, pieces: tuple[LineUp, ...], ceiling: Ceiling | None) -> Iterator[Finding]:
    """What every person shown says, on every piece, to what is asked and to what that needs."""
    if ceiling is None:
        yield Finding(Reason.CEILING)
        return
    for line in pieces:
        for matter in matters_of(question, ceiling, line):
            for person in shown_in(line[0], question.at):
                yield from about(facts, person, matter)


def standing_in(facts: Facts, person: Id, matter: Matter) -> Standing:
    """Who speaks for a person in this matter."""
    key = (person, matter.at, matter.ages, matter.breadth)
    if key not in facts.standings:
        makers = facts.makers_for.get(person, ())
        facts.standings[key] = standing_of(facts.person_by_id[person], makers, facts.person_by_id, *key[1:])
    return facts.standings[key]


def about(facts: Facts, person: Id, matter: Matter) -> Iterator[Finding]:
    """All that is found about one person: what stands against the matter, and whose yes carries it or is missing."""
    standing = standing_in(facts, person, matter)
    said = said_about(facts, person, matter)
    covering = covering_yeses(said, matter)
    live = live_yeses(covering, matter)
    for dissent in standing_dissents(said, matter):
        yield Finding(Reason.DISSENT, person, dissent.by, dissent.id)
    for no in standing_noes(said, live, standing.lifters, matter):
        if no.by in standing.blockers:
            yield Finding(Reason.VIEWER_EXCLUDED if no.viewers else Reason.REFUSED, person, no.by, no.id)
    if standing.asks_assent and not assents(said, matter):
        yield Finding(Reason.ASSENT_MISSING, person)
    for group in standing.needed or (frozenset(),):
        carried = [yes for yes in live if yes.by in group]
        if carried:
            yield Finding(Reason.EVERYONE_AGREES, person, carried[-1].by, carried[-1].id)
        else:
            yield from _missing(person, group, covering, matter)


def _missing(person: Id, group: frozenset[Id], covering: tuple[Declaration, ...], matter: Matter) -> Iterator[Finding]:
    """Why a group of whom one yes is needed has none."""
    if not group:
        yield Finding(Reason.NO_DECISION_MAKER, person)
    for maker in sorted(group, key=str):
        own = [yes for yes in covering if yes.by == maker]
        for yes in own:
            yield from (Finding(reason, person, maker, yes.id) for reason in faults(yes, matter))
        if not own:
            yield Finding(Reason.NO_GRANT, person, maker)
