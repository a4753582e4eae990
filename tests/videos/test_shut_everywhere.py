"""One no shuts every address of footage that any page of the portal names: pages, lists, posters, stills, the room.

The pages are those of the matrix, so a page that is new is walked as soon as it has its row there.
"""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import new_id
from tests.matrix.addresses import addresses
from tests.matrix.table import rows
from tests.matrix.world import World, make_world
from vigportal.letters import answers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WALKERS = ("maya", "omar", "rosa")
BYTES = re.compile(r"/bytes/[a-z_]+/[0-9a-f-]{36}")


def pages_of(world: World, walker: str) -> Iterator[str]:
    """Every page of the portal that this person may open, as the matrix knows them."""
    table = rows()
    for each in addresses():
        if table[each.name]["GET", walker] == "200" and not each.name.startswith(("mfa_", "account_")):
            yield each.path(world.parts_of(each.name))


def browser_of(world: World, walker: str) -> Client:
    browser = Client()
    browser.cookies.load(world.cookies[walker])
    return browser


def named_on_pages(world: World) -> dict[str, set[str]]:
    """Each address of footage that any page names, with whoever is shown it."""
    found: dict[str, set[str]] = {}
    for walker in WALKERS:
        browser = browser_of(world, walker)
        for page in pages_of(world, walker):
            answer = browser.get(page)
            text = "" if answer.streaming or "text/html" not in answer["Content-Type"] else answer.content.decode()
            for url in BYTES.findall(text):
                found.setdefault(url, set()).add(walker)
    return found


@pytest.fixture
def papers_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is no page: the walk passes it by, and it needn't be drawn for that."""
    monkeypatch.setattr(answers, "paper_of", lambda *_: b"%PDF-1.7")


@pytest.mark.usefixtures("papers_undrawn")
def test_that_every_page_list_poster_and_still_is_shut_with_one_no() -> None:
    world = make_world()
    before = named_on_pages(world)
    assert {walker for shown in before.values() for walker in shown} == set(WALKERS)
    opened = {(walker, url) for url, shown in before.items() for walker in shown}
    assert all(browser_of(world, walker).get(url).status_code == 200 for walker, url in opened)
    sent = browser_of(world, "rosa").post(reverse("consent:stop_everything"), {"form_id": new_id()})
    assert sent["Location"] == reverse("consent:stopped")
    for url in before:
        for walker in WALKERS:
            assert browser_of(world, walker).get(url).status_code in {403, 404}, (walker, url)
    assert named_on_pages(world) == {}
