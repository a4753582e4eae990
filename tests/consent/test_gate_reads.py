"""What the gate reads out of the tables is the world as it was written there: it decides as the rule does."""

import sys

import pytest

from consent.decisions import Decision, Reason
from consent.matters import line_of
from consent.models import Asset
from consent.policy import decide
from consent.queries import facts_for_asset
from tests.consent.test_twin import Asked, table, written

pytestmark = pytest.mark.django_db


def at_the_gate(asked: Asked) -> Decision:
    """What is decided on what the gate reads of one asset, with the ids of the rows."""
    return decide(facts_for_asset(asked.world.id(asked.question.asset)), asked.put)


def by_the_rule(asked: Asked) -> Decision:
    return decide(asked.world.facts, asked.question)


def is_alike(found: Decision, right: Decision) -> bool:
    """The same answer for the same reason; who has no record at all is in a table somebody of whom nothing is known."""
    return found.allowed == right.allowed and right.reason in {found.reason, Reason.ERROR}


def test_that_every_row_of_the_table_is_decided_at_the_gate_as_the_rule_decides_it() -> None:
    asked = [each for each in table() if line_of(each.world.facts, each.question.asset, sys.maxsize)]
    assert len(asked) > 350, "most rows can be written"
    with written(each.world for each in asked):
        for each in asked:
            assert is_alike(at_the_gate(each), by_the_rule(each)), each.world.name


def test_that_a_tree_that_runs_in_a_circle_is_an_error_and_hangs_nobody() -> None:
    asked = next(each for each in table() if by_the_rule(each).allowed)
    with written([asked.world]):
        key = asked.world.id(asked.question.asset)
        assert at_the_gate(asked).allowed
        Asset.objects.filter(pk=key).update(parent=key)
        assert at_the_gate(asked).reason is Reason.ERROR
