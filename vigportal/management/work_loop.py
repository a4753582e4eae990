"""The worker of a portal on one machine: reads the Job table until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from vigportal.management.processes import be_child_of

if TYPE_CHECKING:
    from videos.models import Job

logger = logging.getLogger(__name__)
LOOKS_EVERY_SECONDS = 0.5
NIGHTLY = timedelta(hours=24)
SWEEPS_EVERY = timedelta(seconds=30)


def main(parent: int) -> None:
    """Work as a child of the process `parent`. Ctrl-C is the parent's to hear."""
    import django

    be_child_of(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    work(over, is_wanted=lambda: os.getppid() == parent)


def work(over: threading.Event, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Do the work in two lanes side by side, so that no clip waits for a film to end.

    Between two films it does, once a day, what the night is for; between two clips, every half minute, it sweeps.
    """
    from videos.models import Job
    from videos.transcode.sweeping import mend
    from vigportal.management.night import night

    def is_on() -> bool:
        return not over.is_set() and is_wanted()

    sweep, nightly = Chore(mend, SWEEPS_EVERY), Chore(night, NIGHTLY)
    quick = threading.Thread(target=_lane, args=(Job.Lane.QUICK, sweep, over, is_on), name="quick lane")
    quick.start()
    try:
        _lane(Job.Lane.FILMS, nightly, over, is_on)
    finally:
        over.set()
        quick.join()


@dataclass
class Chore:
    """Work that is done between two jobs every so often, at once the first time."""

    do: Callable[[datetime], object]
    every: timedelta
    due: float = 0.0

    def look(self) -> None:
        """Do it if it is due. An error in it is logged, and it is tried again when it is due again."""
        from django.utils import timezone

        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + self.every.total_seconds()
        self.do(timezone.now())


def _lane(lane: Job.Lane, chore: Chore, over: threading.Event, is_on: Callable[[], bool]) -> None:
    from django.db import connection

    from videos.transcode import pipeline

    while is_on():
        try:
            chore.look()
            is_idle = not pipeline.run_next(lane)
        except Exception:
            logger.exception("the %s lane looks again soon", lane)
            connection.close()
            is_idle = True
        if is_idle:
            over.wait(LOOKS_EVERY_SECONDS)
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
