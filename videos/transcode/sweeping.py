"""What is expected and on nobody's list: a film on its way, a clip being cut, a still, without a job that makes it.

Every such state is written in one transaction with its job, so this finds something only where a row was lost: in a
table that was restored or mended by hand. A job whose worker went silent needs no order: it can be claimed anew
(`lease.claimable`).
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from consent.models import Asset
from videos.models import Clip, Film, Job, Still
from videos.transcode.resuming import take_up
from videos.writer import OPEN, expect, expect_film

logger = logging.getLogger(__name__)
IN_THE_MAKING = (Film.State.CHECKING, Film.State.PREPARING)


def mend(now: datetime) -> int:
    """Orders again what is missing, and takes up again what has rested; says how much.

    One query each, so that a job that ends meanwhile is no gap.
    """
    films = Film.objects.filter(~Exists(_jobs("asset")), state__in=IN_THE_MAKING)
    clips = Clip.objects.filter(~Exists(_jobs("asset")), state=Clip.State.CUTTING)
    stills = Still.objects.filter(~Exists(_jobs("asset", Job.State.PARKED)), asset__state=Asset.State.PROCESSING)
    with transaction.atomic():
        jobs = [expect_film(film, now) for film in films]
        jobs += [expect(Job.Kind.CUT, clip.asset_id, now) for clip in clips]
        jobs += [expect(Job.Kind.STILL, still.asset_id, now) for still in stills]
    for job in jobs:
        logger.warning("%s was on nobody's list: ordered again", job)
    return len(jobs) + take_up(now)


def _jobs(subject: str, *more: str) -> QuerySet[Job]:
    return Job.objects.filter(subject=OuterRef(subject), state__in=(*OPEN, *more))
