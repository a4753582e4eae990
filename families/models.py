"""Families and cases. Facts about people are effective-dated, so that any past decision can be replayed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.Model):
    """The people a case is for. `name` is how the practitioner calls it on screen ("The L. family")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey("accounts.Service", on_delete=models.PROTECT, related_name="families")
    name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return f"family {self.pk}"


AS_WRITTEN_DOWN = ("made_at", "name", "pk")
"""The order of people on every page. Those written down in one act have one moment: by name, never by chance."""


class Person(models.Model):
    """Somebody who can be seen or heard, or may decide for somebody who can."""

    class Kind(models.TextChoices):
        """What the practitioner wrote down. Whether somebody is an adult today is `ability`'s to say.

        A BODY (a local authority with parental responsibility, say) decides, and is never in a film.
        """

        ADULT = "adult", _("Adult")
        CHILD = "child", _("Child or young person (under 18)")
        STAFF = "staff", _("Member of staff")
        BODY = "body", _("Organisation that may decide")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="people")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    relation = models.CharField(max_length=40, blank=True, help_text=_("Mother, son, grandmother …"))
    membership = models.OneToOneField(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"person {self.pk}"


class PersonFact(models.Model):
    """One finding about a person. Append-only: the latest of its kind counts, from when it was recorded."""

    class Kind(models.TextChoices):
        """`value`: an ISO date (or empty), or yes, no, not_assessed. A date of birth goes before ADULT.

        WRITTEN (value: corrected) keeps why a name or relation was put right. It keeps no old name: nothing
        is decided by one, and somebody's former name is nobody's business.
        """

        BORN_ON = "born_on", _("Date of birth")
        ADULT = "adult", _("Is an adult")
        CAPACITY = "capacity", _("Can decide for themselves (capacity)")
        COMPETENCE = "competence", _("Is competent to decide (child)")
        WRITTEN = "written", _("How they are written down (name, relation)")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind)
    value = models.CharField(max_length=12)
    why = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"fact {self.pk} of person {self.person_id}"

    @property
    def day(self) -> date | None:
        """The date of birth, where this is one."""
        return date.fromisoformat(self.value) if self.kind == self.Kind.BORN_ON and self.value else None


class Guardianship(models.Model):
    """`holder` may decide for `person`, on a basis, from/until. Never back-dated.

    Until it is verified it can only block: their yes counts for nothing.
    """

    class Basis(models.TextChoices):
        """Where the right to decide comes from."""

        PARENTAL_RESPONSIBILITY = "parental_responsibility", _("Parental responsibility")
        ATTORNEY = "attorney", _("Attorney (lasting power of attorney)")
        DEPUTY = "deputy", _("Deputy or guardian appointed by a court")
        ORDER = "order", _("Court order")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    basis = models.CharField(max_length=24, choices=Basis)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, help_text=_("Birth certificate, order …"))
    why_ended = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=models.F("holder")), name="nobody_guards_themselves")
        ]

    def __str__(self) -> str:
        return f"guardianship {self.pk}"

    @property
    def last_moment(self) -> datetime | None:
        """The last moment at which it holds, for pages that name a last day."""
        return self.ends_at - timedelta(microseconds=1) if self.ends_at else None


class Case(models.Model):
    """One piece of VIG work with one family, from referral to closing letter."""

    class Ending(models.TextChoices):
        """Why a case was closed. None of these is a verdict on a family."""

        FINISHED = "finished", _("The work is done")
        FAMILY_STOPPED = "family_stopped", _("The family would like to stop here")
        MOVED = "moved", _("The family has moved away")
        PASSED_ON = "passed_on", _("Other help goes on from here")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField(help_text=_("Counts up within the service."))
    referrer = models.CharField(max_length=120, blank=True)
    referral = models.TextField(max_length=2000, blank=True, help_text=_("In the family's words."))
    helping_question = models.CharField(max_length=300, blank=True)
    helping_question_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=16, choices=Ending, blank=True)

    class Meta:
        ordering = ["-opened_at"]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def label(self) -> str:
        """How a case is called where the family's name must not stand."""
        return _("Case %(number)04d") % {"number": self.number}


class Assignment(models.Model):
    """A practitioner holds a case, from when until when. A hand-over ends one and starts another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    practitioner = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="assignments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "practitioner"],
                condition=models.Q(ends_at=None),
                name="one_open_assignment_each",
            )
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"
