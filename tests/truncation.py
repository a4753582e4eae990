"""The truncation door, which production lacks: a transactional test's clearing up empties append-only tables.

Django empties all tables in one transaction (`execute_sql_flush`). The door adds first and last lines to that
transaction: the triggers are out of the way there and nowhere else. A test that deletes meets them as always.
"""

import contextlib
from collections.abc import Iterator, Sequence
from unittest import mock

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations


@contextlib.contextmanager
def door(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While this is open, Django's own flush gets past BEFORE DELETE and BEFORE TRUNCATE triggers."""
    flush = type(connection.ops).execute_sql_flush

    def unhindered(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        before, after = LINES[connection.vendor](connection)
        flush(operations, [*before, *sql_list, *after])

    with mock.patch.object(type(connection.ops), "execute_sql_flush", unhindered):
        yield


def _on_postgres(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal")
        triggers = cursor.fetchall()
    off = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in triggers]
    return off, [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for table, name in triggers]


def _on_sqlite(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


LINES = {"postgresql": _on_postgres, "sqlite": _on_sqlite}
