"""The SQLite file that keys lie in: one small file in a folder of its own, never the main database.

Two laws. What a transaction overwrites is gone from the files: rows have a fixed size and are overwritten
where they stand, secure_delete wipes what SQLite moves by itself, and `scrub` empties the write-ahead file. And
the file is there whole or not at all.

One connection per process, behind a lock: opening one for each read costs more than opening 1 MiB of film
does. It never crosses a fork, which SQLite forbids.
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from vigportal.vault.disk import settle

FILE = "keys.sqlite3"
PATIENCE = 20  # seconds that a writer waits for another one
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY")

SCHEMA = """
CREATE TABLE deployment (proof BLOB NOT NULL CHECK (length(proof) = 60));
CREATE TABLE service_key (
    service_id BLOB PRIMARY KEY NOT NULL CHECK (length(service_id) = 16),
    wrapped BLOB NOT NULL CHECK (length(wrapped) = 60)
);
CREATE TABLE asset_key (
    asset_id BLOB PRIMARY KEY NOT NULL CHECK (length(asset_id) = 16),
    service_id BLOB NOT NULL REFERENCES service_key,
    wrapped BLOB NOT NULL CHECK (length(wrapped) = 60)
);
CREATE TABLE destroyed (asset_id BLOB PRIMARY KEY NOT NULL CHECK (length(asset_id) = 16), at TEXT NOT NULL);
"""


class KeyLingers(Exception):
    """A reader kept the write-ahead file open, so an overwritten key may still be in it. Do it again."""


_lock = threading.RLock()
_open: dict[tuple[Path, int], sqlite3.Connection] = {}  # at most one: by path and inode


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """The store in `folder`, made if it isn't there. Read with one statement, and read that to its end."""
    with _lock:
        yield _connection(folder / FILE)


@contextmanager
def writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """The same inside one transaction, alone among all processes; written through to the disk at the end."""
    with reading(folder) as db, db:
        db.execute("BEGIN IMMEDIATE")
        yield db


def scrub(folder: Path) -> None:
    """Bring the write-ahead file home and cut it to nothing, so that no overwritten key is left in it."""
    with reading(folder) as db:
        ((is_busy, _, _),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if is_busy:
        raise KeyLingers


def copy_to(folder: Path, path: Path) -> None:
    """A copy of the store as one whole file at `path`, where nothing may be yet."""
    with reading(folder) as db, _draft_of(path) as draft, closing(_connect(draft)) as copy:
        db.backup(copy)


@contextmanager
def reading_copy(path: Path) -> Iterator[sqlite3.Connection]:
    """A finished copy, left exactly as it is."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        yield db


def close() -> None:
    """Let go of the file. The next use opens it again."""
    with _lock:
        while _open:
            _open.popitem()[1].close()


def _connection(path: Path) -> sqlite3.Connection:
    try:
        place = (path, path.stat().st_ino)  # a store put in the file's place has another inode
    except FileNotFoundError:
        _make(path)
        place = (path, path.stat().st_ino)
    if place not in _open:
        close()
        _open[place] = _connect(path)
    return _open[place]


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        suppress(FileExistsError),
        _draft_of(path) as draft,
        closing(_connect(draft)) as db,
    ):  # another was first
        db.executescript(SCHEMA)


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """A private file beside `path` that becomes it, whole and on the disk, when the block is left well."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
        settle(draft)
        path.hardlink_to(draft)
        settle(path.parent)
    finally:
        draft.unlink()


def _before_fork() -> None:
    _lock.acquire()
    close()


os.register_at_fork(before=_before_fork, after_in_parent=_lock.release, after_in_child=_lock.release)
