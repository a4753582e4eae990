"""How long somebody stays signed in, where, and how they end it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import resolve, reverse

from tests.accounts.entrance import (
    give_true_factor,
    is_in,
    last_entry,
    make_manager,
    tell_password,
    whole_sign_in,
    words_of,
)
from tests.cast import Cast, signed_in
from vigportal.accounts.models import Membership, Service

PLACES = "/account/sessions/"


def _sitting_of(cast: Cast, who: str) -> Client:
    if who == "rosa":
        browser = Client()
        tell_password(browser, cast.rosa)
    else:
        browser = whole_sign_in(cast.maya, give_true_factor(cast.maya))
    assert is_in(browser)
    return browser


@pytest.mark.parametrize(("who", "minutes"), [("maya", 30), ("rosa", 60)])
def test_that_a_sitting_ends_after_its_idle_time(
    cast: Cast, clock: time_machine.Traveller, who: str, minutes: int
) -> None:
    browser = _sitting_of(cast, who)
    clock.shift(timedelta(minutes=minutes))
    assert is_in(browser)
    clock.shift(timedelta(minutes=minutes, seconds=1))
    assert not is_in(browser)
    assert last_entry("signed_out").actor is not None
    assert "nothing was done here for a while" in words_of(browser.get(reverse("account_login")))


def test_that_somebody_who_works_here_and_is_a_parent_too_has_the_shorter_time(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    Membership.objects.filter(pk=cast.rosa_seat.pk).update(user=cast.maya)
    browser = _sitting_of(cast, "maya")
    clock.shift(timedelta(minutes=31))
    assert not is_in(browser)


def test_that_twelve_hours_after_the_sign_in_it_ends_however_busy(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = _sitting_of(cast, "maya")
    for _ in range(12 * 60 // 20):
        clock.shift(timedelta(minutes=20))
        assert is_in(browser)
    clock.shift(1)
    assert not is_in(browser)


def test_that_an_open_player_keeps_no_sitting_alive(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = _sitting_of(cast, "rosa")
    address = reverse("videos:still_going", args=["family_viewing", uuid.uuid4()])
    for _ in range(61):
        assert browser.post(address).status_code == 404  # asked and answered, by somebody who is signed in
        clock.shift(timedelta(minutes=1))
    assert browser.post(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["videos:still_going", "videos:film_progress"])
def test_that_what_a_page_asks_by_itself_is_known_as_such(name: str) -> None:
    needs = {"purpose": "practice", "rendition_id": uuid.uuid4()} if "still" in name else {"film_id": uuid.uuid4()}
    assert resolve(reverse(name, kwargs=needs)).func.asked_by_the_page  # type: ignore[attr-defined]


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", "14 June 2026"), ("Europe/Amsterdam", "15 June 2026")])
def test_that_days_are_shown_as_the_services_own_clock_counts_them(cast: Cast, zone: str, day: str) -> None:
    grace, seat = make_manager(cast)
    Service.objects.filter(pk=cast.service.pk).update(time_zone=zone)
    Membership.objects.filter(pk=seat.pk).update(starts_at=datetime(2026, 6, 14, 22, 30, tzinfo=UTC))
    assert day in words_of(signed_in(grace).get(reverse("accounts:service")))


def test_that_the_list_shows_each_device_and_ends_all_others(cast: Cast) -> None:
    phone, desk = (_sitting_of(cast, "rosa") for _ in range(2))
    page = words_of(desk.get(PLACES))
    assert page.count("Signed in") >= 2
    assert page.count("This device") == 1
    assert "signed out everywhere else" in words_of(desk.post(PLACES, follow=True))
    assert (is_in(phone), is_in(desk)) == (False, True)
    assert last_entry("sessions_ended").facts["count"] == 1


def test_that_signing_out_ends_the_sitting_itself_and_not_only_the_cookie(cast: Cast) -> None:
    browser = _sitting_of(cast, "rosa")
    kept = browser.cookies["portal"].value
    assert browser.get("/account/logout/").status_code == 200
    assert is_in(browser)
    browser.post("/account/logout/")
    thief = Client()
    thief.cookies["portal"] = kept
    assert not is_in(thief)


def test_that_an_ended_seat_closes_its_doors_with_the_next_request(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = signed_in(cast.maya)
    address = reverse("families:case", args=[cast.case.pk])
    assert browser.get(address).status_code == 200
    Membership.objects.filter(pk=cast.maya_seat.pk).update(ends_at=cast.now)
    assert browser.get(address).status_code == 404
