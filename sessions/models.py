"""The work of a case: goals, and cycles of filming and shared review."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """What the family hopes for, in their words, on the service's scale. Up to three at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="goals")
    wording = models.CharField(max_length=200)
    hoped_for = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["agreed_at", "id"]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class GoalRating(models.Model):
    """Where the family stands: at the start (`cycle` empty) or in a cycle; as they or the practitioner see it."""

    class By(models.TextChoices):
        """Whose view it is. Neither corrects the other."""

        FAMILY = "family", _("The family")
        PRACTITIONER = "practitioner", _("The practitioner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    cycle = models.ForeignKey("Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="ratings")
    by = models.CharField(max_length=12, choices=By)
    value = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rated_at", "id"]
        constraints = [  # two, because SQLite knows no NULLS NOT DISTINCT and would silently keep neither
            models.UniqueConstraint(fields=["goal", "cycle", "by"], name="one_rating_each_cycle"),
            models.UniqueConstraint(
                fields=["goal", "by"], condition=models.Q(cycle=None), name="one_rating_at_the_start"
            ),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"


class Cycle(models.Model):
    """One film and the shared review of its clips."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="cycle_numbers_count_up")]

    def __str__(self) -> str:
        return f"cycle {self.pk}"


class FilmingSession(models.Model):
    """The visit at which a family is filmed: planned, then held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="filming")
    planned_for = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    present = models.ManyToManyField("families.Person", blank=True, related_name="+")
    notes = models.TextField(max_length=4000, blank=True)

    def __str__(self) -> str:
        return f"filming session {self.pk}"


class SharedReview(models.Model):
    """Watching the clips together: planned, then held; its next step carries into the next cycle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="review")
    planned_for = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    next_step = models.TextField(max_length=1000, blank=True)
    notes = models.TextField(max_length=4000, blank=True)

    def __str__(self) -> str:
        return f"shared review {self.pk}"
