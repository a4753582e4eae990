"""The truncation door, which production lacks: a transactional test's clearing up empties append-only tables.

Django empties all tables in one transaction (`execute_sql_flush`). The door adds first and last lines to that
transaction: the triggers are out of the way there and nowhere else, and the rows that migrations brought (the
default headings, say) are there again afterwards. A test that deletes meets the triggers as always.
"""

import contextlib
from collections.abc import Iterator, Sequence
from unittest import mock

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

FIRES = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}
REMADE = {"auth", "contenttypes"}  # Django writes these rows anew after each flush


@contextlib.contextmanager
def door(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While this is open, Django's own flush gets past BEFORE DELETE and BEFORE TRUNCATE triggers."""
    flush = type(connection.ops).execute_sql_flush
    seeds = _kept_seeds(connection)

    def unhindered(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        before, after = LINES[connection.vendor](connection)
        flush(operations, [*before, *sql_list, *seeds, *after])

    with mock.patch.object(type(connection.ops), "execute_sql_flush", unhindered):
        yield


def _kept_seeds(connection: BaseDatabaseWrapper) -> list[str]:
    """Put what the migrations wrote aside, and say how to bring it back."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label not in REMADE]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        seeded = [table for table in tables if table in there and _has_rows(connection, table)]
        for table in seeded:
            cursor.execute(f'CREATE TABLE "seeds_of_{table}" AS SELECT * FROM "{table}"')
    return [f'INSERT INTO "{table}" SELECT * FROM "seeds_of_{table}"' for table in seeded]


def _has_rows(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
        return cursor.fetchone() is not None


def _on_postgres(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        triggers = cursor.fetchall()
    off = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name, _ in triggers]
    on = [f"ALTER TABLE {table} {FIRES[when]} TRIGGER {name}" for table, name, when in triggers]
    return off, ["SET CONSTRAINTS ALL IMMEDIATE", *on]  # foreign keys of the seeds wait: no ALTER TABLE past them


def _on_sqlite(connection: BaseDatabaseWrapper) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


LINES = {"postgresql": _on_postgres, "sqlite": _on_sqlite}
