"""Where holders of a right to decide don't agree about somebody. Quiet room.

The law (issue of consent, "Who may decide"): disagreement between holders stops and raises a task; the program never
resolves it. It is derived and kept nowhere, so it is gone as soon as they agree.

It is found where a live yes that can count, of one holder, stands beside a standing no of another holder of the same
person, about the same matter. A no may be an unverified holder's: it stops. The person's own word and what they show
are no part of it, nor is the word of somebody who may neither give nor block. A yes and a no that meet nowhere in the
tree (two different clips), a no that its own maker has lifted, and footage that is going, are none.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from consent.facts import Ceiling, Facts, Question
from consent.matters import NEEDS, LineUp, Matter, is_within, line_of, matters_of
from consent.policy import standing_in
from consent.terms import State
from consent.voices import covering_yeses, live_yeses, said_about, standing_noes
from families.ability import Id, value_at

STAYS = frozenset({State.ACTIVE, State.PROCESSING})
"""States of footage that may still be watched one day."""
SOMEBODY = ""
"""A viewer whom no word names."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """For whom, about which purpose; who says yes, and who says no. A holder may stand on both sides: of two clips."""

    person: Id
    purpose: str
    for_it: frozenset[Id]
    against_it: frozenset[Id]


def disagreements(facts: Facts, at: datetime) -> tuple[Disagreement, ...]:
    """Every one of a case, in a steady order: by person, then by purpose."""
    ceiling = value_at(facts.ceilings, at)
    found: defaultdict[tuple[Id, str], tuple[set[Id], set[Id]]] = defaultdict(lambda: (set(), set()))
    for person, matter in _matters(facts, ceiling, at) if ceiling else ():
        yes, no = _sides(facts, person, matter)
        for giver, refuser in ((giver, refuser) for giver in yes for refuser in no):
            found[person, matter.purpose][0].add(giver)
            found[person, matter.purpose][1].add(refuser)
    return tuple(
        Disagreement(person, purpose, frozenset(yes), frozenset(no))
        for (person, purpose), (yes, no) in sorted(found.items(), key=str)
    )


def _matters(facts: Facts, ceiling: Ceiling, at: datetime) -> Iterator[tuple[Id, Matter]]:
    """Every matter in which two holders can meet: a yes and a no meet, if at all, at the inner one of their scopes."""
    for person, scopes in _spoken_of(facts).items():
        viewers = _viewers_named(facts, person, scopes)
        for line in (line_of(facts, scope, sys.maxsize) for scope in scopes):
            if line and _stays(line, at):
                for question in _questions(ceiling, line, viewers, at):
                    yield person, matters_of(question, ceiling, line)[-1]


def _questions(ceiling: Ceiling, line: LineUp, viewers: list[Id], at: datetime) -> Iterator[Question]:
    for (purpose, action), viewer in product(ceiling.allows, viewers):
        question = Question(line[0].id, purpose, action, viewer, at)
        if action in NEEDS and is_within(ceiling, question):
            yield question


def _spoken_of(facts: Facts) -> Mapping[Id, list[Id]]:
    """For whom somebody else decides, and in which scopes anything was said about them."""
    found: defaultdict[Id, list[Id]] = defaultdict(list)
    for person, scope in facts.said:
        if person in facts.makers_for and person in facts.person_by_id:
            found[person].append(scope)
    return found


def _viewers_named(facts: Facts, person: Id, scopes: Iterable[Id]) -> list[Id]:
    """Each viewer whom a word about them names, and somebody whom none does."""
    named = {viewer for scope in scopes for said in facts.said[person, scope] for viewer in said.viewers or ()}
    return [SOMEBODY, *sorted(named, key=str)]


def _stays(line: LineUp, at: datetime) -> bool:
    return all(value_at(asset.states, at) in STAYS for asset in line)


def _sides(facts: Facts, person: Id, matter: Matter) -> tuple[set[Id], set[Id]]:
    """The holders whose yes could carry the matter (and who say no no beside it), and those whose no stops it."""
    standing = standing_in(facts, person, matter)
    said = said_about(facts, person, matter)
    live = live_yeses(covering_yeses(said, matter), matter)
    holders = standing.blockers - {person}
    noes = {no.by for no in standing_noes(said, live, standing.lifters, matter) if no.by in holders and no.by}
    yes = {yes.by for yes in live if yes.by in holders & standing.lifters and yes.by}
    return yes - noes, noes
