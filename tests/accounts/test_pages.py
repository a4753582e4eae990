"""Every page of the entrance in a real browser, on a phone and at a desk: readable by all, nothing overflowing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from tests.accounts.entrance import give_true_factor, invite, make_manager, new_colleague
from tests.accounts.test_password import LINK
from tests.browser import Eyes
from tests.cast import PASSWORD, Cast, make_cast
from vigportal.accounts.models import User
from vigportal.management.second_factor import code_to_hand_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Look = Callable[[str], None]


@pytest.fixture
def cast() -> Cast:
    """With the true clock: the browser's own cookies are kept by it."""
    cache.clear()
    return make_cast()


@pytest.fixture
def look(page: Page, eyes: Eyes) -> Look:
    """`look(words)`: the page that says so passes, and nothing of it sticks out."""

    def at(words: str) -> None:
        page.get_by_role("heading", level=1, name=words).wait_for()
        eyes.look(page, words)

    return at


def _sign_in(page: Page, user: User, secret: str = "") -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if secret:
        page.get_by_label("Code").fill(code_to_hand_in(secret))
        page.get_by_role("button", name="Go on").click()


def _has_come_in(page: Page) -> None:
    page.wait_for_url(lambda url: "/account/" not in url)


def test_that_a_new_colleague_finds_their_way_in(cast: Cast, page: Page, look: Look) -> None:
    grace, _seat = make_manager(cast)
    page.goto(invite(grace, "vera@example.org"))
    look("Welcome, Vera")
    assert page.url.endswith("/join/")
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Save and go on").click()
    look("Welcome, Vera")
    page.get_by_label("Choose a password").fill("seven herons by the weir")
    page.get_by_label("The same once more").fill("seven herons by the weir")
    page.get_by_role("button", name="Save and go on").click()
    look("A second key for your sign-in")
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_to_hand_in(secret))
    page.get_by_role("button", name="Go on").click()
    look("Recovery codes")
    assert page.locator("li code").count() == 10
    page.reload()
    look("Recovery codes")
    assert page.locator("li code").count() == 0
    page.get_by_role("link", name="Go on").click()
    look("Today")
    page.goto("/join/made-up/")
    look("This link has ended")


def test_that_a_forgotten_password_is_set_anew(cast: Cast, page: Page, look: Look) -> None:
    page.goto(reverse("account_login"))
    look("Sign in")
    page.get_by_label("Email").fill("rosa@example.org")
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Sign in").click()
    look("Sign in")
    page.get_by_role("link", name="Forgot your password?").click()
    look("A new password")
    page.get_by_label("Email").fill("rosa@example.org")
    page.get_by_role("button", name="Send me a link").click()
    look("Look into your mail")
    found = LINK.search(str(mail.outbox[0].body))
    assert found
    page.goto(found[1])
    look("A new password")
    page.get_by_label("New Password", exact=True).fill("seven herons by the weir")
    page.get_by_label("New Password (again)").fill("seven herons by the weir")
    page.get_by_role("button", name="Save").click()
    look("Your password is new")
    page.goto(found[1])
    look("This link has ended")


def test_that_a_parent_looks_after_their_own_sign_in(cast: Cast, page: Page, look: Look) -> None:
    _sign_in(page, cast.rosa)
    page.goto(reverse("accounts:account"))
    look("Rosa")
    for path, words in (
        ("/account/password/change/", "Change your password"),
        ("/account/sessions/", "Where you are signed in"),
        ("/account/2fa/", "Second key"),
        ("/account/reauthenticate/", "Is it you?"),
        ("/account/inactive/", "Your sign-in is closed"),
        ("/account/logout/", "Sign out"),
    ):
        page.goto(path)
        look(words)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add a second key").click()
    page.get_by_label("Authenticator code").fill(code_to_hand_in(page.locator("code").inner_text()))
    page.get_by_role("button", name="Go on").click()
    for path, words in (
        ("/account/2fa/", "Second key"),
        ("/account/2fa/totp/deactivate/", "Take the second key off"),
        ("/account/2fa/recovery-codes/generate/", "New recovery codes"),
        ("/account/2fa/reauthenticate/", "Is it you?"),
    ):
        page.goto(path)
        look(words)


def test_that_a_manager_looks_after_the_services_people(cast: Cast, page: Page, look: Look) -> None:
    grace, _seat = make_manager(cast)
    secret = give_true_factor(grace)
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(grace.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    look("Your code")
    page.get_by_label("Code").fill(code_to_hand_in(secret))
    page.get_by_role("button", name="Go on").click()
    look("Today")
    page.get_by_role("link", name="To your service").click()
    look("Harbour Family Service")
    page.get_by_role("link", name="Invite a colleague").click()
    look("Invite a colleague")
    page.get_by_label("Name").fill("Vera")
    page.get_by_label("E-mail").fill("vera@example.org")
    page.get_by_role("button", name="Make the invitation").click()
    look("The invitation for Vera")
    for name, words in (
        ("accounts:settings", "Settings of the service"),
        ("accounts:supervise", "Who supervises whom"),
        ("accounts:service", "Harbour Family Service"),
    ):
        page.goto(reverse(name))
        look(words)
    page.get_by_role("link", name="Maya lost their phone").click()
    look("The second key of Maya")
    page.get_by_role("button", name="It is them: take the key off").click()
    look("Harbour Family Service")
    page.goto("/account/2fa/totp/deactivate/")
    look("Take the second key off")


def test_that_a_sitting_that_ended_says_why(cast: Cast, page: Page, look: Look) -> None:
    _sign_in(page, cast.rosa)
    _has_come_in(page)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        page.goto(reverse("accounts:account"))
        look("Sign in")
        assert page.get_by_text("nothing was done here for a while").is_visible()


def test_that_somebody_who_works_here_is_led_to_the_second_key(cast: Cast, page: Page, look: Look) -> None:
    _sign_in(page, new_colleague(cast))
    look("A second key for your sign-in")


def test_that_the_practitioner_helps_a_parent_who_lost_the_phone(cast: Cast, page: Page, look: Look) -> None:
    give_true_factor(cast.rosa)
    _sign_in(page, cast.maya, give_true_factor(cast.maya))
    _has_come_in(page)
    page.goto(reverse("families:person", args=[cast.case.pk, cast.mother.pk]))
    page.get_by_role("link", name="Lost phone").click()
    look("The second key of Rosa")
