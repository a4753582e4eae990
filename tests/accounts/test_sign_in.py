"""The first page: who knows the password; and that nothing tells who signs in here."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.entrance import is_in, last_entry, tell_password, words_of
from tests.cast import Cast, make_user
from vigportal import settings as page
from vigportal.accounts.models import User
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def _try(email: str, password: str = "not the password at all") -> Any:
    return Client().post(LOGIN, {"login": email, "password": password})


def test_that_a_parent_comes_in_by_the_password_and_lands_at_home(cast: Cast) -> None:
    browser = Client()
    answer = tell_password(browser, cast.rosa)
    assert answer.headers["Location"] == reverse("home:start")
    assert browser.get(reverse("home:start"), follow=True).redirect_chain == [(reverse("home:family"), 302)]
    assert last_entry("signed_in").actor == cast.rosa


def test_that_the_e_mail_may_be_written_in_capitals(cast: Cast) -> None:
    browser = Client()
    browser.post(LOGIN, {"login": "ROSA@Example.org", "password": "a quiet meadow at noon"})
    assert is_in(browser)


def test_that_a_wrong_password_opens_nothing_and_is_entered(cast: Cast) -> None:
    browser = Client()
    tell_password(browser, cast.rosa, "not the password at all")
    assert not is_in(browser)
    entry = last_entry("sign_in_failed")
    assert (entry.actor, entry.facts["account"]) == (None, str(cast.rosa.pk))


def test_that_a_wrong_password_and_an_unknown_e_mail_look_the_same(cast: Cast) -> None:
    known, unknown = _try("rosa@example.org"), _try("nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert words_of(known) == words_of(unknown)
    assert "don't belong together" in words_of(known)


def _counted(act: Callable[[], Any]) -> int:
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as hashed:
        act()
    return hashed.call_count


def test_that_an_unknown_e_mail_costs_the_same_hashing_as_a_known_one(cast: Cast) -> None:
    assert _counted(lambda: _try("rosa@example.org")) == _counted(lambda: _try("nobody@example.org")) == 1


def test_that_nobody_is_entered_for_an_unknown_e_mail(cast: Cast) -> None:
    _try("nobody@example.org")
    assert not Entry.objects.filter(event="sign_in_failed").exists()


@pytest.mark.parametrize("email", ["rosa@example.org", "nobody@example.org"])
def test_that_five_wrong_tries_shut_the_door_for_five_minutes_known_or_not(
    cast: Cast, clock: time_machine.Traveller, email: str
) -> None:
    for _ in range(5):
        assert "tried too often" not in words_of(_try(email))
    assert "tried too often" in words_of(_try(email))
    clock.shift(301)
    assert "tried too often" not in words_of(_try(email))


def test_that_the_right_password_does_not_open_a_door_shut_by_wrong_ones(cast: Cast) -> None:
    for _ in range(5):
        _try("rosa@example.org")
    browser = Client()
    tell_password(browser, cast.rosa)
    assert not is_in(browser)


def test_that_somebody_who_tries_many_e_mails_from_one_address_is_stopped(cast: Cast) -> None:
    for number in range(10):
        _try(f"n{number}@example.org")
    assert "tried too often" in words_of(_try("rosa@example.org", "a quiet meadow at noon"))


def test_that_the_sitting_gets_a_new_key_at_the_sign_in(cast: Cast) -> None:
    browser = Client()
    browser.get(LOGIN)
    browser.get(reverse("home:start"))
    planted = browser.session
    planted["planted"] = "by a stranger"
    planted.save()
    browser.cookies["portal"] = planted.session_key or ""
    tell_password(browser, cast.rosa)
    assert browser.session.session_key != planted.session_key
    assert not planted.exists(planted.session_key or "")


def test_that_a_sign_in_from_another_site_is_refused(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get(LOGIN)
    assert tell_password(browser, cast.rosa).status_code == 403
    assert not is_in(browser)


def test_that_signing_in_leads_to_no_other_site(cast: Cast) -> None:
    browser = Client()
    told = {"login": "rosa@example.org", "password": "a quiet meadow at noon", "next": "https://elsewhere.example/"}
    assert browser.post(LOGIN, told).headers["Location"] == reverse("home:start")


def test_that_the_only_cookie_is_the_sittings_and_no_script_reads_it(cast: Cast) -> None:
    browser = Client()
    tell_password(browser, cast.rosa)
    assert list(browser.cookies) == ["portal"]
    cookie = browser.cookies["portal"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # it goes with the browser


def test_that_an_account_that_was_closed_opens_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.rosa.pk).update(is_active=False)
    browser = Client()
    answer = browser.post(LOGIN, {"login": cast.rosa.email, "password": "a quiet meadow at noon"}, follow=True)
    assert "Your sign-in is closed" in words_of(answer)
    assert not is_in(browser)


def test_that_nobody_signs_up_by_themselves(db: None) -> None:
    told = {"email": "eve@example.org", "password1": "eves own long words", "password2": "eves own long words"}
    assert Client().post("/account/signup/", told).headers["Location"] == LOGIN
    assert not User.objects.exists()
    assert mail.outbox == []


SHUT = ("email/", "confirm-email/", "confirm-email/x/", "password/set/", "login/code/", "login/code/confirm/")


@pytest.mark.parametrize("path", [*SHUT, "2fa/recovery-codes/download/", "2fa/webauthn/", "2fa/trust/"])
def test_that_what_is_not_needed_of_the_library_is_not_there(cast: Cast, path: str) -> None:
    browser = Client()
    tell_password(browser, cast.rosa)
    assert browser.get(f"/account/{path}").status_code == 404


def test_that_passwords_are_kept_with_argon2_and_secrets_stay_in_the_sitting() -> None:
    assert page.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert page.CSRF_USE_SESSIONS
    assert page.MESSAGE_STORAGE.endswith("SessionStorage")


def test_that_somebody_without_a_seat_is_told_so_and_opens_nothing(db: None) -> None:
    browser = Client()
    tell_password(browser, make_user("Una"))
    assert "no service has a place for you" in words_of(browser.get(reverse("home:start")))
    assert browser.get(reverse("accounts:service")).status_code == 404
