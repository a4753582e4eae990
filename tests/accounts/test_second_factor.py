"""The second key: demanded of those who work for a service, offered to families, lost and found again."""

import base64
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts.conftest import Committed
from tests.accounts.entrance import (
    ACTIVATE,
    AUTHENTICATE,
    CODES,
    SECRET,
    give_true_factor,
    is_in,
    last_entry,
    make_manager,
    new_colleague,
    tell_code,
    tell_password,
    whole_sign_in,
    words_of,
)
from tests.cast import Cast, signed_in
from vigportal.accounts.models import User
from vigportal.ledger.models import Entry
from vigportal.management.second_factor import code_at, code_to_hand_in
from vigportal.notices.models import Notice

CODES_PAGE = "/account/2fa/recovery-codes/"


def _set_up(browser: Client) -> tuple[str, list[str]]:
    """The secret that the page shows, and the recovery codes shown after it."""
    found = SECRET.search(browser.get(ACTIVATE).content.decode())
    assert found
    done = browser.post(ACTIVATE, {"code": code_to_hand_in(found[1])}, follow=True)
    assert done.redirect_chain == [(CODES_PAGE, 302)]
    return found[1], CODES.findall(done.content.decode())


def test_that_a_practitioner_needs_the_code_after_the_password(cast: Cast) -> None:
    secret, browser = give_true_factor(cast.maya), Client()
    assert tell_password(browser, cast.maya).headers["Location"] == AUTHENTICATE
    assert not is_in(browser)
    assert tell_code(browser, code_to_hand_in(secret)).headers["Location"] == reverse("home:start")
    assert is_in(browser)
    assert last_entry("signed_in").facts["method"] == "mfa"


def test_that_the_code_page_opens_to_nobody_without_the_password(cast: Cast) -> None:
    secret, browser = give_true_factor(cast.maya), Client()
    assert tell_code(browser, code_to_hand_in(secret)).headers["Location"] == reverse("account_login")
    assert not is_in(browser)


def test_that_a_wrong_code_opens_nothing_and_is_entered(cast: Cast) -> None:
    secret, browser = give_true_factor(cast.maya), Client()
    tell_password(browser, cast.maya)
    wrong = f"{(int(code_to_hand_in(secret)) + 1) % 1_000_000:06d}"
    assert "doesn't fit" in words_of(tell_code(browser, wrong))
    assert not is_in(browser)
    assert last_entry("sign_in_failed").facts == {"account": str(cast.maya.pk), "reason": "totp"}


def test_that_a_code_works_once(cast: Cast, clock: time_machine.Traveller) -> None:
    secret = give_true_factor(cast.maya)
    code = code_to_hand_in(secret)
    assert is_in(whole_sign_in(cast.maya, secret))
    again = Client()
    tell_password(again, cast.maya)
    tell_code(again, code)
    assert not is_in(again)
    clock.shift(30)
    tell_code(again, code_to_hand_in(secret))
    assert is_in(again)


