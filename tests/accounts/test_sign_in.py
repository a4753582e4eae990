"""The first page: who knows the password; and that nothing tells who signs in here."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.entrance import is_in, last_entry, tell_password, words_of
from tests.cast import Cast, make_user
from vigportal import settings as page
from vigportal.accounts.guesses import seconds_after
from vigportal.accounts.models import User
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def _try(email: str, password: str = "not the password at all", at: str = "127.0.0.1") -> Any:
    return Client(REMOTE_ADDR=at).post(LOGIN, {"login": email, "password": password})


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
def test_that_after_five_wrong_tries_each_has_to_wait_longer_known_or_not(
    cast: Cast, clock: time_machine.Traveller, email: str
) -> None:
    for _ in range(5):
        assert "tried too often" not in words_of(_try(email))
    for wait in (16, 32, 64):
        at = f"10.0.0.{wait}"
        assert "tried too often" not in words_of(_try(email, at=at))
        assert "tried too often" in words_of(_try(email, at=at))
        clock.shift(wait - 1)
        assert "tried too often" in words_of(_try(email, at=at))
        clock.shift(2)
    assert seconds_after(99) == 15 * 60


def test_that_the_host_that_was_asked_gives_no_more_tries(cast: Cast) -> None:
    told = {"login": "rosa@example.org", "password": "not the password at all"}
    hosts = [f"localhost:{8000 + number}" for number in range(7)]
    answers = [words_of(Client(headers={"host": host}).post(LOGIN, told)) for host in hosts]
    assert ["tried too often" in answer for answer in answers] == [False] * 6 + [True]


def _wear_out(email: str) -> None:
    """A stranger tries, from one address after the other, until nobody new may try any more."""
    for number in range(9):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(LOGIN, {"login": email, "password": "not the password at all"})


def test_that_a_stranger_locks_nobody_out_of_a_device_of_their_own(cast: Cast) -> None:
    own, other = Client(), Client()
    tell_password(own, cast.rosa)
    own.post(reverse("account_logout"))
    _wear_out("rosa@example.org")
    tell_password(other, cast.rosa)
    assert not is_in(other)
    tell_password(own, cast.rosa)
    assert is_in(own)


def test_that_a_device_of_somebody_else_or_a_forged_one_has_no_tries_of_its_own(cast: Cast) -> None:
    _wear_out("rosa@example.org")
    unas, forged = Client(), Client()
    tell_password(unas, make_user("Una"))
    unas.post(reverse("account_logout"))
    forged.cookies["device"] = f"{unas.cookies['device'].value[:-3]}abc"
    for browser in (unas, forged):
        tell_password(browser, cast.rosa)
        assert not is_in(browser)


def test_that_a_device_of_ones_own_is_slowed_down_by_its_own_wrong_tries(cast: Cast) -> None:
    own = Client()
    tell_password(own, cast.rosa)
    own.post(reverse("account_logout"))
    for _ in range(7):
        answer = tell_password(own, cast.rosa, "not the password at all")
    assert "tried too often" in words_of(answer)
    fresh = Client()
    tell_password(fresh, cast.rosa)
    assert is_in(fresh)


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


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http://localhost:9999/",
        "http://localhost/",
        "https://localhost:8000/",
        "//localhost:8000/",
        "http://127.0.0.1:8000/",
    ],
)
def test_that_signing_in_leads_to_no_other_site_port_or_scheme(cast: Cast, elsewhere: str) -> None:
    told = {"login": "rosa@example.org", "password": "a quiet meadow at noon", "next": elsewhere}
    assert Client().post(LOGIN, told).headers["Location"] == reverse("home:start")


@pytest.mark.parametrize("place", ["/me/", "http://localhost:8000/me/"])
def test_that_signing_in_leads_back_to_where_somebody_was(cast: Cast, place: str) -> None:
    told = {"login": "rosa@example.org", "password": "a quiet meadow at noon", "next": place}
    assert Client().post(LOGIN, told).headers["Location"] == place


def test_that_no_script_reads_a_cookie_and_only_the_devices_outlives_the_browser(cast: Cast) -> None:
    browser = Client()
    browser.get(LOGIN)
    tell_password(browser, cast.rosa)
    assert sorted(browser.cookies) == ["device", "form", "portal"]
    for name, cookie in browser.cookies.items():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["max-age"]) == (name == "device")
    assert str(cast.rosa.email) not in browser.cookies["device"].value


def test_that_a_passer_by_leaves_no_row_behind(cast: Cast) -> None:
    browser = Client()
    for path in (LOGIN, "/account/password/reset/", "/", "/join/", "/nowhere/"):
        browser.get(path)
    _try("nobody@example.org")
    _try("rosa@example.org")
    assert not Session.objects.exists()


def test_that_signing_out_clears_what_the_browser_has_kept(cast: Cast) -> None:
    browser = Client()
    tell_password(browser, cast.rosa)
    assert "Clear-Site-Data" not in browser.get(reverse("accounts:account")).headers
    assert browser.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache", "storage"'


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
    assert page.CSRF_COOKIE_HTTPONLY
    assert page.MESSAGE_STORAGE.endswith("SessionStorage")


def test_that_somebody_without_a_seat_is_told_so_and_opens_nothing(db: None) -> None:
    browser = Client()
    tell_password(browser, make_user("Una"))
    assert "no service has a place for you" in words_of(browser.get(reverse("home:start")))
    assert browser.get(reverse("accounts:service")).status_code == 404
