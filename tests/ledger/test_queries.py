"""What pages show of the ledger."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone, translation

from tests.cast import make_user
from vigportal.ledger.events import EVENTS
from vigportal.ledger.models import Entry
from vigportal.ledger.queries import page_of, sentence
from vigportal.ledger.writer import enter

SERVICE, CASE = UUID(int=10), UUID(int=20)


def _enter(event: str = "signed_out", case_id: UUID | None = CASE, **facts: Any) -> Entry:
    return enter(event, actor=None, service_id=SERVICE, case_id=case_id, now=timezone.now(), **facts)


@pytest.mark.django_db
def test_that_pages_go_from_newest_to_oldest_and_end() -> None:
    for _ in range(5):
        _enter()
    _enter(case_id=None)
    first = page_of(CASE, size=2)
    second = page_of(CASE, before=first.before, size=2)
    last = page_of(CASE, before=second.before, size=2)
    assert [[entry.number for entry in page.entries] for page in (first, second, last)] == [[5, 4], [3, 2], [1]]
    assert last.before is None
    assert page_of(CASE, size=5).before is None


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 50])
def test_that_a_page_with_its_actors_is_one_query(rows: int, django_assert_num_queries: Callable[..., object]) -> None:
    actors = [make_user(f"maya{number}") for number in range(3)]
    for number in range(rows):
        enter("signed_out", actor=actors[number % 3], service_id=SERVICE, case_id=CASE, now=timezone.now())
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert {entry.actor.name for entry in page_of(CASE).entries if entry.actor}


@pytest.mark.django_db
def test_that_an_entry_reads_as_a_sentence() -> None:
    assert sentence(_enter("goal_rated", goal=CASE, cycle=None, role="family", value=4)) == "A goal was rated 4."
    case_changed = _enter("case_changed", parts=["referrer", "helping_question"])
    assert sentence(case_changed) == "The case was changed: helping question, referrer."
    assert sentence(case_changed, lambda fact, value: fact.upper()) == "The case was changed: PARTS."


@pytest.mark.django_db
def test_that_what_is_not_known_reads_as_a_dash() -> None:
    entry = _enter("sign_in_failed", account=None, reason=None)
    with translation.override("en-gb"):
        assert sentence(entry) == "A sign-in was refused (–)."


def test_that_every_sentence_can_be_said() -> None:
    for event in EVENTS.values():
        entry = Entry(event=event.key, facts=dict.fromkeys(event.facts))
        assert "{" not in sentence(entry)


@pytest.mark.django_db
def test_that_entries_about_one_id_are_found() -> None:
    asked = _enter("film_ready", film=UUID(int=1))
    _enter("film_ready", film=UUID(int=2))
    assert list(Entry.objects.of_service(SERVICE).about("film", UUID(int=1))) == [asked]
