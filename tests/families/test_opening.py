"""Opening a case: the family, its people and who may decide, on one page."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from families.models import Case, Family, Guardianship, Person
from tests.cast import Cast, events_of, make_cast, make_seat, new_id, signed_in
from vigportal.accounts.roles import Role
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
OPEN = "families:open_case"


def _answers(cast: Cast, **changes: str) -> dict[str, str]:
    born_on = (cast.now - timedelta(days=800)).date().isoformat()
    answers = {
        "form_id": new_id(),
        "family_name": "The M. family",
        "referrer": "Nursery",
        "referral": "Mealtimes.",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "0",
        "children-0-name": "Ada",
        "children-0-relation": "Daughter",
        "children-0-born_on": born_on,
        "carers-TOTAL_FORMS": "2",
        "carers-INITIAL_FORMS": "0",
        "carers-0-name": "Tom",
        "carers-0-relation": "Father",
        "carers-0-may_decide": "on",
        "carers-1-name": "",
        "carers-1-relation": "",
    }
    return {**answers, **changes}


def _post(cast: Cast, answers: dict[str, str]) -> Any:
    return signed_in(cast.maya).post(reverse(OPEN), answers, follow=True)


def _opened() -> Case:
    return Case.objects.get(family__name="The M. family")


def test_that_a_case_is_opened_with_its_people_and_held_by_whoever_opened_it() -> None:
    cast = make_cast()
    page = _post(cast, _answers(cast))
    case = _opened()
    assert page.redirect_chain == [(reverse("families:case", args=[case.pk]), 302)]
    assert (case.referrer, case.referral) == ("Nursery", "Mealtimes.")
    assert [(p.name, p.kind, p.relation) for p in case.family.people.order_by("name")] == [
        ("Ada", Person.Kind.CHILD, "Daughter"),
        ("Tom", Person.Kind.ADULT, "Father"),
    ]
    assert case.assignments.get().practitioner == cast.maya_seat
    assert events_of(case) == ["case_opened"]


def test_that_who_may_decide_is_recorded_for_each_child_and_waits_for_a_second_look() -> None:
    cast = make_cast()
    _post(cast, _answers(cast))
    right = Guardianship.objects.get(person__family=_opened().family)
    assert (right.person.name, right.holder.name, right.verified_at) == ("Ada", "Tom", None)
    assert right.basis == Guardianship.Basis.PARENTAL_RESPONSIBILITY


def test_that_a_carer_without_the_tick_decides_for_nobody() -> None:
    cast = make_cast()
    answers = _answers(cast)
    del answers["carers-0-may_decide"]
    _post(cast, answers)
    assert not Guardianship.objects.filter(person__family=_opened().family).exists()


def test_that_numbers_count_up_within_each_service() -> None:
    cast = make_cast()
    _post(cast, _answers(cast))
    _post(cast, _answers(cast, family_name="The N. family"))
    numbers = Case.objects.filter(family__service=cast.service).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]
    assert cast.other_case.number == 1


def test_that_a_form_sent_twice_opens_one_case_and_says_so() -> None:
    cast = make_cast()
    answers = _answers(cast)
    _post(cast, answers)
    again = _post(cast, answers)
    assert _opened().family.people.count() == 2
    assert "Nothing was saved twice" in again.content.decode()
    refused = Entry.objects.of_service(cast.service.pk).filter(event="form_refused").get()
    assert refused.facts == {"reason": "sent_twice"}


def test_that_a_borrowed_form_id_shows_nobody_elses_case() -> None:
    cast = make_cast()
    page = _post(cast, _answers(cast, form_id=str(cast.other_case.pk)))
    assert page.status_code == 404
    assert not Family.objects.filter(name="The M. family").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"children-0-name": ""}, "This field is required"),
        ({"children-0-born_on": "2999-01-01"}, "This day has not come yet"),
        ({"children-0-born_on": "1990-01-01"}, "18 or older"),
        ({"children-0-name": "", "children-0-relation": "", "children-0-born_on": ""}, "This field is required"),
        ({"carers-0-name": ""}, "This field is required"),
        ({"family_name": ""}, "This field is required"),
    ],
)
def test_that_what_does_not_fit_opens_nothing_and_keeps_what_was_typed(changes: dict[str, str], sentence: str) -> None:
    cast = make_cast()
    before = Family.objects.count()
    page = _post(cast, _answers(cast, **changes)).content.decode()
    assert sentence in page
    assert "Please look at this again" in page
    assert 'value="Nursery"' in page
    assert Family.objects.count() == before


@pytest.mark.parametrize("told", ["many", "999", "-1"])
def test_that_what_a_browser_says_about_its_rows_is_counted_again(told: str) -> None:
    cast = make_cast()
    _post(cast, _answers(cast, **{"children-TOTAL_FORMS": told}))
    assert _opened().family.people.filter(kind=Person.Kind.CHILD).count() == 1


@pytest.mark.parametrize("more", ["children", "carers"])
def test_that_asking_for_one_row_more_saves_nothing_and_keeps_what_was_typed(more: str) -> None:
    cast = make_cast()
    page = _post(cast, _answers(cast, more=more)).content.decode()
    assert 'value="Ada"' in page
    assert f'name="{more}-TOTAL_FORMS" value="{2 if more == "children" else 3}"' in page
    assert "Please look at this again" not in page
    assert not Case.objects.filter(family__name="The M. family").exists()


def test_that_somebody_who_works_for_two_services_says_for_which_one() -> None:
    cast = make_cast()
    seat = make_seat(cast.maya, cast.other_service, Role.PRACTITIONER, cast.since)
    assert "Northern Lights" in signed_in(cast.maya).get(reverse(OPEN)).content.decode()
    _post(cast, _answers(cast))
    assert not Case.objects.filter(family__name="The M. family").exists()
    _post(cast, _answers(cast, seat=str(seat.pk)))
    assert _opened().family.service == cast.other_service


def test_that_a_seat_of_somebody_else_opens_nothing() -> None:
    cast = make_cast()
    _post(cast, _answers(cast, seat=str(cast.nadia_seat.pk)))
    assert not Case.objects.filter(family__name="The M. family").exists()
