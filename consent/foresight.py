"""What a declaration would do, before it is saved. The law (consent.md, "Before saving"): a yes lists the standing
noes it doesn't lift, and asks; a no shows what it will shut. A yes shows staff what it will open, and what not.

Nothing is guessed: the rule decides with and without it. What a proposed yes leaves standing is told of its own
maker's noes only, because nobody else's could be lifted by it, and one parent mustn't learn the other's answer.
What a proposed no would shut is open now, so it tells of nobody's no. What a proposed yes would open, and what stays
shut in spite of it, rests on everybody's answers: that is for staff alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from consent.decisions import Decision
from consent.facts import Declaration, Facts, Question
from consent.matters import LineUp, is_within, matters_of, pieces_of, share_frames, shown_in
from consent.policy import decide, standing_in
from consent.terms import CLOSING, EVERYTHING, Action, Evidence, Kind, Purpose
from consent.voices import covering_yeses, live_yeses, said_about, standing_noes
from families.ability import Id, value_at


def with_proposed(facts: Facts, *proposed: Declaration) -> Facts:
    """The facts as they would be: what is proposed comes after everything that is numbered, in this order."""
    numbers = [*(said.number for said in facts.declarations), *(asset.number for asset in facts.assets)]
    newest = max(numbers, default=0)
    said = (replace(each, number=newest + place) for place, each in enumerate(proposed, 1))
    return replace(facts, declarations=(*facts.declarations, *said))


def shut_by(facts: Facts, proposed: Declaration, viewers: Iterable[Id], at: datetime) -> tuple[Question, ...]:
    """What these viewers may do now, and no longer if the proposed no is said."""
    then = with_proposed(facts, proposed)
    asked = (q for viewer in viewers for q in questions_on(facts, proposed, viewer, at) if decide(facts, q).allowed)
    return tuple(question for question in asked if not decide(then, question).allowed)


def opened_by(
    facts: Facts, proposed: Sequence[Declaration], viewers: Iterable[Id | None], at: datetime
) -> tuple[Question, ...]:
    """What these viewers may not do now, and could once the proposed yeses (one for each person) are said."""
    then = with_proposed(facts, *proposed)
    asked = (q for viewer in viewers for q in _questions_on_each(facts, proposed, viewer, at))
    return tuple(q for q in asked if decide(then, q).allowed and not decide(facts, q).allowed)


def shut_in_spite_of(
    facts: Facts, proposed: Sequence[Declaration], viewers: Iterable[Id | None], at: datetime
) -> tuple[tuple[Question, Decision], ...]:
    """What the proposed yeses speak of and don't open, for these viewers, and why it stays shut."""
    then = with_proposed(facts, *proposed)
    means = {(line.purpose, line.action) for yes in proposed for line in yes.lines}
    asked = (q for viewer in viewers for q in _questions_on_each(facts, proposed, viewer, at))
    decided = ((q, decide(then, q)) for q in asked if (q.purpose, q.action) in means)
    return tuple((question, decision) for question, decision in decided if not decision.allowed)


def supposed_yes(facts: Facts, said: Declaration, at: datetime) -> Declaration:
    """A yes as good as one can be: signed, to the newest words, for as long as the service allows."""
    ceiling = value_at(facts.ceilings, at)
    found = (ceiling.allows.get((line.purpose, line.action)) for line in said.lines) if ceiling else ()
    return replace(
        said,
        kind=Kind.GIVE,
        recorded_at=at,
        evidence=Evidence.SIGNED,
        lines=tuple(replace(line, text=sys.maxsize) for line in said.lines),
        from_at=at,
        until_at=at + min((allowance.longest for allowance in found if allowance), default=timedelta()),
    )


def _questions_on_each(
    facts: Facts, proposed: Sequence[Declaration], viewer: Id | None, at: datetime
) -> tuple[Question, ...]:
    """Every question that one of them touches, once."""
    return tuple(dict.fromkeys(q for each in proposed for q in questions_on(facts, each, viewer, at)))


def questions_on(facts: Facts, proposed: Declaration, viewer: Id | None, at: datetime) -> Iterator[Question]:
    """Every question on an asset in the declaration's scope that shows its person, for a purpose it names."""
    about = (Question(asset.id, Purpose.PRACTICE, Action.VIEW, viewer, at) for asset in facts.assets)
    touched = [question for question in about if _touches(facts, proposed, question)]
    for question, purpose, action in product(touched, _purposes(proposed), Action):
        yield replace(question, purpose=purpose, action=action)


def noes_left_standing(facts: Facts, proposed: Declaration, at: datetime) -> tuple[Declaration, ...]:
    """The maker's own noes about this person that a proposed yes covers and doesn't lift, in order of number."""
    then = with_proposed(facts, proposed)
    yes = then.declarations[-1]
    viewers = yes.viewers or {None}
    questions = (q for viewer in viewers for q in questions_on(facts, yes, viewer, at))
    found = {no.number: no for question in questions for no in _own_noes(then, yes, question)}
    return tuple(found[number] for number in sorted(found))


def _own_noes(facts: Facts, yes: Declaration, question: Question) -> Iterator[Declaration]:
    """Noes of the yes's maker that stand in a matter which the yes covers."""
    ceiling = value_at(facts.ceilings, question.at)
    if ceiling is None or not is_within(ceiling, question) or yes.about not in facts.person_by_id:
        return
    matter = matters_of(question, ceiling, pieces_of(facts, question)[0])[-1]
    standing = standing_in(facts, yes.about, matter)
    said = said_about(facts, yes.about, matter)
    covering = covering_yeses(said, matter)
    if yes in covering and yes.by in standing.blockers:
        noes = standing_noes(said, live_yeses(covering, matter), standing.lifters, matter)
        yield from (no for no in noes if no.by == yes.by)


def _purposes(proposed: Declaration) -> Iterable[str]:
    named = {line.purpose for line in proposed.lines}
    means_all = not named or EVERYTHING in named
    return tuple(purpose for purpose in Purpose if means_all or purpose in named)


def _touches(facts: Facts, proposed: Declaration, question: Question) -> bool:
    """Whether a piece of what is asked lies in the declaration's scope, or under its no, and shows its person."""
    return any(
        _reaches(facts, proposed, line) and proposed.about in shown_in(line[0], question.at)
        for line in pieces_of(facts, question)
    )


def _reaches(facts: Facts, proposed: Declaration, line: LineUp) -> bool:
    scope = facts.asset_by_id.get(proposed.scope)
    return proposed.scope in {asset.id for asset in line} or (
        proposed.kind in CLOSING and scope is not None and share_frames(facts, scope, line[0], sys.maxsize)
    )
