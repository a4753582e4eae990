"""What a service allows and asks, and the law that decides. Append-only."""

from __future__ import annotations

import uuid

from django.db import models

from consent.models.terms import Action, Purpose


class ConsentText(models.Model):
    """The exact words read before a yes. Immutable; a new wording is a new version. No service: the default text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose)
    action = models.CharField(max_length=10, choices=Action, default=Action.VIEW)
    language = models.CharField(max_length=10, default="en-gb")
    version = models.PositiveIntegerField()
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "purpose", "action", "language", "version"], name="one_text_per_version"
            ),
            models.UniqueConstraint(
                fields=["purpose", "action", "language", "version"],
                condition=models.Q(service=None),
                name="one_default_text_per_version",
            ),
        ]

    def __str__(self) -> str:
        return f"consent text {self.pk}"


class Ceiling(models.Model):
    """A service's limits on every purpose, whole, from a moment on. Append-only: the latest counts.

    `rules` is checked and read by `consent.loader`; a purpose that is not in it is shut.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, related_name="ceilings")
    rules = models.JSONField()
    effective_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["effective_at"]

    def __str__(self) -> str:
        return f"ceiling {self.pk}"


class Law(models.Model):
    """From when on a version of the law decides. Append-only: a replay of a moment asks the law of that moment."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    in_force_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"law {self.version}"
