"""What the night is for: uploads that were given up, footage whose time has passed, bytes that nothing points at."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from vigportal.vault.storage import sweep_orphans

logger = logging.getLogger(__name__)
HALF_WRITTEN = timedelta(days=1)


def night(now: datetime) -> None:
    """Each chore by itself: one that fails is logged and keeps no other from its turn."""
    for chore in CHORES:
        try:
            chore(now)
        except Exception:
            logger.exception("a chore of the night failed: %s", chore.__name__)


def sweep_vault(now: datetime) -> None:
    """Half-written objects of killed writers."""
    sweep_orphans(older_than=now - HALF_WRITTEN)


CHORES: list[Callable[[datetime], None]] = [sweep_vault]
