"""A colleague leaves, and no family is left with nobody who can open their case."""

import pytest
from django.urls import reverse

from families.actions.holding import assign_practitioner
from families.actions.leaving import end_seat
from families.models import Assignment
from families.writer import Refused
from tests.cast import Cast, events_of, make_cast, make_seat, make_user, signed_in
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def grace(cast: Cast) -> User:
    user = make_user("Grace")
    make_seat(user, cast.service, Role.MANAGER, cast.since)
    return user


def _leave(cast: Cast, grace: User, **told: object) -> str:
    address = reverse("families:end_seat", args=[cast.maya_seat.pk])
    return signed_in(grace).post(address, told, follow=True).content.decode()


def _sees(user: User, cast: Cast) -> bool:
    return signed_in(user).get(reverse("families:case", args=[cast.case.pk])).status_code == 200


def _ended(seat: Membership) -> bool:
    return Membership.objects.get(pk=seat.pk).ends_at is not None


def test_that_cases_are_handed_over_before_a_seat_ends(cast: Cast, grace: User) -> None:
    page = signed_in(grace).get(reverse("families:end_seat", args=[cast.maya_seat.pk])).content.decode()
    assert cast.case.label in page
    assert cast.family.name not in page
    _leave(cast, grace)
    assert not _ended(cast.maya_seat)
    _leave(cast, grace, colleague=cast.priya_seat.pk)
    assert _ended(cast.maya_seat)
    assert _sees(cast.priya, cast)
    assert not _sees(cast.maya, cast)
    assert events_of(cast.case) == ["case_handed_over"]


def test_that_a_case_that_a_colleague_holds_as_well_asks_nothing(cast: Cast, grace: User) -> None:
    assign_practitioner(actor=cast.maya, case=cast.case, colleague=cast.priya_seat, now=cast.now)
    _leave(cast, grace)
    assert _ended(cast.maya_seat)
    assert _sees(cast.priya, cast)


def test_that_a_seat_that_has_got_a_case_meanwhile_does_not_end(cast: Cast, grace: User) -> None:
    with pytest.raises(Refused):
        end_seat(actor=grace, seat=cast.maya_seat, now=cast.now)
    assert not _ended(cast.maya_seat)


def test_that_where_nobody_else_holds_cases_somebody_is_invited_first(cast: Cast, grace: User) -> None:
    Membership.objects.filter(pk__in=[cast.priya_seat.pk, cast.omar_seat.pk]).update(ends_at=cast.now)
    page = signed_in(grace).get(reverse("families:end_seat", args=[cast.maya_seat.pk])).content.decode()
    assert reverse("accounts:invite") in page
    assert '<button class="btn btn-primary" type="submit"' not in page


def test_that_a_case_nobody_holds_waits_on_the_managers_today_and_is_given(cast: Cast, grace: User) -> None:
    Membership.objects.filter(pk=cast.maya_seat.pk).update(ends_at=cast.now)
    address = reverse("families:give_case", args=[cast.case.pk])
    today = reverse("home:today")
    assert address in signed_in(grace).get(today).content.decode()
    assert address not in signed_in(cast.priya).get(today).content.decode()
    signed_in(grace).post(address, {"colleague": str(cast.priya_seat.pk)})
    assert _sees(cast.priya, cast)
    assert address not in signed_in(grace).get(today).content.decode()
    assert Assignment.objects.get(case=cast.case, ends_at=None).practitioner == cast.priya_seat


@pytest.mark.parametrize("who", ["priya", "omar", "nadia", "grace"])
def test_that_a_case_that_somebody_holds_is_given_by_no_manager(cast: Cast, grace: User, who: str) -> None:
    actor = grace if who == "grace" else getattr(cast, who)
    address = reverse("families:give_case", args=[cast.case.pk])
    assert signed_in(actor).post(address, {"colleague": str(cast.priya_seat.pk)}).status_code == 404


def test_that_a_lost_phone_and_leaving_have_buttons_of_their_own(cast: Cast, grace: User) -> None:
    page = signed_in(grace).get(reverse("accounts:service")).content.decode()
    assert "Maya lost their phone" in page
    assert "Maya has left" in page
