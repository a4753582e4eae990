"""Adding an entry, in the transaction of what it tells of: both happen, or neither."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from vigportal.ledger.chain import link
from vigportal.ledger.events import written_facts
from vigportal.ledger.facts import NotAFact, identity, word
from vigportal.ledger.models import ChainHead, Entry


class OutsideTransaction(RuntimeError):
    """An entry on its own could stay when what it tells of is rolled back."""


def enter(
    event: str,
    *,
    actor: AbstractBaseUser | None,
    service_id: UUID,
    now: datetime,
    case_id: UUID | None = None,
    purpose: Enum | None = None,
    rests_on: Iterable[UUID] = (),
    **facts: object,
) -> Entry:
    """Adds `event` to the case's chain, or to the service's without one. No actor: the portal did it.

    Raises NotAnEvent, entering nothing, where the event or its facts are not as the table says. The head of
    the chain stays locked to the end of the transaction, so numbers follow the order of commits.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(event)
    head = _locked_head(case_id or service_id)
    entry = Entry(
        chain=head.chain,
        number=head.number + 1,
        at=now,
        actor_id=_signed_in(actor),
        service_id=UUID(identity(service_id)),
        event=event,
        facts=written_facts(event, facts),
        purpose=word(purpose) if purpose else "",
        rests_on=sorted({identity(declaration) for declaration in rests_on}),
        previous_hash=head.hash,
    )
    entry.hash = link(head.hash, entry.sealed())
    entry.save(force_insert=True)
    ChainHead.objects.filter(pk=head.pk).update(number=entry.number, hash=entry.hash)
    return entry


def _locked_head(chain: UUID) -> ChainHead:
    """SQLite has no row locks: there the transaction holds the whole database from its first line on."""
    head, _is_new = ChainHead.objects.select_for_update().get_or_create(chain=UUID(identity(chain)))
    return head


def _signed_in(actor: AbstractBaseUser | None) -> UUID | None:
    """The portal acts as None. Somebody without an account must not pass for it."""
    if actor is None:
        return None
    if not isinstance(actor.pk, UUID):
        raise NotAFact("an actor is somebody with an account")
    return actor.pk
