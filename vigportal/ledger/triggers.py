"""Putting up the fences of append-only tables, by migration, and finding the ones that are missing.

    operations = [CreateModel(…), AppendOnly("consent_declaration")]

SQLite changes a table by making a new one, and the triggers of the old one go with it: a later migration that
alters a fenced table must end with its AppendOnly again. `missing` (in verify_ledger and the tests) says
where that was forgotten.
"""

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from vigportal.ledger.fences import CALL, FUNCTION, Fence, Shape, down, names, triggers


class AppendOnly(Operation):
    """A migration's step: from here on, rows of this table are only ever added."""

    reversible = True

    def __init__(self, table: str, once: tuple[str, ...] = (), free: tuple[str, ...] = ()) -> None:
        self.fence = Fence(table, tuple(once), tuple(free))

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models know nothing of the fence."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Puts the fence up, or anew."""
        put_up(schema_editor, self.fence)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Takes the fence down."""
        take_down(schema_editor, self.fence)

    def describe(self) -> str:
        """The line that `migrate` shows."""
        return f"Makes {self.fence.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        """The part of a migration's name."""
        return f"{self.fence.table}_append_only"


def put_up(schema_editor: BaseDatabaseSchemaEditor, fence: Fence) -> None:
    """Raises a fence; one that stands is raised anew."""
    connection = schema_editor.connection
    take_down(schema_editor, fence)
    if connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    for statement in triggers(connection.vendor, fence, _shape(connection, fence.table)).values():
        schema_editor.execute(statement, params=None)


def take_down(schema_editor: BaseDatabaseSchemaEditor, fence: Fence) -> None:
    """Takes a fence away, if it stands."""
    for statement in down(schema_editor.connection.vendor, fence.table):
        schema_editor.execute(statement, params=None)


@cache
def fences() -> tuple[Fence, ...]:
    """Every fence that the migrations put up, the last word on each table."""
    loader = MigrationLoader(None)
    plan = [step for leaf in loader.graph.leaf_nodes() for step in loader.graph.forwards_plan(leaf)]
    steps = [operation for key in dict.fromkeys(plan) for operation in loader.graph.nodes[key].operations]
    found = {step.fence.table: step.fence for step in steps if isinstance(step, AppendOnly)}
    return tuple(found.values())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The append-only tables whose fence doesn't stand as it should."""
    stands = {"sqlite": _stands_in_sqlite, "postgresql": _stands_in_postgresql}[connection.vendor]
    return [fence.table for fence in fences() if not stands(connection, fence)]


def _shape(connection: BaseDatabaseWrapper, table: str) -> Shape:
    """Only SQLite's triggers name columns; a key with a condition or an expression is no key for them."""
    if connection.vendor != "sqlite":
        return Shape(())
    columns = _rows(connection, "SELECT name FROM pragma_table_info(%s) ORDER BY cid", table)
    keys = _rows(
        connection,
        "SELECT list.name, info.name FROM pragma_index_list(%s) list, pragma_index_info(list.name) info "
        'WHERE list."unique" AND NOT list.partial ORDER BY list.name, info.seqno',
        table,
    )
    by_index: dict[str, list[str | None]] = {}
    for index, column in keys:
        by_index.setdefault(index, []).append(column)
    whole = frozenset(tuple(filter(None, key)) for key in by_index.values() if None not in key)
    return Shape(tuple(name for (name,) in columns), whole)


def _stands_in_sqlite(connection: BaseDatabaseWrapper, fence: Fence) -> bool:
    made = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    found = _rows(connection, made, fence.table)
    return triggers("sqlite", fence, _shape(connection, fence.table)).items() <= dict(found).items()


def _stands_in_postgresql(connection: BaseDatabaseWrapper, fence: Fence) -> bool:
    """Each trigger is on, calls the function with the fence's columns, and the function is ours."""
    found = _rows(
        connection,
        "SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A')",
        fence.table,
    )
    call = CALL.format(once=",".join(fence.once), free=",".join(fence.free))
    whole = {name for name, made_by, body in found if call in made_by and body in FUNCTION}
    return whole >= set(names("postgresql", fence.table))


def _rows(connection: BaseDatabaseWrapper, sql: str, table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return list(cursor.fetchall())
