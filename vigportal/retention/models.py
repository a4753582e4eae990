"""A service's rules over time, holds, and certificates of erasure. All append-only; a hold can be lifted once."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """All of a service's rules, whole, from a moment on. The latest counts; before the first, the defaults do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, related_name="schedules")
    rules = models.JSONField()
    effective_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["effective_at"]

    def __str__(self) -> str:
        return f"schedule {self.pk}"


class Hold(models.Model):
    """Nothing of this case (or of this one asset of it) is erased while the hold is in force, whatever a rule says."""

    class Reason(models.TextChoices):
        """Why. A family is told that there is a hold, and by whom to ask; the reason is for the service."""

        SAFEGUARDING = "safeguarding", _("A child or adult may need protection")
        COURT = "court", _("A court or the police asked")
        COMPLAINT = "complaint", _("A complaint is being looked into")
        SUBJECT_ACCESS = "subject_access", _("Somebody asked for their data")
        COPY_ASKED = "copy_asked", _("The family asked for a copy")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="holds")
    asset = models.ForeignKey("consent.Asset", on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    reason = models.CharField(max_length=16, choices=Reason)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(null=True, blank=True, help_text=_("The last day of the hold; empty: until lifted."))
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["placed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_at=None, lifted_by=None)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="somebody_lifts_a_hold",
            )
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Certificate(models.Model):
    """Proof that footage is gone: which, when, why, and that its keys were destroyed. Numbered within the service."""

    class Why(models.TextChoices):
        """What led to the erasure."""

        RULE = "rule", _("Its time had passed")
        ASKED = "asked", _("The family asked")
        NOT_NEEDED = "not_needed", _("It was no longer needed")
        MISTAKE = "mistake", _("It was here by mistake")
        BEFORE = "before", _("It had been erased already; a backup from before still listed it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, related_name="certificates")
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=12, choices=Why)
    rule = models.JSONField(null=True, help_text=_("The rule that was carried out, as it stood then."))
    erased = models.JSONField(help_text=_("What is gone: see `erasure`."))
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="certificates_of_a_service_count_up"),
            models.CheckConstraint(
                condition=models.Q(why="rule", rule__isnull=False)
                | (~models.Q(why="rule") & models.Q(rule__isnull=True)),
                name="a_rule_is_named_where_it_was_one",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"


class CertificateCount(models.Model):
    """How many certificates a service has issued; locked while the next one is numbered."""

    service = models.OneToOneField("accounts.Service", on_delete=models.PROTECT, primary_key=True, related_name="+")
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"certificate count of service {self.pk}"
