"""A key store from outside: every byte of its files, the wrapped rows, a hand that changes them, another process."""

import base64
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from vigportal.vault import strongbox

Child = Callable[..., "subprocess.Popen[str]"]  # a script and its arguments; see the fixture `child`

OLD, NEW = bytes(range(32)), bytes(range(32, 64))  # two deployment keys


def in_base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def at_rest(store: Path) -> bytes:
    """Every byte in the store's folder: the file, its write-ahead file, its shared memory, drafts."""
    return b"".join(path.read_bytes() for path in sorted(store.iterdir()))


def wrapped_keys(store: Path) -> dict[bytes, bytes]:
    with closing(sqlite3.connect(store / strongbox.FILE)) as db:
        return dict(db.execute("SELECT asset_id, wrapped FROM asset_key").fetchall())


def tamper(store: Path, statement: str, *values: bytes) -> None:
    with closing(sqlite3.connect(store / strongbox.FILE)) as db, db:
        assert db.execute(statement, values).rowcount
