"""A parent's own sign-in: a link that is shown once, works once, and says nothing on the way."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from families.models import Person
from tests.cast import PASSWORD, Cast, events_of, make_adult, make_cast, make_child, signed_in
from vigportal.accounts.models import Invitation, User
from vigportal.accounts.roles import Role
from vigportal.accounts.writer import hash_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r"<code>(\S+?/join/([\w-]+)/)</code>")


def _gran(cast: Cast) -> Person:
    return make_adult(cast.family, "Gran", cast.maya, cast.since, relation="Grandmother")


def _invite(cast: Cast, person: Person, email: str = "gran@example.org") -> str:
    address = reverse("families:invite", args=[cast.case.pk, person.pk])
    return signed_in(cast.maya).post(address, {"email": email}).content.decode()


def _token(page: str) -> str:
    found = LINK.search(page)
    assert found
    return found[2]


def test_that_the_link_is_shown_once_with_a_code_for_the_phone_and_only_its_hash_is_kept() -> None:
    cast = make_cast()
    gran = _gran(cast)
    page = _invite(cast, gran)
    token = _token(page)
    assert 'class="qr-code"' in page
    assert "style=" not in page
    gran.refresh_from_db()
    assert gran.membership is not None
    assert (gran.membership.role, gran.membership.user) == (Role.GUARDIAN.value, None)
    assert gran.membership.invitation.token_hash == hash_of(token)
    person = signed_in(cast.maya).get(reverse("families:person", args=[cast.case.pk, gran.pk])).content.decode()
    assert token not in person
    assert "Invited" in person
    assert events_of(cast.case) == ["member_invited"]


def test_that_the_mail_says_only_that_there_is_a_message(django_capture_on_commit_callbacks: Any) -> None:
    cast = make_cast()
    with django_capture_on_commit_callbacks(execute=True):
        token = _token(_invite(cast, _gran(cast)))
    sent = mail.outbox[0]
    assert (sent.subject, sent.to) == ("You have a message", ["gran@example.org"])
    assert token in sent.body
    for word in ("Gran", "Leo", "Harbour", "Maya", "film", "video"):
        assert word.lower() not in sent.body.replace(token, "").replace("VIGPortal", "").lower()


def test_that_whoever_takes_the_link_reaches_their_own_family_and_nothing_else() -> None:
    cast = make_cast()
    gran = _gran(cast)
    browser = Client()
    browser.get(reverse("accounts:open_link", args=[_token(_invite(cast, gran))]))
    browser.post(reverse("accounts:join"), {"password": PASSWORD, "again": PASSWORD})
    user = User.objects.get(email="gran@example.org")
    own = reverse("sessions:rate_goals", args=[cast.case.pk])
    assert signed_in(user).get(own).status_code == 200
    assert signed_in(user).get(reverse("families:case", args=[cast.case.pk])).status_code == 404
    assert signed_in(user).get(reverse("sessions:rate_goals", args=[cast.other_case.pk])).status_code == 404


def test_that_a_new_link_ends_the_one_before() -> None:
    cast = make_cast()
    gran = _gran(cast)
    first, second = _token(_invite(cast, gran)), _token(_invite(cast, gran))
    for token, status in ((first, 410), (second, 200)):
        browser = Client()
        browser.get(reverse("accounts:open_link", args=[token]))
        assert browser.get(reverse("accounts:join")).status_code == status


def test_that_an_invitation_holds_for_seven_days() -> None:
    cast = make_cast()
    _invite(cast, _gran(cast))
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.made_at == timedelta(days=7)


def test_that_who_signs_in_already_is_not_invited_again() -> None:
    cast = make_cast()
    assert "has a sign-in already" in _invite(cast, cast.mother)
    assert not Invitation.objects.exists()


def test_that_who_lost_their_seat_can_be_invited_anew() -> None:
    cast = make_cast()
    cast.rosa_seat.ends_at = cast.now - timedelta(days=1)
    cast.rosa_seat.save()
    assert LINK.search(_invite(cast, cast.mother))


@pytest.mark.parametrize(("age", "is_invited"), [(11, False), (12, True)])
def test_that_a_young_person_is_invited_from_the_age_of_twelve(age: int, is_invited: bool) -> None:  # noqa: FBT001
    cast = make_cast()
    child = make_child(cast.family, "Ada", cast.maya, cast.since, age=age, now=cast.now)
    assert bool(LINK.search(_invite(cast, child))) is is_invited


@pytest.mark.parametrize("kind", [Person.Kind.STAFF, Person.Kind.BODY])
def test_that_colleagues_and_organisations_are_not_invited_here(kind: Person.Kind) -> None:
    cast = make_cast()
    other = make_adult(cast.family, "Kim", cast.maya, cast.since, kind=kind)
    assert "Only people of the family" in _invite(cast, other)
    assert not Invitation.objects.exists()
