"""What other limits would shut or open: nobody's guess, the rule's own answer with them and without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given

from consent.facts import Allowance, Ceiling, Question
from consent.masks import mask_of
from consent.policy import decide
from consent.terms import Action, Purpose, State
from families.ability import Since, value_at
from families.standing import Breadth
from tests.consent.story import read
from tests.consent.world import ASKED_AT, FULL
from tests.consent.worlds import World, looking_at, worlds

SUPERVISION = (Purpose.SUPERVISION, Action.VIEW)


def limits(allowance: Allowance | None, purpose: Purpose = Purpose.SUPERVISION, **more: object) -> Ceiling:
    """Everything as before, but for one purpose."""
    others = {key: each for key, each in FULL.allows.items() if key[0] != purpose}
    own: dict[tuple[str, str], Allowance] = {(purpose, action): allowance for action in Action} if allowance else {}
    return Ceiling({**others, **own}, replace(FULL.ages, **more))  # type: ignore[arg-type]


LONG = FULL.allows[SUPERVISION]


@pytest.mark.parametrize(
    ("story", "proposed", "closes"),
    [
        ("base", limits(LONG), ""),
        ("base", limits(None), "F C C2 M E"),
        ("base", limits(None, Purpose.TRAINING), "E"),
        ("base; mum withdraws for kid (on C)", limits(None), "F C2 M E"),
        ("base", limits(replace(LONG, oldest_text=2)), "F C C2 M"),
        ("base (text 2)", limits(replace(LONG, oldest_text=2)), ""),
        ("base", limits(replace(LONG, longest=timedelta(days=9))), "F C C2 M"),
        ("base", limits(replace(LONG, longest=timedelta(days=10))), ""),
        ("base (spoken)", limits(replace(LONG, evidence="signed")), "F C C2 M"),
        ("base", limits(replace(LONG, evidence="signed")), ""),
        ("base", limits(replace(LONG, breadth=Breadth.WIDE)), "F C C2"),
        ("base (viewers Anna)", limits(None), "F C C2 M E"),
        ("base; kid is 14", limits(LONG, presumed_competent=12), "F C C2"),
        ("base; C unconfirmed", limits(None), "F C2 M E"),
        ("base; F is quarantined", limits(None), ""),
    ],
)
def test_that_what_is_open_today_and_would_be_shut_is_found(story: str, proposed: Ceiling, closes: str) -> None:
    facts, _ = read(story, "supervision on C")
    mask = mask_of(facts, proposed, ASKED_AT)
    assert {str(piece.asset) for piece in mask.closes if piece.action == Action.VIEW} == set(closes.split())
    assert not mask.opens


def test_that_what_was_shut_by_the_limits_alone_is_told_to_open_again() -> None:
    facts, _ = read("ceiling: no supervision; base; mum withdraws for kid (on C)", "supervision on C")
    mask = mask_of(facts, FULL, ASKED_AT)
    assert {str(piece.asset) for piece in mask.opens if piece.action == Action.VIEW} == {"F", "C2", "M", "E"}
    assert not mask.closes


def test_that_where_no_limits_were_set_nothing_is_open() -> None:
    facts, _ = read("no ceiling; base", "supervision on C")
    assert not mask_of(facts, limits(None), ASKED_AT).closes


@looking_at(40)
@given(worlds)
def test_that_a_mask_is_what_deciding_everything_twice_finds(world: World) -> None:
    facts, now = world.facts, world.questions[0].at
    proposed = limits(replace(LONG, oldest_text=2))
    then = replace(facts, ceilings=(*facts.ceilings, Since(proposed, now)))
    viewers = [None, *sorted({viewer for said in facts.declarations for viewer in said.viewers or ()}, key=str)]
    active = [asset for asset in facts.assets if value_at(asset.states, now) == State.ACTIVE]
    differ = set()
    for asset, purpose, action in product(active, Purpose, Action):
        questions = [Question(asset.id, purpose, action, viewer, now) for viewer in viewers]
        answers = [any(decide(each, question).allowed for question in questions) for each in (facts, then)]
        if answers == [True, False]:
            differ.add((asset.id, purpose.value, action.value))
    found = {(piece.asset, piece.purpose, piece.action) for piece in mask_of(facts, proposed, now).closes}
    assert found == differ
