"""What is looked at on every page of a journey: axe finds nothing, nothing runs over the edge, a picture is kept."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

from tests.cast import signed_in
from vigportal.accounts.models import User

SHOTS = os.environ.get("VIG_SHOTS", "")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATIENCE = 200


@dataclass(frozen=True)
class Eyes:
    """Looks at pages of one width."""

    axe: Callable[[Page], None]
    width: int

    def look(self, page: Page, name: str) -> None:
        """The page as it stands now."""
        page.wait_for_load_state("networkidle")
        self.glance(page, name)
        over = page.evaluate(OVERFLOW)
        assert over == 0, f"{name} at {page.url} runs {over} px over the edge"
        self.axe(page)

    def glance(self, page: Page, name: str) -> None:
        """A picture, for a page that was looked at before and reads the same."""
        if SHOTS:
            self.keep(page, name)

    def keep(self, page: Page, name: str) -> None:
        """A picture for whoever judges the look."""
        folder = Path(SHOTS) / str(self.width)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9_-]+', '-', name.lower())}.png", full_page=True)


def sign_in(page: Page, user: User, live_server: object) -> None:
    """Somebody who is signed in already: signing in has a journey of its own."""
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": str(live_server)}])


def until(page: Page, script: str) -> None:
    """Waits for what a page says of itself. (Playwright's own way evaluates text, which our pages refuse.)"""
    for _moment in range(PATIENCE):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.url}: never so: {script}")
