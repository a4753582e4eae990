"""Who acts: a service, the people who sign in, and the seats they take in it."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vigportal.accounts.roles import Role

ROLE_NAMES = {
    Role.PRACTITIONER: _("Practitioner"),
    Role.SUPERVISOR: _("Supervisor (also holds cases)"),
    Role.EXTERNAL_SUPERVISOR: _("External supervisor"),
    Role.MANAGER: _("Service manager"),
    Role.DATA_PROTECTION: _("Data protection lead"),
    Role.GUARDIAN: _("Family"),
}


class Nation(models.TextChoices):
    """Whose law sets the ages of the service's defaults."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern_ireland", _("Northern Ireland")


class Service(models.Model):
    """An organisation that practises VIG. Services in one deployment see nothing of each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=Nation, default=Nation.ENGLAND)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    scale_from = models.PositiveSmallIntegerField(default=0, help_text=_("Lowest point of the goal scale: 0 or 1."))
    scale_to = models.PositiveSmallIntegerField(default=10)
    about_cycles = models.PositiveSmallIntegerField(default=3, help_text=_("How many cycles a case usually has."))
    confirming_days = models.PositiveSmallIntegerField(
        default=14, help_text=_("Days in which a new film may be opened to confirm who is in it.")
    )
    next_case_number = models.PositiveIntegerField(default=1)
    footage_gb = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Gigabytes of footage it may hold; empty: as much as the portal gives.")
    )
    gb_a_day = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Gigabytes that one person may begin to send on one day.")
    )
    films_at_once = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Films that one person may have on their way at the same time.")
    )

    def __str__(self) -> str:
        return f"service {self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this service's days begin and end."""
        return ZoneInfo(self.time_zone)


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; nobody is made without one."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A new person who can sign in once a password is set. E-mail is stored in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this e-mail, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who signs in: by e-mail, once, whatever seats they take."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="en-gb")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_full_name(self) -> str:
        """The name that others read."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.name.split()[0] if self.name else ""


def in_force(now: datetime, prefix: str = "") -> Q:
    """The condition that a row with `starts_at` and `ends_at` holds at `now`."""
    started = Q(**{f"{prefix}starts_at__lte": now})
    return started & (Q(**{f"{prefix}ends_at": None}) | Q(**{f"{prefix}ends_at__gt": now}))


class Membership(models.Model):
    """A seat in a service. It is made with its invitation and taken when that is accepted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "role"])]
        constraints = [
            models.UniqueConstraint(  # not of guardians: a parent may belong to two families of one service
                fields=["service", "user", "role"],
                condition=Q(ends_at=None) & ~Q(role=Role.GUARDIAN.value),
                name="one_open_seat_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def role_name(self) -> Promise | str:
        """The role in words."""
        return ROLE_NAMES[Role(self.role)]


class Supervising(models.Model):
    """Who supervises whom, from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    supervisor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="supervises")
    practitioner = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="supervised_by")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"supervising {self.pk}"


class Invitation(models.Model):
    """The one-time key to a seat. Only its SHA-256 is kept, so a stolen database opens nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="invitation")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
