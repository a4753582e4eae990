"""Today: people who may decide and don't agree. With names for their practitioner; for a manager, a number."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from families.models import Case
from tests.cast import Cast, make_case, make_cast, make_cycle, make_family, make_seat, make_user, signed_in
from tests.consent.pages import words
from tests.videos.makers import allow_everything, say
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.home.today import Row, waiting_for

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, REFUSE = Declaration.Kind.GIVE, Declaration.Kind.REFUSE
VIEW = Purpose.FAMILY_VIEWING
HEADING = "They don’t agree"


def rows(user: User, now: datetime | None = None) -> list[Row]:
    sections = {str(section.heading): section.rows for section in waiting_for(user, now or timezone.now())}
    return sections.get(HEADING, [])


def father_refuses(cast: Cast, purpose: Purpose = VIEW) -> None:
    say(cast, REFUSE, purpose, by=cast.father, about=[cast.leo])


def manager(cast: Cast) -> User:
    grace = make_user("Grace")
    make_seat(grace, cast.service, Role.MANAGER, cast.since)
    return grace


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


def test_that_their_practitioner_reads_who_does_not_agree_about_what(cast: Cast) -> None:
    say(cast, GIVE, VIEW)
    assert rows(cast.maya) == []
    father_refuses(cast)
    [row] = rows(cast.maya)
    assert (row.words, row.about, row.word) == (
        "Rosa and Sam don’t agree about Leo", "The L. family · Case 0001", "Watching online",
    )  # fmt: skip
    grid = signed_in(cast.maya).get(row.url)
    for wanted in ("About Leo, they do not agree", "Yes: Rosa", "No: Sam", "takes no side"):
        assert wanted in words(grid)
    assert "About Leo" in signed_in(cast.maya).get(f"{row.url}?panel").content.decode()


def test_that_it_is_gone_when_they_agree_whoever_moves(cast: Cast) -> None:
    say(cast, GIVE, VIEW)
    father_refuses(cast)
    assert len(rows(cast.maya)) == 1
    say(cast, GIVE, VIEW, by=cast.father, about=[cast.leo])
    assert rows(cast.maya) == []
    father_refuses(cast)
    assert len(rows(cast.maya)) == 1
    say(cast, Declaration.Kind.WITHDRAW, VIEW)
    assert rows(cast.maya) == []


def test_that_the_manager_reads_the_number_of_the_case_and_no_name_answer_or_use(cast: Cast) -> None:
    grace = manager(cast)
    say(cast, GIVE, VIEW)
    say(cast, GIVE, Purpose.SUPERVISION)
    father_refuses(cast)
    father_refuses(cast, Purpose.SUPERVISION)
    assert [(row.words, row.about, row.url) for row in rows(grace)] == [
        ("Two people who may decide do not agree", "Case 0001 · Maya", "")
    ]
    page = signed_in(grace).get(reverse("home:today")).content.decode()
    assert "Two people who may decide do not agree" in page
    for private in ("The L. family", "Rosa", "Sam", "Leo", "Watching online", str(cast.case.pk)):
        assert private not in page


def test_that_whoever_holds_the_case_and_manages_the_service_reads_it_once_with_names(cast: Cast) -> None:
    make_seat(cast.maya, cast.service, Role.MANAGER, cast.since)
    say(cast, GIVE, VIEW)
    father_refuses(cast)
    assert [row.words for row in rows(cast.maya)] == ["Rosa and Sam don’t agree about Leo"]


def test_that_it_is_nobody_elses_business(cast: Cast) -> None:
    say(cast, GIVE, VIEW)
    father_refuses(cast)
    other = make_user("Gus")
    make_seat(other, cast.other_service, Role.MANAGER, cast.since)
    for user in (cast.priya, cast.omar, cast.nadia, cast.rosa, cast.sam, other):
        assert rows(user) == []
    assert signed_in(cast.rosa).get(reverse("home:today")).status_code == 404


def test_that_a_closed_case_waits_for_nobody(cast: Cast) -> None:
    say(cast, GIVE, VIEW)
    father_refuses(cast)
    grace = manager(cast)
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    assert rows(cast.maya) == rows(grace) == []


def test_that_a_manager_with_nothing_to_do_reads_what_would_stand_here(cast: Cast) -> None:
    read = words(signed_in(manager(cast)).get(reverse("home:today")))
    assert "Nothing waits for you" in read
    assert "caseload" not in read


def test_that_fifty_cases_cost_as_many_queries_as_one(cast: Cast, django_assert_num_queries: Any) -> None:
    grace = manager(cast)
    say(cast, GIVE, VIEW)
    browser, address = signed_in(grace), reverse("home:today")
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for number in range(20):
        family = make_family(cast.service, f"Family {number}", cast.since)
        make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)
    with django_assert_num_queries(len(one)):
        browser.get(address)
