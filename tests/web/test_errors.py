"""Pages for when something doesn't fit: each a page of ours, none telling what is behind a door. And the menus."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import get_resolver

from tests.cast import make_cast, signed_in
from vigportal.web import errors

pytestmark = pytest.mark.django_db


def test_that_a_page_that_is_not_there_says_so_to_everybody_alike() -> None:
    cast = make_cast()
    for client in (Client(), signed_in(cast.maya), signed_in(cast.rosa)):
        page = client.get("/no/such/page/")
        assert page.status_code == 404
        assert "There is nothing here for you" in page.text


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [(SuspiciousOperation(), 400, "did not make sense"), (RequestDataTooBig(), 413, "That is too large")],
)
def test_that_what_can_not_be_read_is_told_from_what_is_too_large(fault: Exception, status: int, words: str) -> None:
    page = errors.bad_request(RequestFactory().get("/"), fault)
    assert (page.status_code, words in page.content.decode()) == (status, True)


def test_that_our_own_fault_has_a_page_that_needs_nothing(client: Client) -> None:
    page = errors.broken(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "It is our doing" in page.content.decode()


@pytest.mark.parametrize("code", [400, 403, 404, 429, 500])
def test_that_each_code_has_its_handler(code: int) -> None:
    handlers = get_resolver().urlconf_module
    assert getattr(handlers, f"handler{code}").startswith("vigportal.web.errors.")


def test_that_the_rail_shows_what_ones_seats_open() -> None:
    cast = make_cast()
    acts = {
        name: signed_in(getattr(cast, name)).get("/notices/").wsgi_request.acts  # type: ignore[attr-defined]
        for name in ("maya", "omar", "rosa")
    }
    assert acts == {
        "maya": {"hold_cases"},
        "omar": {"hold_cases", "supervise"},
        "rosa": {"own_family"},
    }
