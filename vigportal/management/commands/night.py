"""Does what the night is for, once: for cron or a timer where Celery workers run (one machine does it by itself)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from vigportal.management.night import night


class Command(BaseCommand):
    """Says in the log what failed, and goes on."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Once."""
        night(timezone.now())
