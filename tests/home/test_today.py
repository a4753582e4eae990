"""Today: what waits for this practitioner, and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from families.models import Case, Guardianship
from sessions.models import FilmingSession, Goal, SharedReview
from tests.cast import (
    Cast,
    make_case,
    make_cast,
    make_child,
    make_cycle,
    make_family,
    make_guardianship,
    signed_in,
)
from vigportal.accounts.models import User
from vigportal.home.today import Row, waiting_for

pytestmark = pytest.mark.django_db
MEETINGS, STEPS, RIGHTS = "Today and this week", "What comes next", "Who may decide"


def _rows(user: User, cast: Cast, heading: str) -> list[Row]:
    sections = {str(section.heading): section.rows for section in waiting_for(user, cast.now)}
    return sections.get(heading, [])


def _visit(cast: Cast, **shift: int) -> FilmingSession:
    return FilmingSession.objects.create(cycle=cast.cycle, planned_for=cast.now + timedelta(**shift))


@pytest.mark.parametrize(
    ("shift", "word"), [({"hours": 1}, ""), ({"days": 6}, ""), ({"days": -2}, "Was it held?"), ({"days": 9}, None)]
)
def test_that_a_planned_visit_shows_in_its_week_and_asks_once_its_time_has_passed(
    shift: dict[str, int], word: str | None
) -> None:
    cast = make_cast()
    _visit(cast, **shift)
    assert [row.word for row in _rows(cast.maya, cast, MEETINGS)] == ([] if word is None else [word])


def test_that_a_review_and_a_visit_stand_in_order_of_time() -> None:
    cast = make_cast()
    _visit(cast, hours=30)
    SharedReview.objects.create(cycle=cast.cycle, planned_for=cast.now + timedelta(hours=3))
    assert [row.words for row in _rows(cast.maya, cast, MEETINGS)] == ["Shared review", "Filming"]


def test_that_what_was_held_waits_no_more() -> None:
    cast = make_cast()
    visit = _visit(cast, hours=-3)
    assert len(_rows(cast.maya, cast, MEETINGS)) == 1
    FilmingSession.objects.filter(pk=visit.pk).update(held_at=cast.now)
    assert _rows(cast.maya, cast, MEETINGS) == []


@pytest.mark.parametrize(
    ("question", "goals", "words", "page"),
    [
        ("", 0, "Agree the helping question", "families:question"),
        ("How do we play?", 0, "Agree up to three goals", "sessions:agree_goal"),
        ("How do we play?", 1, "Plan the filming", "sessions:plan_filming"),
    ],
)
def test_that_each_case_shows_its_one_next_step(question: str, goals: int, words: str, page: str) -> None:
    cast = make_cast()
    Case.objects.filter(pk=cast.case.pk).update(helping_question=question)
    for _ in range(goals):
        Goal.objects.create(case=cast.case, wording="We play", hoped_for=8, agreed_at=cast.since)
    key = cast.cycle.pk if page == "sessions:plan_filming" else cast.case.pk
    [row] = _rows(cast.maya, cast, STEPS)
    assert (row.words, row.about, row.url) == (words, "The L. family · Case 0001", reverse(page, args=[key]))


def test_that_what_has_its_date_stands_among_the_meetings_alone() -> None:
    cast = make_cast()
    Goal.objects.create(case=cast.case, wording="We play", hoped_for=8, agreed_at=cast.since)
    assert len(_rows(cast.maya, cast, STEPS)) == 1
    _visit(cast, days=2)
    assert _rows(cast.maya, cast, STEPS) == []
    assert len(_rows(cast.maya, cast, MEETINGS)) == 1


def test_that_a_right_that_was_not_looked_at_twice_waits() -> None:
    cast = make_cast()
    assert _rows(cast.maya, cast, RIGHTS) == []
    Guardianship.objects.filter(pk=cast.sam_for_leo.pk).update(verified_at=None)
    [row] = _rows(cast.maya, cast, RIGHTS)
    assert row.words == "May Sam decide for Leo?"
    assert row.url == reverse("consent:second_look", args=[cast.sam_for_leo.pk])


def test_that_a_child_nobody_speaks_for_waits() -> None:
    cast = make_cast()
    child = make_child(cast.family, "Ada", cast.maya, cast.since, age=2, now=cast.now)
    assert [row.words for row in _rows(cast.maya, cast, RIGHTS)] == ["Who may decide for Ada?"]
    make_guardianship(child, cast.mother, cast.maya, cast.since)
    assert _rows(cast.maya, cast, RIGHTS) == []


def test_that_somebody_who_has_grown_up_needs_nobody_to_decide() -> None:
    cast = make_cast()
    make_child(cast.family, "Ada", cast.maya, cast.since, age=18, now=cast.now)
    make_child(cast.family, "Ben", cast.maya, cast.since, age=17, now=cast.now)
    assert [row.words for row in _rows(cast.maya, cast, RIGHTS)] == ["Who may decide for Ben?"]


@pytest.mark.parametrize("who", ["priya", "nadia", "omar"])
def test_that_nothing_of_somebody_elses_case_waits_for_you(who: str) -> None:
    cast = make_cast()
    _visit(cast, hours=2)
    Guardianship.objects.filter(pk=cast.sam_for_leo.pk).update(verified_at=None)
    make_child(cast.family, "Ada", cast.maya, cast.since, age=2, now=cast.now)
    found = [row for section in waiting_for(getattr(cast, who), cast.now) for row in section.rows]
    assert [row for row in found if "The L. family" in row.about] == []


def test_that_nothing_waits_in_a_closed_case() -> None:
    cast = make_cast()
    _visit(cast, hours=2)
    Guardianship.objects.filter(pk=cast.sam_for_leo.pk).update(verified_at=None)
    assert len(waiting_for(cast.maya, cast.now)) == 3
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    assert waiting_for(cast.maya, cast.now) == []


def test_that_a_quiet_day_says_so_and_leads_to_the_caseload() -> None:
    cast = make_cast()
    page = signed_in(cast.priya).get(reverse("home:today")).content.decode()
    assert "Nothing waits for you" in page
    assert reverse("families:caseload") in page


def test_that_one_case_costs_as_many_queries_as_fifty_and_a_long_list_is_cut(django_assert_num_queries: Any) -> None:
    cast = make_cast()
    _visit(cast, hours=2)
    maya, address = signed_in(cast.maya), reverse("home:today")
    maya.get(address)
    with CaptureQueriesContext(connection) as one:
        maya.get(address)
    for number in range(49):
        family = make_family(cast.service, f"Family {number}", cast.since)
        cycle = make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)
        FilmingSession.objects.create(cycle=cycle, planned_for=cast.now + timedelta(hours=2))
    with django_assert_num_queries(len(one)):
        page = maya.get(address).content.decode()
    assert "and 38 more" in page


def test_that_a_parent_has_no_today() -> None:
    cast = make_cast()
    assert signed_in(cast.maya).get(reverse("home:today")).status_code == 200
    assert signed_in(cast.rosa).get(reverse("home:today")).status_code == 404
