"""What the gate reads out of the tables is the world as it was written there: it decides as the rule does.

pytest tests/consent/test_gate_reads.py                                            60 random worlds
pytest tests/consent/test_gate_reads.py -k worlds --hypothesis-profile=long    6,000 random worlds
"""

import sys
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import settings

from consent.decisions import Decision, Reason
from consent.facts import Asset as Seen
from consent.loader import facts_for_asset, facts_for_cases
from consent.matters import line_of
from consent.models import Asset
from consent.policy import decide
from families.models import Case
from tests.consent.rows import Written
from tests.consent.story import read, rows
from tests.consent.worlds import USUAL_EXAMPLES
from tests.consent.written import HIGHLIGHTS, OLD_LAWS, UNHEARD_OF, Asked, drawn, table, written

pytestmark = pytest.mark.django_db
WORLDS = 60


def at_the_gate(asked: Asked) -> Decision:
    """What is decided on what the gate reads of one asset, with the ids of the rows."""
    return decide(facts_for_asset(asked.world.id(asked.question.asset)), asked.put)


def by_the_rule(asked: Asked) -> Decision:
    return decide(asked.world.facts, asked.question)


def in_lists(asked: Iterable[Asked]) -> Iterable[tuple[Asked, Decision]]:
    """What is decided on what a list reads of all their cases at once."""
    known = list(asked)
    cases = Case.objects.filter(pk__in={each.world.id("case") for each in known}).select_related("family__service")
    facts = facts_for_cases(cases)
    yield from ((each, decide(facts[each.world.id("case")], each.put)) for each in known)


def is_alike(found: Decision, right: Decision) -> bool:
    """The same answer for the same reason; who has no record at all is in a table somebody of whom nothing is known."""
    return found.allowed == right.allowed and right.reason in {found.reason, Reason.ERROR}


def test_that_every_row_of_the_table_is_decided_at_the_gate_as_the_rule_decides_it() -> None:
    asked = [each for each in table() if line_of(each.world.facts, each.question.asset, sys.maxsize)]
    assert len(asked) > 400, "most rows can be written"
    with written(each.world for each in asked):
        for each in asked:
            assert is_alike(at_the_gate(each), by_the_rule(each)), each.world.name


def test_that_every_row_of_the_table_is_decided_in_a_list_of_all_as_the_table_says() -> None:
    right = {row.number: row.is_yes for row in rows()}
    asked = table()
    with written(each.world for each in asked):
        found = {each.world.name: decision.allowed for each, decision in in_lists(asked)}
    assert {number for number, allowed in found.items() if allowed != right[number]} == {"199"}, "a yes for no viewer"
    assert right.keys() - found.keys() == {*UNHEARD_OF, *HIGHLIGHTS, *OLD_LAWS}, "every other row is written"


def test_that_the_gate_and_lists_agree_with_the_rule_on_random_worlds() -> None:
    tried = yeses = 0
    for seed in range(max(1, settings().max_examples // USUAL_EXAMPLES)):
        asked = [each for each in drawn(seed, WORLDS) if by_the_rule(each).reason is not Reason.ERROR]
        with written(dict.fromkeys(each.world for each in asked)):
            for each, listed in in_lists(asked):
                right = by_the_rule(each)
                assert is_alike(listed, right), each
                assert is_alike(at_the_gate(each), right), each
                tried, yeses = tried + 1, yeses + right.allowed
    assert yeses >= tried / 8, "enough of it is open"


def test_that_the_tables_still_hold_nothing_of_highlight_films() -> None:
    assert "made_of" not in {field.name for field in Asset._meta.get_fields()}, "the loader has to learn it"


def test_that_a_tree_that_runs_in_a_circle_is_an_error_and_hangs_nobody() -> None:
    asked = next(each for each in table() if by_the_rule(each).allowed)
    with written([asked.world]):
        assert at_the_gate(asked).allowed
    facts = replace(asked.world.facts, assets=tuple(_round(each, asked) for each in asked.world.facts.assets))
    bent = Asked(Written("bent", facts), asked.question)
    with written([bent.world]):
        assert at_the_gate(bent).reason is Reason.ERROR


def _round(asset: Seen, asked: Asked) -> Seen:
    return replace(asset, parent=asset.id) if asset.id == asked.question.asset else asset


def test_that_the_gate_asks_as_much_whatever_else_was_said_of_the_film() -> None:
    loud = "base (later footage too); mum withdraws for kid (on C); clip N in F; N spans 205-215"
    more = (f"; clip N{n} in F; N{n} spans 20{n}-215; mum withdraws for kid (on N{n})" for n in range(9))
    assert _queries_for(loud) == _queries_for(loud + "".join(more))


def _queries_for(story: str) -> int:
    facts, question = read(story, "supervision on N")
    asked = Asked(Written("loud", facts), question)
    with written([asked.world]), CaptureQueriesContext(connection) as queries:
        assert at_the_gate(asked).reason is Reason.REFUSED
    return len(queries)
