"""The rail lists the places that exist, for whoever's seats open them, and says where one is."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from vigportal.web.rail import links_for


@pytest.fixture(autouse=True)
def gallery_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.gallery"


def request_of(path: str, acts: frozenset[str] | None = None) -> HttpRequest:
    request = RequestFactory().get(path)
    if acts is not None:
        request.acts = acts  # type: ignore[attr-defined]
    return request


def labels(request: HttpRequest) -> list[str]:
    return [str(link["place"].label) for link in links_for(request)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("acts", "shown"),
    [
        ({"hold_cases"}, ["Today", "Caseload", "Supervision"]),
        ({"supervise"}, ["Supervision"]),
        ({"manage_people", "set_policy"}, ["Today", "Service"]),
        (set(), []),
    ],
)
def test_that_each_sees_the_places_their_seats_open(acts: set[str], shown: list[str]) -> None:
    assert labels(request_of("/", frozenset(acts))) == shown


def test_that_the_place_one_is_in_is_marked_also_deep_inside() -> None:
    here = [link for link in links_for(request_of("/caseload/0417/films/")) if link["here"]]
    assert [link["url"] for link in here] == ["/caseload/"]


def test_that_a_place_without_a_page_is_left_out(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.test_look_rail"
    assert links_for(request_of("/")) == []


urlpatterns: list[object] = []
