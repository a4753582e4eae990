"""What leaves the portal with everybody's words in it is entered: who took it, of which case, in which form."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from families.models import Case
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


class Form(StrEnum):
    """How a history leaves."""

    PDF = "pdf"
    FHIR = "fhir"


@transaction.atomic(durable=True)
def take_history(*, actor: User, case: Case, form: Form, now: datetime) -> None:
    """Enters that a case's whole history was taken out."""
    enter(
        "consent_history_taken", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, kind=form
    )  # fmt: skip
