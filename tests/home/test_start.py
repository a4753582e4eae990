"""Where everybody lands after signing in."""

import pytest
from django.urls import reverse

from tests.cast import make_cast, make_seat, make_service, make_user, signed_in
from vigportal.accounts.models import Membership
from vigportal.accounts.roles import Role
from vigportal.home.queries import LANDINGS, landing_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        ([Role.PRACTITIONER], "home:today"),
        ([Role.SUPERVISOR], "videos:board"),
        ([Role.EXTERNAL_SUPERVISOR], "videos:board"),
        ([Role.MANAGER], "home:today"),
        ([Role.GUARDIAN], "home:family"),
        ([Role.GUARDIAN, Role.PRACTITIONER], "home:today"),
        ([Role.SUPERVISOR, Role.PRACTITIONER], "home:today"),
        ([], ""),
    ],
)
def test_that_the_seat_decides_where_somebody_lands(roles: list[Role], page: str) -> None:
    cast, user = make_cast(), make_user("Una")
    for role in roles:
        make_seat(user, make_service(), role, cast.since)
    assert landing_of(user, cast.now) == page


def test_that_every_role_has_a_landing() -> None:
    assert {role for role, _page in LANDINGS} == set(Role)


def test_that_the_first_page_leads_on() -> None:
    cast = make_cast()
    assert signed_in(cast.maya).get("/").headers["Location"] == reverse("home:today")


def test_that_somebody_whose_seats_have_all_ended_is_told_so() -> None:
    cast = make_cast()
    Membership.objects.filter(user=cast.rosa).update(ends_at=cast.now)
    page = signed_in(cast.rosa).get("/")
    assert page.status_code == 200
    assert "no service has a place for you" in page.content.decode()
