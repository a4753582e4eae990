"""What a declaration would do, told before it is saved."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given

from consent.decisions import Reason
from consent.facts import Declaration, Facts, Line, Question
from consent.foresight import (
    noes_left_standing,
    opened_by,
    shut_by,
    shut_in_spite_of,
    supposed_yes,
    with_proposed,
)
from consent.matters import pieces_of
from consent.policy import decide
from consent.terms import Action, Kind, Purpose
from tests.consent.phrases import DAY_0
from tests.consent.story import read
from tests.consent.world import ASKED_AT
from tests.consent.worlds import World, looking_at, worlds


def before_saving(story: str) -> tuple[Facts, Declaration]:
    """The story without its last declaration, and that."""
    facts, _ = read(story, "supervision on C")
    return replace(facts, declarations=facts.declarations[:-1]), facts.declarations[-1]


@pytest.mark.parametrize(
    ("story", "left"),
    [
        ("mum refuses for kid (on C); mum gives for kid", ["d1"]),
        ("mum refuses for kid (on C); mum gives for kid (lifting #1)", []),
        ("mum refuses for kid (on C); mum gives for kid (on C)", []),
        ("mum refuses for kid (on C); mum refuses for kid; mum gives for kid", ["d1"]),
        ("mum refuses for kid (on K, everything); mum gives for kid", []),
        ("mum refuses for kid; mum gives for kid (on K)", ["d1"]),
        ("mum refuses for kid (on C); mum gives for kid (on C2)", []),
        ("mum refuses for kid (training); mum gives for kid", []),
        ("mum refuses for kid (viewers Anna); mum gives for kid", ["d1"]),
        ("mum refuses for kid (viewers Anna); mum gives for kid (viewers Anna)", []),
        ("mum refuses for kid (viewers Anna); mum gives for kid (viewers Ben)", []),
        ("mum refuses for kid; mum gives for kid (from day 12)", ["d1"]),
        ("mum refuses for kid (viewers Anna); mum gives for kid (on K, viewers Anna)", ["d1"]),
        ("mum refuses for kid (on C, keep_copy); mum gives for kid (view+keep_copy)", ["d1"]),
        ("mum refuses for kid (on C, keep_copy); mum gives for kid", []),
        ("dad refuses for kid; mum gives for kid", []),
        ("gran refuses for kid; gran gives for kid", []),
        ("ceiling: no supervision; mum refuses for kid (on C); mum gives for kid", []),
        ("no ceiling; mum refuses for kid (on C); mum gives for kid", []),
        ("F comes under C; mum refuses for kid (on C); mum gives for kid", []),
    ],
)
def test_that_a_yes_lists_its_makers_standing_noes_that_it_does_not_lift(story: str, left: list[str]) -> None:
    facts, proposed = before_saving(story)
    assert [no.id for no in noes_left_standing(facts, proposed, ASKED_AT)] == left


@pytest.mark.parametrize(
    ("story", "shut"),
    [
        ("base; mum withdraws for kid (on C)", ["C"]),
        ("base; mum withdraws for kid", ["F", "C", "C2"]),
        ("base; mum withdraws (on K, everything)", ["F", "C", "C2", "M"]),
        ("base; mum withdraws (on K, listing nothing)", ["F", "C", "C2", "M"]),
        ("base; mum refuses for kid (training)", []),
        ("base; mum refuses for kid (keep_copy)", []),
        ("base; mum refuses for kid (viewers Anna)", []),
        ("base; gran refuses for kid", []),
        ("mum gives; mum refuses for kid", []),
    ],
)
def test_that_a_no_shows_what_it_will_shut(story: str, shut: list[str]) -> None:
    facts, proposed = before_saving(story)
    questions = shut_by(facts, proposed, ["Ben"], ASKED_AT)
    assert [question.asset for question in questions] == shut
    assert {question.purpose for question in questions} <= {Purpose.SUPERVISION}


@looking_at(200)
@given(worlds)
def test_that_what_a_no_would_shut_is_what_deciding_everything_twice_finds(world: World) -> None:
    no = replace(world.more, kind=Kind.WITHDRAW)
    now = world.questions[0].at
    every = [
        Question(asset.id, purpose, action, "Ben", now)
        for asset, purpose, action in product(world.facts.assets, Purpose, Action)
    ]
    then = with_proposed(world.facts, no)
    shut = [q for q in every if decide(world.facts, q).allowed and not decide(then, q).allowed]
    assert shut_by(world.facts, no, ["Ben"], now) == tuple(shut)


@pytest.mark.parametrize(
    ("story", "opens", "stays"),
    [
        ("mum gives; mum gives for kid", ["F", "C", "C2"], ["G"]),
        ("mum gives; mum gives for kid (on C)", ["C"], []),
        ("mum gives for kid", [], ["F", "C", "C2", "G"]),
        ("base; mum gives for kid", [], ["G"]),
        ("mum gives; dad refuses for kid (on C); mum gives for kid", ["F", "C2"], ["C", "G"]),
        ("mum gives; mum gives for kid (training)", [], ["F", "C", "C2", "G"]),
        ("mum gives (viewers Anna); mum gives for kid (viewers Anna)", [], ["F", "C", "C2", "G"]),
    ],
)
def test_that_a_yes_shows_what_it_will_open_and_what_stays_shut(story: str, opens: list[str], stays: list[str]) -> None:
    facts, proposed = before_saving(story)
    opened = opened_by(facts, [proposed], ["Ben"], ASKED_AT)
    shut = shut_in_spite_of(facts, [proposed], ["Ben"], ASKED_AT)
    assert [question.asset for question in opened] == opens
    assert [question.asset for question, _decision in shut] == stays
    assert not any(decision.allowed for _question, decision in shut)


def test_that_a_yes_for_two_people_is_foreseen_as_one() -> None:
    facts, _ = read("base", "supervision on C")
    none, both = replace(facts, declarations=()), facts.declarations
    assert [question.asset for question in opened_by(none, both, ["Ben"], ASKED_AT)] == ["F", "C", "C2", "M"]
    assert [question.asset for question in opened_by(none, both[:1], ["Ben"], ASKED_AT)] == ["M"]


@looking_at(200)
@given(worlds)
def test_that_what_a_yes_would_open_is_what_deciding_everything_twice_finds(world: World) -> None:
    now = world.questions[0].at
    for proposed in ([replace(world.more, kind=Kind.GIVE)], world.facts.declarations[-2:]):
        facts = replace(world.facts, declarations=world.facts.declarations[:-2])
        yeses = [replace(each, kind=Kind.GIVE, recorded_at=now, from_at=now) for each in proposed]
        then = with_proposed(facts, *yeses)
        every = [
            Question(asset.id, purpose, action, viewer, now)
            for viewer, asset, purpose, action in product(("Ben", "Anna"), facts.assets, Purpose, Action)
        ]
        opens = {q for q in every if not decide(facts, q).allowed and decide(then, q).allowed}
        found = opened_by(facts, yeses, ["Ben", "Anna"], now)
        assert set(found) == opens
        assert len(found) == len(opens)


@pytest.mark.parametrize("purpose", [Purpose.SUPERVISION, Purpose.TRAINING])
def test_that_a_supposed_yes_is_as_good_as_one_can_be(purpose: Purpose) -> None:
    for text in ("supervision on text 3 or later", "training on text 3 or later"):
        facts, _ = read(f"ceiling: {text}", "supervision on C")
        said = [
            Declaration(
                id=f"s{place}", number=0, kind="", about=about, by="mum", scope="F", recorded_at=DAY_0,
                lines=(Line(purpose, Action.VIEW),),
            )
            for place, about in enumerate(("mum", "kid"))
        ]  # fmt: skip
        yeses = [supposed_yes(facts, each, ASKED_AT) for each in said]
        opened = [question.asset for question in opened_by(facts, yeses, ["Ben"], ASKED_AT)]
        assert opened == (["M"] if purpose == Purpose.TRAINING else ["F", "C", "C2", "M"]), "dad is silent"


@looking_at(300)
@given(worlds)
def test_that_where_a_yes_leaves_no_no_standing_its_maker_refuses_nothing_that_it_covers(world: World) -> None:
    yes = replace(world.more, kind=Kind.GIVE, later_footage=True, viewers=None)
    left = {no.id for no in noes_left_standing(world.facts, yes, DAY_0)}
    then = with_proposed(world.facts, yes)
    for question in world.questions:
        asked = replace(question, at=DAY_0, up_to=None, viewer=None, action=Action.VIEW)
        own = {
            found.declaration
            for found in decide(then, asked).findings
            if found.reason in {Reason.REFUSED, Reason.VIEWER_EXCLUDED}
            and (found.maker, found.person) == (yes.by, yes.about)
        }
        listed = {line.purpose for line in yes.lines if line.action == Action.VIEW}
        # A yes to a highlight film covers nothing of the films that its clips come from.
        if question.purpose in listed and question.asset == yes.scope and len(pieces_of(then, asked)) == 1:
            assert own <= left
