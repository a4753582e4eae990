"""A colleague leaves: a manager gives what they held to somebody else, and only then ends their seat."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from families.models import Assignment, Case
from families.queries import cases_held_only_from
from families.writer import Reason, Refused, lock_case, write_holder
from vigportal.accounts.models import Membership, User
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def give_case(
    *, actor: User, case: Case, colleague: Membership, leaving: Membership | None, now: datetime
) -> Assignment:
    """A colleague holds the case from now, in the place of `leaving` and of every seat that has ended.

    A colleague who holds it already stays its holder, and isn't told once more.
    """
    held = lock_case(case)
    gone = Q(practitioner=leaving) | Q(practitioner__ends_at__lte=now)
    Assignment.objects.filter(gone, case=held, ends_at=None).update(ends_at=now)
    assignment = write_holder(held, colleague, now)
    enter(
        "case_handed_over", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        assignment=assignment.pk, practitioner=colleague.pk,
    )  # fmt: skip
    return assignment


@transaction.atomic(durable=True)
def end_seat(*, actor: User, seat: Membership, now: datetime) -> None:
    """Ends a seat now. What its holder did stays in the ledger; their doors close with their next request.

    Raises Refused while it is the last to hold a case: that family would have nobody, and nobody could mend it.
    """
    locked = Membership.objects.select_for_update().get(pk=seat.pk)
    if cases_held_only_from(locked, now).exists():
        raise Refused(Reason.HOLDS_CASES)
    if not Membership.objects.filter(pk=seat.pk, ends_at=None).update(ends_at=now):
        raise Refused(Reason.ENDED_ALREADY)
    enter("membership_ended", actor=actor, service_id=seat.service_id, now=now, member=seat.pk)
