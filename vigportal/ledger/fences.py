"""The SQL that makes a table append-only, for SQLite and PostgreSQL.

A fenced row is never deleted, and never changed but for two kinds of column: a `once` column may go from NULL
to a value a single time, a `free` column may change. A table with neither refuses every UPDATE. PostgreSQL
refuses TRUNCATE too. SQLite's REPLACE deletes without asking the delete trigger, so an INSERT that would
replace a row is refused there.

A fence stops a program's mistake and an injected statement. The owner of the tables can still take it down.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")


@dataclass(frozen=True)
class Fence:
    """What may still change in a table that is only added to."""

    table: str
    once: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.table, *self.once, *self.free):
            if not NAME.fullmatch(name):
                raise ValueError(f"not a plain name: {name!r}")

    @property
    def is_strict(self) -> bool:
        """Whether no row may change at all."""
        return not (self.once or self.free)


@dataclass(frozen=True)
class Shape:
    """A table's columns, and the sets of columns that no two rows may share."""

    columns: tuple[str, ...]
    keys: frozenset[tuple[str, ...]] = field(default_factory=frozenset)


def triggers(vendor: str, fence: Fence, shape: Shape) -> dict[str, str]:
    """Each trigger's name and the statement that makes it."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[vendor](fence, shape)


def names(vendor: str, table: str) -> list[str]:
    """The triggers of a fence around this table."""
    return list(triggers(vendor, Fence(table), Shape(())))


def down(vendor: str, table: str) -> list[str]:
    """The statements that take a fence away."""
    where = f" ON {table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in names(vendor, table)]


CALL = "refuse_change('{once}', '{free}')"
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    once text[] := string_to_array(TG_ARGV[0], ',');
    free text[] := string_to_array(TG_ARGV[1], ',');
    was jsonb;
    is_now jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND cardinality(once || free) > 0 THEN
        was := to_jsonb(OLD);
        is_now := to_jsonb(NEW);
        IF was - once - free = is_now - once - free AND NOT EXISTS (
            SELECT 1 FROM unnest(once) AS name
            WHERE was -> name <> 'null'::jsonb AND was -> name <> is_now -> name
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""
"""PostgreSQL's trigger function, one for all tables: it takes the `once` and `free` columns as arguments."""


def _postgresql(fence: Fence, _shape: Shape) -> dict[str, str]:
    table = fence.table
    call = "EXECUTE FUNCTION " + CALL.format(once=",".join(fence.once), free=",".join(fence.free))
    row, every = f"{table}_row_fence", f"{table}_all_fence"
    return {
        row: f"CREATE TRIGGER {row} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        every: f"CREATE TRIGGER {every} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    }


def _sqlite(fence: Fence, shape: Shape) -> dict[str, str]:
    table = fence.table
    when = {
        "update": ("UPDATE", "" if fence.is_strict else f" WHEN {_changed(fence, shape.columns)}"),
        "delete": ("DELETE", ""),
        "replace": ("INSERT", f" WHEN EXISTS ({_same_key(table, shape.keys)})"),
    }
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return {
        f"{table}_{name}_fence": (f"CREATE TRIGGER {table}_{name}_fence BEFORE {verb} ON {table}{test} {refuse}")
        for name, (verb, test) in when.items()
    }


def _changed(fence: Fence, columns: Iterable[str]) -> str:
    """Something changed that may not."""
    fixed = [name for name in columns if name not in {*fence.once, *fence.free}]
    tests = [f'OLD."{name}" IS NOT NEW."{name}"' for name in fixed]
    tests += [f'(OLD."{name}" IS NOT NULL AND OLD."{name}" IS NOT NEW."{name}")' for name in fence.once]
    return " OR ".join(tests)


def _same_key(table: str, keys: Iterable[tuple[str, ...]]) -> str:
    """A row with one of the new row's keys is there already."""
    matches = [" AND ".join(f'"{name}" = NEW."{name}"' for name in key) for key in sorted(keys)]
    either = " OR ".join(f"({match})" for match in ["rowid = NEW.rowid", *matches])
    return f"SELECT 1 FROM {table} WHERE {either}"  # noqa: S608 -- plain names only, see Fence
