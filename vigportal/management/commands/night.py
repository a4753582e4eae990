"""Does what the night is for, once: for cron or a timer where Celery workers run (one machine does it by itself)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from vigportal.management.night import night
from vigportal.onemachine import add_folder


class Command(BaseCommand):
    """Says in the log what failed, and goes on."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which portal."""
        add_folder(parser)

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Once."""
        night(timezone.now())
