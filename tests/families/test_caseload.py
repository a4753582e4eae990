"""The caseload: found, ordered, filtered, and as cheap for fifty cases as for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from families.models import Case
from tests.cast import Cast, make_case, make_cast, make_cycle, make_family, signed_in

pytestmark = pytest.mark.django_db


def _page(cast: Cast, **query: str) -> str:
    return signed_in(cast.maya).get(reverse("families:caseload"), query).content.decode()


def _shown(cast: Cast, **query: str) -> list[str]:
    page = _page(cast, **query)
    names = Case.objects.filter(family__service=cast.service).values_list("family__name", flat=True)
    return sorted((name for name in names if f">{name}</a>" in page), key=page.index)


def _three(cast: Cast) -> None:
    for place, (name, question) in enumerate(
        [("The Z. family", "How do we play?"), ("The A. family", "How do we sleep?")]
    ):
        family = make_family(cast.service, name, cast.since)
        opened_at = cast.since - timedelta(days=1 + place)
        make_case(family, cast.maya_seat, cast.since, opened_at=opened_at, helping_question=question)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["The L. family", "The Z. family", "The A. family"]),
        ({"order": "name"}, ["The A. family", "The L. family", "The Z. family"]),
        ({"order": "number"}, ["The L. family", "The Z. family", "The A. family"]),
        ({"words": "z. fam"}, ["The Z. family"]),
        ({"words": "SLEEP"}, ["The A. family"]),
        ({"words": "2"}, ["The Z. family"]),
        ({"words": "Case 0003"}, ["The A. family"]),
        ({"words": "nobody"}, []),
        ({"order": "sideways", "standing": "lost"}, ["The L. family", "The Z. family", "The A. family"]),
        ({"standing": "closed"}, []),
    ],
)
def test_that_cases_are_found_and_ordered(query: dict[str, str], shown: list[str]) -> None:
    cast = make_cast()
    _three(cast)
    assert _shown(cast, **query) == shown


def test_that_closed_cases_are_shown_on_their_own_or_with_the_others() -> None:
    cast = make_cast()
    _three(cast)
    Case.objects.filter(family__name="The Z. family").update(closed_at=cast.now)
    assert _shown(cast) == ["The L. family", "The A. family"]
    assert _shown(cast, standing="closed") == ["The Z. family"]
    assert len(_shown(cast, standing="all")) == 3


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({}, "Open one when a family is referred"),
        ({"standing": "closed"}, "No closed cases"),
        ({"words": "x"}, "No case fits"),
    ],
)
def test_that_an_empty_caseload_says_what_to_do(query: dict[str, str], sentence: str) -> None:
    cast = make_cast()
    page = signed_in(cast.priya).get(reverse("families:caseload"), query).content.decode()
    assert sentence in page


def test_that_one_case_costs_as_many_queries_as_fifty(django_assert_num_queries: Any) -> None:
    cast = make_cast()
    maya, address = signed_in(cast.maya), reverse("families:caseload")
    maya.get(address)
    with CaptureQueriesContext(connection) as one:
        maya.get(address)
    for number in range(49):
        case = make_case(make_family(cast.service, f"Family {number}", cast.since), cast.maya_seat, cast.since)
        make_cycle(case, 1, cast.since)
    with django_assert_num_queries(len(one)):
        page = maya.get(address)
    assert page.content.decode().count('<th scope="row">') == 25
    assert "Page 1 of 2" in page.content.decode()


def test_that_pages_keep_what_was_asked_for() -> None:
    cast = make_cast()
    for number in range(30):
        make_case(make_family(cast.service, f"Family {number}", cast.since), cast.maya_seat, cast.since)
    page = _page(cast, words="Family & <b>", order="name")
    assert "<b>" not in page.split("<main")[1]
    assert "page=2&amp;words=Family&amp;order=name" in _page(cast, words="Family", order="name")


def test_that_a_supervisor_who_holds_no_case_has_an_empty_caseload_and_a_parent_none_at_all() -> None:
    cast = make_cast()
    assert signed_in(cast.omar).get(reverse("families:caseload")).status_code == 200
    assert signed_in(cast.rosa).get(reverse("families:caseload")).status_code == 404
