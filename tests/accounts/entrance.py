"""What somebody does at the entrance, through HTTP, and what the portal keeps of it."""

import html
import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast, make_seat, make_user, signed_in, user_of
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role
from vigportal.ledger.models import Entry
from vigportal.management.second_factor import code_to_hand_in, give_factor

AUTHENTICATE = "/account/2fa/authenticate/"
ACTIVATE = "/account/2fa/totp/activate/"
CODES = re.compile(r"<li><code>(\d+)</code></li>")
SECRET = re.compile(r'<code class="figures">([A-Z2-7]+)</code>')
LINK = re.compile(r'value="(https?://[^"]+?/join/([\w-]+)/)"')


def tell_password(browser: Client, user: User, password: str = PASSWORD) -> Any:
    """The first of the two pages."""
    return browser.post(reverse("account_login"), {"login": user.email, "password": password})


def tell_code(browser: Client, code: str) -> Any:
    """The second."""
    return browser.post(AUTHENTICATE, {"code": code})


def give_true_factor(user: User) -> str:
    """Instead of the cast's, whose secret nobody can use."""
    Authenticator.objects.filter(user=user).delete()
    return give_factor(user)


def whole_sign_in(user: User, secret: str) -> Client:
    """Password and code."""
    browser = Client()
    tell_password(browser, user)
    tell_code(browser, code_to_hand_in(secret))
    return browser


def is_in(browser: Client) -> bool:
    """Whether the browser's own page opens."""
    return bool(browser.get(reverse("accounts:account")).status_code == 200)


def new_colleague(cast: Cast, name: str = "Vera") -> User:
    """A practitioner who came in just now and has no factor yet."""
    user = user_of(make_seat(make_user(name), cast.service, Role.PRACTITIONER, cast.since))
    Authenticator.objects.filter(user=user).delete()
    return user


def make_manager(cast: Cast, name: str = "Grace") -> tuple[User, Membership]:
    """Who manages the people of Harbour Family Service."""
    seat = make_seat(make_user(name), cast.service, Role.MANAGER, cast.since)
    return user_of(seat), seat


def invite(manager: User, email: str, role: str = "practitioner", name: str = "Vera") -> str:
    """The path of an invitation's link, as the page shows it once."""
    page = signed_in(manager).post(reverse("accounts:invite"), {"name": name, "email": email, "role": role})
    found = LINK.search(page.content.decode())
    assert found, page.content.decode()
    return f"/join/{found[2]}/"


def words_of(page: HttpResponseBase) -> str:
    """The page without its marks, its one-time parts and its spaces."""
    text = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", getattr(page, "content", b"").decode())
    return " ".join(html.unescape(text).split())


def last_entry(event: str) -> Entry:
    """The newest entry of a kind."""
    return Entry.objects.filter(event=event).latest("at", "number")
