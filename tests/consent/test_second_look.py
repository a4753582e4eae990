"""The second look: by whoever holds the case, or (where the service asks for it) by another hand, and who sees what."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent.actions.ceilings import set_ceiling
from consent.defaults import first_rules
from families.models import Case, Guardianship
from tests.cast import Cast, events_of, make_adult, make_cast, make_guardianship, make_seat, make_user, signed_in
from tests.consent.pages import words
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.home.today import waiting_for

pytestmark = pytest.mark.django_db
SEEN = {"evidence": "Birth certificate, copy in the paper file"}


def ask_for_another(cast: Cast, word: str = "another") -> None:
    set_ceiling(actor=None, service=cast.service, rules={**first_rules("england"), "verify_by": word}, now=cast.since)


def waiting_right(cast: Cast, by: User | None = None) -> Guardianship:
    gran = make_adult(cast.family, "Ines", cast.maya, cast.since, relation="Grandmother")
    return make_guardianship(cast.leo, gran, by or cast.maya, cast.since, verified=False)


def page_of(right: Guardianship) -> str:
    return reverse("consent:second_look", args=[right.pk])


def manager(cast: Cast, role: Role = Role.MANAGER) -> User:
    user = make_user("Grace")
    make_seat(user, cast.service, role, cast.since)
    return user


def rows(user: User, cast: Cast) -> list[tuple[str, str, str]]:
    """What waits about rights to decide, but for what stands in Nadia's own case from the beginning."""
    found = [section.rows for section in waiting_for(user, cast.now) if str(section.heading) == "Who may decide"]
    told = [(row.words, row.about, row.word) for each in found for row in each]
    return [each for each in told if "The K. family" not in each[1]]


def look(user: User, right: Guardianship) -> Any:
    return signed_in(user).post(page_of(right), SEEN, follow=True)


def test_that_without_a_rule_a_second_act_of_the_case_is_enough_and_nobody_else_sees_it() -> None:
    cast = make_cast()
    right = waiting_right(cast)
    for stranger in (cast.priya, cast.omar, cast.nadia, cast.rosa, manager(cast)):
        assert signed_in(stranger).get(page_of(right)).status_code == 404
        assert rows(stranger, cast) == []
    assert "Verified" in words(look(cast.maya, right))
    assert events_of(cast.case) == ["guardianship_verified"]


def test_that_whoever_recorded_it_is_not_the_other_hand_and_that_is_entered() -> None:
    cast = make_cast()
    right = waiting_right(cast)
    ask_for_another(cast)
    assert "a colleague gives it the second look" in words(signed_in(cast.maya).get(page_of(right)))
    assert "You wrote this down yourself" in words(look(cast.maya, right))
    right.refresh_from_db()
    assert (right.verified_at, right.verified_by, right.evidence) == (None, None, "Birth certificate")
    assert events_of(cast.case) == ["form_refused"]
    assert rows(cast.maya, cast) == [("May Ines decide for Leo?", "The L. family · Case 0001", "Waits for a colleague")]


@pytest.mark.parametrize("who", ["priya", "omar", "grace"])
def test_that_a_colleague_or_the_manager_looks_without_opening_the_case(who: str) -> None:
    cast = make_cast()
    right = waiting_right(cast)
    ask_for_another(cast)
    user = manager(cast) if who == "grace" else getattr(cast, who)
    assert rows(user, cast) == [("May somebody decide?", "Case 0001", "Second look")]
    page = signed_in(user).get(page_of(right))
    read = words(page)
    for needed in ("May Ines decide for Leo?", "Parental responsibility", "by Maya", "Case 0001", "Birth certificate"):
        assert needed in read
    for private in ("The L. family", "Rosa", "Sam", str(cast.case.pk), str(cast.family.pk)):
        assert private not in page.content.decode()
    landed = look(user, right)
    assert landed.redirect_chain[-1][0] == reverse("home:today")
    right.refresh_from_db()
    assert (right.verified_by, right.evidence) == (user, SEEN["evidence"])
    assert events_of(cast.case) == ["guardianship_verified"]
    assert rows(user, cast) == rows(cast.maya, cast) == []
    assert signed_in(user).get(page_of(right)).status_code == 404
    assert signed_in(user).get(reverse("families:case", args=[cast.case.pk])).status_code == 404


def test_that_a_colleague_of_the_case_looks_at_what_maya_recorded() -> None:
    cast = make_cast()
    right = waiting_right(cast, by=cast.priya)
    ask_for_another(cast)
    assert rows(cast.maya, cast)[0][2] == "Second look"
    assert rows(cast.priya, cast) == []
    assert "a colleague gives it" in words(signed_in(cast.priya).get(page_of(right)))
    assert "You wrote this down yourself" in words(look(cast.priya, right))
    look(cast.maya, right)
    right.refresh_from_db()
    assert right.verified_by == cast.maya


def test_that_it_is_no_business_of_the_family_of_another_service_or_of_who_only_reads_the_ledger() -> None:
    cast = make_cast()
    right = waiting_right(cast)
    ask_for_another(cast)
    dana, external = manager(cast, Role.DATA_PROTECTION), make_user("Eve")
    make_seat(external, cast.service, Role.EXTERNAL_SUPERVISOR, cast.since)
    for user in (cast.nadia, cast.rosa, cast.sam, dana, external):
        assert signed_in(user).get(page_of(right)).status_code == 404
        assert signed_in(user).post(page_of(right), SEEN).status_code == 404
        assert rows(user, cast) == []
    right.refresh_from_db()
    assert right.verified_at is None


@pytest.mark.parametrize("change", ["ended", "closed", "verified"])
def test_that_only_what_waits_is_seen_by_others(change: str) -> None:
    cast = make_cast()
    right = waiting_right(cast)
    ask_for_another(cast)
    assert len(rows(cast.priya, cast)) == 1
    if change == "closed":
        Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    else:
        looked = {"verified_at": cast.now, "verified_by": cast.omar}
        told: dict[str, Any] = {"ends_at": cast.now} if change == "ended" else looked
        Guardianship.objects.filter(pk=right.pk).update(**told)
        assert signed_in(cast.priya).get(page_of(right)).status_code == 404
    assert rows(cast.priya, cast) == []


def test_that_the_rule_counts_from_the_moment_it_is_set() -> None:
    cast = make_cast()
    right = waiting_right(cast)
    rules = {**first_rules("england"), "verify_by": "another"}
    set_ceiling(actor=None, service=cast.service, rules=rules, now=cast.now + timedelta(days=1))
    look(cast.maya, right)
    right.refresh_from_db()
    assert right.verified_by == cast.maya
