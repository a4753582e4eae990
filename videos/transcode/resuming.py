"""What was set aside because its worker went silent, three times, is taken up again later, without anybody's asking.

The law: a power cut, or a machine that is short of memory, says nothing about a film; after an hour, six hours and a
day it is tried again. What is set aside even then may be what kills the workers, and stays for a human to look at.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from consent.models import Asset
from videos.models import Clip, Film, Job, Still
from videos.transcode.faults import SILENT
from videos.writer import expect, expect_film
from vigportal.ledger.writer import enter

logger = logging.getLogger(__name__)
RESTS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""After how long it is taken up again, the first time and the next."""
FORGOTTEN = timedelta(days=7)
"""What stands there longer has had its turns, or nobody swept: that is for a human too."""


def take_up(now: datetime) -> int:
    """Takes up what has rested; says how much it was."""
    stopped = Job.objects.filter(state=Job.State.PARKED, error=SILENT, ended_at__gt=now - FORGOTTEN)
    due = [subject for subject in set(stopped.values_list("subject", flat=True)) if _is_due(subject, now)]
    return sum(_is_taken_up(subject, now) for subject in due)


def due_at(subject: UUID) -> datetime | None:
    """When it is taken up again; None where it isn't, or something else has happened to it since."""
    jobs = list(Job.objects.filter(subject=subject).exclude(kind=Job.Kind.STRETCH).order_by("-made_at"))
    silent = [job for job in jobs if job.state == Job.State.PARKED and job.error == SILENT]
    if not silent or silent[0] != jobs[0] or len(silent) > len(RESTS) or silent[0].ended_at is None:
        return None
    return silent[0].ended_at + RESTS[len(silent) - 1]


def _is_due(subject: UUID, now: datetime) -> bool:
    at = due_at(subject)
    return at is not None and at <= now


@transaction.atomic(durable=True)
def _is_taken_up(subject: UUID, now: datetime) -> bool:
    asset = Asset.objects.select_related("case__family").get(pk=subject)
    told: dict[str, Any] = {"service_id": asset.case.family.service_id, "case_id": asset.case_id, "now": now}
    if Film.objects.filter(asset=asset, state=Film.State.FAILED).update(state=Film.State.CHECKING, refusal=""):
        expect_film(asset.film, now)
        enter("film_retried", actor=None, **told, film=asset.film.pk)
    elif Clip.objects.filter(asset=asset, state=Clip.State.FAILED).update(state=Clip.State.CUTTING):
        expect(Job.Kind.CUT, subject, now)
        enter("clip_retried", actor=None, **told, clip=asset.clip.pk)
    elif Still.objects.filter(asset=asset, asset__state=Asset.State.PROCESSING).exists():
        expect(Job.Kind.STILL, subject, now)
    else:
        return False
    logger.warning("asset %s is taken up again: its workers went silent", subject)
    return True
