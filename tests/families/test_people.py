"""People and what is found about them: added, put right, and always as it was known at a moment."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from families.ability import Ages, Stage, age_at, stage_at
from families.models import Case, Person
from families.queries import facts_about
from tests.cast import Cast, events_of, make_cast, new_id, signed_in
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
GRAN = {"name": "Gran", "kind": "adult", "relation": "Grandmother", "born_on": ""}


def _post(cast: Cast, page: str, answers: dict[str, str], person: Person | None = None) -> Any:
    keys = [cast.case.pk, *([person.pk] if person else [])]
    return signed_in(cast.maya).post(reverse(f"families:{page}", args=keys), answers, follow=True)


def _stage(cast: Cast, person: Person, at: datetime) -> Stage:
    return stage_at(facts_about(person), at, Ages(cast.service.zone))


def _entered(cast: Cast) -> Entry:
    return Entry.objects.of_chain(cast.case.pk).order_by("number").last() or pytest.fail("nothing entered")


@pytest.mark.parametrize(
    ("answers", "stage"),
    [
        (GRAN, Stage.ADULT),
        ({"name": "Kim", "kind": "staff", "relation": "Nursery nurse"}, Stage.ADULT),
        ({"name": "Ada", "kind": "child", "born_on": "2024-02-29"}, Stage.CHILD),
        ({"name": "The council", "kind": "body"}, Stage.UNKNOWN),
    ],
)
def test_that_somebody_is_added_with_what_decides_whether_they_are_an_adult(
    answers: dict[str, str], stage: Stage
) -> None:
    cast = make_cast()
    _post(cast, "add_person", {**answers, "form_id": new_id()})
    person = Person.objects.get(family=cast.family, name=answers["name"])
    assert _stage(cast, person, person.made_at) == stage
    assert _entered(cast).facts == {"person": str(person.pk), "kind": answers["kind"]}


def test_that_a_form_sent_twice_adds_one_person() -> None:
    cast = make_cast()
    answers = {**GRAN, "form_id": new_id()}
    _post(cast, "add_person", answers)
    assert "Nothing was saved twice" in _post(cast, "add_person", answers).content.decode()
    assert cast.family.people.filter(name="Gran").count() == 1
    assert events_of(cast.case) == ["person_added", "form_refused"]


@pytest.mark.parametrize(
    ("born_on", "sentence"),
    [("", "date of birth"), ("2999-01-01", "has not come yet"), ("1999-01-01", "18 or older"), ("soon", "valid date")],
)
def test_that_a_child_needs_a_date_of_birth_that_makes_a_child(born_on: str, sentence: str) -> None:
    cast = make_cast()
    answers = {"name": "Ada", "kind": "child", "born_on": born_on, "form_id": new_id()}
    assert sentence in _post(cast, "add_person", answers).content.decode()
    assert not cast.family.people.filter(name="Ada").exists()


def test_that_no_date_of_birth_is_kept_of_an_adult() -> None:
    cast = make_cast()
    _post(cast, "add_person", {**GRAN, "born_on": "1950-01-01", "form_id": new_id()})
    gran = cast.family.people.get(name="Gran")
    assert list(gran.facts.values_list("kind", "value")) == [("adult", "yes")]


def test_that_a_name_is_put_right_with_its_reason_and_no_old_name_is_kept() -> None:
    cast = make_cast()
    right = {"name": "Róża", "kind": "adult", "relation": "Mother", "why": "She spells it so.", "form_id": new_id()}
    _post(cast, "correct_person", right, cast.mother)
    cast.mother.refresh_from_db()
    assert cast.mother.name == "Róża"
    fact = cast.mother.facts.last()
    assert fact is not None
    assert (fact.kind, fact.value, fact.why, fact.recorded_by) == (
        "written",
        "corrected",
        "She spells it so.",
        cast.maya,
    )
    assert _entered(cast).facts == {"person": str(cast.mother.pk), "parts": ["name"]}


def test_that_a_date_of_birth_put_right_counts_from_now_and_the_past_stays_as_it_was_known() -> None:
    cast = make_cast()
    born_on = date(cast.now.year - 7, 1, 1).isoformat()
    right = {
        "name": "Leo",
        "kind": "child",
        "relation": "Son",
        "born_on": born_on,
        "why": "Certificate.",
        "form_id": new_id(),
    }
    _post(cast, "correct_person", right, cast.leo)
    facts = facts_about(cast.leo)
    later = cast.leo.facts.latest("recorded_at").recorded_at
    assert age_at(facts, cast.now - timedelta(days=1), cast.service.zone) == 3
    assert age_at(facts, later, cast.service.zone) == 7


def test_that_a_child_written_down_as_an_adult_by_mistake_is_a_child_from_now_on() -> None:
    cast = make_cast()
    born_on = date(cast.now.year - 9, 1, 1).isoformat()
    right = {
        "name": "Rosa",
        "kind": "child",
        "relation": "Sister",
        "born_on": born_on,
        "why": "Mixed up.",
        "form_id": new_id(),
    }
    _post(cast, "correct_person", right, cast.mother)
    last = cast.mother.facts.latest("recorded_at").recorded_at
    assert _stage(cast, cast.mother, cast.now - timedelta(days=1)) == Stage.ADULT
    assert _stage(cast, cast.mother, last) == Stage.CHILD


def test_that_an_adult_written_down_as_a_child_by_mistake_is_an_adult_from_now_on() -> None:
    cast = make_cast()
    right = {"name": "Leo", "kind": "adult", "relation": "Father", "why": "Mixed up.", "form_id": new_id()}
    _post(cast, "correct_person", right, cast.leo)
    last = cast.leo.facts.latest("recorded_at").recorded_at
    assert _stage(cast, cast.leo, cast.now - timedelta(days=1)) == Stage.CHILD
    assert _stage(cast, cast.leo, last) == Stage.ADULT


@pytest.mark.parametrize("missing", ["why", "name"])
def test_that_nothing_is_put_right_without_a_reason_and_a_name(missing: str) -> None:
    cast = make_cast()
    right = {"name": "Rose", "kind": "adult", "relation": "Mother", "why": "Her wish.", "form_id": new_id()}
    _post(cast, "correct_person", {**right, missing: ""}, cast.mother)
    cast.mother.refresh_from_db()
    assert cast.mother.name == "Rosa"
    assert events_of(cast.case) == []


def test_that_putting_right_nothing_is_refused() -> None:
    cast = make_cast()
    same = {"name": "Rosa", "kind": "adult", "relation": "Mother", "why": "Hm.", "form_id": new_id()}
    assert "Nothing was changed" in _post(cast, "correct_person", same, cast.mother).content.decode()


@pytest.mark.parametrize(
    ("outcome", "stage"),
    [("no", Stage.ADULT_WITHOUT_CAPACITY), ("yes", Stage.ADULT), ("not_assessed", Stage.ADULT)],
)
def test_that_an_adults_capacity_is_found_with_who_when_and_why(outcome: str, stage: Stage) -> None:
    cast = make_cast()
    page = _post(cast, "finding", {"outcome": outcome, "why": "Her doctor's letter."}, cast.mother)
    fact = cast.mother.facts.latest("recorded_at")
    assert (fact.kind, fact.value, fact.why, fact.recorded_by) == (
        "capacity",
        outcome,
        "Her doctor's letter.",
        cast.maya,
    )
    assert _stage(cast, cast.mother, fact.recorded_at) == stage
    assert "doctor&#x27;s letter" in page.content.decode()
    assert (_entered(cast).event, _entered(cast).facts["outcome"]) == ("capacity_recorded", outcome)


@pytest.mark.parametrize(("outcome", "stage"), [("yes", Stage.COMPETENT_CHILD), ("no", Stage.CHILD)])
def test_that_of_a_child_it_is_competence_that_is_found(outcome: str, stage: Stage) -> None:
    cast = make_cast()
    _post(cast, "finding", {"outcome": outcome, "why": "We talked about it."}, cast.leo)
    fact = cast.leo.facts.latest("recorded_at")
    assert fact.kind == "competence"
    assert _stage(cast, cast.leo, fact.recorded_at) == stage
    assert _entered(cast).event == "competence_recorded"


@pytest.mark.parametrize("answers", [{"outcome": "yes", "why": ""}, {"outcome": "perhaps", "why": "Hm."}])
def test_that_a_finding_needs_a_reason_and_an_answer(answers: dict[str, str]) -> None:
    cast = make_cast()
    assert "Please look at this again" in _post(cast, "finding", answers, cast.mother).content.decode()
    assert events_of(cast.case) == []


def test_that_the_people_page_asks_the_same_number_of_queries_for_three_and_for_thirty(
    django_assert_num_queries: Any,
) -> None:
    cast = make_cast()
    maya, address = signed_in(cast.maya), reverse("families:people", args=[cast.case.pk])
    maya.get(address)
    with CaptureQueriesContext(connection) as few:
        maya.get(address)
    Person.objects.bulk_create(
        Person(id=uuid.uuid4(), family=cast.family, kind="adult", name=f"P{n}", made_at=cast.since) for n in range(27)
    )
    with django_assert_num_queries(len(few)):
        maya.get(address)


def test_that_people_of_a_closed_case_can_still_be_put_right() -> None:
    cast = make_cast()
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    right = {"name": "Rosie", "kind": "adult", "relation": "Mother", "why": "Her wish.", "form_id": new_id()}
    _post(cast, "correct_person", right, cast.mother)
    cast.mother.refresh_from_db()
    assert cast.mother.name == "Rosie"
