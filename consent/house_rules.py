"""What a service's rules in force say besides its ceiling: whose second look counts, when a child is asked anew."""

from __future__ import annotations

from datetime import datetime

from consent.models import Ceiling
from consent.rules import again_at, verify_by
from families.standing import SecondLook
from vigportal.accounts.models import Service


def limits_in_force(service: Service, now: datetime) -> Ceiling | None:
    """The setting that counts."""
    return Ceiling.objects.filter(service=service, effective_at__lte=now).order_by("effective_at", "pk").last()


def second_look_in(service: Service, now: datetime) -> SecondLook:
    """Whose second look lets a holder's yes count."""
    stands = limits_in_force(service, now)
    return verify_by(stands.rules if stands else {})


def ask_again_in(service: Service, now: datetime) -> tuple[int, ...]:
    """The ages at which a child is asked anew."""
    stands = limits_in_force(service, now)
    return again_at(stands.rules if stands else {})
