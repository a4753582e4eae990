"""A real browser for the journeys: `page` at a phone's and a desk's width, `axe` that accepts no violation.

A page that breaks its own content policy, throws in a script, or asks another host, fails its test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDTHS: dict[int, dict[str, Any]] = {
    360: {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    1280: {"viewport": {"width": 1280, "height": 800}},
}
OURS = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look at everything this context does from now on."""
        context.on("console", self._heard)
        context.on("weberror", lambda fault: self.faults.append(f"script error: {fault.error}"))
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(OURS):
            self.faults.append(f"asked another host: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker process."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the ORM would take it for an async caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        one = playwright.chromium.launch(executable_path=chromium.get(), args=FLAGS)
        yield one
        one.close()


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    """The widths every journey is walked at, in CSS pixels."""
    return int(request.param)


@pytest.fixture
def new_page(browser: Browser, width: int, live_server: object) -> Iterator[Callable[[], Page]]:
    """A further person at a browser of their own: nothing shared with the other pages."""
    watch, contexts = Watch(), []

    def open_one() -> Page:
        context = browser.new_context(base_url=str(live_server), locale="en-GB", **WIDTHS[width])
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not watch.faults, "\n".join(watch.faults)


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """One person's browser page on the live server."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no violation of any axe-core rule on the page as it stands."""
    engine = Axe()

    def check(page: Page) -> None:
        results = engine.run(page)
        assert not results.violations_count, results.generate_report()

    return check
