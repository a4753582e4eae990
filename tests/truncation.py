"""The truncation door, which production lacks: a transactional test's clearing up empties append-only tables.

Django empties all tables in one transaction (`execute_sql_flush`). The door adds first and last lines to that
transaction: the triggers are out of the way there and nowhere else, and the rows that migrations brought (the
default headings, say) are there again afterwards. A test that deletes meets the triggers as always. On PostgreSQL only
the tables that have rows are emptied: truncating all of them takes longer than most tests do.
"""

import contextlib
import re
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
        before, emptying, after = LINES[connection.vendor](connection, sql_list)
        flush(operations, [*before, *emptying, *seeds, *after])

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


Lines = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""What is said before, what empties the tables, what is said afterwards."""


def _on_postgres(connection: BaseDatabaseWrapper, sql_list: Sequence[str]) -> Lines:
    """Foreign keys don't fire for a replica, so tables are emptied in any order; of our triggers some always fire."""
    filled = _filled(connection, re.findall(r'"(\w+)"', " ".join(sql_list)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname, tgenabled FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND relname = ANY(%s)",
            [filled],
        )
        triggers = cursor.fetchall()
    off = [f'ALTER TABLE "{table}" DISABLE TRIGGER {name}' for table, name, _ in triggers]
    on = [f'ALTER TABLE "{table}" {FIRES[when]} TRIGGER {name}' for table, name, when in triggers]
    as_replica = "SET LOCAL session_replication_role = replica"
    return [*off, as_replica], [f'DELETE FROM "{table}"' for table in filled], on


def _filled(connection: BaseDatabaseWrapper, tables: Sequence[str]) -> list[str]:
    asked = " UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def _on_sqlite(connection: BaseDatabaseWrapper, sql_list: Sequence[str]) -> Lines:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], sql_list, [sql for _, sql in triggers]


LINES = {"postgresql": _on_postgres, "sqlite": _on_sqlite}
