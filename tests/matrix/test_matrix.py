"""Every URL × everybody × every method. A row for each URL name; a URL without a row fails."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.matrix.addresses import METHODS, Address, addresses
from tests.matrix.requests import sent_to
from tests.matrix.table import rows
from tests.matrix.world import VIEWERS, World
from tests.passes import IS_QUICK, ON_POSTGRES

pytestmark = pytest.mark.django_db
ADDRESSES = addresses()
ASKED = ("maya",) if IS_QUICK else ("maya", "omar", "rosa", "grace", "dana") if ON_POSTGRES else VIEWERS
TRIED = ("GET", "POST") if ON_POSTGRES else METHODS
"""A quick run asks as one role; on PostgreSQL it is about the pages' SQL, not once more about the doors."""


def test_that_every_url_has_its_row_and_every_row_its_url() -> None:
    assert sorted(rows()) == sorted({each.name for each in ADDRESSES})


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_that_everybody_gets_what_the_table_says(address: Address, world: World) -> None:
    expected = rows()[address.name]
    faults = []
    for method in TRIED:
        for viewer in ASKED:
            response = ask(world, address, method, viewer)
            if (got := answer_of(response)) != expected[method, viewer]:
                faults.append(f"{method} {viewer}: {got}, the table says {expected[method, viewer]}")
            faults += [f"{method} {viewer}: {fault}" for fault in faults_of(response)]
    assert not faults, "\n".join([address.name, *faults])


def ask(world: World, address: Address, method: str, viewer: str) -> HttpResponseBase:
    """One request; whatever it did is undone."""
    with undone():
        sent = sent_to(address.name, method, world.cast)
        return browser_of(world, viewer).generic(method, address.path(world.parts_of(address.name)), **sent)


def browser_of(world: World, viewer: str) -> Client:
    """As it was at first: whoever signed out in a row before is in again, and nobody has asked too often."""
    cache.clear()
    browser = Client()
    browser.cookies.load(world.cookies[viewer])
    return browser


@contextmanager
def undone() -> Iterator[None]:
    """Durable actions may run inside, as in Django's own test case."""
    with transaction.atomic():
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        yield
        transaction.set_rollback(True)


def answer_of(response: HttpResponseBase) -> str:
    """The status; being sent to the sign-in has a name of its own."""
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return "login"
    return str(response.status_code)


def faults_of(response: HttpResponseBase) -> Iterator[str]:
    """What no answer may lack or be, whoever asked."""
    if response.status_code >= 500:
        yield "broke"
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield "may be kept by a cache"
    if response.headers.get("Content-Type", "").startswith("text/html") and "Content-Security-Policy" not in response:
        yield "is a page without a content policy"
