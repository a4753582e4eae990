"""What is being erased, and why: the order that a worker carries out, and the certificate it ends with."""

from __future__ import annotations

import uuid

from django.db import models

from vigportal.retention.models import Certificate


class Erasing(models.Model):
    """One order to erase an asset with all below it, or (`is_bytes_only`) only what can be played of a film itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey("consent.Asset", on_delete=models.PROTECT, related_name="erasings")
    is_bytes_only = models.BooleanField(default=False)
    why = models.CharField(max_length=12, choices=Certificate.Why)
    rule = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=models.Q(ended_at=None), name="one_open_order_to_erase_an_asset"
            )
        ]

    def __str__(self) -> str:
        return f"erasing {self.pk}"
