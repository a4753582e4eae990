"""What a service's rules say besides its ceiling: whose second look counts, and when a child is asked anew.

They stand in the same stored rules (`Ceiling.rules`), as `verify_by` and `ask_again_at`; what isn't there is as usual.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consent.growing import ages_from
from consent.models import Ceiling
from families.standing import SecondLook
from vigportal.accounts.models import Service


def rules_at(service: Service, now: datetime) -> Mapping[str, Any]:
    """The rules in force, as they are stored; none set: nothing."""
    row = Ceiling.objects.filter(service=service, effective_at__lte=now).order_by("effective_at").last()
    return row.rules if row else {}


def second_look_in(service: Service, now: datetime) -> SecondLook:
    """Whose second look lets a holder's yes count."""
    return SecondLook.ANOTHER if rules_at(service, now).get("verify_by") == SecondLook.ANOTHER else SecondLook.ANYBODY


def ask_again_in(service: Service, now: datetime) -> tuple[int, ...]:
    """The ages at which a child is asked anew."""
    return ages_from(rules_at(service, now).get("ask_again_at"))
