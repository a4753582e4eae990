"""The rule in words: complete, and for a family silent about what anybody answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given

from consent.decisions import Reason
from consent.policy import decide
from consent.terms import Action, Purpose
from consent.wording import ACTIONS, NOT_EVERYONE, OF_THE_PORTAL, PURPOSES, STAFF, Stand, family_sentence
from tests.consent.worlds import World, looking_at, worlds

FROM_PEOPLE = [reason for reason in Reason if reason not in {*OF_THE_PORTAL, Reason.EVERYONE_AGREES}]


def test_that_every_reason_has_words_of_its_own_for_staff() -> None:
    assert set(STAFF) == set(Reason)
    assert len({words.sentence for words in STAFF.values()}) == len(Reason)


def test_that_every_purpose_and_action_has_its_words_for_staff_and_family() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert set(ACTIONS) == set(Action)
    assert all(words.staff and words.family for words in PURPOSES.values())


def test_that_a_family_reads_one_sentence_for_whatever_people_said_or_did_not_say() -> None:
    assert {Reason.REFUSED, Reason.DISSENT, Reason.NO_GRANT, Reason.EXPIRED} <= set(FROM_PEOPLE)
    assert {family_sentence(reason) for reason in FROM_PEOPLE} == {NOT_EVERYONE}
    assert all(family_sentence(reason) != NOT_EVERYONE for reason in OF_THE_PORTAL)


def test_that_only_agreement_is_open() -> None:
    assert [reason for reason, words in STAFF.items() if words.stand == Stand.OPEN] == [Reason.EVERYONE_AGREES]
    assert {STAFF[reason].stand for reason in (Reason.DISSENT, Reason.REFUSED, Reason.VIEWER_EXCLUDED)} == {
        Stand.CLOSED
    }


@looking_at(300)
@given(worlds)
def test_that_while_it_stays_shut_a_family_reads_the_same_whatever_anybody_says(world: World) -> None:
    said = world.facts.declarations
    for question in world.questions:
        now = replace(question, up_to=None)
        told = [decide(replace(world.facts, declarations=said[:count]), now) for count in range(len(said) + 1)]
        shut = [family_sentence(decision.reason) for decision in told if not decision.allowed]
        assert all(one == other for one, other in pairwise(shut))
