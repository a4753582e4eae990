"""Does the work that waits in the Job table (one machine; with Redis, use a Celery worker)."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vigportal.management.work_loop import work
from vigportal.onemachine import add_folder


class Command(BaseCommand):
    """Runs until Ctrl-C or SIGTERM."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which portal."""
        add_folder(parser)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Works."""
        over = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: over.set())
        work(over)
