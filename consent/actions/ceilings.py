"""What a service allows, whole, from a moment on. It masks and never destroys: a yes beyond it waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from consent.models import Ceiling, Purpose
from consent.queries import ceiling_from
from vigportal.accounts.models import Service, User
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def set_ceiling(*, actor: User | None, service: Service, rules: Mapping[str, Any], now: datetime) -> Ceiling:
    """Sets the service's ceiling from now on. Rules that can't be read raise, and nothing changes."""
    read = ceiling_from(rules, service)
    row = Ceiling.objects.create(service=service, rules=rules, effective_at=now, set_by=actor)
    purposes = sorted({Purpose(purpose) for purpose, _action in read.allows})
    enter("ceiling_changed", actor=actor, service_id=service.pk, now=now, purposes=purposes)
    return row
