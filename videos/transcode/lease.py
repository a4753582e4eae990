"""Claiming a job, keeping it, ending it: each one compare-and-set on the Job row, fenced by its attempt.

A worker that lost its lease (killed, paused, cut off) can change nothing any more: its attempt is no longer the row's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from videos.models import Job

LEASE = timedelta(seconds=30)
TRIES = 3


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

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=Job.State.RUNNING)

    def renew(self, progress: int, now: datetime) -> None:
        """Holds the lease on and notes progress (thousandths). Raises LostLease."""
        if not self._mine().update(lease_until=now + LEASE, progress=progress):
            raise LostLease

    def end(self, state: Job.State, now: datetime, error: str = "") -> None:
        """Ends the job in `state`, in the transaction that publishes its outputs. Raises LostLease.

        One that was given up for good is parked: a human looks at it before it is tried again.
        """
        if state == Job.State.FAILED and self.is_beyond_trying:
            state = Job.State.PARKED
        done = 1000 if state == Job.State.DONE else 0
        if not self._mine().update(state=state, ended_at=now, lease_until=None, error=error, progress=done):
            raise LostLease


def claimable(now: datetime) -> QuerySet[Job]:
    """Jobs that wait, and running ones whose worker has gone silent; oldest first."""
    silent = Q(state=Job.State.RUNNING, lease_until__lt=now)
    return Job.objects.filter(Q(state=Job.State.WAITING) | silent).order_by("made_at")


def claim(job_id: UUID, now: datetime) -> Lease | None:
    """Takes the job if it can be had, else None. See `Lease.is_beyond_trying` before working on it."""
    job = claimable(now).filter(pk=job_id).first()
    if job is None:
        return None
    seen = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state, lease_until=job.lease_until)
    taken = seen.update(
        state=Job.State.RUNNING, attempt=job.attempt + 1, lease_until=now + LEASE, started_at=now, progress=0, error=""
    )
    return Lease(job.pk, job.kind, job.subject, job.attempt + 1) if taken else None
