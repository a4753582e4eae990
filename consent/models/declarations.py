"""What was declared about whom, and what shows it. Append-only."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from consent.models.assets import Asset
from consent.models.rules import ConsentText
from consent.models.terms import Action, Purpose


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
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        help_text=_("The no that came along with a film."),
    )
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
