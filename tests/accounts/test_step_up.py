"""Acts that change who may come in, or what a service allows, ask once more who is there; all of them are listed."""

import pytest
import time_machine
from django.urls import reverse

from consent.models import Action, Ceiling, Purpose
from tests.accounts.entrance import make_manager
from tests.cast import Cast, signed_in
from tests.house.source import building
from tests.videos.makers import allow_everything
from vigportal.accounts.models import User

REAUTHENTICATE = "/account/reauthenticate/"
LATER = 301
"""Seconds after the sign-in: one more than it counts for."""
TEXT = (Purpose.PRACTICE.value, Action.VIEW.value)


@pytest.fixture
def grace(cast: Cast) -> User:
    allow_everything(cast)
    return make_manager(cast)[0]


def acts_of(cast: Cast, grace: User) -> list[tuple[User, str]]:
    """Each such address, and for whom it opens."""
    person = (cast.case.pk, cast.mother.pk)
    return [
        (grace, reverse("accounts:invite")),
        (grace, reverse("accounts:settings")),
        (grace, reverse("families:end_seat", args=[cast.maya_seat.pk])),
        (grace, reverse("families:give_case", args=[cast.case.pk])),
        (grace, reverse("accounts:remove_factor", args=[cast.priya_seat.pk])),
        (grace, reverse("videos:set_room")),
        (grace, reverse("consent:ages")),
        (grace, reverse("consent:first_limits")),
        (grace, reverse("consent:earlier_limits", args=[Ceiling.objects.latest("effective_at").pk])),
        (grace, reverse("consent:purpose_limits", args=[Purpose.PRACTICE.value])),
        (grace, reverse("consent:write_text", args=TEXT)),
        (grace, reverse("consent:add_language", args=TEXT)),
        (cast.maya, reverse("families:invite", args=person)),
        (cast.maya, reverse("families:take_key_off", args=person)),
    ]


def test_that_each_act_asks_once_more_five_minutes_after_the_sign_in(
    cast: Cast, grace: User, clock: time_machine.Traveller
) -> None:
    acts = acts_of(cast, grace)
    browsers = {user: signed_in(user) for user in (grace, cast.maya)}
    asks = [url for user, url in acts if REAUTHENTICATE in browsers[user].get(url).headers.get("Location", "")]
    assert asks == []
    clock.shift(LATER)
    open_still = [
        url for user, url in acts if REAUTHENTICATE not in browsers[user].post(url).headers.get("Location", "")
    ]
    assert open_still == []


def test_that_every_view_that_asks_once_more_is_listed_here(cast: Cast, grace: User) -> None:
    asking = sum(file.text.count("\n@proved_lately\n") for file in building() if file.is_room("views"))
    assert asking == len(acts_of(cast, grace))
