"""A real browser for the journeys: `page`, `axe` that accepts no violation, and `eyes` that look at both widths.

A test runs once, at a desk's width, unless it asks for a phone's (`on_a_phone`) or for both (`at_both_widths`); in a
whole run at both. `eyes.look` examines a page at both in any case, without loading it again. A page that breaks its
own content policy, throws in a script, or asks another host, fails its test.
"""

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from tests import chromium
from tests.samples import IS_WHOLE

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
PHONE, DESK = WIDTHS
on_a_phone = pytest.mark.parametrize("width", [PHONE], indirect=True, ids="{}px".format)
at_both_widths = pytest.mark.parametrize("width", WIDTHS, indirect=True, ids="{}px".format)
SHOTS = os.environ.get("VIG_SHOTS", "")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
IS_CALM = """
document.readyState === "complete" && document.fonts.status === "loaded" &&
!document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
"""
VIOLATIONS = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))"
QUIET_SECONDS, QUIET_AT_LAST = 0.1, 5
OURS = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")


@dataclass
class Watch:
    """What a page did that no page of ours may do."""

    faults: list[str] = field(default_factory=list)
    unanswered: dict[BrowserContext, set[Request]] = field(default_factory=lambda: defaultdict(set))

    def over(self, context: BrowserContext) -> None:
        """Look at everything this context does from now on."""
        waiting = self.unanswered[context]
        context.on("request", lambda request: waiting.update({request}))  # Playwright takes no built-in for a handler
        context.on("requestfinished", lambda request: waiting.difference_update({request}))
        context.on("requestfailed", lambda request: waiting.difference_update({request}))
        context.on("console", self._heard)
        context.on("weberror", lambda fault: self.faults.append(f"script error: {fault.error}"))
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(OURS):
            self.faults.append(f"asked another host: {request.url}")

    def settle(self, page: Page) -> None:
        """Wait until the page has what it asked for, and shows it. A film that keeps coming is not waited for."""
        quiet_since = began = time.monotonic()
        while time.monotonic() < min(quiet_since + QUIET_SECONDS, began + QUIET_AT_LAST):
            page.wait_for_timeout(20)
            if self.unanswered[page.context] or not page.evaluate(IS_CALM):
                quiet_since = time.monotonic()


@dataclass(frozen=True)
class Eyes:
    """Look at pages as a phone and as a desk show them."""

    watch: Watch
    axe: Callable[[Page], None]

    def look(self, page: Page, name: str) -> None:
        """Examine the page as it stands now, at both widths: axe finds nothing, nothing runs over the edge."""
        for _width in self.at_each_width(page):
            self._examine(page, name)

    def look_here(self, page: Page, name: str) -> None:
        """Examine it at its own width alone, where the same page is examined at both elsewhere."""
        self.watch.settle(page)
        self._examine(page, name)

    def _examine(self, page: Page, name: str) -> None:
        self.glance(page, name)
        if over := page.evaluate(OVERFLOW):
            raise AssertionError(f"{name} at {page.url} runs {over} px over the edge at {page.viewport_size}")
        self.axe(page)

    def at_each_width(self, page: Page) -> Iterator[int]:
        """Give the page one width after the other, its own first and last."""
        own = page.viewport_size
        page.emulate_media(reduced_motion="reduce")
        for width in sorted(WIDTHS, key=lambda width: WIDTHS[width]["viewport"] != own):
            _resize(page, WIDTHS[width]["viewport"])
            self.watch.settle(page)
            yield width
        _resize(page, own)
        page.emulate_media(reduced_motion="no-preference")

    def glance(self, page: Page, name: str) -> None:
        """Keep a picture, where somebody wants to judge the look (`VIG_SHOTS=folder`)."""
        if SHOTS and page.viewport_size:
            folder = Path(SHOTS) / str(page.viewport_size["width"])
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9_-]+', '-', name.lower())}.png", full_page=True)


def _resize(page: Page, size: ViewportSize | None) -> None:
    if size and page.viewport_size != size:
        page.set_viewport_size(size)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker process."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the ORM would take it for an async caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        one = playwright.chromium.launch(executable_path=chromium.get(), args=FLAGS)
        yield one
        one.close()


@pytest.fixture(params=WIDTHS if IS_WHOLE else [DESK], ids="{}px".format)
def width(request: pytest.FixtureRequest) -> int:
    """The width that the test runs at, in CSS pixels."""
    return int(request.param)


@pytest.fixture
def watch() -> Watch:
    """What is seen of all pages of a test."""
    return Watch()


@pytest.fixture
def eyes(watch: Watch, axe: Callable[[Page], None]) -> Eyes:
    """For the pages of a test."""
    return Eyes(watch, axe)


@pytest.fixture
def new_page(browser: Browser, watch: Watch, width: int, live_server: object) -> Iterator[Callable[..., Page]]:
    """A further person at a browser of their own: nothing shared with the other pages."""
    contexts: list[BrowserContext] = []

    def open_one(at: int = width) -> Page:
        context = browser.new_context(base_url=str(live_server), locale="en-GB", **WIDTHS[at])
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
        if not page.evaluate("'axe' in window"):
            page.evaluate(engine.axe_script)
        results = AxeResults(page.evaluate(VIOLATIONS))
        assert not results.violations_count, results.generate_report()

    return check
