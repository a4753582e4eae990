"""What a service may set, and what one setting changes: a table of each."""

from collections.abc import Mapping
from typing import Any

import pytest

from consent.defaults import first_rules
from consent.rules import (
    Change,
    Fault,
    Part,
    changes_between,
    fault_in,
    verify_by,
    with_allowed,
    with_oldest_text,
    with_texts_of,
)
from consent.terms import Action, Purpose

FIRST = first_rules("england")
VIEW = {
    "purpose": "supervision", "action": "view", "longest_days": 90, "oldest_text": 1, "evidence": "signed",
    "breadth": "narrow",
}  # fmt: skip
COPY = {**VIEW, "action": "keep_copy"}
TRAINING = {**VIEW, "purpose": "training", "breadth": "wide"}


def rules(*allows: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    """A service that allows this and nothing else."""
    return {"ages": {"presumed_competent": 16, "assent_from": 5}, "allows": list(allows), **more}


@pytest.mark.parametrize(
    "nation", ["england", "wales", "scotland", "northern_ireland"]
)  # fmt: skip
def test_that_the_first_rules_of_every_nation_can_be_set(nation: str) -> None:
    assert fault_in(first_rules(nation)) is None


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (rules(), None),
        (rules(VIEW, COPY, TRAINING), None),
        (rules({**VIEW, "breadth": "wide"}), None),
        (rules(VIEW, ask_again_at=[12, 16], verify_by="another"), None),
        (rules(VIEW, ask_again_at=[]), None),
        ({}, Fault.UNREADABLE),
        ({"ages": {}, "allows": []}, Fault.UNREADABLE),
        ({"ages": {"presumed_competent": 16, "assent_from": 5}, "allows": "all"}, Fault.UNREADABLE),
        (rules({**VIEW, "purpose": "everything"}), Fault.UNREADABLE),
        (rules({**VIEW, "purpose": "fun"}), Fault.UNREADABLE),
        (rules(VIEW, {**VIEW, "action": "sell"}), Fault.UNREADABLE),
        (rules({**VIEW, "evidence": "guessed"}), Fault.UNREADABLE),
        (rules({**VIEW, "breadth": "middling"}), Fault.UNREADABLE),
        (rules({**VIEW, "oldest_text": 0}), Fault.UNREADABLE),
        (rules({**VIEW, "oldest_text": "1"}), Fault.UNREADABLE),
        (rules(VIEW, VIEW), Fault.UNREADABLE),
        (rules({key: value for key, value in VIEW.items() if key != "longest_days"}), Fault.UNREADABLE),
        (rules({**VIEW, "longest_days": -1}), Fault.DAYS),
        (rules({**VIEW, "longest_days": 0}), Fault.DAYS),
        (rules({**VIEW, "longest_days": 3651}), Fault.DAYS),
        (rules({**VIEW, "longest_days": 1.5}), Fault.DAYS),
        (rules({**VIEW, "longest_days": True}), Fault.DAYS),
        (rules({**TRAINING, "breadth": "narrow"}), Fault.WIDE_AS_NARROW),
        (rules({**TRAINING, "evidence": "spoken"}), Fault.EVIDENCE),
        (rules({**VIEW, "breadth": "wide", "evidence": "spoken"}), Fault.EVIDENCE),
        (rules(COPY), Fault.COPY_WITHOUT_VIEW),
        (rules(TRAINING, COPY), Fault.COPY_WITHOUT_VIEW),
        (rules(ages={"presumed_competent": 19, "assent_from": 5}), Fault.AGES),
        (rules(ages={"presumed_competent": 16, "assent_from": -1}), Fault.AGES),
        (rules(ages={"presumed_competent": "16", "assent_from": 5}), Fault.AGES),
        (rules(ask_again_at=[12, "x"]), Fault.AGES),
        (rules(ask_again_at=12), Fault.UNREADABLE),
        (rules(verify_by="nobody"), Fault.UNREADABLE),
    ],
)
def test_that_what_no_service_may_set_is_named(told: Mapping[str, Any], fault: Fault | None) -> None:
    assert fault_in(told) == fault


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (rules(VIEW), rules(VIEW), ()),
        (rules(), rules(VIEW), [Change(Part.ALLOWED, False, True, Purpose.SUPERVISION, Action.VIEW)]),
        (rules(VIEW), rules(), [Change(Part.ALLOWED, True, False, Purpose.SUPERVISION, Action.VIEW)]),
        (
            rules(VIEW),
            rules({**VIEW, "longest_days": 30, "evidence": "spoken"}),
            [
                Change(Part.DAYS, 90, 30, Purpose.SUPERVISION, Action.VIEW),
                Change(Part.EVIDENCE, "signed", "spoken", Purpose.SUPERVISION, Action.VIEW),
            ],
        ),
        (rules(), rules(ask_again_at=[12, 13, 16]), ()),
        (rules(), rules(ask_again_at=[14]), [Change(Part.AGAIN, (12, 13, 16), (14,))]),
        (rules(verify_by="anybody"), rules(), ()),
        (rules(), rules(verify_by="another"), [Change(Part.VERIFY, "anybody", "another")]),
        (
            rules(),
            rules(ages={"presumed_competent": 12, "assent_from": 5}),
            [Change(Part.COMPETENT, 16, 12)],
        ),
    ],
)
def test_that_a_change_is_told_part_by_part(
    before: Mapping[str, Any], after: Mapping[str, Any], changes: list[Change]
) -> None:
    assert changes_between(before, after) == tuple(changes)


def test_that_one_purpose_is_changed_and_the_others_stay() -> None:
    changed = with_allowed(FIRST, "supervision", [VIEW, COPY])
    assert {(each["purpose"], each["action"]) for each in changed["allows"]} == {
        *((each["purpose"], each["action"]) for each in FIRST["allows"]),
        ("supervision", "keep_copy"),
    }
    assert {change.purpose for change in changes_between(FIRST, changed)} == {Purpose.SUPERVISION}
    shut = with_allowed(FIRST, "supervision", [])
    assert [change.after for change in changes_between(FIRST, shut)] == [False]


def test_that_older_words_stop_counting_for_one_purpose_and_action_only() -> None:
    raised = with_oldest_text(FIRST, "family_viewing", "view", 3)
    told = [(change.purpose, change.action, change.after) for change in changes_between(FIRST, raised)]
    assert told == [(Purpose.FAMILY_VIEWING, Action.VIEW, 3)]


def test_that_going_back_to_the_first_rules_never_makes_older_words_count_again() -> None:
    raised = with_oldest_text(with_allowed(FIRST, "team", []), "family_viewing", "view", 3)
    first = with_texts_of(FIRST, raised)
    told = [(change.part, change.purpose, change.after) for change in changes_between(raised, first)]
    assert told == [(Part.ALLOWED, Purpose.TEAM, True)]


@pytest.mark.parametrize(
    ("told", "whose"),
    [
        ({}, "anybody"),
        ({"verify_by": "anybody"}, "anybody"),
        ({"verify_by": "another"}, "another"),
        ({"verify_by": "nonsense"}, "another"),
        ({"verify_by": None}, "another"),
    ],
)
def test_that_a_rule_of_the_second_look_that_cannot_be_read_asks_for_another_hand(
    told: Mapping[str, Any], whose: str
) -> None:
    assert verify_by(rules(**told)) == whose
