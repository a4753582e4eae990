"""The ledger's rows: entries, which nothing changes, and where each chain ends."""

from __future__ import annotations

import uuid

from django.db import models

from vigportal.ledger.chain import GENESIS, Link
from vigportal.ledger.facts import moment

PORTAL = uuid.UUID(int=0)
"""Stands for the service in what belongs to none, such as a backup of the whole portal."""


class ChainHead(models.Model):
    """The end of one chain, locked while an entry is added to it."""

    chain = models.UUIDField(primary_key=True, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"head of chain {self.chain}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """What the ledger can be asked for."""

    def of_chain(self, chain: uuid.UUID) -> EntryQuerySet:
        """One case's entries, or those of a service that belong to no case."""
        return self.filter(chain=chain)

    def of_service(self, service_id: uuid.UUID) -> EntryQuerySet:
        """All entries of a service, its cases' too."""
        return self.filter(service_id=service_id)

    def about(self, fact: str, value: uuid.UUID) -> EntryQuerySet:
        """Entries that name this id under this fact."""
        return self.filter(**{f"facts__{fact}": str(value)})


class Entry(models.Model):
    """Something happened: who, when, what, under which purpose, and the declarations that the yes rested on.

    `chain` is the case, or the service for what belongs to no case. No actor: the portal itself did it. The
    actor's row may be anonymised, never deleted: an entry's hash covers the id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField(editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    at = models.DateTimeField(editable=False)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    service_id = models.UUIDField(editable=False)
    event = models.CharField(max_length=40, editable=False)
    facts = models.JSONField(editable=False)
    purpose = models.CharField(max_length=64, editable=False)
    rests_on = models.JSONField(editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="entries_of_a_chain_count_up")]
        indexes = [
            models.Index(fields=["service_id", "-at"], name="entries_of_a_service"),
            models.Index(fields=["service_id", "event", "-at"], name="events_of_a_service"),
            models.Index(fields=["chain", "event", "-number"], name="events_of_a_chain"),
            models.Index(fields=["actor", "-at"], name="entries_of_an_actor"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    def sealed(self) -> dict[str, object]:
        """All that the hash covers, in the form it was hashed in."""
        return {
            "id": str(self.id),
            "chain": str(self.chain),
            "number": self.number,
            "at": moment(self.at),
            "actor": str(self.actor_id) if self.actor_id else None,
            "service": str(self.service_id),
            "event": self.event,
            "facts": self.facts,
            "purpose": self.purpose,
            "rests_on": self.rests_on,
        }

    def as_link(self) -> Link:
        """The entry as its chain sees it."""
        return Link(self.number, self.previous_hash, self.hash, self.sealed())
