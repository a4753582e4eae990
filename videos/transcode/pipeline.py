"""The list of steps: what a worker does for each kind of job. The only writer of what it makes.

    prepare  original → inspect → as it is, if that plays           → watchable
                               → all else in one decode: study copy, small copy, poster,
                                 filmstrip, waveform, frame index   → film ready, or refused in words
    cut      both copies → exactly its frames, and a poster         → clip ready
    full     original → the same frames once more, in full detail   → there to choose
    still    study copy → one frame                                 → still ready
    move     original of another case → sealed under a key of its own → prepared there, erased here
    erase    keys destroyed, then bytes                             → erased, with a certificate
    stretch  original → some parts of a long film that another worker prepares

A job can be killed at any line: nothing is visible until the one transaction that ends it, and whoever claims it next
begins anew. What was sealed for nothing is swept. One that stops rests and is tried again; after three tries it is
parked, for a human to look at; what its workers went silent over is taken up again later (`resuming.py`). Where a disk
is full, the job waits and no try is used up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils import timezone

from videos.models import Job
from videos.transcode import cutting, detailing, erasing, moving, preparing, stretches
from videos.transcode.binaries import Binary, find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.faults import SILENT
from videos.transcode.heart import Heart
from videos.transcode.lease import FOR_ROOM, Lease, LostLease, claim
from videos.transcode.proof import Unfit
from videos.transcode.runner import Stopped
from videos.transcode.turns import in_turn
from vigportal.vault.chunks import Damaged
from vigportal.vault.keys import KeyDestroyed, KeyMissing
from vigportal.volumes import DiskFull, telling_when_full

logger = logging.getLogger(__name__)

Step = Callable[[Lease, Heart, Engine], None]
STEPS: Mapping[str, Step] = {
    Job.Kind.PREPARE: preparing.prepare,
    Job.Kind.CUT: cutting.cut,
    Job.Kind.STILL: cutting.still,
    Job.Kind.FULL: detailing.detail,
    Job.Kind.MOVE: moving.move_original,
    Job.Kind.ERASE: erasing.erase,
    Job.Kind.STRETCH: stretches.make_stretch,
}
FAILURES: Mapping[str, Callable[[Lease, str], None]] = {
    Job.Kind.PREPARE: preparing.fail,
    Job.Kind.CUT: cutting.fail,
    Job.Kind.STILL: cutting.fail,
    Job.Kind.FULL: detailing.fail,
    Job.Kind.MOVE: preparing.fail,
    Job.Kind.ERASE: erasing.fail,
    Job.Kind.STRETCH: stretches.withdraw,
}
EXPECTED = (Stopped, Unfit, Damaged, KeyMissing, OSError)
"""What can go wrong with one film and may go right at the next try."""
FINAL = (SoftTimeLimitExceeded, KeyDestroyed)
"""What would go wrong again: it had all the time there is, or its key is gone."""
NEXT_FEW = 5


def run_next(lane: Job.Lane) -> bool:
    """Does the job of this lane whose turn it is; says whether there was one."""
    now = timezone.now()
    waiting = list(in_turn(lane, now).values_list("pk", flat=True)[:NEXT_FEW])
    return any(run(job_id) for job_id in waiting)  # the first that nobody else has taken in the meantime


def run(job_id: UUID) -> bool:
    """Does a job, if it can be claimed; says whether it was. Never raises for a film's own faults."""
    lease = claim(job_id, timezone.now())
    if lease is None:
        return False
    try:
        with suppress(LostLease):
            _work(lease)
            return True
        lease.let_go(timezone.now())
        logger.info("job %s was called off, is somebody else's now, or its footage is being erased", lease.job_id)
    except Exception:
        logger.exception("job %s could not be ended: it goes silent, and is claimed anew", lease.job_id)
    return True


def _work(lease: Lease) -> None:
    if lease.is_beyond_trying:
        logger.error("job %s is parked: its workers went silent", lease.job_id)
        return FAILURES[lease.kind](lease, SILENT)
    try:
        with Heart(lease) as heart, telling_when_full():
            STEPS[lease.kind](lease, heart, engine())
    except LostLease:
        raise
    except DiskFull:
        _wait_for_room(lease)
    except FINAL as fault:
        logger.warning("job %s stopped for good: %s", lease.job_id, type(fault).__name__)
        FAILURES[lease.kind](lease, code_of(fault))
    except EXPECTED as fault:
        logger.warning("job %s stopped: %s", lease.job_id, type(fault).__name__)
        _try_again(lease, code_of(fault))
    except Exception:
        logger.exception("job %s stopped by a fault of ours", lease.job_id)
        _try_again(lease, "fault")


def code_of(fault: BaseException) -> str:
    """What the row says of a fault: its kind, in one word."""
    return type(fault).__name__.lower()[:40]


def _try_again(lease: Lease, error: str) -> None:
    """After a rest; the last time it is set aside."""
    if lease.is_last_try:
        logger.error("job %s is parked after %s tries: %s", lease.job_id, lease.attempt, error)
        return FAILURES[lease.kind](lease, error)
    return lease.give_back(timezone.now(), error)


def _wait_for_room(lease: Lease) -> None:
    """For three days at most; its page offers another try afterwards."""
    logger.warning("job %s finds no room on a disk (manage.py volumes)", lease.job_id)
    if lease.has_waited_long(now := timezone.now()):
        return FAILURES[lease.kind](lease, FOR_ROOM)
    return lease.wait_for_room(now)


def engine() -> Engine:
    """The ffmpeg of this machine, and what it may do."""
    return Engine(_binary(settings.FFMPEG_BINARY))


@cache
def _binary(named: str) -> Binary:
    return find_ffmpeg(named)
