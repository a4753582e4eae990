"""Who a clip is put before, and who watched."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models import Purpose
from videos.models.clips import Clip


class Share(models.Model):
    """A clip is put before somebody for a purpose. It opens nothing by itself: consent is asked at every view."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="shares")
    purpose = models.CharField(max_length=16, choices=Purpose)
    to = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="shares")
    question = models.CharField(max_length=500, blank=True, help_text=_("What the practitioner would like to look at."))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clip", "purpose", "to"], condition=models.Q(ended_at=None), name="shared_once_with_each"
            )
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"


class Viewing(models.Model):
    """One sitting of one viewer with one asset: the ledger's entry, with the seconds that were watched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey("consent.Asset", on_delete=models.PROTECT, related_name="viewings")
    viewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="viewings")
    purpose = models.CharField(max_length=16, choices=[*Purpose.choices, ("confirming", _("Confirming who is in it"))])
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0, help_text=_("Seconds of playing that the player reported."))
    stopped_at = models.DateTimeField(null=True, blank=True, help_text=_("When a no ended this sitting."))

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["asset", "viewer", "purpose", "last_at"])]

    def __str__(self) -> str:
        return f"viewing {self.pk}"


class TurnedAway(models.Model):
    """A request within reach that consent refused. One row a sitting, so that the ledger is told once."""

    asset = models.ForeignKey("consent.Asset", on_delete=models.PROTECT, related_name="+")
    viewer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16)
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["asset", "viewer", "purpose", "last_at"])]

    def __str__(self) -> str:
        return f"turned away {self.pk}"
