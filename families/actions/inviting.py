"""A sign-in of one's own for somebody of the family."""

from datetime import datetime
from functools import partial

from django.db import transaction

from families.models import Case, Person
from families.notices import mail_link
from families.queries import age_now
from families.writer import Reason, Refused, lock_case
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role
from vigportal.accounts.writer import make_invitation
from vigportal.ledger.writer import enter

YOUNGEST = 12
"""The lowest age at which a child is presumed to decide for themselves anywhere in the United Kingdom."""


@transaction.atomic(durable=True)
def invite_person(*, actor: User, case: Case, person: Person, email: str, now: datetime) -> str:
    """The token of a single-use link, shown once and mailed. An invitation nobody took is ended by this one."""
    held = lock_case(case)
    _refuse_unfitting(person, now)
    Membership.objects.filter(person=person, user=None, ends_at=None).update(ends_at=now)
    seat, token = make_invitation(
        service=held.family.service, role=Role.GUARDIAN, email=email, name=person.name, actor=actor, now=now
    )
    Person.objects.filter(pk=person.pk).update(membership=seat)
    enter(
        "member_invited", actor=actor, service_id=seat.service_id, case_id=held.pk, now=now,
        invitation=seat.invitation.pk, member=seat.pk, role=Role.GUARDIAN,
    )  # fmt: skip
    transaction.on_commit(partial(mail_link, email, token))
    return token


def _refuse_unfitting(person: Person, now: datetime) -> None:
    if person.kind in {Person.Kind.STAFF, Person.Kind.BODY}:
        raise Refused(Reason.NO_SIGN_IN)
    if (age := age_now(person, now)) is not None and age < YOUNGEST:
        raise Refused(Reason.TOO_YOUNG)
    seats = Membership.objects.filter(person=person, user__isnull=False)
    if seats.filter(ends_at=None).exists():
        raise Refused(Reason.SIGNS_IN_ALREADY)
