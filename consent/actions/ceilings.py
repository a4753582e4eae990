"""What a service allows, whole, from a moment on. It masks and never destroys: a yes beyond it waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from consent.house_rules import limits_in_force
from consent.loader import ceiling_from
from consent.models import Ceiling, Purpose
from consent.rules import Fault, fault_in
from families.writer import Refused
from vigportal.accounts.models import Service, User
from vigportal.ledger.writer import enter


class Unfit(models.TextChoices):
    """Why limits or words were not taken: the word for the ledger, the sentence for the person."""

    UNREADABLE = Fault.UNREADABLE.value, _("This can't be read as limits. Nothing was changed.")
    DAYS = Fault.DAYS.value, _("A yes holds from 1 to 3650 days. Nothing was changed.")
    EVIDENCE = Fault.EVIDENCE.value, _("What needs everybody's yes has to be signed. Nothing was changed.")
    WIDE_AS_NARROW = (
        Fault.WIDE_AS_NARROW.value,
        _("This shows films to people the family doesn't know: it can't be treated as narrow. Nothing was changed."),
    )
    COPY_WITHOUT_VIEW = (
        Fault.COPY_WITHOUT_VIEW.value,
        _("A copy can be kept only of what may be watched. Nothing was changed."),
    )
    AGES = Fault.AGES.value, _("Ages are whole years from 0 to 18. Nothing was changed.")
    OVERTAKEN = (
        "overtaken",
        _("Somebody changed this after you opened the page. Look again. Nothing was changed."),
    )
    THERE_ALREADY = "there_already", _("These words are there in this language already. Nothing was changed.")
    UNCHANGED = "unchanged", _("This is how it is already. Change something, then look at it.")


@transaction.atomic(durable=True)
def set_ceiling(
    *, actor: User | None, service: Service, rules: Mapping[str, Any], upon: UUID | None = None, now: datetime
) -> Ceiling:
    """Sets the service's ceiling from now on. Rules that can't be read, or that no service may set, raise Refused.

    `upon`: the setting that the manager had before them; another one since is refused too. The same rules again are
    the same setting.
    """
    if fault := fault_in(rules):
        raise Refused(Unfit(fault.value))
    Service.objects.select_for_update().get(pk=service.pk)
    stands = limits_in_force(service, now)
    if stands and stands.rules == rules:
        return stands
    if upon and (stands is None or stands.pk != upon):
        raise Refused(Unfit.OVERTAKEN)
    row = Ceiling.objects.create(service=service, rules=rules, effective_at=now, set_by=actor)
    purposes = sorted({Purpose(purpose) for purpose, _action in ceiling_from(rules, service).allows})
    enter("ceiling_changed", actor=actor, service_id=service.pk, now=now, purposes=purposes)
    return row
