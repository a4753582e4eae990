"""Who may decide for whom: recorded, given a second look, ended. Never back-dated."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from families.models import Case, Guardianship, Person
from families.queries import is_adult_now
from families.standing import SecondLook
from families.writer import (
    NewGuardianship,
    Reason,
    Refused,
    lock_case,
    refuse_twice,
    write_guardianship,
)
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter

Basis = Guardianship.Basis
FOR_CHILDREN = {Basis.PARENTAL_RESPONSIBILITY, Basis.ORDER}
FOR_ADULTS = {Basis.ATTORNEY, Basis.DEPUTY, Basis.ORDER}


@transaction.atomic(durable=True)
def record_guardianship(*, actor: User, case: Case, key: UUID, new: NewGuardianship, now: datetime) -> Guardianship:
    """`holder` may decide for `person`. Until a second look their yes counts for nothing; their no does."""
    held = lock_case(case)
    refuse_twice(Guardianship.objects, key)
    _refuse_unfitting(held, new, now)
    row = write_guardianship(new, actor, now, key)
    enter(
        "guardianship_recorded", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        guardianship=row.pk, person=row.person_id, holder=row.holder_id, basis=Basis(new.basis),
    )  # fmt: skip
    return row


def _refuse_unfitting(case: Case, new: NewGuardianship, now: datetime) -> None:
    of_family = {new.person.family_id, new.holder.family_id} == {case.family_id}
    if not of_family or new.person == new.holder or new.person.kind == Person.Kind.BODY:
        raise Refused(Reason.NOT_OF_THIS_FAMILY)
    if new.basis not in (FOR_ADULTS if is_adult_now(new.person, now) else FOR_CHILDREN):
        raise Refused(Reason.BASIS_DOES_NOT_FIT)
    standing = Guardianship.objects.filter(person=new.person, holder=new.holder, basis=new.basis)
    if standing.filter(Q(ends_at=None) | Q(ends_at__gt=now)).exists():
        raise Refused(Reason.RECORDED_ALREADY)


@transaction.atomic(durable=True)
def verify_guardianship(
    *, actor: User, case: Case, guardianship: Guardianship, look: SecondLook, evidence: str, now: datetime
) -> None:
    """The second look: somebody has seen the paper. From now on a yes of the holder counts.

    Where the service asks for another hand, whoever recorded it can't be the one.
    """
    rows = Guardianship.objects.filter(pk=guardianship.pk, verified_at=None)
    if rows.filter(ends_at__lte=now).exists():
        raise Refused(Reason.ENDED_ALREADY)
    if look == SecondLook.ANOTHER and rows.filter(recorded_by=actor).exists():
        raise Refused(Reason.SAME_HAND)
    if not rows.update(verified_at=now, verified_by=actor, evidence=evidence):
        raise Refused(Reason.VERIFIED_ALREADY)
    enter(
        "guardianship_verified", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        guardianship=guardianship.pk, person=guardianship.person_id, holder=guardianship.holder_id,
    )  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """Why somebody may no longer decide, and from when on: at once, or (an order, an agreement) from a later moment."""

    why: str
    at: datetime | None = None


@transaction.atomic(durable=True)
def end_guardianship(*, actor: User, case: Case, guardianship: Guardianship, ending: Ending, now: datetime) -> None:
    """From then on the holder decides nothing for the person. What was decided before stays as it was.

    Never back-dated, and never a way to make a right last longer: that is a new right, with a second look of its own.
    """
    at = max(ending.at or now, now)
    rows = Guardianship.objects.filter(pk=guardianship.pk)
    if rows.filter(ends_at__gt=now, ends_at__lt=at).exists():
        raise Refused(Reason.LATER_THAN_RECORDED)
    if not rows.filter(Q(ends_at=None) | Q(ends_at__gt=now)).update(ends_at=at, why_ended=ending.why):
        raise Refused(Reason.ENDED_ALREADY)
    enter(
        "guardianship_ended", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        guardianship=guardianship.pk, person=guardianship.person_id, holder=guardianship.holder_id,
    )  # fmt: skip
