"""Who may decide for whom: recorded, given a second look, ended; and what each does to who is asked."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from families.ability import Ages
from families.actions.guardianships import record_guardianship
from families.models import Guardianship, Person
from families.record import makers_among, person_facts
from families.standing import Breadth, Standing, standing_of
from families.writer import NewGuardianship, Reason, Refused
from tests.cast import Cast, events_of, make_adult, make_cast, make_guardianship, new_id, signed_in
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db


def _post(cast: Cast, page: str, row: Person | Guardianship, answers: dict[str, str]) -> Any:
    address = reverse(f"families:{page}", args=[cast.case.pk, row.pk])
    return signed_in(cast.maya).post(address, answers, follow=True)


def _look(cast: Cast, row: Guardianship, evidence: str) -> Any:
    return signed_in(cast.maya).post(reverse("consent:second_look", args=[row.pk]), {"evidence": evidence}, follow=True)


def _record(cast: Cast, holder: Person, **changes: str) -> Any:
    answers = {"form_id": new_id(), "holder": str(holder.pk), "basis": "parental_responsibility", "evidence": "Letter"}
    return _post(cast, "record_guardianship", cast.leo, {**answers, **changes})


def _standing(cast: Cast, at: datetime) -> Standing:
    people = {facts.id: facts for facts in person_facts(cast.family.people.values_list("pk", flat=True))}
    makers = makers_among([cast.leo.pk])
    return standing_of(people[cast.leo.pk], makers, people, at, Ages(cast.service.zone), Breadth.NARROW)


def _gran(cast: Cast) -> Person:
    return make_adult(cast.family, "Gran", cast.maya, cast.since, relation="Grandmother")


def test_that_a_recorded_right_can_only_block_until_its_second_look() -> None:
    cast = make_cast()
    gran = _gran(cast)
    _record(cast, gran)
    right = Guardianship.objects.get(holder=gran)
    standing = _standing(cast, right.recorded_at)
    assert gran.pk in standing.blockers
    assert gran.pk not in standing.needed[0]
    assert events_of(cast.case) == ["guardianship_recorded"]


def test_that_a_second_look_lets_the_yes_count_from_then_on_and_not_before() -> None:
    cast = make_cast()
    gran = _gran(cast)
    right = make_guardianship(cast.leo, gran, cast.maya, cast.since, verified=False)
    _look(cast, right, "Residence order, seen at home.")
    right.refresh_from_db()
    assert (right.verified_by, right.evidence) == (cast.maya, "Residence order, seen at home.")
    assert right.verified_at is not None
    assert gran.pk in _standing(cast, right.verified_at).needed[0]
    assert gran.pk not in _standing(cast, right.verified_at - timedelta(seconds=1)).needed[0]
    assert events_of(cast.case) == ["guardianship_verified"]


def test_that_a_second_look_says_what_was_seen() -> None:
    cast = make_cast()
    right = make_guardianship(cast.leo, _gran(cast), cast.maya, cast.since, verified=False)
    page = _look(cast, right, "")
    assert "Please look at this again" in page.content.decode()
    right.refresh_from_db()
    assert right.verified_at is None


def test_that_it_is_verified_once() -> None:
    cast = make_cast()
    before = cast.rosa_for_leo.verified_at
    _look(cast, cast.rosa_for_leo, "Again.")
    cast.rosa_for_leo.refresh_from_db()
    assert cast.rosa_for_leo.verified_at == before
    assert events_of(cast.case) == ["form_refused"]


def test_that_an_ended_right_is_not_verified() -> None:
    cast = make_cast()
    right = make_guardianship(cast.leo, _gran(cast), cast.maya, cast.since, verified=False)
    Guardianship.objects.filter(pk=right.pk).update(ends_at=cast.now)
    assert "has ended already" in _look(cast, right, "Order.").content.decode()


def test_that_ending_counts_from_now_with_its_reason_and_the_past_stays() -> None:
    cast = make_cast()
    _post(cast, "end_guardianship", cast.sam_for_leo, {"how": "now", "why": "A court took it away."})
    right = Guardianship.objects.get(pk=cast.sam_for_leo.pk)
    assert right.ends_at is not None
    assert right.why_ended == "A court took it away."
    assert cast.father.pk in _standing(cast, right.ends_at - timedelta(seconds=1)).needed[0]
    assert cast.father.pk not in _standing(cast, right.ends_at).blockers
    assert events_of(cast.case) == ["guardianship_ended"]


def test_that_a_right_written_down_late_counts_from_when_it_was_written_down() -> None:
    cast = make_cast()
    gran = _gran(cast)
    right = make_guardianship(cast.leo, gran, cast.maya, cast.since)
    Guardianship.objects.filter(pk=right.pk).update(recorded_at=cast.now)
    assert gran.pk not in _standing(cast, cast.now - timedelta(seconds=1)).blockers
    assert gran.pk in _standing(cast, cast.now).blockers


def test_that_it_ends_once() -> None:
    cast = make_cast()
    _post(cast, "end_guardianship", cast.sam_for_leo, {"how": "now", "why": "Once."})
    again = _post(cast, "end_guardianship", cast.sam_for_leo, {"how": "now", "why": "Twice."})
    assert "has ended already" in again.content.decode()
    cast.sam_for_leo.refresh_from_db()
    assert cast.sam_for_leo.why_ended == "Once."


def test_that_a_last_day_counts_to_its_end_on_the_services_wall() -> None:
    cast = make_cast()
    gran = _gran(cast)
    last = (cast.now.astimezone(cast.service.zone) + timedelta(days=200)).date()
    _record(cast, gran, until_on=last.isoformat())
    ends_at = Guardianship.objects.get(holder=gran).ends_at
    assert ends_at is not None
    wall = ends_at.astimezone(cast.service.zone)
    assert (wall.date(), wall.hour, wall.minute) == (last + timedelta(days=1), 0, 0)


@pytest.mark.parametrize(
    ("basis", "about", "is_recorded"),
    [
        ("parental_responsibility", "leo", True),
        ("attorney", "leo", False),
        ("order", "leo", True),
        ("deputy", "father", True),
        ("attorney", "father", True),
        ("parental_responsibility", "father", False),
    ],
)
def test_that_a_ground_fits_whom_it_is_for(basis: str, about: str, is_recorded: bool) -> None:  # noqa: FBT001
    cast = make_cast()
    gran = _gran(cast)
    answers = {"form_id": new_id(), "holder": str(gran.pk), "basis": basis}
    page = _post(cast, "record_guardianship", getattr(cast, about), answers)
    assert Guardianship.objects.filter(holder=gran).exists() is is_recorded
    assert ("Choose what fits this person" in page.content.decode()) is not is_recorded


def test_that_what_still_holds_is_not_recorded_again_and_what_ended_is() -> None:
    cast = make_cast()
    assert "recorded already" in _record(cast, cast.father).content.decode()
    _post(cast, "end_guardianship", cast.sam_for_leo, {"how": "now", "why": "Order."})
    _record(cast, cast.father)
    assert Guardianship.objects.filter(holder=cast.father).count() == 2


def test_that_a_form_sent_twice_records_one() -> None:
    cast = make_cast()
    gran, form_id = _gran(cast), new_id()
    _record(cast, gran, form_id=form_id)
    assert "Nothing was saved twice" in _record(cast, gran, form_id=form_id).content.decode()
    assert Guardianship.objects.filter(holder=gran).count() == 1
    assert Entry.objects.of_chain(cast.case.pk).filter(event="guardianship_recorded").count() == 1


def test_that_nobody_of_another_family_and_no_colleague_can_be_chosen() -> None:
    cast = make_cast()
    nurse = make_adult(cast.family, "Kim", cast.maya, cast.since, kind=Person.Kind.STAFF)
    for holder in (cast.other_child, nurse, cast.leo):
        assert "Please look at this again" in _record(cast, holder).content.decode()
    assert Guardianship.objects.filter(person=cast.leo).count() == 2


def test_that_the_action_itself_refuses_another_family_oneself_and_a_right_over_an_organisation() -> None:
    cast = make_cast()
    council = cast.family.people.create(kind=Person.Kind.BODY, name="The council", made_at=cast.since)
    basis = Guardianship.Basis.ORDER
    for person, holder in (
        (cast.leo, cast.other_child),
        (cast.other_child, cast.mother),
        (council, cast.mother),
        (cast.leo, cast.leo),
    ):
        new = NewGuardianship(person, holder, basis, cast.now)
        with pytest.raises(Refused) as refused:
            record_guardianship(actor=cast.maya, case=cast.case, key=uuid4(), new=new, now=cast.now)
        assert refused.value.reason == Reason.NOT_OF_THIS_FAMILY
    assert Guardianship.objects.filter(person__family__in=(cast.family, cast.other_family)).count() == 2


def test_that_an_organisation_may_decide_and_its_yes_counts_once_verified() -> None:
    cast = make_cast()
    council = cast.family.people.create(kind=Person.Kind.BODY, name="The council", made_at=cast.since)
    make_guardianship(cast.leo, council, cast.maya, cast.since)
    assert council.pk in _standing(cast, cast.now).needed[0]


def _day(cast: Cast, days: int) -> date:
    return (cast.now.astimezone(cast.service.zone) + timedelta(days=days)).date()


def test_that_a_right_ends_after_the_last_day_that_an_order_names() -> None:
    cast = make_cast()
    last = _day(cast, 30)
    page = _post(
        cast, "end_guardianship", cast.sam_for_leo, {"how": "day", "until_on": last.isoformat(), "why": "Order of May."}
    )
    right = Guardianship.objects.get(pk=cast.sam_for_leo.pk)
    assert right.ends_at is not None
    wall = right.ends_at.astimezone(cast.service.zone)
    assert (wall.date(), wall.hour, wall.minute) == (last + timedelta(days=1), 0, 0)
    assert "(Order of May.)" in page.content.decode()
    assert cast.father.pk in _standing(cast, right.ends_at - timedelta(microseconds=1)).needed[0]
    assert cast.father.pk not in _standing(cast, right.ends_at).needed[0]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"how": "day", "until_on": "2020-01-01", "why": "Order."}, "This day has passed"),
        ({"how": "day", "until_on": "", "why": "Order."}, "Say which day."),
        ({"how": "day", "until_on": "soon", "why": "Order."}, "valid date"),
        ({"how": "now", "why": ""}, "Please look at this again"),
        ({"how": "", "why": "Order."}, "Please look at this again"),
    ],
)
def test_that_an_end_has_its_reason_and_is_never_back_dated(answers: dict[str, str], sentence: str) -> None:
    cast = make_cast()
    assert sentence in _post(cast, "end_guardianship", cast.sam_for_leo, answers).content.decode()
    assert Guardianship.objects.get(pk=cast.sam_for_leo.pk).ends_at is None
    assert events_of(cast.case) == []


@pytest.mark.parametrize(("days", "is_taken"), [(9, True), (11, False)])
def test_that_an_end_can_come_earlier_and_never_later_than_was_recorded(days: int, is_taken: bool) -> None:  # noqa: FBT001
    cast = make_cast()
    Guardianship.objects.filter(pk=cast.sam_for_leo.pk).update(ends_at=cast.now + timedelta(days=10))
    answers = {"how": "day", "until_on": _day(cast, days).isoformat(), "why": "Order."}
    page = _post(cast, "end_guardianship", cast.sam_for_leo, answers)
    assert ("record that one anew" in page.content.decode()) is not is_taken
    assert events_of(cast.case) == ["guardianship_ended" if is_taken else "form_refused"]
