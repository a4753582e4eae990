"""One machine's web server and worker: gunicorn in this process, the worker beside it, both ended by one Ctrl-C."""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.util import _exit_function  # type: ignore[attr-defined] # what it registers is unregistered
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from videos.models import Job

logger = logging.getLogger(__name__)
LOOKS_EVERY_SECONDS = 0.5
NIGHTLY = timedelta(hours=24)
SWEEPS_EVERY = timedelta(seconds=30)
THREADS = 64


def make_ready() -> None:
    """Tables, and the files of the pages under their hashed names."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.SCRATCH_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


class Web(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn with many threads: no answer lives long, because every range is at most 1 MiB."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.wanted = options
        super().__init__()

    def load_config(self) -> None:
        """Takes the options as they are."""
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The portal."""
        from vigportal.wsgi import application

        return application


def serve(
    port: int, *, certificate: tuple[Path, Path] | None = None, on_ready: Callable[[], None] | None = None
) -> None:
    """Serves until Ctrl-C or SIGTERM, with a worker beside it."""
    host = "127.0.0.1" if urlsplit(settings.ORIGIN).hostname == "localhost" else "0.0.0.0"  # noqa: S104 # nosec B104
    worker = start_worker()
    options: dict[str, Any] = {
        "bind": f"{host}:{port}",
        "workers": 1,
        "threads": THREADS,
        "worker_class": "vigportal.web.worker.Worker",
        "timeout": 120,
        "graceful_timeout": 3,
        "loglevel": "warning",
        "accesslog": None,
        "when_ready": lambda _server: on_ready() if on_ready else None,
        "post_fork": lambda _server, _web: atexit.unregister(_exit_function),  # the worker is not a web child's to join
        "on_exit": lambda _server: stop_worker(worker),
    }
    if certificate:
        options |= {"certfile": str(certificate[0]), "keyfile": str(certificate[1])}
    Web(options).run()


def start_worker() -> multiprocessing.process.BaseProcess:
    """A worker process of its own, which ends when this one does."""
    worker = multiprocessing.get_context("spawn").Process(target=_worker, args=(os.getpid(),), name="worker")
    worker.start()
    return worker


def stop_worker(worker: multiprocessing.process.BaseProcess) -> None:
    """Asks it to end, then sees to it. Whatever it was at is done again at the next start."""
    worker.terminate()
    worker.join(5)
    if worker.is_alive():
        worker.kill()
        worker.join(5)


def _worker(parent: int) -> None:
    import django

    django.setup()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    work(over, is_wanted=lambda: os.getppid() == parent)


def work(over: threading.Event, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Reads the Job table until told to stop: two lanes side by side, so that no clip waits for a film to end.

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
    """What is done between two jobs every so often, at once the first time."""

    do: Callable[[datetime], object]
    every: timedelta
    due: float = 0.0

    def look(self) -> None:
        """Does it where it is due. What goes wrong in it is logged, and tried again when it is due again."""
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
