"""The service's people: changed by its manager alone, who proves once more who they are; services strictly apart."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.accounts.entrance import give_true_factor, last_entry, make_manager, tell_code, words_of
from tests.cast import PASSWORD, Cast, make_seat, make_user, signed_in, user_of
from vigportal.accounts.models import Invitation, Membership, Service, Supervising, User
from vigportal.accounts.roles import Role
from vigportal.ledger.models import Entry
from vigportal.management.second_factor import code_to_hand_in

REAUTHENTICATE = "/account/reauthenticate/"
INVITED = {"name": "Vera", "email": "vera@example.org", "role": "practitioner"}
SETTINGS = {
    "name": "Harbour Family Service",
    "nation": "wales",
    "time_zone": "Europe/London",
    "scale_from": "0",
    "scale_to": "10",
    "about_cycles": "3",
    "confirming_days": "14",
}


@pytest.fixture
def grace(cast: Cast) -> User:
    return make_manager(cast)[0]


def _guarded(cast: Cast) -> dict[str, dict[str, str]]:
    """Each act that asks once more, and what is sent."""
    return {
        reverse("accounts:invite"): INVITED,
        reverse("accounts:settings"): SETTINGS,
        reverse("families:end_seat", args=[cast.maya_seat.pk]): {"colleague": str(cast.priya_seat.pk)},
        reverse("accounts:remove_factor", args=[cast.priya_seat.pk]): {},
    }


def _state() -> list[Any]:
    return [
        Invitation.objects.count(),
        list(Service.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values("pk", "ends_at")),
        Entry.objects.exclude(event__in=["signed_in", "stepped_up"]).count(),
    ]


def test_that_five_minutes_after_the_sign_in_each_act_asks_once_more(
    cast: Cast, grace: User, clock: time_machine.Traveller
) -> None:
    browser = signed_in(grace)
    clock.shift(301)
    before = _state()
    for address, told in _guarded(cast).items():
        assert browser.post(address, told).headers["Location"].startswith(REAUTHENTICATE)
    assert _state() == before


def test_that_after_the_password_it_goes_on_with_what_was_sent(
    cast: Cast, grace: User, clock: time_machine.Traveller
) -> None:
    for address, told in _guarded(cast).items():
        browser = signed_in(grace)
        clock.shift(301)
        before = _state()
        asked = browser.post(address, told, follow=True)
        assert "Is it you?" in words_of(asked)
        browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD, "next": address}, follow=True)
        assert _state() != before
        assert last_entry("stepped_up").actor == grace


def test_that_a_wrong_password_does_not_go_on(cast: Cast, grace: User, clock: time_machine.Traveller) -> None:
    browser = signed_in(grace)
    clock.shift(301)
    address = reverse("families:end_seat", args=[cast.priya_seat.pk])
    browser.post(address)
    answer = browser.post(REAUTHENTICATE, {"password": "not the password at all", "next": address})
    assert "not your password" in words_of(answer)
    assert Membership.objects.get(pk=cast.priya_seat.pk).ends_at is None


def test_that_the_code_proves_it_as_well(cast: Cast, grace: User, clock: time_machine.Traveller) -> None:
    secret = give_true_factor(grace)
    browser = signed_in(grace)
    clock.shift(301)
    address = reverse("accounts:invite")
    assert browser.get(address).status_code == 302
    browser.post("/account/2fa/reauthenticate/", {"code": code_to_hand_in(secret), "next": address})
    assert browser.get(address).status_code == 200


def test_that_withdrawing_consent_never_asks_who_is_there(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = signed_in(cast.rosa)
    clock.shift(3000)
    assert browser.get(reverse("consent:stop_everything")).status_code == 200


def test_that_a_manager_ends_a_seat_and_its_doors_close_with_the_next_request(cast: Cast, grace: User) -> None:
    maya, case = signed_in(cast.maya), reverse("families:case", args=[cast.case.pk])
    assert maya.get(case).status_code == 200
    address = reverse("families:end_seat", args=[cast.maya_seat.pk])
    signed_in(grace).post(address, {"colleague": str(cast.priya_seat.pk)})
    assert maya.get(case).status_code == 404
    assert "no service has a place for you" in words_of(maya.get(reverse("home:start")))
    assert last_entry("membership_ended").facts["member"] == str(cast.maya_seat.pk)


def test_that_nobody_ends_their_own_seat(grace: User) -> None:
    own = Membership.objects.get(user=grace)
    assert signed_in(grace).post(reverse("families:end_seat", args=[own.pk])).status_code == 404


@pytest.mark.parametrize("who", ["maya", "omar", "rosa", "nadia"])
def test_that_the_services_pages_are_its_managers_alone(cast: Cast, grace: User, who: str) -> None:
    browser = signed_in(getattr(cast, who))
    for name in ("accounts:service", "accounts:invite", "accounts:settings", "accounts:supervise"):
        assert signed_in(grace).get(reverse(name)).status_code == 200
        assert browser.get(reverse(name)).status_code == 404


def test_that_a_manager_reaches_nothing_of_another_service(cast: Cast, grace: User) -> None:
    other = Supervising.objects.create(
        supervisor=make_seat(make_user("Olaf"), cast.other_service, Role.SUPERVISOR, cast.since),
        practitioner=cast.nadia_seat,
        starts_at=cast.since,
    )
    browser = signed_in(grace)
    page = words_of(browser.get(reverse("accounts:service")))
    assert "Maya" in page
    assert "Nadia" not in page
    assert "Olaf" not in page
    before = _state()
    for name, row in (
        ("families:end_seat", cast.nadia_seat),
        ("accounts:remove_factor", cast.nadia_seat),
        ("accounts:end_supervising", other),
    ):
        assert browser.post(reverse(name, args=[row.pk])).status_code == 404
    told = {"supervisor": str(cast.omar_seat.pk), "practitioner": str(cast.nadia_seat.pk)}
    assert browser.post(reverse("accounts:supervise"), told).status_code == 200
    assert _state() == before
    assert Supervising.objects.count() == 2


def test_that_settings_change_this_service_alone_and_name_what_changed(cast: Cast, grace: User) -> None:
    signed_in(grace).post(reverse("accounts:settings"), SETTINGS)
    nations = dict(Service.objects.values_list("pk", "nation"))
    assert nations == {cast.service.pk: "wales", cast.other_service.pk: "england"}
    assert last_entry("service_changed").facts["parts"] == ["nation"]


def test_that_supervision_begins_and_ends(cast: Cast, grace: User) -> None:
    browser = signed_in(grace)
    told = {"supervisor": str(cast.omar_seat.pk), "practitioner": str(cast.priya_seat.pk)}
    assert browser.post(reverse("accounts:supervise"), told).status_code == 302
    assert "so already" in words_of(browser.post(reverse("accounts:supervise"), told))
    row = Supervising.objects.get(practitioner=cast.priya_seat)
    browser.post(reverse("accounts:end_supervising", args=[row.pk]))
    row.refresh_from_db()
    assert row.ends_at


def test_that_who_works_in_two_services_manages_the_one_they_manage(cast: Cast) -> None:
    both = make_user("Bea")
    make_seat(both, cast.other_service, Role.PRACTITIONER, cast.since)
    seat = make_seat(both, cast.service, Role.MANAGER, cast.now)
    page = words_of(signed_in(user_of(seat)).get(reverse("accounts:service")))
    assert "Harbour Family Service" in page
    assert "Nadia" not in page


def test_that_the_code_page_is_no_way_round_the_password(grace: User) -> None:
    assert tell_code(Client(), code_to_hand_in(give_true_factor(grace))).status_code == 302
