"""What the night is for: uploads that were given up, footage whose time has passed, bytes that nothing points at.

Each chore can be killed at any line and done again: what it did stands, what it didn't is found by the next night.
A worker on one machine does them once a day; elsewhere `manage.py night` does, by cron or a timer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.management import call_command
from django.db.models import Exists, OuterRef

from consent.actions.reminding import remind_of_end
from consent.models import Asset
from consent.queries import cases_with_ends
from consent.record import proofs_among
from consent.saying import SOON, endings_in
from families.models import Case
from videos.actions.films import NotInThisState
from videos.actions.keeping import erase_by_rule
from videos.actions.uploads import expire_upload
from videos.keeping import GONE, due_in
from videos.models import Erasing, Job, Upload
from videos.queries import owned_among
from videos.writer import OPEN, OnHold, expect
from vigportal.management.burying import bury_what_has_no_key
from vigportal.management.keycopies import keep_keys_apart
from vigportal.management.witness import keep_witness
from vigportal.vault.storage import sweep_nobodys, sweep_orphans

T = TypeVar("T")
logger = logging.getLogger(__name__)
HALF_WRITTEN = timedelta(days=1)
NOBODYS = timedelta(days=7)
"""Sealed bytes that no row points at: a worker was killed just before it published them. No job takes so long."""


def night(now: datetime) -> None:
    """Each chore by itself: one that fails is logged and keeps no other from its turn."""
    for chore in CHORES:
        _each([now], chore)


def expire_uploads(now: datetime) -> None:
    """What has arrived of a film that nobody went on sending goes."""
    late = Upload.objects.filter(ended_at=None, expires_at__lte=now)
    _each(late.select_related("film__asset__case__family"), lambda upload: expire_upload(upload=upload, now=now))


def erase_what_is_due(now: datetime) -> None:
    """Whatever the rules say is to go tonight, case by case."""
    footage = Asset.objects.filter(case=OuterRef("pk"), kind=Asset.Kind.FILM).exclude(state__in=GONE)
    cases = Case.objects.filter(Exists(footage)).select_related("family__service")
    _each(cases, lambda case: _each(due_in(case, now), lambda due: erase_by_rule(due=due, now=now)))


def remind_of_ends(now: datetime) -> None:
    """Whoever gave a yes that is about to end is told, once."""
    cases = cases_with_ends(now, now + SOON)
    _each(cases, lambda case: _each(endings_in(case, now), lambda ending: remind_of_end(ending=ending, now=now)))


def order_again(now: datetime) -> None:
    """Erasures that stopped: what is shut stays shut, and its end is ordered anew."""
    at_work = Job.objects.filter(kind=Job.Kind.ERASE, subject=OuterRef("asset_id"), state__in=OPEN)
    stopped = Erasing.objects.filter(~Exists(at_work), ended_at=None)
    _each(stopped, lambda order: expect(Job.Kind.ERASE, order.asset_id, now))


def sweep_vault(now: datetime) -> None:
    """Half-written objects of killed writers, and whole ones that nothing points at."""
    sweep_orphans(older_than=now - HALF_WRITTEN)
    sweep_nobodys(lambda names: owned_among(names) | proofs_among(names), older_than=now - NOBODYS)


def forget_sittings(_now: datetime) -> None:
    """Sittings that are over."""
    call_command("clearsessions")


def list_parked(_now: datetime) -> None:
    """Jobs that were set aside because their workers went silent, for a human to look at."""
    for job in Job.objects.filter(state=Job.State.PARKED).order_by("made_at"):
        logger.warning("parked: %s job %s for asset %s, since %s", job.kind, job.pk, job.subject, job.ended_at)


def _each(things: Iterable[T], do: Callable[[T], object]) -> None:
    """One that fails is logged and keeps no other from its turn; one that a hold protects waits."""
    for thing in things:
        try:
            do(thing)
        except (OnHold, NotInThisState) as no:
            logger.info("left as it is: %s (%s)", thing, type(no).__name__)
        except Exception:
            logger.exception("a chore of the night failed at %s", thing)


CHORES: list[Callable[[datetime], object]] = [
    bury_what_has_no_key,
    expire_uploads,
    erase_what_is_due,
    remind_of_ends,
    order_again,
    sweep_vault,
    keep_keys_apart,
    forget_sittings,
    keep_witness,
    list_parked,
]
