"""The whole database as one sealed file, and back: SQLite by its own backup, PostgreSQL by its own programs.

It holds names and words: in a backup it is sealed as films are. In plain it lies for a moment in the scratch folder.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess  # the database's own programs; nothing of footage passes through them
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from vigportal.vault.chunks import Damaged
from vigportal.vault.whole import open_file, seal_file

SUFFIXES = {"sqlite": ".sqlite3", "postgresql": ".sql"}
SEALED = ".sealed"
LAST_WORDS = b"PostgreSQL database dump complete"
EMPTY_FIRST = """
DO $$ DECLARE thing text; BEGIN
FOR thing IN SELECT format('TABLE IF EXISTS %s', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    LOOP EXECUTE 'DROP ' || thing || ' CASCADE'; END LOOP;
FOR thing IN SELECT format('FUNCTION IF EXISTS %s', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace LOOP EXECUTE 'DROP ' || thing || ' CASCADE'; END LOOP;
END $$;
"""
"""The schema itself stays, and with it what its owner has granted to the role that the portal works under."""


class NotCopied(RuntimeError):
    """The database could not be copied, or not be put back. Says why, for the person at the terminal."""


def copy_name() -> str:
    """What a copy of this database is called."""
    return f"portal{SUFFIXES[connection.vendor]}{SEALED}"


def copy_database(to: Path) -> None:
    """One moment of the database, while everybody goes on working. The file appears whole and sealed, or not at all."""
    draft = to.with_name(f".{to.name}.part")
    draft.unlink(missing_ok=True)
    with _in_plain() as plain:
        if connection.vendor == "sqlite":
            _copy_sqlite(plain)
        else:
            _run("pg_dump", "--no-owner", "--no-privileges", "--format=plain", f"--file={plain}")
        seal_file(plain, draft)
    _settle(draft)
    draft.replace(to)
    _settle(to.parent)


def restore_database(source: Path) -> None:
    """Puts a copy in the place of everything, in one step: killed in the middle, what was there is there."""
    with _in_plain() as plain:
        try:
            open_file(source, plain)
        except Damaged as fault:
            raise NotCopied(f"{source} is damaged, or was sealed with another deployment key ({fault})") from fault
        _put_back(plain, source)


@contextmanager
def _in_plain() -> Iterator[Path]:
    """A file that its owner alone may read, and that goes; so does what a killed backup left of one."""
    folder = settings.SCRATCH_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    plain = folder / "database.plain"
    plain.unlink(missing_ok=True)
    plain.touch(mode=0o600)
    try:
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def _put_back(plain: Path, source: Path) -> None:
    if connection.vendor == "sqlite":
        _restore_sqlite(plain, source)
        return
    if LAST_WORDS not in _end_of(plain):
        raise NotCopied(f"{source} is damaged: its end is missing")
    connection.close()
    sure = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction")
    _run("psql", *sure, f"--command={EMPTY_FIRST}", f"--file={plain}")


def _copy_sqlite(draft: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(draft)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _restore_sqlite(plain: Path, source: Path) -> None:
    with closing(sqlite3.connect(f"{plain.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
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


def _address(told: Mapping[str, Any]) -> list[str]:
    named = {"--host": "HOST", "--port": "PORT", "--username": "USER", "--dbname": "NAME"}
    return [f"{word}={told[key]}" for word, key in named.items() if told[key]]


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
