"""Where two who may decide don't agree: one table, and that random worlds never break it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from consent.disagreement import disagreements
from consent.terms import NOES, Kind
from tests.consent.phrases import DAY_0, TICK, moment
from tests.consent.story import read
from tests.consent.world import ASKED_AT
from tests.consent.worlds import World, looking_at, worlds

CROSSWISE = "; ".join(
    f"{giver} gives for kid (on {clip}); {refuser} refuses for kid (on {clip})"
    for giver, refuser, clip in (("mum", "dad", "C"), ("dad", "mum", "C2"))
)
BOTH = ["kid, supervision: mum against dad"]


def found(story: str) -> list[str]:
    """Each as a line: for whom, about what, who says yes against whom."""
    facts, _ = read(story, "supervision on C")
    return [
        f"{each.person}, {each.purpose}: {'+'.join(sorted(map(str, each.for_it)))}"
        f" against {'+'.join(sorted(map(str, each.against_it)))}"
        for each in disagreements(facts, ASKED_AT)
    ]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        # nobody, one, and both
        ("", []),
        ("base", []),
        ("dad refuses for kid", []),
        ("everyone gives", []),
        ("base; dad refuses for kid", BOTH),
        ("dad refuses for kid; base", BOTH),
        ("base; dad withdraws for kid", BOTH),
        ("base; dad refuses for kid (on K, everything)", BOTH),
        ("base; dad refuses for kid (listing nothing)", BOTH),
        # they come to agree, whoever moves
        ("base; dad refuses for kid; dad gives for kid", []),
        ("base; dad refuses for kid; mum withdraws for kid", []),
        ("base; dad refuses for kid (on C); dad gives for kid", BOTH),
        ("base; dad refuses for kid (on C); dad gives for kid (lifting #3)", []),
        ("mum gives for kid (until day 9); dad refuses for kid", []),
        ("mum gives for kid (until day 11); dad refuses for kid", BOTH),
        ("mum gives for kid; dad refuses for kid; #1 voided by maya and omar", []),
        ("mum gives for kid; dad refuses for kid; #1 voided by maya and maya", BOTH),
        # where a yes and a no meet in the tree
        ("base (on C); dad refuses for kid (on C2)", []),
        ("base (on C); dad refuses for kid", BOTH),
        ("base (on K); dad refuses for kid (on C)", BOTH),
        ("base (on K); dad refuses for kid (on K)", BOTH),
        ("base; clip N cut in F; dad refuses for kid (on N)", []),
        ("base (later footage too); clip N cut in F; dad refuses for kid (on N)", BOTH),
        ("base (on C); dad refuses for kid (on C); C is erasing", []),
        ("base (on C); dad refuses for kid (on C); F is expired", []),
        ("base (on C); dad refuses for kid (on C); C is processing", BOTH),
        ("F comes under C; base (on C); dad refuses for kid (on C)", []),
        # each purpose apart, and only what the service allows
        ("base; dad refuses for kid (training)", []),
        ("base (supervision+training); dad refuses for kid (training)", ["kid, training: mum against dad"]),
        (
            "base (supervision+training); dad refuses for kid (training); dad refuses for kid (supervision)",
            ["kid, supervision: mum against dad", "kid, training: mum against dad"],
        ),
        ("ceiling: no supervision; base; dad refuses for kid", []),
        ("no ceiling; base; dad refuses for kid", []),
        ("base (keep_copy); dad refuses for kid", BOTH),
        ("base; dad refuses for kid (keep_copy)", []),
        ("base (spoken); ceiling: supervision on signed evidence; dad refuses for kid", []),
        # named viewers
        ("base; dad refuses for kid (viewers Anna)", BOTH),
        ("base (viewers Ben); dad refuses for kid (viewers Ben)", BOTH),
        ("base (viewers Ben); dad refuses for kid", BOTH),
        ("base (viewers Ben); dad refuses for kid (viewers Anna)", []),
        ("mum gives for kid; mum refuses for kid (viewers Anna); dad refuses for kid", BOTH),
        ("mum gives for kid; mum refuses for kid (viewers Anna); dad refuses for kid (viewers Anna)", []),
        # whose word is one of holders
        ("mum gives for kid; kid shows no", []),
        ("mum gives for kid; gran refuses for kid", []),
        ("base; dad refuses", []),
        ("mum gives for kid; dad refuses for kid; dad's right is not verified", BOTH),
        ("mum gives for kid; dad refuses for kid; mum's right is not verified", []),
        ("mum gives for kid; dad refuses for kid; dad's right ends on day 9", []),
        ("mum gives for kid; dad refuses for kid; dad's right begins on day 11", []),
        ("mum gives for kid; dad refuses for kid; mum without capacity", []),
        (
            "gran, a body, is kid's order; mum gives for kid; gran refuses for kid",
            ["kid, supervision: mum against gran"],
        ),
        # who decides for themselves
        ("kid is 13; kid competent; mum gives for kid; dad refuses for kid", []),
        (
            "kid is 13; kid competent; mum gives for kid (training); dad refuses for kid (training)",
            ["kid, training: mum against dad"],
        ),
        ("kid is 13; kid competent; mum gives for kid (training); kid refuses (training)", []),
        ("kid is 18 today; mum gives for kid; dad refuses for kid", []),
        ("kid is 18 tomorrow; kid not competent; mum gives for kid; dad refuses for kid", BOTH),
        ("mum without capacity; dee is mum's deputy; gran is mum's attorney; dee gives for mum; gran refuses for mum",
         ["mum, supervision: dee against gran"]),
        # three of them
        (
            "gran is kid's parent; base; gran gives for kid; dad refuses for kid",
            ["kid, supervision: gran+mum against dad"],
        ),
        (
            "gran is kid's parent; base; gran refuses for kid (on C); dad refuses for kid",
            ["kid, supervision: mum against dad+gran"],
        ),
        (CROSSWISE, ["kid, supervision: dad+mum against dad+mum"]),
    ],
)  # fmt: skip
def test_that_a_disagreement_is_a_yes_beside_another_holders_standing_no(story: str, expected: list[str]) -> None:
    assert found(story) == expected


def test_that_it_is_there_from_the_no_on_and_gone_with_the_next_yes() -> None:
    facts, _ = read(
        "base (entered day 1); dad refuses for kid (entered day 2); dad gives for kid (entered day 3)",
        "supervision on C",
    )
    said = facts.declarations
    history = [replace(facts, declarations=said[:count]) for count in range(len(said) + 1)]
    assert [len(disagreements(each, moment("day 4"))) for each in history] == [0, 0, 0, 1, 0]


@looking_at(100)
@given(worlds)
def test_that_it_never_breaks_and_never_speaks_of_the_person_themselves(world: World) -> None:
    for at in (DAY_0, DAY_0 + 20 * TICK, ASKED_AT):
        for each in disagreements(world.facts, at):
            assert each.person not in each.for_it | each.against_it
            assert len(each.for_it | each.against_it) > 1
            said = [d for d in world.facts.declarations if d.about == each.person]
            assert each.for_it <= {d.by for d in said if d.kind == Kind.GIVE}
            assert each.against_it <= {d.by for d in said if d.kind in NOES}


@looking_at(60)
@given(worlds)
def test_that_order_and_double_delivery_change_nothing(world: World) -> None:
    told = disagreements(world.facts, ASKED_AT)
    assert disagreements(world.shuffled, ASKED_AT) == told
    if world.duplicate:
        twice = replace(world.facts, declarations=(*world.facts.declarations, world.duplicate))
        assert disagreements(twice, ASKED_AT) == told
