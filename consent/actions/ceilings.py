"""What a service allows, whole, from a moment on. It masks and never destroys: a yes beyond it waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from consent.limits import limits_in_force
from consent.models import Ceiling, Purpose
from consent.queries import ceiling_from
from consent.rules import Fault, fault_in
from vigportal.accounts.models import Service, User
from vigportal.ledger.writer import enter


class NotRules(ValueError):
    """The rules can't be taken; nothing changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Overtaken(ValueError):
    """Somebody else set other limits, or published other words, after the page was opened. Nothing changed."""


@transaction.atomic(durable=True)
def set_ceiling(
    *, actor: User | None, service: Service, rules: Mapping[str, Any], upon: UUID | None = None, now: datetime
) -> Ceiling:
    """Sets the service's ceiling from now on. Rules that can't be read, or that no service may set, raise NotRules.

    `upon`: the setting that the manager had before them; another one since raises Overtaken. The same rules again are
    the same setting.
    """
    if fault := fault_in(rules):
        raise NotRules(fault)
    Service.objects.select_for_update().get(pk=service.pk)
    stands = limits_in_force(service, now)
    if stands and stands.rules == rules:
        return stands
    if upon and (stands is None or stands.pk != upon):
        raise Overtaken
    row = Ceiling.objects.create(service=service, rules=rules, effective_at=now, set_by=actor)
    purposes = sorted({Purpose(purpose) for purpose, _action in ceiling_from(rules, service).allows})
    enter("ceiling_changed", actor=actor, service_id=service.pk, now=now, purposes=purposes)
    return row
