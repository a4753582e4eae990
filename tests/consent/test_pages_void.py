"""A yes that was entered in error: two different people sign. A no stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.facts import Question
from consent.loader import facts_for_case
from consent.matters import matters_of
from consent.models import Declaration, Purpose
from consent.reading import reading_of
from consent.voices import is_void
from families.models import Assignment
from tests.cast import events_of, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, Table, make_table, words
from tests.videos.makers import say
from vigportal.accounts.models import User
from vigportal.ledger.models import Entry

VIEW = Purpose.SUPERVISION


@pytest.fixture
def table(transactional_db: None) -> Table:
    found = make_table()
    Assignment.objects.create(
        case=found.cast.case, practitioner=found.cast.priya_seat, starts_at=found.cast.now - timedelta(days=1)
    )
    return found


def sign(user: User, which: str, mistaken: Declaration, form_id: str = "") -> Any:
    """Sends one of the two pages."""
    page = reverse(f"consent:{which}", args=[mistaken.pk])
    return signed_in(user).post(page, {"form_id": form_id or new_id()}, follow=True)


def is_gone(mistaken: Declaration) -> bool:
    """Whether the rule counts it no more."""
    case, now = mistaken.case, timezone.now()
    facts, ceiling = facts_for_case(case), reading_of(case, now).ceiling
    assert ceiling
    asset = facts.asset_by_id[mistaken.scope_id]
    question = Question(asset.id, VIEW, "view", None, now)
    return is_void(facts, facts.declaration_by_id[mistaken.pk], matters_of(question, ceiling, (asset,))[0])


def reasons(table: Table) -> list[str]:
    rows = Entry.objects.of_chain(table.cast.case.pk).filter(event="declaration_refused").order_by("number")
    return [row.facts["reason"] for row in rows]


def test_that_one_signs_and_another_confirms(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    assert "Entered in error?" in words(signed_in(cast.maya).get(reverse("consent:case_grid", args=[cast.case.pk])))
    first = sign(cast.maya, "void", mistaken)
    assert "The yes counts until somebody else signs too" in words(first)
    assert not is_gone(mistaken)
    second = sign(cast.priya, "confirm_void", mistaken)
    assert "Both have signed." in words(second)
    assert is_gone(mistaken)
    void = Declaration.objects.exclude(second_signer=None).get()
    assert (void.recorded_by, void.second_signer, void.voids) == (cast.maya, cast.priya, mistaken)
    assert events_of(cast.case)[-2:] == ["void_signed", "declaration_voided"]


def test_that_a_supervisor_may_sign_second_and_reads_no_name(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    sign(cast.maya, "void", mistaken)
    page = words(signed_in(cast.omar).get(reverse("consent:confirm_void", args=[mistaken.pk])))
    assert "Rosa" not in page
    assert "Supervision" in page
    sign(cast.omar, "confirm_void", mistaken)
    assert is_gone(mistaken)


def test_that_two_signatures_by_the_same_hand_are_none(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    sign(cast.maya, "void", mistaken)
    answer = sign(cast.maya, "confirm_void", mistaken)
    assert "Somebody else has to sign this too." in words(answer)
    assert not is_gone(mistaken)
    again = sign(cast.maya, "void", mistaken)
    assert "Somebody else has to sign this too." in words(again)
    assert reasons(table) == ["same_hand", "same_hand"]
    assert Declaration.objects.filter(kind="VOID").count() == 1


def test_that_a_no_is_never_taken_back_like_this(table: Table) -> None:
    cast = table.cast
    refused = say(cast, REFUSE, VIEW)[0]
    assert "This is no yes." in words(signed_in(cast.maya).get(reverse("consent:void", args=[refused.pk])))
    answer = sign(cast.maya, "void", refused)
    assert "Only a yes can be taken back as a mistake." in words(answer)
    assert reasons(table) == ["not_a_yes"]
    assert not Declaration.objects.filter(kind="VOID").exists()


def test_that_the_same_form_signs_once_and_nobody_signs_a_third_time(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    for _time in range(2):
        sign(cast.maya, "void", mistaken, "1" * 32)
    assert Declaration.objects.filter(kind="VOID").count() == 1
    for _time in range(2):
        sign(cast.priya, "confirm_void", mistaken, "2" * 32)
    assert Declaration.objects.filter(kind="VOID").count() == 2
    sign(cast.omar, "confirm_void", mistaken)
    assert reasons(table) == ["stale"]


def test_that_today_shows_a_first_signature_to_every_second_hand_until_there_is_one(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    page = reverse("consent:confirm_void", args=[mistaken.pk])

    def told() -> list[bool]:
        hands = (cast.maya, cast.priya, cast.omar, cast.nadia)
        return [page in signed_in(hand).get(reverse("home:today")).content.decode() for hand in hands]

    assert told() == [False] * 4
    sign(cast.maya, "void", mistaken)
    assert told() == [False, True, True, False]
    for name in ("case_grid", "case_history"):
        read = words(signed_in(cast.maya).get(reverse(f"consent:{name}", args=[cast.case.pk])))
        assert "Signed as an error; a second signature is waited for" in read
        assert "Entered in error ·" not in read
    sign(cast.omar, "confirm_void", mistaken)
    assert told() == [False] * 4


def test_that_the_second_page_waits_for_the_first_and_strangers_find_neither(table: Table) -> None:
    cast = table.cast
    mistaken = say(cast, GIVE, VIEW)[0]
    landed = sign(cast.priya, "confirm_void", mistaken)
    assert "Sign that this was entered in error" in words(landed)
    for user in (cast.rosa, cast.sam, cast.nadia):
        for which in ("void", "confirm_void"):
            assert signed_in(user).get(reverse(f"consent:{which}", args=[mistaken.pk])).status_code == 404
            assert sign(user, which, mistaken).status_code == 404
    assert not Declaration.objects.filter(kind="VOID").exists()
