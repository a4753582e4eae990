"""Keeps a lease while the work goes on: a heartbeat beside it, so no long step (loading, sealing) loses the job."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from django.db import close_old_connections, connection
from django.utils import timezone

from videos.transcode.engine import Looking
from videos.transcode.lease import Lease, LostLease

BEAT_SECONDS = 2.0


class Heart(threading.Thread):
    """Renews the lease every two seconds, with the progress so far; once it is lost, the work is unwanted."""

    def __init__(self, lease: Lease) -> None:
        super().__init__(name=f"heart of {lease.job_id}", daemon=True)
        self.lease, self.done, self.is_lost = lease, 0.0, False
        self._over = threading.Event()

    @property
    def looking(self) -> Looking:
        """For the engine: it tells how far it is, and asks whether to go on."""
        return Looking(on_progress=self._note, is_unwanted=lambda: self.is_lost)

    def _note(self, done: float) -> None:
        self.done = done

    def run(self) -> None:
        """Beats until the work is over or the lease is lost."""
        while not self.is_lost and not self._over.wait(BEAT_SECONDS):
            close_old_connections()
            try:
                self.lease.renew(int(self.done * 1000), timezone.now())
            except LostLease:
                self.is_lost = True
        connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self.join()
