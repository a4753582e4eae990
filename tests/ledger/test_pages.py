"""The ledger as pages: for whoever holds the case, and for whoever looks after the service's data."""

import re
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.models import Purpose
from tests.cast import Cast, events_of, make_cast, make_seat, make_user, signed_in
from vigportal.accounts.roles import Role
from vigportal.home.ledger import Wanted, entries_of_service, page_for
from vigportal.ledger.models import PORTAL, Entry
from vigportal.ledger.queries import PAGE
from vigportal.ledger.writer import enter

pytestmark = pytest.mark.django_db(transaction=True)
NOON_IN_SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def lead(cast: Cast) -> Client:
    user = make_user("Dita")
    make_seat(user, cast.service, Role.DATA_PROTECTION, cast.since)
    return signed_in(user)


def case_page(cast: Cast) -> str:
    return reverse("ledger:case", args=[cast.case.pk])


def happened(cast: Cast, event: str = "case_changed", times: int = 1, **more: object) -> None:
    told = {"parts": ["referrer"]} if event == "case_changed" else {}
    for _ in range(times):
        with transaction.atomic():
            enter(event, actor=cast.maya, service_id=cast.service.pk, now=timezone.now(), **{**told, **more})  # type: ignore[arg-type]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def older(client: Client, address: str) -> str:
    """Where the page's link to older entries leads."""
    found = re.search(r'rel="next" href="([^"]+)"', text(client, address))
    assert found
    return address + unescape(found[1])


def test_that_a_practitioner_reads_what_happened_in_their_case(cast: Cast) -> None:
    happened(cast, case_id=cast.case.pk)
    happened(cast, "helping_question_agreed", case_id=cast.other_case.pk)
    page = text(signed_in(cast.maya), case_page(cast))
    assert "The case was changed: referrer." in page
    assert cast.maya.name in page
    assert "A helping question was agreed." not in page
    assert events_of(cast.case)[-1] == "ledger_read"


@pytest.mark.parametrize("name", ["priya", "omar", "rosa", "sam", "nadia"])
def test_that_a_case_has_no_ledger_for_anybody_else(cast: Cast, name: str) -> None:
    assert signed_in(getattr(cast, name)).get(case_page(cast)).status_code == 404
    assert "ledger_read" not in events_of(cast.case), "who was turned away has read nothing"


@pytest.mark.parametrize("name", ["maya", "omar", "rosa", "nadia"])
def test_that_the_services_ledger_is_for_who_looks_after_its_data(cast: Cast, lead: Client, name: str) -> None:
    assert signed_in(getattr(cast, name)).get(reverse("ledger:service")).status_code == 404
    assert lead.get(reverse("ledger:service")).status_code == 200


def test_that_a_service_reads_its_own_entries_with_cases_by_number(cast: Cast, lead: Client) -> None:
    happened(cast, case_id=cast.case.pk)
    with transaction.atomic():
        enter("service_opened", actor=None, service_id=cast.other_service.pk, now=timezone.now())
        enter("backup_made", actor=None, service_id=PORTAL, now=timezone.now(), digest="0" * 64)
    page = text(lead, reverse("ledger:service"))
    assert "The case was changed: referrer." in page
    assert cast.case.label in page
    assert cast.family.name not in page
    assert "The service was set up." not in page
    assert "A backup was made." in page
    assert Entry.objects.filter(event="ledger_read", chain=cast.service.pk).count() == 1


def test_that_pages_run_from_newest_to_oldest(cast: Cast) -> None:
    happened(cast, "case_reopened", case_id=cast.case.pk)
    happened(cast, times=PAGE, case_id=cast.case.pk)
    happened(cast, case_id=cast.other_case.pk)
    maya = signed_in(cast.maya)
    address = case_page(cast)
    assert "The case was opened again." not in text(maya, address)
    assert 'rel="prev"' not in text(maya, address)
    assert "The case was opened again." in text(maya, older(maya, address))
    elsewhere = Entry.objects.of_chain(cast.other_case.pk).get()
    for odd in ("0", "-1", "x", "²", str(uuid4()), str(elsewhere.pk)):
        assert "The case was changed" in text(maya, f"{address}?before={odd}")
        assert 'rel="prev"' not in text(maya, f"{address}?after={odd}"), "the newest page"


@pytest.mark.parametrize("group", ["", "cases"])
def test_that_leafing_shows_every_entry_once_there_and_back(cast: Cast, lead: Client, group: str) -> None:
    """All at one moment, in two chains: only the whole order tells them apart."""
    with transaction.atomic():
        for place in range(2 * PAGE + 5):
            enter(
                "case_changed",
                actor=cast.maya,
                service_id=cast.service.pk,
                case_id=cast.case.pk if place % 3 else uuid4(),
                now=cast.now,
                parts=["referrer"],
            )
    book, wanted = entries_of_service(cast.service), Wanted(group)
    pages = [page_for(book, wanted)]
    while pages[-1].older:
        pages.append(page_for(book, Wanted(group, before=pages[-1].older)))
    told = [line for page in pages for line in page.lines]
    assert [len(page.lines) for page in pages][:2] == [PAGE, PAGE]
    assert len([line for line in told if "The case was changed" in line.words]) == 2 * PAGE + 5
    for newer, page in pairwise(pages):
        assert page_for(book, Wanted(group, after=page.newer)).lines == newer.lines


def test_that_a_group_shows_its_events_alone(cast: Cast) -> None:
    happened(cast, case_id=cast.case.pk)
    happened(
        cast,
        "viewed",
        case_id=cast.case.pk,
        asset=cast.case.pk,
        viewing=None,
        kind=None,
        law=2,
        purpose=Purpose.SUPERVISION,
    )
    maya = signed_in(cast.maya)
    footage = text(maya, f"{case_page(cast)}?group=footage")
    assert "Was watched (–)." in footage
    assert "The case was changed" not in footage
    assert str(Purpose.SUPERVISION.label) in footage
    assert "The case was changed" in text(maya, f"{case_page(cast)}?group=nonsense")


def test_that_times_are_the_services_own(cast: Cast) -> None:
    with transaction.atomic():
        enter("case_reopened", actor=None, service_id=cast.service.pk, case_id=cast.case.pk, now=NOON_IN_SUMMER)
    page = text(signed_in(cast.maya), case_page(cast))
    assert "1 Jul 2026, 13:00" in page
    assert "The portal" in page


def test_that_a_long_page_asks_no_more_than_a_short_one(cast: Cast) -> None:
    maya, asked = signed_in(cast.maya), []
    for rows in (2, PAGE):
        happened(cast, times=rows, case_id=cast.case.pk)
        maya.get(case_page(cast))
        with CaptureQueriesContext(connection) as queries:
            maya.get(case_page(cast))
        asked.append(len(queries))
    assert asked[0] == asked[1]
