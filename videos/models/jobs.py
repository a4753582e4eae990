"""Work for a worker."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work for a worker. This row is the truth; Celery's message only rings. Claimed by lease, fenced by attempt."""

    class Kind(models.TextChoices):
        """What is done, to the film, clip or still that `subject` names."""

        PREPARE = "prepare", _("Make a film ready")
        CUT = "cut", _("Cut a clip")
        STILL = "still", _("Take a still")
        MOVE = "move", _("Seal anew for another case")
        ERASE = "erase", _("Erase")

    class State(models.TextChoices):
        """WAITING and RUNNING are open; a lease that ran out makes a running job claimable again."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")
        PARKED = "parked", _("Set aside after three tries")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    subject = models.UUIDField(help_text=_("The asset worked on."))
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    priority = models.PositiveSmallIntegerField(default=0, help_text=_("The higher goes first."))
    service = models.UUIDField(null=True, blank=True, help_text=_("Whose work it is: services take turns."))
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0, help_text=_("Thousandths of the work done."))
    error = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_open_job_of_each_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} job {self.pk}"
