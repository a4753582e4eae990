"""The tree of assets, and who is seen or heard in them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asset(models.Model):
    """Something that can be asked about: a film, a clip, a still; or the case they all belong to (the root).

    `number` comes from the sequence that declarations of the case share, so "older than the yes" is a comparison
    of numbers. Nothing below an asset that is not active can be seen. A clip or still carries its stretch of the
    film for ever, so that a no can follow the frames; of an asset nothing but its state ever changes.
    """

    class Kind(models.TextChoices):
        """From the root down."""

        CASE = "case", _("Case")
        FILM = "film", _("Film")
        CLIP = "clip", _("Clip")
        STILL = "still", _("Still picture")

    class State(models.TextChoices):
        """Only ACTIVE can be seen."""

        PROCESSING = "processing", _("Being made ready")
        ACTIVE = "active", _("Active")
        QUARANTINED = "quarantined", _("Set apart")
        EXPIRED = "expired", _("Its time has passed")
        ERASING = "erasing", _("Being erased")
        ERASED = "erased", _("Erased")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="assets")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=6, choices=Kind)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PROCESSING)
    first_pts = models.BigIntegerField(null=True, help_text=_("Film time of a clip's or still's first frame, in µs."))
    end_pts = models.BigIntegerField(null=True, help_text=_("Film time at which its last frame ends, in µs."))
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=("clip", "still"), first_pts__isnull=False, end_pts__gt=models.F("first_pts")
                )
                | models.Q(kind__in=("case", "film"), first_pts=None, end_pts=None),
                name="clips_and_stills_have_their_stretch",
            ),
            models.UniqueConstraint(fields=["case", "number"], name="asset_numbers_are_unique_in_a_case"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(kind="case"), name="one_root_per_case"),
            models.CheckConstraint(
                condition=models.Q(kind="case", parent=None) | (~models.Q(kind="case") & ~models.Q(parent=None)),
                name="only_the_root_has_no_parent",
            ),
        ]
        indexes = [models.Index(fields=["parent"])]

    def __str__(self) -> str:
        return f"{self.kind} asset {self.pk}"


class AssetChange(models.Model):
    """One change of an asset's state. Append-only: `Asset.state` is the last of them, kept beside it for lists."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=Asset.State)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"change {self.pk} of asset {self.asset_id}"


class Confirmation(models.Model):
    """A human has said: these are all the people who are seen or heard in it. Append-only.

    Who is taken off afterwards needs another one, dated then or later.
    """

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="confirmations")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["confirmed_at"]

    def __str__(self) -> str:
        return f"confirmation {self.pk} of asset {self.asset_id}"


class Appearance(models.Model):
    """A person is seen or heard in an asset, from when it was noted until it was taken back (with a reason)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="appearances")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="appearances")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "person"],
                condition=models.Q(taken_off_at=None),
                name="a_person_appears_once",
            )
        ]

    def __str__(self) -> str:
        return f"appearance {self.pk}"


class SecondHand(models.Model):
    """Who is in an asset as one member of staff says it, where that needs another hand. It stays shut meanwhile.

    Append-only but for its answer. After seven days nobody can answer it any more, and it is said anew.
    """

    class Act(models.TextChoices):
        """What needs another hand."""

        NOBODY = "nobody", _("Nobody is seen or heard in it")
        TAKEN_OFF = "taken_off", _("Somebody was taken off")
        LEFT_OUT = "left_out", _("Somebody who said no to these moments isn't listed")

    class Answer(models.TextChoices):
        """What the other hand said; REPLACED: something else was said of the asset before."""

        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Not so")
        REPLACED = "replaced", _("Something else was said")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="second_hands")
    act = models.CharField(max_length=9, choices=Act)
    people = models.ManyToManyField("families.Person", related_name="+", help_text=_("Everybody listed in it."))
    concerned = models.ManyToManyField("families.Person", related_name="+", help_text=_("Who isn't in it, it says."))
    why = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, null=True)  # noqa: DJ001 -- once from nothing to an answer
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"second hand {self.pk}"


class Objection(models.Model):
    """Somebody of the family says that they are in an asset. Append-only: it is unconfirmed from that moment on."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["said_at"]

    def __str__(self) -> str:
        return f"objection {self.pk} to asset {self.asset_id}"


class Absence(models.Model):
    """Somebody is not in a film, said without opening it. Append-only: it ends when they are noted in it after all."""

    film = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="absences")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["said_at"]

    def __str__(self) -> str:
        return f"absence {self.pk}"
