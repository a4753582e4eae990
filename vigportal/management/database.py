"""The whole database as one file, and back: SQLite by its own backup, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess  # the database's own programs; nothing of footage passes through them
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".sql"}
LAST_WORDS = b"PostgreSQL database dump complete"
EMPTY_FIRST = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"


class NotCopied(RuntimeError):
    """The database could not be copied, or not be put back. Says why, for the person at the terminal."""


def copy_name() -> str:
    """What a copy of this database is called."""
    return f"portal{SUFFIXES[connection.vendor]}"


def copy_database(to: Path) -> None:
    """One moment of the database, while everybody goes on working. The file appears whole or not at all."""
    draft = to.with_name(f".{to.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if connection.vendor == "sqlite":
        _copy_sqlite(draft)
    else:
        _run("pg_dump", "--no-owner", "--no-privileges", "--format=plain", f"--file={draft}")
    _settle(draft)
    draft.replace(to)
    _settle(to.parent)


def restore_database(source: Path) -> None:
    """Puts a copy in the place of everything, in one step: killed in the middle, what was there is there."""
    if connection.vendor == "sqlite":
        _restore_sqlite(source)
        return
    if LAST_WORDS not in _end_of(source):
        raise NotCopied(f"{source} is damaged: its end is missing")
    connection.close()
    sure = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction")
    _run("psql", *sure, f"--command={EMPTY_FIRST}", f"--file={source}")


def _copy_sqlite(draft: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(draft)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _restore_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as fault:
            verdict = str(fault)
        if verdict != "ok":
            raise NotCopied(f"{source} is damaged: {verdict}")
        connection.ensure_connection()
        copy.backup(connection.connection)
    connection.close()


def _run(program: str, *words: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise NotCopied(f"{program} is not on this machine. Install PostgreSQL's client programs (postgresql-client).")
    outcome = subprocess.run(
        [path, *_address(connection.settings_dict), *words],
        env={"PATH": os.defpath, "PGPASSWORD": str(connection.settings_dict["PASSWORD"])},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise NotCopied(f"{program} said: {outcome.stderr.strip()}")


def _address(settings: Mapping[str, Any]) -> list[str]:
    named = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{word}={settings[key]}" for word, key in named.items() if settings[key]]


def _settle(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _end_of(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 400))
        return file.read()
