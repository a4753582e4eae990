"""A yes that was entered in error is taken back by two different members of staff. Nobody can do it alone.

The first signature is a declaration of its own that changes nothing; the second one, by another hand, takes the yes
back. A no is never touched: what somebody refused stays refused until they say otherwise.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.actions.accepting import WhyNot, require
from consent.models import Declaration
from consent.record import first_signature, is_voided
from consent.signals import consent_changed
from consent.writer import lock_case, next_number
from families.models import Case
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter

Kind = Declaration.Kind


@transaction.atomic(durable=True)
def sign_void(*, actor: User, form_id: UUID, mistaken: Declaration, now: datetime) -> Declaration:
    """The first signature: somebody says that this yes was entered in error. It counts on until a second one."""
    require(mistaken.kind == Kind.GIVE, WhyNot.NOT_A_YES)
    case = lock_case(mistaken.case)
    require(not is_voided(mistaken), WhyNot.STALE)
    if earlier := first_signature(mistaken):
        require(earlier.pk == form_id or earlier.recorded_by_id != actor.pk, WhyNot.SAME_HAND)
        require(earlier.recorded_by_id == actor.pk, WhyNot.STALE)
        return earlier
    row = _write(form_id, mistaken, actor, None, now)
    enter(
        "void_signed", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        declaration=row.pk, voided=mistaken.pk,
    )  # fmt: skip
    return row


@transaction.atomic(durable=True)
def void_declaration(
    *, actor: User, form_id: UUID, mistaken: Declaration, first_signer: User, now: datetime
) -> Declaration:
    """Takes back a yes that was entered in error, signed by two different members of staff. It can't touch a no."""
    require(mistaken.kind == Kind.GIVE, WhyNot.NOT_A_YES)
    require(actor.pk != first_signer.pk, WhyNot.SAME_HAND)
    case = lock_case(mistaken.case)
    if earlier := Declaration.objects.filter(pk=form_id, kind=Kind.VOID, voids=mistaken).first():
        return earlier
    require(not is_voided(mistaken), WhyNot.STALE)
    row = _write(form_id, mistaken, first_signer, actor, now)
    enter(
        "declaration_voided", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        declaration=row.pk, voided=mistaken.pk,
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=case.pk))
    return row


def _write(form_id: UUID, mistaken: Declaration, first: User, second: User | None, now: datetime) -> Declaration:
    """Its number is the next one: a replay of an earlier moment finds the yes as it stood."""
    case = mistaken.case
    return Declaration.objects.create(
        pk=form_id, case=case, number=next_number(case), kind=Kind.VOID, about_id=mistaken.about_id,
        scope_id=mistaken.scope_id, evidence=Declaration.Evidence.SIGNED,
        channel=Declaration.Channel.PRACTITIONER_SCREEN, voids=mistaken,
        recorded_at=now, recorded_by=first, second_signer=second,
    )  # fmt: skip
