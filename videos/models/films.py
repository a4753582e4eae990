"""Films, their sealed renditions, and films on their way in."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Film(models.Model):
    """What the phone made: of the family (INTERACTION), or of the shared review itself (REVIEW)."""

    class Kind(models.TextChoices):
        """Two kinds, with different people, audiences and clocks."""

        INTERACTION = "interaction", _("Film of the family")
        REVIEW = "review", _("Film of the shared review")

    class State(models.TextChoices):
        """See `transcode/states.py` for the table of moves."""

        ARRIVING = "arriving", _("Arriving")
        CHECKING = "checking", _("Checking")
        PREPARING = "preparing", _("Making the film ready")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Can't be used")
        FAILED = "failed", _("Stopped; can be tried again")
        EXPIRED = "expired", _("Its time has passed")
        ERASING = "erasing", _("Being erased")
        ERASED = "erased", _("Erased")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.OneToOneField("consent.Asset", on_delete=models.PROTECT, related_name="film")
    cycle = models.ForeignKey("vig_sessions.Cycle", on_delete=models.PROTECT, related_name="films")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INTERACTION)
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    moved_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        help_text=_("In another case."),
    )
    digest = models.CharField(
        max_length=64, blank=True, help_text=_("Of the parts of its original: the same file has the same.")
    )
    refusal = models.CharField(max_length=40, blank=True, help_text=_("Why it was refused or failed: a code."))
    refusal_facts = models.JSONField(default=dict, blank=True, help_text=_("Figures that its sentence needs."))
    remarks = models.JSONField(default=list, blank=True, help_text=_("What is not all of it: codes and seconds."))
    recorded_at = models.DateTimeField(help_text=_("When the family was filmed: the start of the film's clock."))
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    frames = models.PositiveIntegerField(default=0, help_text=_("Frames of the study copy."))
    rate_num = models.PositiveIntegerField(default=0, help_text=_("Frame rate of the study copy, numerator."))
    rate_den = models.PositiveIntegerField(default=1)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    full_width = models.PositiveIntegerField(default=0, help_text=_("Width of a clip in full detail; 0: not noted."))
    full_height = models.PositiveIntegerField(default=0)
    has_sound = models.BooleanField(default=False)
    bytes_gone_at = models.DateTimeField(null=True, blank=True, help_text=_("When its bytes went by their own clock."))

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return f"film {self.pk}"


class Rendition(models.Model):
    """Sealed bytes of an asset. A rendition *is* the asset it came from: the same yes or no covers it."""

    class Kind(models.TextChoices):
        """One of each per asset (parts of an original: one row each, in order)."""

        ORIGINAL = "original", _("Original")
        STUDY = "study", _("Study copy")
        DIRECT = "direct", _("As filmed, made to play")
        SMALL = "small", _("Small copy for a slow line")
        SPRITE = "sprite", _("Filmstrip")
        WAVEFORM = "waveform", _("Waveform")
        SEGMENT = "segment", _("Part to watch while it is being made ready")
        SMALL_PART = "small_part", _("Part of the small copy, while it is being made")
        POSTER = "poster", _("Poster")
        INDEX = "index", _("Frame index")
        CLIP = "clip", _("Clip")
        FULL = "full", _("Clip in full detail")
        STILL = "still", _("Still picture")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey("consent.Asset", on_delete=models.PROTECT, related_name="renditions")
    kind = models.CharField(max_length=10, choices=Kind)
    part = models.PositiveIntegerField(default=0)
    object_name = models.CharField(max_length=120, unique=True, help_text=_("Its name in the vault."))
    content_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField(help_text=_("Bytes, before sealing."))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "kind", "part"], name="one_rendition_of_each_kind")]

    def __str__(self) -> str:
        return f"{self.kind} rendition {self.pk}"


class Upload(models.Model):
    """A film on its way in (tus 1.0.0). Its parts are renditions of the film's asset, sealed as they arrive."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    film = models.OneToOneField(Film, on_delete=models.PROTECT, related_name="upload")
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    fence = models.PositiveIntegerField(
        default=0, help_text=_("Counts up with each writer; older ones are turned away.")
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"upload {self.pk}"
