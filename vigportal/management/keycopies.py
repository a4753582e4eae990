"""The key store's own copies: made every night, kept apart, gone after a few days.

A copy still opens what is erased after it was made, so it has to go itself, whether or not a newer one can be made. A
backup of the database or of the sealed films holds no key, and may be kept as long as anybody likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vigportal.ledger.models import PORTAL
from vigportal.ledger.writer import enter
from vigportal.vault.keys import copy_keys

NAMES = "keys-*.sqlite3"
STAMP = "keys-%Y%m%dT%H%M%S%f"


def name_at(now: datetime) -> str:
    """What a copy made at `now` is called: its age can be read from its name, wherever it is moved."""
    return f"{now.astimezone(UTC):{STAMP}}.sqlite3"


def keep_keys_apart(now: datetime) -> None:
    """Takes away the copies whose life has passed, then makes tonight's. Nothing where no folder is set."""
    if settings.VAULT_KEYS_COPY_DIR is None:
        return
    folder = Path(settings.VAULT_KEYS_COPY_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    gone = forget_old(folder, now)
    copy_keys(folder / name_at(now))
    _note(len(gone), now)


def forget_old(folder: Path, now: datetime) -> list[Path]:
    """Takes away every copy older than VAULT_KEYS_COPY_DAYS, and what a killed copy left; says which."""
    earliest = now - timedelta(days=settings.VAULT_KEYS_COPY_DAYS)
    old = [path for path in folder.glob(NAMES) if _made_at(path) <= earliest]
    gone = [*old, *_left_behind(folder, earliest)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _left_behind(folder: Path, earliest: datetime) -> Iterator[Path]:
    """Drafts of copies that were killed: they hold keys too."""
    return (path for path in folder.glob(f".{NAMES}.*") if _touched_at(path) <= earliest)


def _made_at(path: Path) -> datetime:
    """By its name; a name that doesn't say goes by the file's own time."""
    try:
        return datetime.strptime(path.stem, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return _touched_at(path)


def _touched_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


@transaction.atomic(durable=True)
def _note(gone: int, now: datetime) -> None:
    enter("keys_copied", actor=None, service_id=PORTAL, now=now, count=gone)
