"""What holds for random histories (consent.md, "Properties"). Together these look at 10,000 worlds, or at a million.

pytest tests/consent/test_policy_properties.py                              10,000 worlds
pytest tests/consent/test_policy_properties.py --hypothesis-profile=long    1,000,000 worlds
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from consent.decisions import Decision, Reason
from consent.facts import Asset, Declaration, Facts, Line, Question
from consent.matters import pieces_of, shown_in
from consent.policy import decide
from consent.terms import EVERYTHING, Action, Kind
from families.ability import Since
from families.standing import Basis, Maker
from tests.consent import reference
from tests.consent.phrases import DAY_0
from tests.consent.worlds import World, looking_at, worlds

ANY_WORLD = given(worlds)


def answers(facts: Facts, world: World) -> list[bool]:
    """What is allowed of what this world asks."""
    return [decide(facts, question).allowed for question in world.questions]


def with_more(facts: Facts, *more: Declaration) -> Facts:
    """The same, and something more is said."""
    return replace(facts, declarations=(*facts.declarations, *more))


def pieces(facts: Facts, question: Question) -> list[Asset]:
    """The asset asked about, and the clips a highlight film over it is made of."""
    return [line[0] for line in pieces_of(facts, question)]


def shown(facts: Facts, question: Question) -> set[object]:
    """Everybody whom the answer is about."""
    return {person for asset in pieces(facts, question) for person in shown_in(asset, question.at)}


@pytest.mark.slow
@looking_at(4000)
@ANY_WORLD
def test_that_the_rule_agrees_with_the_slow_reading_of_the_law(world: World) -> None:
    for question in world.questions:
        decision = decide(world.facts, question)
        assert decision.reason == reference.verdict(world.facts, question)
        against = {finding.reason for finding in decision.findings} - {Reason.EVERYONE_AGREES}
        assert against == reference.all_found(world.facts, question)


@looking_at(300)
@ANY_WORLD
def test_that_without_declarations_nothing_that_shows_anybody_is_open(world: World) -> None:
    silent = replace(world.facts, declarations=())
    for question in world.questions:
        assert not (decide(silent, question).allowed and shown(silent, question))


@looking_at(800)
@ANY_WORLD
def test_that_one_more_no_dissent_or_void_never_opens(world: World) -> None:
    for kind in (Kind.REFUSE, Kind.DISSENT, Kind.VOID):
        after = answers(with_more(world.facts, replace(world.more, kind=kind)), world)
        assert not any(now and not before for before, now in zip(answers(world.facts, world), after, strict=True))


@looking_at(800)
@ANY_WORLD
def test_that_one_more_yes_never_closes_and_opens_only_its_person_purposes_and_scope(world: World) -> None:
    yes = replace(world.more, kind=Kind.GIVE)
    facts = with_more(world.facts, yes)
    for question in world.questions:
        before, after = decide(world.facts, question).allowed, decide(facts, question).allowed
        assert after or not before
        if after and not before:
            scopes = {asset.id for line in pieces_of(facts, question) for asset in line}
            assert yes.about in shown(facts, question)
            assert yes.scope in scopes
            assert question.purpose in {line.purpose for line in yes.lines}
            assert yes.viewers is None or question.viewer in yes.viewers


@looking_at(500)
@ANY_WORLD
def test_that_withdrawing_everything_shuts_at_once_all_that_shows_that_person(world: World) -> None:
    no = replace(
        world.more, kind=Kind.WITHDRAW, by=world.more.about, scope="K", viewers=None, lines=(Line(EVERYTHING, "view"),)
    )
    facts = with_more(world.facts, no)
    for question in world.questions:
        now = replace(question, up_to=None)
        if any(no.about in shown_in(asset, question.at) for asset in pieces(facts, now)):
            assert not decide(facts, now).allowed


@looking_at(500)
@ANY_WORLD
def test_that_what_is_said_about_people_not_shown_does_not_matter(world: World) -> None:
    for question in world.questions:
        seen = shown(world.facts, question)
        only = tuple(d for d in world.facts.declarations if d.about in seen)
        assert decide(replace(world.facts, declarations=only), question) == decide(world.facts, question)


@looking_at(500)
@ANY_WORLD
def test_that_stored_order_is_irrelevant(world: World) -> None:
    for question in world.questions:
        assert decide(world.shuffled, question) == decide(world.facts, question)


@looking_at(300)
@ANY_WORLD
def test_that_a_duplicate_changes_nothing(world: World) -> None:
    twice = with_more(world.facts, world.duplicate) if world.duplicate else world.facts
    for question in world.questions:
        assert decide(twice, question) == decide(world.facts, question)


@looking_at(300)
@ANY_WORLD
def test_that_an_empty_ceiling_or_none_shuts_all(world: World) -> None:
    empty = tuple(Since(replace(since.value, allows={}), since.from_at) for since in world.facts.ceilings)
    assert not any(answers(replace(world.facts, ceilings=empty), world))
    assert not any(answers(replace(world.facts, ceilings=()), world))


@looking_at(800)
@ANY_WORLD
def test_that_every_yes_rests_on_a_literal_yes_per_person_shown(world: World) -> None:
    for question in world.questions:
        decision = decide(world.facts, question)
        if decision.allowed:
            assert shown(world.facts, question) == _who_says_yes(world.facts, question, decision)
            assert {finding.reason for finding in decision.findings} <= {Reason.EVERYONE_AGREES}


def _who_says_yes(facts: Facts, question: Question, decision: Decision) -> set[object]:
    """The people about whom a cited declaration literally says yes: purpose, action, viewer and time."""
    cited = [d for d in facts.declarations if d.id in decision.because_of]
    return {
        yes.about
        for yes in cited
        if yes.kind == Kind.GIVE
        and any(line.purpose == question.purpose for line in yes.lines)
        and (yes.viewers is None or question.viewer in yes.viewers)
        and yes.from_at is not None
        and yes.until_at is not None
        and yes.from_at <= question.at < yes.until_at
    }


@looking_at(500)
@ANY_WORLD
def test_that_replaying_up_to_a_number_gives_the_decision_of_that_moment(world: World) -> None:
    for question in world.questions:
        for number in {d.number for d in world.facts.declarations}:
            then = replace(
                world.facts,
                declarations=tuple(d for d in world.facts.declarations if d.number <= number),
                assets=tuple(asset for asset in world.facts.assets if asset.number <= number),
            )
            at_that_moment = decide(then, replace(question, up_to=None))
            assert decide(world.facts, replace(question, up_to=number)) == at_that_moment


@looking_at(300)
@ANY_WORLD
def test_that_a_copy_is_kept_only_where_it_may_be_seen_and_a_highlight_only_with_its_clips(world: World) -> None:
    for question in world.questions:
        if decide(world.facts, question).allowed:
            assert decide(world.facts, replace(question, action=Action.VIEW)).allowed
            for piece in pieces(world.facts, question):
                assert decide(world.facts, replace(question, asset=piece.id)).allowed


@looking_at(400)
@ANY_WORLD
def test_that_one_more_unverified_maker_person_or_dead_ancestor_never_opens(world: World) -> None:
    makers = (*world.facts.makers, *(Maker("dee", "kid", basis, DAY_0 - timedelta(days=9)) for basis in Basis))
    assert _opened(replace(world.facts, makers=makers), world) == []
    for asset in world.facts.assets:
        dead = replace(asset, states=())
        others = tuple(dead if other is asset else other for other in world.facts.assets)
        assert _opened(replace(world.facts, assets=others), world) == []


def _opened(facts: Facts, world: World) -> list[Question]:
    return [q for q in world.questions if decide(facts, q).allowed and not decide(world.facts, q).allowed]
