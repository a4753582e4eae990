"""Which practitioners hold a case. A hand-over ends one assignment and starts another, from now."""

from datetime import datetime

from django.db import transaction

from families.models import Assignment, Case
from families.writer import Reason, Refused, lock_case, write_holder
from vigportal.accounts.models import Membership, User, in_force
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def assign_practitioner(*, actor: User, case: Case, colleague: Membership, now: datetime) -> Assignment:
    """A colleague holds the case as well, from now; they are told."""
    assignment = _assign(lock_case(case), colleague, now)
    enter(
        "practitioner_assigned", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        assignment=assignment.pk, practitioner=colleague.pk,
    )  # fmt: skip
    return assignment


@transaction.atomic(durable=True)
def hand_over(*, actor: User, case: Case, colleague: Membership, now: datetime) -> Assignment:
    """A colleague holds the case in `actor`'s place, from now; they are told."""
    assignment = _assign(lock_case(case), colleague, now)
    own = Assignment.objects.filter(in_force(now), case=case, practitioner__user=actor)
    own.exclude(pk=assignment.pk).update(ends_at=now)
    enter(
        "case_handed_over", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        assignment=assignment.pk, practitioner=colleague.pk,
    )  # fmt: skip
    return assignment


def _assign(case: Case, colleague: Membership, now: datetime) -> Assignment:
    if Assignment.objects.filter(in_force(now), case=case, practitioner=colleague).exists():
        raise Refused(Reason.HOLDS_IT_ALREADY)
    return write_holder(case, colleague, now)


@transaction.atomic(durable=True)
def release_practitioner(*, actor: User, case: Case, assignment: Assignment, now: datetime) -> None:
    """A practitioner no longer holds the case. The last one can't leave a family with nobody."""
    held = lock_case(case)
    standing = Assignment.objects.filter(in_force(now), in_force(now, "practitioner__"), case=held)
    if not standing.exclude(pk=assignment.pk).exists():
        raise Refused(Reason.LAST_PRACTITIONER)
    if not Assignment.objects.filter(in_force(now), pk=assignment.pk).update(ends_at=now):
        raise Refused(Reason.ENDED_ALREADY)
    enter(
        "practitioner_released", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        assignment=assignment.pk, practitioner=assignment.practitioner_id,
    )  # fmt: skip
