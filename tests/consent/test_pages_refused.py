"""What can't be taken: a clear sentence, nothing changed, an entry. Each of them through HTTP."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from consent.actions.ceilings import set_ceiling
from consent.defaults import first_rules
from consent.models import Asset, Declaration, Proof, Purpose
from consent.writer import move
from families.models import Guardianship
from tests.cast import events_of, make_adult, new_id, signed_in
from tests.consent.pages import REFUSE, Table, film_of, make_table, no, send, words, yes
from tests.consent.test_texts import make_text
from vigportal.ledger.models import Entry

PRACTICE = Purpose.PRACTICE


@pytest.fixture
def table(transactional_db: None) -> Table:
    return make_table()


def refused(table: Table) -> list[tuple[str, object]]:
    """Why, and whose word it was, as the ledger has it; nothing else may have changed."""
    assert not Declaration.objects.exists()
    assert not Proof.objects.exists()
    rows = Entry.objects.of_chain(table.cast.case.pk).filter(event="declaration_refused").order_by("number")
    return [(row.facts["reason"], row.facts["about"]) for row in rows]


def told(table: Table, purpose: Purpose = PRACTICE, **more: str) -> dict[str, str]:
    """A yes with a typed signature, which is enough for anything."""
    return yes(table.cast, purpose, how="typed", typed="Rosa", **more)


def test_that_somebody_who_may_not_decide_decides_nothing(table: Table) -> None:
    cast = table.cast
    gran = make_adult(cast.family, "Gran", cast.maya, cast.since)
    film = film_of(table, cast.leo)
    page = reverse("consent:question", args=[film.pk, gran.pk, PRACTICE.value])
    for answer in (told(table), no(cast, PRACTICE)):
        page_said = signed_in(cast.maya).post(page, answer)
        assert "There is nobody in it for whom this person may decide." in words(page_said)
    assert refused(table) == [("empty", str(gran.pk))] * 2


def test_that_a_right_that_ended_while_the_page_was_open_decides_nothing(table: Table) -> None:
    cast = table.cast
    film = film_of(table, cast.leo)
    page = reverse("consent:question", args=[film.pk, cast.mother.pk, PRACTICE.value])
    answer = told(table)
    Guardianship.objects.filter(pk=cast.rosa_for_leo.pk).update(ends_at=cast.now)
    assert "Nothing was saved." in words(signed_in(cast.maya).post(page, answer))
    assert refused(table) == [("empty", str(cast.mother.pk))]


def test_that_a_person_of_another_family_is_not_found_and_entered(table: Table) -> None:
    cast = table.cast
    pages = [table.question(PRACTICE, maker=cast.other_child), table.page("plan", maker=cast.other_child)]
    for page in pages:
        assert signed_in(cast.maya).get(page).status_code == 404
    assert refused(table) == []
    for page in (*pages, table.page("paper", maker=cast.other_child)):
        assert signed_in(cast.maya).post(page, told(table)).status_code == 404
    assert refused(table) == [("other_family", None)] * 3


def test_that_a_parent_can_not_answer_for_the_other(table: Table) -> None:
    cast = table.cast
    assert signed_in(cast.rosa).post(table.question(PRACTICE, maker=cast.father), told(table)).status_code == 404
    assert refused(table) == [("not_their_sign_in", None)]


def test_that_a_purpose_outside_the_ceiling_is_refused(table: Table) -> None:
    cast = table.cast
    rules = first_rules("england")
    allows = [rule for rule in rules["allows"] if rule["purpose"] != "training"]
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=cast.now)
    answer = signed_in(cast.maya).post(table.question(Purpose.TRAINING), told(table, Purpose.TRAINING))
    assert "Your service doesn&#x27;t use films for this." in words(answer)
    assert refused(table) == [("beyond_ceiling", str(cast.mother.pk))]


def test_that_what_is_back_dated_is_refused(table: Table) -> None:
    yesterday = (table.cast.now - timedelta(days=2)).date().isoformat()
    answer = signed_in(table.cast.maya).post(table.question(PRACTICE), told(table, long="day", until=yesterday))
    assert "This day has passed." in words(answer)
    assert refused(table) == [("back_dated", str(table.cast.mother.pk))]


@pytest.mark.parametrize("text", [uuid4(), None])
def test_that_unknown_words_and_those_of_another_purpose_are_refused(table: Table, text: UUID | None) -> None:
    others = told(table, Purpose.TRAINING)["text"]
    answer = signed_in(table.cast.maya).post(table.question(PRACTICE), told(table, text=str(text or others)))
    assert "The words on this page have changed." in words(answer)
    assert refused(table) == [("unknown_text", str(table.cast.mother.pk))]


def test_that_words_which_have_changed_meanwhile_are_read_again_first(table: Table) -> None:
    cast, maya = table.cast, signed_in(table.cast.maya)
    old = told(table)
    make_text(2, service=cast.service)
    assert "Something has changed since this page was opened." in words(maya.post(table.question(PRACTICE), old))
    assert refused(table) == [("stale", str(cast.mother.pk))]
    send(maya, table.question(PRACTICE), {**told(table), "form_id": old["form_id"]})
    assert Declaration.objects.count() == 2, "with the new words the same form is taken"


def test_that_what_was_erased_meanwhile_is_said_to_be_gone(table: Table) -> None:
    cast = table.cast
    film = film_of(table, cast.leo)
    with transaction.atomic():
        move(film, Asset.State.ERASED, cast.now)
    page = reverse("consent:question", args=[film.pk, cast.mother.pk, PRACTICE.value])
    for user in (cast.maya, cast.rosa):
        assert signed_in(user).get(page).status_code == 410
    assert refused(table) == []
    answer = signed_in(cast.maya).post(page, told(table))
    assert answer.status_code == 410
    assert "has been erased since the page was opened" in words(answer)
    assert refused(table) == [("stale", None)]
    assert signed_in(cast.nadia).post(page, told(table)).status_code == 404
    assert len(refused(table)) == 1


def test_that_the_same_form_says_it_once_but_the_other_button_after_it_stops_what_was_said(table: Table) -> None:
    cast, maya = table.cast, signed_in(table.cast.maya)
    first = told(table)
    for _time in range(2):
        send(maya, table.question(PRACTICE), first)
    assert set(Declaration.objects.values_list("kind", flat=True)) == {"GIVE"}
    for _time in range(2):
        send(maya, table.question(PRACTICE), {**no(cast, PRACTICE), "form_id": first["form_id"], "sure": "on"})
    assert sorted(Declaration.objects.values_list("kind", flat=True)) == ["GIVE"] * 2 + ["WITHDRAW"] * 2
    assert [events_of(cast.case).count(each) for each in ("consent_given", "consent_withdrawn")] == [1, 1]


def test_that_nobodys_no_can_be_lifted_by_another(table: Table) -> None:
    cast = table.cast
    send(signed_in(cast.maya), table.question(PRACTICE, maker=cast.father), no(cast, PRACTICE))
    theirs = Declaration.objects.get(kind=REFUSE, about=cast.leo)
    answer = signed_in(cast.maya).post(table.question(PRACTICE), told(table, sure="on", lift=str(theirs.pk)))
    assert "Select a valid choice" in words(answer)
    assert not Declaration.objects.filter(kind="GIVE").exists()


def test_that_a_form_without_its_id_or_its_words_is_no_form(table: Table) -> None:
    for missing in ("form_id", "text", "answer"):
        signed_in(table.cast.maya).post(table.question(PRACTICE), {**told(table), missing: ""})
    signed_in(table.cast.maya).post(table.question(PRACTICE), told(table, form_id="../" + new_id()))
    assert refused(table) == []