def test_that_a_code_is_not_handed_in_as_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no walk and no test meets the end of the half minute on its way."""
    secret = base64.b32encode(b"a secret of 20 bytes").decode()
    whole = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    for second, waits in ((24.5, 0), (25.5, 4.5), (59.5, 0.5), (31, 0)):
        with time_machine.travel(whole + timedelta(seconds=second), tick=False) as clock:
            monkeypatch.setattr(time, "sleep", clock.shift)
            assert code_to_hand_in(secret) == code_at(secret, whole + timedelta(seconds=second + waits))


def test_that_five_wrong_codes_shut_the_door_to_the_right_one(cast: Cast) -> None:
    secret, browser = give_true_factor(cast.maya), Client()
    tell_password(browser, cast.maya)
    for _ in range(5):
        tell_code(browser, "000000" if code_to_hand_in(secret) != "000000" else "111111")
    assert "tried too often" in words_of(tell_code(browser, code_to_hand_in(secret)))
    assert not is_in(browser)


def test_that_the_secret_is_sealed_in_the_database(cast: Cast) -> None:
    user = new_colleague(cast)
    secret, codes = _set_up(signed_in(user))
    kept = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_that_a_secret_opens_only_unchanged_and_under_this_deployments_key(settings: Settings) -> None:
    sealed = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    assert get_adapter().decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:])
    settings.VAULT_DEPLOYMENT_KEY = base64.b64encode(bytes(32)).decode()
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(sealed)


@pytest.mark.parametrize("name", ["home:today", "families:caseload", "accounts:account", "usersessions_list"])
def test_that_a_colleague_without_a_factor_is_led_to_set_one_up_before_anything_opens(cast: Cast, name: str) -> None:
    browser = signed_in(new_colleague(cast))
    assert browser.get(reverse(name)).headers["Location"] == ACTIVATE
    _set_up(browser)
    assert browser.get(reverse(name)).status_code == 200


def test_that_recovery_codes_alone_are_no_second_factor(cast: Cast) -> None:
    user = new_colleague(cast)
    browser = signed_in(user)
    _set_up(browser)
    Authenticator.objects.filter(user=user, type="totp").delete()
    assert browser.get(reverse("home:today")).headers["Location"] == ACTIVATE


def test_that_a_factor_is_set_up_by_somebody_who_has_just_proved_who_they_are(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    browser = signed_in(new_colleague(cast))
    clock.shift(301)
    assert browser.get(ACTIVATE).headers["Location"].startswith("/account/reauthenticate/")


def test_that_recovery_codes_follow_at_once_and_are_shown_once(cast: Cast) -> None:
    browser = signed_in(new_colleague(cast))
    _secret, codes = _set_up(browser)
    assert len(set(codes)) == 10
    again = browser.get(CODES_PAGE).content.decode()
    assert not any(code in again for code in codes)
    assert "They were shown once" in again


def test_that_a_recovery_code_lets_in_once(cast: Cast) -> None:
    user = new_colleague(cast)
    _secret, codes = _set_up(signed_in(user))
    first, second = Client(), Client()
    for browser in (first, second):
        tell_password(browser, user)
        tell_code(browser, codes[0])
    assert (is_in(first), is_in(second)) == (True, False)
    assert last_entry("recovery_used").actor == user
    assert Notice.objects.filter(to=user, sentence="recovery_used").exists()


def test_that_new_recovery_codes_end_the_old(cast: Cast, committed: Committed) -> None:
    user = new_colleague(cast)
    browser = signed_in(user)
    _secret, old = _set_up(browser)
    with committed(execute=True):
        made = browser.post(f"{CODES_PAGE}generate/")
    new = CODES.findall(browser.get(made.headers["Location"]).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    late = Client()
    tell_password(late, user)
    tell_code(late, old[0])
    assert not is_in(late)
    assert Entry.objects.filter(event="recovery_codes_made", actor=user).count() == 1


def test_that_somebody_who_works_here_cannot_take_their_own_factor_off(cast: Cast) -> None:
    browser = signed_in(cast.maya)
    address = "/account/2fa/totp/deactivate/"
    assert "keeps a second key" in words_of(browser.get(address))
    browser.post(address)
    assert Authenticator.objects.filter(user=cast.maya).exists()


def test_that_a_parent_comes_in_without_one_adds_one_and_takes_it_off(
    cast: Cast, clock: time_machine.Traveller, committed: Committed
) -> None:
    browser = Client()
    tell_password(browser, cast.rosa)
    with committed(execute=True):
        secret, _codes = _set_up(browser)
    clock.shift(30)
    later = Client()
    assert tell_password(later, cast.rosa).headers["Location"] == AUTHENTICATE
    tell_code(later, code_to_hand_in(secret))
    assert is_in(later)
    later.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cast.rosa).exists()
    told = list(Notice.objects.filter(to=cast.rosa).order_by("made_at").values_list("sentence", flat=True))
    assert told == ["factor_added", "factor_removed"]


def test_that_mails_about_it_say_only_that_there_is_a_message(cast: Cast, committed: Committed) -> None:
    browser = signed_in(new_colleague(cast))
    with committed(execute=True):
        _set_up(browser)
    (letter,) = mail.outbox
    assert (letter.subject, letter.body) == (
        "You have a message",
        "You have a message in VIGPortal. Sign in to read it.",
    )


def _take_off(manager: User, seat_id: object) -> int:
    address = reverse("accounts:remove_factor", args=[seat_id])
    return int(signed_in(manager).post(address).status_code)


def test_that_a_manager_takes_a_colleagues_lost_factor_off_and_ends_their_sittings(cast: Cast) -> None:
    grace, _seat = make_manager(cast)
    away = whole_sign_in(cast.maya, give_true_factor(cast.maya))
    assert is_in(away)
    assert _take_off(grace, cast.maya_seat.pk) == 302
    assert not is_in(away)
    entry = last_entry("second_factor_removed")
    assert (entry.actor, entry.facts["account"]) == (grace, str(cast.maya.pk))
    anew = Client()
    assert tell_password(anew, cast.maya).headers["Location"] == reverse("home:start")
    assert anew.get(reverse("home:today")).headers["Location"] == ACTIVATE
    assert Notice.objects.filter(to=cast.maya, sentence="factor_removed").exists()


def test_that_taking_a_factor_off_is_a_managers_of_that_service_and_never_ones_own(cast: Cast) -> None:
    grace, own = make_manager(cast)
    assert _take_off(cast.omar, cast.maya_seat.pk) == 404
    assert _take_off(grace, cast.nadia_seat.pk) == 404
    assert _take_off(grace, cast.rosa_seat.pk) == 404
    assert _take_off(grace, own.pk) == 404
    assert Authenticator.objects.filter(user__in=[cast.maya, cast.nadia, grace]).count() == 3


def test_that_taking_off_what_is_not_there_says_so_and_enters_nothing(cast: Cast) -> None:
    grace, _seat = make_manager(cast)
    Authenticator.objects.filter(user=cast.maya).delete()
    assert _take_off(grace, cast.maya_seat.pk) == 302
    assert not Entry.objects.filter(event="second_factor_removed").exists()


def test_that_the_practitioner_takes_a_parents_lost_key_off(cast: Cast) -> None:
    away = whole_sign_in(cast.rosa, give_true_factor(cast.rosa))
    address = reverse("families:take_key_off", args=[cast.case.pk, cast.mother.pk])
    assert signed_in(cast.priya).post(address).status_code == 404
    assert is_in(away)
    browser = signed_in(cast.maya)
    assert "face to face" in words_of(browser.get(address))
    browser.post(address)
    assert not is_in(away)
    assert last_entry("second_factor_removed").chain == cast.case.pk
    anew = Client()
    tell_password(anew, cast.rosa)
    assert is_in(anew)


def test_that_a_practitioner_cannot_reach_the_key_of_a_colleague_through_the_family(cast: Cast) -> None:
    cast.mother.membership = cast.omar_seat
    cast.mother.save()
    address = reverse("families:take_key_off", args=[cast.case.pk, cast.mother.pk])
    assert signed_in(cast.maya).post(address).status_code == 404
    assert Authenticator.objects.filter(user=cast.omar).exists()
