"""The rule against its acceptance table, row by row."""

from __future__ import annotations

import pytest

from consent.policy import decide
from tests.consent import reference
from tests.consent.story import Row, rows


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_that_the_rule_answers_as_the_table_says(row: Row) -> None:
    decision = decide(row.facts, row.question)
    assert (decision.reason, decision.allowed) == (row.reason, row.is_yes)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_that_the_slow_reading_of_the_law_answers_as_the_table_says(row: Row) -> None:
    assert reference.verdict(row.facts, row.question) == row.reason
