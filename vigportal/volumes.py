"""The disks that footage needs: where each lies, how much is free, and whether a fault means that one of them is full.

The law: a full disk loses nothing and fails nobody. A part that finds no room is answered with 507 and sent again
later; work waits and is begun anew; what was half made is gone. So that this can be written down at all, films stop
coming in while there is still a little left (DISK_FLOOR_BYTES): on one machine the sealed films, the keys and the
database share one disk.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

_ERRORS = {errno.ENOSPC, errno.EDQUOT}
_POSTGRES = "53100"  # SQLSTATE disk_full
_LOOK_AT_THE_DISK = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}  # SQLite's words for it, among other things
_PRIMARY = 0xFF
AGAIN_SECONDS = 600
"""When it is worth while to try again: somebody has to make room first."""


class DiskFull(Exception):
    """There is no room on one of the portal's disks. Nothing of what was tried has stayed."""


class Holds(StrEnum):
    """What a disk is needed for."""

    FILMS = "films"
    KEYS = "keys"
    SCRATCH = "scratch"
    DATABASE = "database"


@dataclass(frozen=True)
class Volume:
    """The disk below a folder: bytes free to the portal, and in all."""

    holds: Holds
    folder: Path
    free: int
    size: int

    @property
    def is_full(self) -> bool:
        """Nothing more is to come onto it: what is left is for the portal's own notes."""
        return self.free < settings.DISK_FLOOR_BYTES


def volumes() -> list[Volume]:
    """Those that can be looked at from here: not an object store, not another machine's database."""
    return [_volume(holds, folder) for holds, folder in _places()]


def full_volumes() -> list[Volume]:
    """Those on which there is no room."""
    return [volume for volume in volumes() if volume.is_full]


def room_for_films() -> int | None:
    """Bytes of film that still fit onto the disk of the vault; None where that can't be seen from here."""
    left = [max(each.free - settings.DISK_FLOOR_BYTES, 0) for each in volumes() if each.holds is Holds.FILMS]
    return left[0] if left else None


def _places() -> Iterator[tuple[Holds, Path]]:
    shelf: Any = settings.STORAGES["vault"]
    if shelf["BACKEND"].endswith(".disk.Disk"):
        yield Holds.FILMS, Path(settings.VAULT_DIR)
    yield Holds.KEYS, Path(settings.VAULT_KEYS_DIR)
    yield Holds.SCRATCH, Path(settings.SCRATCH_DIR)
    database = connection.settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        yield Holds.DATABASE, Path(database["NAME"]).parent


def _volume(holds: Holds, folder: Path) -> Volume:
    nearest = next(each for each in (folder, *folder.resolve().parents) if each.exists())
    disk = os.statvfs(nearest)
    return Volume(holds, folder, disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize)


@contextmanager
def telling_when_full() -> Iterator[None]:
    """A fault inside that means a full disk comes out as DiskFull, whoever met it: a file, SQLite, PostgreSQL."""
    try:
        yield
    except DiskFull:
        raise
    except Exception as fault:
        if means_full(fault):
            raise DiskFull from fault
        raise


def means_full(fault: BaseException | None) -> bool:
    """Whether this fault, or one that it came from, says that there is no room on a disk."""
    while fault is not None:
        if _says_full(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _says_full(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        code = getattr(fault, "sqlite_errorcode", 0) & _PRIMARY
        return code == sqlite3.SQLITE_FULL or (code in _LOOK_AT_THE_DISK and bool(full_volumes()))
    if isinstance(fault, DiskFull) or getattr(fault, "pgcode", None) == _POSTGRES:
        return True
    return isinstance(fault, OSError) and fault.errno in _ERRORS
