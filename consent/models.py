"""The tree of assets, who is in them, and what was declared about them. Everything that decides is append-only."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a clip may be used for. A closed set; none implies another. EVERYTHING stands in noes only."""

    PRACTICE = "practice", _("Our work together")
    FAMILY_VIEWING = "family_viewing", _("Watching online")
    SUPERVISION = "supervision", _("Supervision")
    ACCREDITATION = "accreditation", _("Accreditation")
    INTERVISION = "intervision", _("Learning with other practitioners")
    TEAM = "team", _("Named colleagues")
    TRAINING = "training", _("Training events")
    PRESENTATION = "presentation", _("Presentations")
    RESEARCH = "research", _("Research")
    EVERYTHING = "everything", _("Everything")


class Action(models.TextChoices):
    """What may be done with it."""

    VIEW = "view", _("Watch")
    KEEP_COPY = "keep_copy", _("Keep a copy")


class Asset(models.Model):
    """Something that can be asked about: a film, a clip, a still; or the case they all belong to (the root).

    `number` comes from the sequence that declarations of the case share, so "older than the yes" is a comparison
    of numbers. Nothing below an asset that is not active can be seen.
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
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
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


class Proof(models.Model):
    """What shows that a word was given: a signature, or the photo of a paper form. Append-only.

    A drawing or a photo is sealed in the vault under a key of its own (the proof's id); a typed name stands here.
    """

    class Kind(models.TextChoices):
        """How it was signed."""

        DRAWN = "drawn", _("Drawn on the screen")
        TYPED = "typed", _("Typed name")
        PHOTO = "photo", _("Photo of a paper form")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=8, choices=Kind)
    words = models.CharField(max_length=80, blank=True, help_text=_("The name, where it was typed."))
    object_name = models.CharField(max_length=120, blank=True, help_text=_("Its name in the vault."))
    content_type = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0, help_text=_("Bytes, before sealing."))
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"proof {self.pk}"


class Declaration(models.Model):
    """What one maker said about one person in one scope. Append-only; `number` is its place in the case's history."""

    class Kind(models.TextChoices):
        """REFUSE and WITHDRAW have the same effect and a different history."""

        GIVE = "GIVE", _("Yes")
        REFUSE = "REFUSE", _("No")
        WITHDRAW = "WITHDRAW", _("Taken back")
        DISSENT = "DISSENT", _("Shows that they don't want it")
        ASSENT = "ASSENT", _("Shows that they want it")
        VOID = "VOID", _("Entered in error")

    class Evidence(models.TextChoices):
        """An online yes is signed."""

        SPOKEN = "spoken", _("Spoken")
        SIGNED = "signed", _("Signed")

    class Channel(models.TextChoices):
        """How it reached the portal."""

        OWN_SIGN_IN = "own_sign_in", _("Their own sign-in")
        PRACTITIONER_SCREEN = "practitioner_screen", _("On the practitioner's screen")
        PAPER = "paper", _("On paper")
        TOLD = "told", _("Told to the practitioner")

    id = models.UUIDField(primary_key=True, editable=False, help_text=_("Made by the form: a form sent twice is one."))
    case = models.ForeignKey("families.Case", on_delete=models.PROTECT, related_name="declarations")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="declarations_about")
    by = models.ForeignKey("families.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="said")
    scope = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="declarations")
    evidence = models.CharField(max_length=8, choices=Evidence)
    channel = models.CharField(max_length=20, choices=Channel)
    language = models.CharField(max_length=10, default="en-gb")
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    later_footage = models.BooleanField(default=False)
    how_shown = models.CharField(max_length=300, blank=True, help_text=_("For assent and dissent: how it was shown."))
    said_on = models.DateField(null=True, blank=True, help_text=_("For paper: the day that stands on it."))
    interpreter = models.CharField(
        max_length=80, blank=True, help_text=_("Who put it into another language, where somebody did.")
    )
    proof = models.ForeignKey(Proof, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations")
    viewers = models.ManyToManyField("accounts.User", blank=True, related_name="+")
    lifts = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="lifted_by")
    voids = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="voided_by")
    second_signer = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="declaration_numbers_count_up")]

    def __str__(self) -> str:
        return f"declaration {self.pk}"


class DeclarationLine(models.Model):
    """One purpose and action that a declaration names, with the text that was read. Append-only with it."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="lines")
    purpose = models.CharField(max_length=16, choices=Purpose)
    action = models.CharField(max_length=10, choices=Action)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "purpose", "action"], name="a_line_stands_once")]

    def __str__(self) -> str:
        return f"line {self.pk} of declaration {self.declaration_id}"


class Ceiling(models.Model):
    """A service's limits on every purpose, whole, from a moment on. Append-only: the latest counts.

    `rules` is checked and read by `consent.queries`; a purpose that is not in it is shut.
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
