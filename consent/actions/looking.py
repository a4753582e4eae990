"""Looking at what was signed is entered, as looking at a film is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.models import Proof
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def look_at_proof(*, actor: User, proof: Proof, now: datetime) -> None:
    """Enters that somebody looked at a signature or a signed paper."""
    case = proof.case
    enter(
        "proof_viewed", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, proof=proof.pk
    )  # fmt: skip
