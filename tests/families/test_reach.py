"""Every page of families and sessions, from both sides of its door. The addresses come from the URLconf itself."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from families.models import Guardianship
from families.urls import urlpatterns as of_families
from sessions.models import Goal
from sessions.urls import urlpatterns as of_sessions
from tests.cast import Cast, make_cast, make_guardianship, signed_in
from vigportal.accounts.models import User

pytestmark = pytest.mark.django_db

OF_THE_MANAGER = {"end_seat", "give_case"}
PAGES = [
    (app, pattern)
    for app, patterns in (("families", of_families), ("sessions", of_sessions))
    for pattern in patterns
    if pattern.name not in OF_THE_MANAGER
]
NAMED = pytest.mark.parametrize(("app", "pattern"), PAGES, ids=lambda part: getattr(part, "name", part))
TOKEN = re.compile(r"[A-Za-z0-9]{64}")
"""What stands in a page against forged forms is new in every answer."""
WITHOUT_A_CASE = {"caseload", "open_case"}
OF_THE_FAMILY = {"rate_goals"}


def _address(app: str, pattern: URLPattern, cast: Cast) -> str:
    goal = Goal.objects.create(case=cast.case, wording="We play together", hoped_for=8, agreed_at=cast.since)
    known = {
        "case_id": cast.case.pk,
        "person_id": cast.mother.pk,
        "guardianship_id": cast.rosa_for_leo.pk,
        "assignment_id": cast.assignment.pk,
        "cycle_id": cast.cycle.pk,
        "goal_id": goal.pk,
    }
    wanted = {name: known[name] for name in pattern.pattern.converters}
    return reverse(f"{app}:{pattern.name}", kwargs=wanted)


def _status(user: User, address: str) -> int:
    return signed_in(user).get(address).status_code


@NAMED
def test_that_who_holds_the_case_sees_its_pages_and_its_family_only_its_own(app: str, pattern: URLPattern) -> None:
    cast = make_cast()
    address = _address(app, pattern, cast)
    is_own = pattern.name in OF_THE_FAMILY
    assert _status(cast.maya, address) == (404 if is_own else 200)
    assert _status(cast.rosa, address) == (200 if is_own else 404)


@NAMED
def test_that_another_service_a_colleague_the_supervisor_and_strangers_find_nothing_there(
    app: str, pattern: URLPattern
) -> None:
    cast = make_cast()
    address = _address(app, pattern, cast)
    for who in (cast.nadia, cast.priya, cast.omar):
        assert _status(who, address) == (200 if pattern.name in WITHOUT_A_CASE else 404)
        assert signed_in(who).post(address, {}).status_code in {200 if pattern.name == "open_case" else 404, 405}
    assert Client().get(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["person", "correct_person", "finding", "invite", "record_guardianship"])
def test_that_a_person_of_another_family_is_not_reached_through_ones_own_case(name: str) -> None:
    cast = make_cast()
    mine = reverse(f"families:{name}", args=[cast.case.pk, cast.leo.pk])
    theirs = reverse(f"families:{name}", args=[cast.case.pk, cast.other_child.pk])
    assert _status(cast.maya, mine) == 200
    assert _status(cast.maya, theirs) == 404


def test_that_a_right_in_another_family_is_not_reached_through_ones_own_case() -> None:
    cast = make_cast()
    aunt = cast.other_family.people.create(kind="adult", name="Ida", made_at=cast.since)
    theirs: Guardianship = make_guardianship(cast.other_child, aunt, cast.nadia, cast.since)
    assert _status(cast.maya, reverse("families:end_guardianship", args=[cast.case.pk, cast.sam_for_leo.pk])) == 200
    assert _status(cast.maya, reverse("families:end_guardianship", args=[cast.case.pk, theirs.pk])) == 404


def test_that_what_is_not_there_answers_as_what_is_not_yours() -> None:
    cast = make_cast()
    maya = signed_in(cast.maya)
    nowhere = maya.get(reverse("families:case", args=[uuid.uuid4()]))
    not_mine = maya.get(reverse("families:case", args=[cast.other_case.pk]))
    assert nowhere.status_code == not_mine.status_code == 404
    assert TOKEN.sub("", nowhere.content.decode()) == TOKEN.sub("", not_mine.content.decode())


def test_that_a_practitioner_whose_seat_has_ended_reaches_nothing() -> None:
    cast = make_cast()
    address = reverse("families:case", args=[cast.case.pk])
    assert _status(cast.maya, address) == 200
    cast.maya_seat.ends_at = cast.now
    cast.maya_seat.save()
    assert _status(cast.maya, address) == 404
