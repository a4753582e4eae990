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
        FULL = "full", _("Make a clip in full detail")
        MOVE = "move", _("Seal anew for another case")
        ERASE = "erase", _("Erase")
        STRETCH = "stretch", _("Make a stretch of a film")

    class Lane(models.TextChoices):
        """Two queues with workers of their own: what takes moments never waits behind what takes an hour."""

        QUICK = "quick", _("Moments")
        FILMS = "films", _("Whole films")

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
    first_part = models.PositiveIntegerField(
        default=0, help_text=_("Of a stretch: its first part. It ends before `end_part`.")
    )
    end_part = models.PositiveIntegerField(default=0)
    asked_by = models.UUIDField(
        null=True, blank=True, help_text=_("Whose wish it is, where it is only done while they may watch the clip.")
    )
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Running: until when it is held. Waiting: it rests until then.")
    )
    progress = models.PositiveSmallIntegerField(default=0, help_text=_("Thousandths of the work done."))
    seconds_left = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("As measured by its worker; unknown until it has measured.")
    )
    error = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "made_at"]),
            models.Index(fields=["service", "priority", "started_at"], name="job_turns"),
            models.Index(fields=["subject", "made_at"], name="job_of_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "first_part"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_open_job_of_each_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} job {self.pk}"


TRIES = 3
"""How often a job is tried before it is set aside for a human to look at."""
LANES: dict[str, Job.Lane] = {
    Job.Kind.PREPARE: Job.Lane.FILMS,
    Job.Kind.CUT: Job.Lane.QUICK,
    Job.Kind.STILL: Job.Lane.QUICK,
    Job.Kind.FULL: Job.Lane.QUICK,
    Job.Kind.MOVE: Job.Lane.FILMS,
    Job.Kind.ERASE: Job.Lane.QUICK,
    Job.Kind.STRETCH: Job.Lane.FILMS,
}
"""Which queue a kind of work stands in."""
PRIORITIES: dict[str, int] = {
    Job.Kind.CUT: 20,
    Job.Kind.STILL: 20,
    Job.Kind.FULL: 15,
    Job.Kind.ERASE: 10,
    Job.Kind.MOVE: 5,
    Job.Kind.PREPARE: 5,
    Job.Kind.STRETCH: 0,
}
"""Somebody sits and waits for a clip; what is erased is shut already; a film takes its time; only who has nothing else
to do helps with somebody else's. The higher goes first."""


def kinds_of(lane: Job.Lane) -> list[str]:
    """The kinds of work that stand in a queue."""
    return [kind for kind, its_lane in LANES.items() if its_lane == lane]
