"""Every page of the URLconf, as somebody who may see it: axe finds nothing, nothing runs over, no script complains.

Who may see it stands in the matrix's own table, so that a new page is walked as soon as it has its row there.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page

from tests.browser import Eyes
from tests.matrix.addresses import Address, addresses
from tests.matrix.table import rows
from tests.matrix.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WALKERS = ("anonymous", "maya", "omar", "rosa", "grace", "dana")
FILES = {"consent:proof", "consent:receipt", "consent:fhir", "consent:case_history_fhir"}
PAPERS = {"consent:blank_form", "consent:own_history_paper", "consent:case_history_paper"}
IN_PARTS = {"videos:copies", "videos:playlist"}
NO_PAGES = {*FILES, *PAPERS, *IN_PARTS, "videos:parts", "videos:stream", "videos:film_progress"}
"""What a script or a machine reads; a fragment is looked at within its page."""
LOOKED_AT: set[str] = set()
"""Pages that somebody has walked in this process: at both widths the first time, at one for whoever comes after."""


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("walker", WALKERS)
def test_that_every_page_passes_axe_fits_its_width_and_complains_of_nothing(
    walker: str, page: Page, world: World, eyes: Eyes, live_server: object
) -> None:
    complaints: list[str] = []
    page.on("console", lambda told: complaints.extend(_complaint(told)))
    _be(page, walker, world, live_server)
    faults = []
    for address in _pages_of(walker):
        response = page.goto(address.path(world.parts_of(address.name)))
        assert response is not None
        assert response.status == 200, address.name
        look = eyes.look_here if address.name in LOOKED_AT else eyes.look
        LOOKED_AT.add(address.name)
        try:
            look(page, f"{address.name} {walker}")
        except AssertionError as fault:
            faults.append(f"{address.name}: {fault}")
        faults += [f"{address.name}: {told}" for told in complaints]
        complaints.clear()
    assert not faults, "\n\n".join(faults)


def test_that_every_page_has_somebody_who_walks_it() -> None:
    seen = {address.name for walker in WALKERS for address in _pages_of(walker)}
    shown = {name for name, row in rows().items() if any(row["GET", viewer] == "200" for viewer in WALKERS)}
    assert shown - seen <= NO_PAGES


def _pages_of(walker: str) -> Iterator[Address]:
    table = rows()
    for address in addresses():
        if table[address.name]["GET", walker] == "200" and address.name not in NO_PAGES:
            yield address


def _complaint(told: ConsoleMessage) -> list[str]:
    return [f"{told.type}: {told.text}"] if told.type in {"error", "warning"} else []


def _be(page: Page, walker: str, world: World, live_server: object) -> None:
    name = settings.SESSION_COOKIE_NAME
    if value := world.cookies[walker].get(name):
        page.context.add_cookies([{"name": name, "value": value, "url": str(live_server)}])
