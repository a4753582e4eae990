"""How a journey begins and goes on: somebody is signed in, a page is waited for."""

from django.conf import settings
from playwright.sync_api import Page

from tests.cast import signed_in
from vigportal.accounts.models import User

PATIENCE = 200


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
