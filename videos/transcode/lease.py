"""Claiming a job, keeping it, ending it: each one compare-and-set on the Job row, fenced by its attempt.

A worker that lost its lease (killed, paused, cut off) can change nothing any more: its attempt is no longer the row's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from videos.models import TRIES, Job
from videos.writer import forget_stretches
from vigportal.volumes import full_volumes

LEASE = timedelta(seconds=30)
RESTS = (timedelta(seconds=10), timedelta(minutes=2))
"""How long a job rests after its first and its second try: what was full or away may be there again."""
FOR_ROOM = "disk_full"
"""The error of a job that waits for room on a disk."""
LOOKS_FOR_ROOM = timedelta(minutes=1)
LONGEST_FOR_ROOM = timedelta(days=3)
"""Then somebody has to press “Try again”: what needs more room than a disk has would be tried for ever."""


class LostLease(Exception):
    """Another worker holds the job now. Whatever this one made must not be published."""


@dataclass(frozen=True)
class Lease:
    """The right to work on one job, for one attempt."""

    job_id: UUID
    kind: str
    subject: UUID
    attempt: int

    @property
    def is_beyond_trying(self) -> bool:
        """Whoever had it went silent, three times: it may be what kills them."""
        return self.attempt > TRIES

    @property
    def is_last_try(self) -> bool:
        """After this one it is set aside."""
        return self.attempt >= TRIES

    @property
    def is_held(self) -> bool:
        """Whether the job is still this worker's: it may have been called off, or taken by another."""
        return self._mine().exists()

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=Job.State.RUNNING)

    def hold(self, now: datetime) -> None:
        """Holds the lease on, whatever the progress: for a step in the middle of the work. Raises LostLease."""
        if not self._mine().update(lease_until=now + LEASE):
            raise LostLease

    def renew(self, progress: int, now: datetime, left: int | None = None) -> None:
        """Holds the lease on; notes progress (thousandths) and the seconds left, if known. Raises LostLease."""
        if not self._mine().update(lease_until=now + LEASE, progress=progress, seconds_left=left):
            raise LostLease

    def give_back(self, now: datetime, error: str) -> None:
        """Not this time: it waits again, after a rest. Raises LostLease."""
        self._rest(now + RESTS[min(self.attempt, len(RESTS)) - 1], error)

    def wait_for_room(self, now: datetime) -> None:
        """A disk is full: the job waits, and none of its tries is used up. Nothing more is done under this lease."""
        self._rest(now + LOOKS_FOR_ROOM, FOR_ROOM)

    def _rest(self, until: datetime, error: str) -> None:
        waits = self._mine().update(
            state=Job.State.WAITING, lease_until=until, error=error, progress=0, seconds_left=None
        )
        if not waits:
            raise LostLease

    def has_waited_long(self, now: datetime) -> bool:
        """Whether waiting for room any longer makes no sense."""
        return self._mine().filter(made_at__lt=now - LONGEST_FOR_ROOM).exists()

    def let_go(self, now: datetime) -> None:
        """Nobody wants it done any more: where the job still stands open it is closed, or it would come up for ever."""
        self._mine().update(state=Job.State.FAILED, ended_at=now, lease_until=None, error="unwanted")

    def end(self, state: Job.State, now: datetime, error: str = "") -> None:
        """Ends the job in `state`, in the transaction that publishes its outputs. Raises LostLease.

        With a film ends what others do for it, before its own row is touched: they take the two in this order as well.
        """
        done = 1000 if state == Job.State.DONE else 0
        if not self._mine().update(
            state=state, ended_at=now, lease_until=None, error=error, progress=done, seconds_left=None
        ):
            raise LostLease
        if self.kind == Job.Kind.PREPARE:
            forget_stretches([self.subject])


def claimable(now: datetime) -> QuerySet[Job]:
    """Jobs that wait and don't rest, and running ones whose worker has gone silent; oldest first.

    While a disk is full only erasing is begun: it makes room.
    """
    silent = Q(state=Job.State.RUNNING, lease_until__lt=now)
    waiting = Q(state=Job.State.WAITING) & (Q(lease_until=None) | Q(lease_until__lte=now))
    jobs = Job.objects.filter(waiting | silent).order_by("made_at")
    return jobs.filter(kind=Job.Kind.ERASE) if full_volumes() else jobs


def claim(job_id: UUID, now: datetime) -> Lease | None:
    """Takes the job if it can be had, else None. See `Lease.is_beyond_trying` before working on it."""
    job = claimable(now).filter(pk=job_id).first()
    if job is None:
        return None
    seen = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state, lease_until=job.lease_until)
    has_waited = job.error == FOR_ROOM  # then whoever had this attempt has let go of it for good, and it goes on
    attempt = job.attempt + (not has_waited)
    taken = seen.update(
        state=Job.State.RUNNING,
        attempt=attempt,
        lease_until=now + LEASE,
        started_at=now,
        progress=0,
        seconds_left=None,
        error="",
    )
    return Lease(job.pk, job.kind, job.subject, attempt) if taken else None
