"""What happens on the first pages: notices are read, and so is the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vigportal.accounts.access import seats_of
from vigportal.accounts.models import User
from vigportal.home.queries import unread_notices_of
from vigportal.ledger.models import PORTAL
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def read_notices(*, actor: User, now: datetime) -> None:
    """Everything that `actor` was told so far counts as read."""
    count = unread_notices_of(actor).filter(made_at__lte=now).update(read_at=now)
    seat = seats_of(actor, now).order_by("starts_at").first()
    enter("notices_read", actor=actor, service_id=seat.service_id if seat else PORTAL, now=now, count=count)


@transaction.atomic(durable=True)
def read_ledger(*, actor: User, service_id: UUID, case_id: UUID | None, now: datetime) -> None:
    """A page of the ledger was read: who looks is entered as well."""
    enter("ledger_read", actor=actor, service_id=service_id, case_id=case_id, now=now)
