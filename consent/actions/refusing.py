"""What couldn't be taken is entered too: by the view, after the declaration itself has rolled back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.actions.accepting import WhyNot
from consent.models import Asset
from families.models import Person
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def refuse_declaration(*, actor: User, scope: Asset, by: Person | None, why: WhyNot, now: datetime) -> None:
    """Enters that something was said that couldn't be taken, and why. Nothing else has changed."""
    case = scope.case
    enter(
        "declaration_refused", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        about=by.pk if by else None, scope=scope.pk, reason=why,
    )  # fmt: skip
