"""Fences: what was written stays as it was written, through the ORM and through plain SQL, on both databases."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from vigportal.ledger.fences import Fence
from vigportal.ledger.models import PORTAL, ChainHead, Entry
from vigportal.ledger.triggers import fences, missing, put_up, take_down
from vigportal.ledger.writer import enter

SCRATCH = "scratch_only_for_this_test"


def _refuses(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError as refusal:
        return "append-only" in str(refusal)
    return False


@pytest.fixture
def entry(db: None) -> Entry:
    return enter("signed_out", actor=None, service_id=PORTAL, now=timezone.now())


def test_that_an_entry_is_not_changed_through_the_orm(entry: Entry) -> None:
    for change in (
        lambda: Entry.objects.update(event="signed_in"),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
        lambda: Entry.objects.bulk_update([entry], ["purpose"]),
        entry.save,
        entry.delete,
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert Entry.objects.get().event == "signed_out"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET event = 'signed_in'",
        "UPDATE ledger_entry SET event = event",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_chainhead",
    ],
)
def test_that_an_entry_is_not_changed_through_sql(entry: Entry, sql: str) -> None:
    assert _refuses(sql)
    assert Entry.objects.get().as_link() == entry.as_link()


def test_that_a_head_only_moves(entry: Entry) -> None:
    assert not _refuses("UPDATE ledger_chainhead SET number = number + 1")
    assert _refuses(f"UPDATE ledger_chainhead SET chain = '{'1' * 32}'")
    assert ChainHead.objects.get().number == 2


@pytest.mark.postgres
def test_that_an_append_only_table_is_not_truncated(transactional_db: None) -> None:
    assert _refuses("TRUNCATE ledger_entry")
    assert _refuses("TRUNCATE ledger_chainhead CASCADE")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("key", ["id", "number", "rowid"])
def test_that_replacing_is_no_way_around(entry: Entry, key: str) -> None:
    columns = [str(field.column) for field in Entry._meta.fields]
    other = {"id": "'other'", "number": "9"}
    other.pop(key, None)
    taken = ", ".join(other.get(column, f'"{column}"') for column in columns)
    into = ", ".join(columns)
    if key == "rowid":
        into, taken = f"rowid, {into}", f"rowid, {taken}"
    assert _refuses(f"INSERT OR REPLACE INTO ledger_entry ({into}) SELECT {taken} FROM ledger_entry")
    assert Entry.objects.get().pk == entry.pk


@pytest.mark.django_db
def test_that_every_fence_stands_after_the_migrations() -> None:
    assert missing(connection) == []
    assert {fence.table for fence in fences()} <= set(connection.introspection.table_names())


@pytest.mark.django_db
def test_that_a_table_called_append_only_is_fenced_with_the_lists_of_its_rows() -> None:
    claimed = [model for model in apps.get_models() if "ppend-only" in (model.__doc__ or "")]
    fields = (field for model in claimed for field in model._meta.local_many_to_many)
    lists = [through for field in fields if (through := field.remote_field.through)]
    assert lists, "whom a yes means, and which noes it lifts"
    assert {model._meta.db_table for model in (*claimed, *lists)} - {fence.table for fence in fences()} == set()


@pytest.fixture
def scratch(transactional_db: None) -> Iterator[Fence]:
    """A table with a row, fenced, where `ended` may be set once and `seen` may change."""
    fence = Fence(SCRATCH, once=("ended",), free=("seen",))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {SCRATCH} (id integer PRIMARY KEY, said text, ended text, seen integer)")
        cursor.execute(f"INSERT INTO {SCRATCH} VALUES (1, 'yes', NULL, 0), (2, NULL, 'then', 0)")
    with connection.schema_editor() as editor:
        put_up(editor, fence)
    yield fence
    with connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE {SCRATCH}")


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ("said = 'no'", True),
        ("said = NULL", True),
        ("said = 'yes'", False),
        ("ended = 'now'", False),
        ("ended = 'now', said = 'no'", True),
        ("seen = 5", False),
        ("seen = NULL", False),
        ("seen = 5, id = 3", True),
    ],
)
def test_that_only_the_named_columns_may_change(scratch: Fence, change: str, *, refused: bool) -> None:
    assert _refuses(f"UPDATE {SCRATCH} SET {change} WHERE id = 1") is refused


@pytest.mark.parametrize(
    ("change", "refused"),
    [("ended = 'later'", True), ("ended = NULL", True), ("ended = 'then'", False), ("said = 'yes'", True)],
)
def test_that_what_may_change_once_changes_once(scratch: Fence, change: str, *, refused: bool) -> None:
    assert _refuses(f"UPDATE {SCRATCH} SET {change} WHERE id = 2") is refused


def test_that_a_fence_that_was_taken_down_lets_everything_pass(scratch: Fence) -> None:
    assert _refuses(f"DELETE FROM {SCRATCH}")
    with connection.schema_editor() as editor:
        take_down(editor, scratch)
    assert not _refuses(f"DELETE FROM {SCRATCH}")


@pytest.mark.parametrize(
    "weaker",
    [None, Fence("ledger_entry", free=("facts",)), Fence("ledger_entry", once=("purpose",))],
    ids=["down", "free", "once"],
)
def test_that_a_fence_that_is_down_or_weaker_is_missed(transactional_db: None, weaker: Fence | None) -> None:
    with connection.schema_editor() as editor:
        take_down(editor, Fence("ledger_entry"))
        if weaker:
            put_up(editor, weaker)
    try:
        assert missing(connection) == ["ledger_entry"]
    finally:
        with connection.schema_editor() as editor:
            put_up(editor, Fence("ledger_entry"))
    assert missing(connection) == []


@pytest.mark.postgres
def test_that_an_emptied_trigger_function_is_missed(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
        )
    assert "ledger_entry" in missing(connection)
    with connection.schema_editor() as editor:
        put_up(editor, Fence("ledger_entry"))
    assert missing(connection) == []


@pytest.mark.parametrize("name", ["Table", "a b", 'x"; DROP TABLE y', "", "1a"])
def test_that_a_fence_takes_plain_names_only(name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        Fence(name)
    with pytest.raises(ValueError, match="plain name"):
        Fence("fine", once=(name,))
