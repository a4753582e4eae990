"""Moments: clips, stills, their headings, and the words said about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from videos.models.films import Film


class Heading(models.Model):
    """A heading of the principles of attuned interactions and guidance. No service: shipped with the portal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place", "name"]

    def __str__(self) -> str:
        return f"heading {self.pk}"


class Clip(models.Model):
    """A moment that went well: frames [first, end) of the film's study copy, never seconds."""

    class State(models.TextChoices):
        """Whether its bytes are there."""

        CUTTING = "cutting", _("Being cut")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Stopped; can be tried again")
        ERASING = "erasing", _("Being erased")
        ERASED = "erased", _("Erased")

    GONE = frozenset({"erasing", "erased"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.OneToOneField("consent.Asset", on_delete=models.PROTECT, related_name="clip")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="clips")
    state = models.CharField(max_length=8, choices=State, default=State.CUTTING)
    place = models.PositiveSmallIntegerField(help_text=_("Its order among the film's clips."))
    title = models.CharField(max_length=80, blank=True)
    note = models.TextField(max_length=2000, blank=True, help_text=_("For the practitioner and the supervisor."))
    first_frame = models.PositiveIntegerField()
    end_frame = models.PositiveIntegerField()
    headings = models.ManyToManyField(Heading, blank=True, related_name="clips")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place", "made_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end_frame__gt=models.F("first_frame")), name="a_clip_has_frames")
        ]

    def __str__(self) -> str:
        return f"clip {self.pk}"


class Still(models.Model):
    """One frame of a clip, as a picture."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.OneToOneField("consent.Asset", on_delete=models.PROTECT, related_name="still")
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="stills")
    frame = models.PositiveIntegerField(help_text=_("Frame number in the study copy."))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"still {self.pk}"


class ClipNote(models.Model):
    """What was said about a clip in a shared review, in the parent's words or the practitioner's."""

    class Voice(models.TextChoices):
        """Whose words they are."""

        FAMILY = "family", _("The family")
        PRACTITIONER = "practitioner", _("The practitioner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="notes")
    review = models.ForeignKey("vig_sessions.SharedReview", on_delete=models.PROTECT, related_name="clip_notes")
    voice = models.CharField(max_length=12, choices=Voice)
    words = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"clip note {self.pk}"


class Comment(models.Model):
    """A supervisor's or practitioner's words at one frame of an offered clip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, related_name="comments")
    frame = models.PositiveIntegerField(help_text=_("Counted from the clip's first frame."))
    words = models.TextField(max_length=2000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["frame", "written_at"]

    def __str__(self) -> str:
        return f"comment {self.pk}"
