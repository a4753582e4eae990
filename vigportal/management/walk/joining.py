"""A service opens, its people come in by their invitations, each with a second factor."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from django.utils import timezone

from vigportal.management.opening import open_service
from vigportal.management.second_factor import code_to_hand_in
from vigportal.management.walk.browser import Browser, Page
from vigportal.management.walk.walk import Walk

LINK = r'(?:value="|<code>)(https?://[^"<]+/join/[^"<]+)'
COLLEAGUES = (("Maya", "practitioner"), ("Omar", "supervisor"))


def open_the_service(walk: Walk) -> str:
    """At the terminal, as `portal` does; everything after it goes over HTTP."""
    _service, token = open_service(
        name="Harbour Family Service", nation="england", manager="grace@example.org", now=timezone.now()
    )
    _come_in(walk, walk.sit("Grace"), f"/join/{token}/")
    _set_up_factor(walk, walk.grace)
    return "its manager came in by the first invitation and set up a second factor"


def invite_colleagues(walk: Walk) -> str:
    """The manager makes the links; each opens one, once, and sets up a second factor before anything else."""
    for name, role in COLLEAGUES:
        shown = walk.grace.fill("/service/invite/", name=name, email=f"{name.lower()}@example.org", role=role)
        _come_in(walk, walk.sit(name), link_in(shown))
        _set_up_factor(walk, walk.browsers[name])
    walk.grace.fill("/service/supervising/", supervisor="Omar", practitioner="Maya")
    return "Maya and Omar have their seats; Omar supervises Maya"


def sign_in_with_code(walk: Walk) -> str:
    """Out, and in again: password first, then the six figures."""
    walk.maya.send(walk.maya.visit("/account/logout/"), "")
    asked = walk.maya.fill("/account/login/", login="maya@example.org", password=walk.password)
    landed = walk.maya.send(asked, "/authenticate/", code=_code(walk, "Maya"))
    return f"password, code, and Maya stands at {landed.path}"


def link_in(shown: Page) -> str:
    """The path of an invitation that is shown once."""
    return urlsplit(html.unescape(shown.find(LINK))).path


def come_in(walk: Walk, name: str, link: str) -> Browser:
    """A parent needs no second factor."""
    browser = walk.sit(name)
    _come_in(walk, browser, link)
    return browser


def _come_in(walk: Walk, browser: Browser, link: str) -> None:
    browser.send(browser.visit(link), password=walk.password, again=walk.password)


def _set_up_factor(walk: Walk, browser: Browser) -> None:
    page = browser.visit("/account/2fa/totp/activate/")
    if "/reauthenticate" in page.path:
        page = browser.send(page, "", password=walk.password)
    walk.factors[browser.name] = page.find(r'<code class="figures">([A-Z2-7]+)</code>')
    browser.send(page, "/activate/", code=_code(walk, browser.name))


def _code(walk: Walk, name: str) -> str:
    return code_to_hand_in(walk.factors[name])
