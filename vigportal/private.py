"""Files that nobody else on this machine reads: the data folder, the database, mails that were not sent."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend

LOOSE = 0o077
MAIL_SECONDS = 7 * 24 * 60 * 60
"""As long as an invitation's link opens something."""


class MailFiles(EmailBackend):
    """Mails as files, for a portal without a mail server: readable by their owner alone, gone after MAIL_SECONDS."""

    def open(self) -> bool:
        """Begin a file."""
        is_new = self.stream is None
        if not is_new:
            return False
        folder = Path(str(self.file_path))
        close(folder)
        for old in folder.glob("*.log"):
            with suppress(FileNotFoundError):
                if old.stat().st_mtime < time.time() - MAIL_SECONDS:
                    old.unlink()
        name = self._get_filename()  # type: ignore[attr-defined] # the stubs don't know it
        kept = os.fdopen(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
        self.stream = kept  # type: ignore[assignment] # bytes, as Django's own
        return True


def close_database(connection: Any, **_: Any) -> None:
    """Close the files of a SQLite that was opened just now, and their folder. Hung onto `connection_created`."""
    if connection.vendor == "sqlite" and Path(path := str(connection.settings_dict["NAME"])).is_file():
        close(settings.DATA_DIR)
        for ending in ("", "-wal", "-shm"):
            close(Path(path + ending))


def close(path: Path) -> None:
    """Leave it to its owner alone. What belongs to another user of this machine is theirs to close."""
    with suppress(FileNotFoundError, PermissionError):
        if (mode := path.stat().st_mode) & LOOSE:
            path.chmod(mode & ~LOOSE & 0o7777)
