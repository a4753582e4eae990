"""A case, from its opening to its closing and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from families.models import Assignment, Case, Family, Guardianship
from families.writer import (
    NewGuardianship,
    NewPerson,
    Reason,
    Refused,
    lock_case,
    lock_open,
    refuse_twice,
    write_guardianship,
    write_person,
)
from vigportal.accounts.models import Membership, Service, User
from vigportal.ledger.writer import enter


@dataclass(frozen=True)
class NewCase:
    """What the opening form asks. `id` is the form's own, so that sent twice it opens one case.

    Each carer comes with whether they hold parental responsibility for the children.
    """

    id: UUID
    family_name: str
    children: Sequence[NewPerson]
    carers: Sequence[tuple[NewPerson, bool]]
    referrer: str = ""
    referral: str = ""


class Part(models.TextChoices):
    """What can be changed about a case, by the names of the form."""

    FAMILY_NAME = "family_name"
    REFERRER = "referrer"
    REFERRAL = "referral"


@transaction.atomic(durable=True)
def open_case(*, actor: User, seat: Membership, new: NewCase, now: datetime) -> Case:
    """A new family with its people, and its case, held by `seat`. Who may decide waits for a second look."""
    service = Service.objects.select_for_update().get(pk=seat.service_id)
    refuse_twice(Case.objects, new.id)
    Service.objects.filter(pk=service.pk).update(next_case_number=F("next_case_number") + 1)
    family = Family.objects.create(service=service, name=new.family_name, made_at=now)
    case = Case.objects.create(
        id=new.id,
        family=family,
        number=service.next_case_number,
        referrer=new.referrer,
        referral=new.referral,
        opened_at=now,
    )
    Assignment.objects.create(case=case, practitioner=seat, starts_at=now)
    _write_people(family, new, actor, now)
    enter(
        "case_opened", actor=actor, service_id=service.pk, case_id=case.pk, now=now,
        case=case.pk, family=family.pk,
    )  # fmt: skip
    return case


def _write_people(family: Family, new: NewCase, actor: User, now: datetime) -> None:
    children = [write_person(family, child, actor, now) for child in new.children]
    for carer, may_decide in new.carers:
        holder = write_person(family, carer, actor, now)
        for child in children if may_decide else ():
            right = Guardianship.Basis.PARENTAL_RESPONSIBILITY
            write_guardianship(NewGuardianship(child, holder, right, now), actor, now)


@transaction.atomic(durable=True)
def describe_case(*, actor: User, case: Case, told: Mapping[str, str], now: datetime) -> None:
    """Puts right how the family is called, who referred it, and what it brings."""
    held = lock_open(case)
    stands = {"family_name": held.family.name, "referrer": held.referrer, "referral": held.referral}
    parts = [Part(name) for name, value in stands.items() if told[name] != value]
    if not parts:
        raise Refused(Reason.NOTHING_CHANGED)
    Family.objects.filter(pk=held.family_id).update(name=told["family_name"])
    Case.objects.filter(pk=held.pk).update(referrer=told["referrer"], referral=told["referral"])
    enter("case_changed", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now, parts=parts)


@transaction.atomic(durable=True)
def agree_question(*, actor: User, case: Case, words: str, now: datetime) -> None:
    """The helping question, in the family's words; agreed anew it takes the place of the one before."""
    held = lock_open(case)
    if words == held.helping_question:
        raise Refused(Reason.NOTHING_CHANGED)
    Case.objects.filter(pk=held.pk).update(helping_question=words, helping_question_at=now)
    enter("helping_question_agreed", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now)


@transaction.atomic(durable=True)
def close_case(*, actor: User, case: Case, ending: Case.Ending, now: datetime) -> None:
    """The work ends; the clocks that count from a case's end begin."""
    held = lock_open(case)
    Case.objects.filter(pk=held.pk).update(closed_at=now, ending=ending)
    enter("case_closed", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now, reason=ending)


@transaction.atomic(durable=True)
def reopen_case(*, actor: User, case: Case, now: datetime) -> None:
    """The work goes on; the clocks that counted from its end stand still again."""
    held = lock_case(case)
    if held.closed_at is None:
        raise Refused(Reason.STILL_OPEN)
    Case.objects.filter(pk=held.pk).update(closed_at=None, ending="")
    enter("case_reopened", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now)
