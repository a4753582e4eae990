"""The rule against its acceptance table, row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consent.decisions import Reason
from consent.policy import decide
from tests.consent import reference
from tests.consent.story import Row, read, rows


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_that_the_rule_answers_as_the_table_says(row: Row) -> None:
    decision = decide(row.facts, row.question)
    assert (decision.reason, decision.allowed) == (row.reason, row.is_yes)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_that_the_slow_reading_of_the_law_answers_as_the_table_says(row: Row) -> None:
    assert reference.verdict(row.facts, row.question) == row.reason


@pytest.mark.parametrize(
    ("at", "answer"), [("day 0", "ERROR"), ("day 1", "NO_GRANT"), ("day 3", "EVERYONE_AGREES"), ("day 5", "REFUSED")]
)
def test_that_a_past_moment_is_replayed_up_to_the_last_number_entered_by_then(at: str, answer: str) -> None:
    story = "clip N in F; N is stateless; N is active on day 1; base (entered day 2); mum withdraws (entered day 5)"
    facts, question = read(story, f"supervision on N at {at}")
    assert decide(facts, replace(question, up_to=facts.number_at(question.at))).reason == answer


def test_that_a_refusal_holds_all_its_reasons_and_whom_they_come_from() -> None:
    facts, question = read("mum gives; kid shows no (on C); dad refuses for kid", "supervision on C")
    decision = decide(facts, question)
    assert decision.because_of == ("d2",)
    assert [(found.reason, found.person, found.maker, found.declaration) for found in decision.findings] == [
        (Reason.DISSENT, "kid", None, "d2"),
        (Reason.REFUSED, "kid", "dad", "d3"),
        (Reason.NO_GRANT, "kid", "dad", None),
        (Reason.NO_GRANT, "kid", "mum", None),
    ]


def test_that_a_yes_cites_the_latest_literal_yes_of_each_person_shown() -> None:
    facts, question = read("base; dad gives for kid", "supervision on C")
    decision = decide(facts, question)
    assert sorted(decision.because_of) == ["d1", "d3"]
    assert {(found.reason, found.person, found.maker) for found in decision.findings} == {
        (Reason.EVERYONE_AGREES, "mum", "mum"),
        (Reason.EVERYONE_AGREES, "kid", "dad"),
    }
