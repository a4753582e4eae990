"""A forgotten password, a changed one, and which ones are good enough."""

import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.entrance import AUTHENTICATE, give_true_factor, is_in, last_entry, tell_password, words_of
from tests.cast import PASSWORD, Cast, signed_in
from vigportal.accounts.models import User
from vigportal.ledger.models import Entry

RESET = "/account/password/reset/"
NEW = "seven herons by the weir"
LINK = re.compile(r"http://localhost:8000(/account/password/reset/key/\S+)")
CHANGE = "/account/password/change/"


def _ask(email: str) -> Any:
    return Client().post(RESET, {"email": email}, follow=True)


def _link() -> str:
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def _set(browser: Client, link: str, password: str = NEW) -> Any:
    shown = browser.get(link)
    return browser.post(
        shown.headers.get("Location", link), {"password1": password, "password2": password}, follow=True
    )


def test_that_a_link_in_the_mail_sets_a_new_password(cast: Cast) -> None:
    _ask("rosa@example.org")
    _set(Client(), _link())
    old, new = Client(), Client()
    tell_password(old, cast.rosa)
    tell_password(new, cast.rosa, NEW)
    assert (is_in(old), is_in(new)) == (False, True)
    assert last_entry("password_reset").facts["account"] == str(cast.rosa.pk)


def test_that_the_mail_names_nobody_and_nothing(cast: Cast) -> None:
    _ask("rosa@example.org")
    (letter,) = mail.outbox
    assert letter.subject == "You have a message"
    assert letter.to == ["rosa@example.org"]
    for word in ("Rosa", "rosa", "Leo", "Harbour", "film", "[", "example.com"):
        assert word not in f"{letter.subject} {letter.body}"


def test_that_the_link_names_the_portals_own_address_whatever_host_was_asked(cast: Cast) -> None:
    Client(headers={"host": "127.0.0.1"}).post(RESET, {"email": "rosa@example.org"})
    assert _link()


def test_that_the_link_works_once(cast: Cast) -> None:
    _ask("rosa@example.org")
    link = _link()
    _set(Client(), link)
    assert "This link has ended" in words_of(_set(Client(), link, "another one of many words"))
    browser = Client()
    tell_password(browser, cast.rosa, NEW)
    assert is_in(browser)


def test_that_the_link_works_for_an_hour(cast: Cast, clock: time_machine.Traveller) -> None:
    _ask("rosa@example.org")
    clock.shift(3601)
    assert "This link has ended" in words_of(_set(Client(), _link()))


def test_that_the_token_leaves_the_address_bar(cast: Cast) -> None:
    _ask("rosa@example.org")
    answer = Client().get(_link())
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("-set-password/")
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_that_a_known_and_an_unknown_e_mail_get_the_same_answer_and_one_mail_each(cast: Cast) -> None:
    known, unknown = _ask("rosa@example.org"), _ask("nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known) == words_of(unknown)
    assert [letter.to for letter in mail.outbox] == [["rosa@example.org"], ["nobody@example.org"]]
    assert "nobody signs in to VIGPortal with it" in mail.outbox[1].body


def test_that_a_known_and_an_unknown_e_mail_are_the_same_work(cast: Cast) -> None:
    _ask("first@example.org")
    asked = []
    for email in ("rosa@example.org", "nobody@example.org"):
        before = Entry.objects.count()
        with CaptureQueriesContext(connection) as queries:
            _ask(email)
        asked.append([each["sql"].split()[0] for each in queries])
        assert Entry.objects.count() == before
    assert asked[0] == asked[1]


def test_that_a_new_password_by_mail_is_a_way_past_a_strangers_tries(cast: Cast) -> None:
    for number in range(9):
        told = {"login": "rosa@example.org", "password": "not the password at all"}
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(reverse("account_login"), told)
    _ask("rosa@example.org")
    browser = Client()
    _set(browser, _link())
    tell_password(browser, cast.rosa, NEW)
    assert is_in(browser)


def test_that_a_mail_server_that_is_down_changes_nothing_on_the_page(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "Look into your mail" in words_of(_ask("rosa@example.org"))


def test_that_asking_again_and_again_is_stopped(cast: Cast) -> None:
    answers = [_ask("rosa@example.org").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert len(mail.outbox) == 5


def test_that_a_new_password_leaves_the_second_factor_and_ends_every_sitting(cast: Cast) -> None:
    give_true_factor(cast.maya)
    away = signed_in(cast.maya)
    assert is_in(away)
    _ask("maya@example.org")
    browser = Client()
    _set(browser, _link())
    assert not is_in(browser)
    assert not is_in(away)
    assert Authenticator.objects.filter(user=cast.maya).exists()
    assert tell_password(Client(), cast.maya, NEW).headers["Location"] == AUTHENTICATE


def test_that_changing_it_asks_for_the_old_one_and_signs_out(cast: Cast) -> None:
    browser, away = signed_in(cast.rosa), signed_in(cast.rosa)
    told = {"oldpassword": "not the password at all", "password1": NEW, "password2": NEW}
    assert "not the password you have now" in words_of(browser.post(CHANGE, told))
    browser.post(CHANGE, {**told, "oldpassword": PASSWORD})
    assert not is_in(browser)
    assert not is_in(away)
    assert User.objects.get(pk=cast.rosa.pk).check_password(NEW)
    assert last_entry("password_changed").actor == cast.rosa


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short one", "at least 12 characters"),
        ("rosa@example.org", "too similar to the email"),
        ("passwordpassword", "again and again"),
        ("aabbaabbccaa", "again and again"),
        ("xx 1234567890 x", "along the keys"),
        ("poiuytrewq mine", "along the keys"),
        ("VIG Portal 2026!", "name of the portal"),
        ("1234567890987654321", "too common"),
    ],
)
def test_that_a_weak_one_is_refused_in_words(cast: Cast, password: str, words: str) -> None:
    told = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert words in words_of(signed_in(cast.rosa).post(CHANGE, told))
    assert User.objects.get(pk=cast.rosa.pk).check_password(PASSWORD)


def test_that_a_long_one_of_plain_words_and_other_scripts_is_welcome(cast: Cast) -> None:
    long = "ein Käuzchen über dem Moor, zwei Reiher am Wehr, " + "ac" * 40
    signed_in(cast.rosa).post(CHANGE, {"oldpassword": PASSWORD, "password1": long, "password2": long})
    assert User.objects.get(pk=cast.rosa.pk).check_password(long)
    assert reverse("account_change_password") == CHANGE
