"""A new service: its ceiling on the first day, and the invitation of its manager."""

from __future__ import annotations

from datetime import datetime

from consent.actions.ceilings import set_ceiling
from consent.defaults import first_rules
from vigportal.accounts.actions import invite_first_manager, open_service_record
from vigportal.accounts.models import Service


def open_service(*, name: str, nation: str, manager: str, now: datetime, called: str = "") -> tuple[Service, str]:
    """The service, and the token by which its first manager (an e-mail, and how they are called) comes in."""
    service = open_service_record(name=name, nation=nation, now=now)
    set_ceiling(actor=None, service=service, rules=first_rules(nation), now=now)
    return service, invite_first_manager(service=service, email=manager, name=called or manager, now=now)
