"""Where somebody lands, and what they were told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from vigportal.accounts.access import seats_of
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.notices.models import Notice
from vigportal.notices.sentences import SENTENCES

LANDINGS = (
    (Role.PRACTITIONER, "home:today"),
    (Role.SUPERVISOR, "videos:board"),
    (Role.EXTERNAL_SUPERVISOR, "videos:board"),
    (Role.MANAGER, "home:today"),
    (Role.DATA_PROTECTION, "ledger:service"),
    (Role.GUARDIAN, "home:family"),
)
"""The first role that somebody has decides where they land."""


def landing_of(actor: User, now: datetime) -> str:
    """The name of the page where `actor` lands; nothing where no seat of theirs holds any more."""
    roles = set(seats_of(actor, now).values_list("role", flat=True))
    return next((page for role, page in LANDINGS if role in roles), "")


@dataclass(frozen=True)
class Told:
    """A notice in words, and the page it is about."""

    words: Promise
    path: str
    made_at: datetime
    is_read: bool


def unread_notices_of(actor: User) -> QuerySet[Notice]:
    """What `actor` was told and has not read."""
    return Notice.objects.filter(to=actor, read_at=None)


def told(actor: User, most: int) -> list[Told]:
    """What `actor` was told, newest first."""
    rows = Notice.objects.filter(to=actor).order_by("-made_at")[:most]
    return [Told(SENTENCES[row.sentence], row.path, row.made_at, row.read_at is not None) for row in rows]
