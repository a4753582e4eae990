"""Keeps a lease while the work goes on: a heartbeat beside it, so no long step (loading, sealing) loses the job."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from videos.transcode.lease import Lease, LostLease
from videos.transcode.made import Looking
from videos.transcode.pace import Pace

logger = logging.getLogger(__name__)
BEAT_SECONDS = 2.0
GLANCE_SECONDS = 0.5
"""Between two looks whether the work is still wanted: whoever calls it off sees it end within about a second."""


class Heart(threading.Thread):
    """Renews the lease every two seconds, with the progress so far; once it is lost, the work is unwanted."""

    def __init__(self, lease: Lease) -> None:
        super().__init__(name=f"heart of {lease.job_id}", daemon=True)
        self.lease, self.pace, self.is_lost = lease, Pace(), False
        self._over = threading.Event()

    @property
    def looking(self) -> Looking:
        """For the work whose progress is the job's: the engine tells how far it is, and asks whether to go on."""
        return Looking(on_progress=self.note, is_unwanted=lambda: self.is_lost)

    @property
    def watching(self) -> Looking:
        """For work before and after that: only asked whether to go on."""
        return Looking(is_unwanted=lambda: self.is_lost)

    def note(self, done: float) -> None:
        """So much is done, from 0 to 1."""
        self.pace = self.pace.noted(done, time.monotonic())

    def run(self) -> None:
        """Beats until the work is over or the lease is lost."""
        beat_due = time.monotonic() + BEAT_SECONDS
        while not self.is_lost and not self._over.wait(GLANCE_SECONDS):
            is_beat = time.monotonic() >= beat_due
            if is_beat:
                close_old_connections()
                beat_due = time.monotonic() + BEAT_SECONDS
            try:
                self.is_lost = not (self._beat() if is_beat else self.lease.is_held)
            except DatabaseError:  # a lease outlives many missed beats
                logger.exception("the heart of job %s missed a beat", self.lease.job_id)
                connection.close()
        connection.close()

    def _beat(self) -> bool:
        pace = self.pace
        left = pace.left(time.monotonic())
        try:
            self.lease.renew(int(pace.done * 1000), timezone.now(), None if left is None else round(left))
        except LostLease:
            return False
        return True

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self.join()
