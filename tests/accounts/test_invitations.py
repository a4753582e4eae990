"""Coming in: one link, one seat, one time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.entrance import invite, is_in, last_entry, make_manager, words_of
from tests.cast import PASSWORD, Cast, make_cast, make_user, signed_in
from vigportal.accounts import actions
from vigportal.accounts.access import InvitationEnded
from vigportal.accounts.models import Invitation, Membership, User
from vigportal.accounts.roles import Role
from vigportal.accounts.writer import hash_of
from vigportal.ledger.models import Entry

WORDS = {"password": "seven herons by the weir", "again": "seven herons by the weir"}
JOIN = "/join/"


def _come_in(link: str, browser: Client | None = None) -> Any:
    browser = browser or Client()
    browser.get(link)
    return browser.post(JOIN, WORDS)


@pytest.fixture
def link(cast: Cast) -> str:
    grace, _seat = make_manager(cast)
    return invite(grace, "vera@example.org")


def test_that_a_link_gives_a_seat_and_a_sign_in_and_is_on_the_list_of_sittings(cast: Cast, link: str) -> None:
    browser = Client()
    assert _come_in(link, browser).headers["Location"] == reverse("home:start")
    vera = User.objects.get(email="vera@example.org")
    assert Membership.objects.get(user=vera).role == Role.PRACTITIONER
    assert [entry.event for entry in Entry.objects.filter(actor=vera).order_by("number")] == [
        "invitation_accepted",
        "signed_in",
    ]
    assert vera.usersession_set.count() == 1  # type: ignore[attr-defined]
    assert browser.get(reverse("home:start")).headers["Location"] == reverse("mfa_activate_totp")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200  # without the password once more


def test_that_the_token_is_kept_only_as_a_hash(link: str) -> None:
    token = link.split("/")[2]
    kept = str(list(Invitation.objects.values()))
    assert token not in kept
    assert hash_of(token) in kept
    assert token not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_that_the_token_leaves_the_address_bar_and_goes_to_nobody(link: str) -> None:
    answer = Client().get(link)
    assert answer.headers["Location"] == JOIN
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_that_a_link_works_once(cast: Cast, link: str) -> None:
    _come_in(link)
    late = Client()
    assert _come_in(link, late).status_code == 410
    assert not is_in(late)
    assert Membership.objects.filter(user__email="vera@example.org").count() == 1


def test_that_a_link_ends_after_seven_days(link: str, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=7))
    answer = Client().get(link, follow=True)
    assert answer.status_code == 410
    assert "Ask for a new one" in words_of(answer)
    assert not User.objects.filter(email="vera@example.org").exists()


def test_that_a_link_that_was_taken_back_opens_nothing(cast: Cast, link: str) -> None:
    row = Invitation.objects.get()
    grace = row.made_by
    assert grace
    signed_in(grace).post(reverse("accounts:withdraw_invitation", args=[row.pk]))
    assert _come_in(link).status_code == 410
    assert last_entry("invitation_withdrawn").actor == grace


def test_that_taking_back_what_was_taken_says_so_and_ends_nobodys_seat(cast: Cast, link: str) -> None:
    _come_in(link)
    row = Invitation.objects.get()
    assert row.made_by
    answer = signed_in(row.made_by).post(reverse("accounts:withdraw_invitation", args=[row.pk]), follow=True)
    assert "has come in with this invitation already" in words_of(answer)
    assert Membership.objects.get(user__email="vera@example.org").ends_at is None
    assert not Entry.objects.filter(event="invitation_withdrawn").exists()


def test_that_a_made_up_link_looks_like_one_that_ended(link: str) -> None:
    _come_in(link)
    assert words_of(Client().get("/join/made-up/", follow=True)) == words_of(Client().get(link, follow=True))


def test_that_somebody_else_who_is_signed_in_takes_no_seat_with_it(cast: Cast, link: str) -> None:
    browser = signed_in(cast.rosa)
    answer = _come_in(link, browser)
    assert "signed in as somebody else" in words_of(answer)
    assert Membership.objects.filter(user=None, invitation__accepted_at=None).exists()
    assert not User.objects.filter(email="vera@example.org").exists()
    assert _come_in(link).status_code == 302


def test_that_whoever_signs_in_already_says_yes_signed_in_and_keeps_the_password(cast: Cast) -> None:
    grace, _seat = make_manager(cast)
    link = invite(grace, "rosa@example.org", role="data_protection", name="Rosa")
    browser = Client()
    assert browser.get(link, follow=True).redirect_chain[-1][0] == f"{reverse('account_login')}?next=/join/"
    browser.post(JOIN, WORDS)
    assert not Membership.objects.filter(user=cast.rosa, role=Role.DATA_PROTECTION).exists()
    answer = browser.post(reverse("account_login"), {"login": cast.rosa.email, "password": PASSWORD, "next": JOIN})
    assert answer.headers["Location"] == JOIN
    assert "Yes, go on" in words_of(browser.get(JOIN))
    browser.post(JOIN)
    assert Membership.objects.filter(user=cast.rosa, role=Role.DATA_PROTECTION).exists()
    assert User.objects.get(pk=cast.rosa.pk).check_password(PASSWORD)


def test_that_two_links_to_one_role_give_one_seat(cast: Cast) -> None:
    grace, _seat = make_manager(cast)
    first, second = (invite(grace, "vera@example.org") for _ in range(2))
    browser = Client()
    _come_in(first, browser)
    browser.get(second)
    answer = browser.post(JOIN)
    assert answer.status_code == 302 or "already" in words_of(answer)
    assert Membership.objects.filter(user__email="vera@example.org", ends_at=None).count() == 1


def test_that_a_weak_password_is_refused_and_the_link_stays_good(cast: Cast, link: str) -> None:
    browser = Client()
    browser.get(link)
    answer = browser.post(JOIN, {"password": "vera@example.org", "again": "vera@example.org"})
    assert "too similar" in words_of(answer)
    assert browser.post(JOIN, {**WORDS, "again": "another"}).status_code == 200
    assert browser.post(JOIN, WORDS).status_code == 302


def test_that_an_invitation_is_made_by_a_manager_of_that_service_alone(cast: Cast) -> None:
    told = {"name": "Eve", "email": "eve@example.org", "role": "manager"}
    for user in (cast.maya, cast.omar, cast.rosa):
        assert signed_in(user).post(reverse("accounts:invite"), told).status_code == 404
    grace, _seat = make_manager(cast)
    assert signed_in(grace).post(reverse("accounts:invite"), {**told, "role": "guardian"}).status_code == 200
    assert not Invitation.objects.exists()


def test_that_another_services_invitation_cannot_be_taken_back(cast: Cast, link: str) -> None:
    cast.nadia_seat.role = Role.MANAGER
    cast.nadia_seat.save()
    address = reverse("accounts:withdraw_invitation", args=[Invitation.objects.get().pk])
    assert signed_in(cast.nadia).post(address).status_code == 404
    assert _come_in(link).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_that_of_two_acceptances_at_the_same_moment_one_sits_down() -> None:
    cast = make_cast()
    grace, _seat = make_manager(cast)
    now = timezone.now()
    _empty, token = actions.invite_colleague(
        actor=grace, service=cast.service, role=Role.PRACTITIONER, email="vera@example.org", name="Vera", now=now
    )

    def accept(_turn: int) -> str:
        try:
            actions.accept_invitation(
                actor=None, token_hash=hash_of(token), password="seven herons by the weir", now=now
            )
        except InvitationEnded:
            return "ended"
        finally:
            connections.close_all()
        return "in"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(accept, range(4))) == ["ended"] * 3 + ["in"]
    assert connection.vendor
    assert User.objects.filter(email="vera@example.org").count() == 1
    assert Entry.objects.filter(event="invitation_accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_that_a_seat_withdrawn_while_its_link_is_opened_stays_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    grace, _seat = make_manager(cast)
    now = timezone.now()
    seat, token = actions.invite_colleague(
        actor=grace, service=cast.service, role=Role.PRACTITIONER, email="vera@example.org", name="Vera", now=now
    )

    def slow(_invitation: Invitation, _password: str, _now: Any) -> User:
        Membership.objects.filter(pk=seat.pk).update(ends_at=now)  # what the other transaction has just committed
        return make_user("Vera")

    monkeypatch.setattr(actions, "_new_user", slow)
    with pytest.raises(InvitationEnded):
        actions.accept_invitation(actor=None, token_hash=hash_of(token), password="", now=now)
    assert not User.objects.filter(email="vera@example.org").exists()


def test_that_a_sitting_keeps_no_invitations_token(cast: Cast) -> None:
    manager, _seat = make_manager(cast)
    path = invite(manager, "vera@example.org")
    browser = Client()
    browser.get(path)
    token = path.split("/")[2]
    assert token not in str(dict(browser.session))
    assert browser.get("/join/").status_code == 200
