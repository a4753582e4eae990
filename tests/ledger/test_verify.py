"""verify_ledger: what was changed behind the ledger's back is found, and named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from vigportal.ledger import chain, verify
from vigportal.ledger.chain import Break, Fault, Head
from vigportal.ledger.fences import Fence
from vigportal.ledger.models import ChainHead, Entry
from vigportal.ledger.triggers import put_up, take_down
from vigportal.ledger.verify import check, check_all
from vigportal.ledger.writer import enter

SERVICE, CASE, OTHER = UUID(int=10), UUID(int=20), UUID(int=30)
FENCES = (Fence("ledger_entry"), Fence("ledger_chainhead", free=("number", "hash")))


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven entries are four batches."""
    monkeypatch.setattr(verify, "BATCH", 2)


@pytest.fixture
def ledger(transactional_db: None) -> None:
    """Seven entries about one case, three about another, one about the service."""
    for case, length in ((CASE, 7), (OTHER, 3), (None, 1)):
        for _ in range(length):
            _enter(case)


def _enter(case_id: UUID | None) -> Entry:
    with transaction.atomic():
        return enter("signed_out", actor=None, service_id=SERVICE, case_id=case_id, now=timezone.now())


@contextmanager
def behind_the_fence() -> Iterator[None]:
    """What the owner of the tables can do, and nobody else."""
    with connection.schema_editor() as editor:
        for fence in FENCES:
            take_down(editor, fence)
    yield
    with connection.schema_editor() as editor:
        for fence in FENCES:
            put_up(editor, fence)


def _of(number: int) -> Entry:
    return Entry.objects.get(chain=CASE, number=number)


def _drop(*numbers: int) -> None:
    Entry.objects.filter(chain=CASE, number__in=numbers).delete()


def _forge(place: int, **changes: object) -> None:
    Entry.objects.filter(chain=CASE, number=place).update(**changes)


def _swap(one: int, other: int) -> None:
    for was, becomes in ((one, 99), (other, one), (99, other)):
        _forge(was, number=becomes)


def _add_past_the_head() -> None:
    last = _of(7)
    Entry.objects.create(
        chain=CASE,
        number=8,
        at=last.at,
        service_id=SERVICE,
        event="signed_in",
        facts={},
        purpose="",
        rests_on=[],
        previous_hash=last.hash,
        hash=last.hash,
    )


def _cut_back(number: int) -> None:
    _drop(*range(number + 1, 8))
    ChainHead.objects.filter(chain=CASE).update(number=number, hash=_of(number).hash)


@pytest.mark.usefixtures("ledger")
def test_that_an_untouched_ledger_is_whole() -> None:
    found = list(check_all())
    assert [each.chain for each in found] == [SERVICE, CASE, OTHER]
    assert [(each.head.number, each.broken_at) for each in found] == [(1, None), (7, None), (3, None)]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        (lambda: _forge(3, event="signed_in"), Break(3, Fault.ALTERED)),
        (lambda: _forge(4, facts={"asset": str(CASE)}), Break(4, Fault.ALTERED)),
        (lambda: _forge(4, facts={"size": 0.5}), Break(4, Fault.ALTERED)),
        (lambda: _forge(5, at=timezone.now()), Break(5, Fault.ALTERED)),
        (lambda: _forge(5, purpose="training"), Break(5, Fault.ALTERED)),
        (lambda: _forge(5, rests_on=[str(CASE)]), Break(5, Fault.ALTERED)),
        (lambda: _forge(5, service_id=OTHER), Break(5, Fault.ALTERED)),
        (lambda: _forge(5, id=OTHER), Break(5, Fault.ALTERED)),
        (lambda: _forge(6, previous_hash="0" * 64), Break(6, Fault.UNLINKED)),
        (lambda: _drop(1), Break(1, Fault.MISSING)),
        (lambda: _drop(3), Break(3, Fault.MISSING)),
        (lambda: _drop(3, 4), Break(3, Fault.MISSING)),
        (lambda: _drop(7), Break(7, Fault.HEAD)),
        (lambda: _drop(*range(1, 8)), Break(1, Fault.HEAD)),
        (lambda: _swap(2, 3), Break(2, Fault.UNLINKED)),
        (_add_past_the_head, Break(8, Fault.HEAD)),
        (lambda: ChainHead.objects.filter(chain=CASE).update(hash="0" * 64), Break(8, Fault.HEAD)),
        (lambda: ChainHead.objects.filter(chain=CASE).update(number=6), Break(7, Fault.HEAD)),
        (lambda: ChainHead.objects.filter(chain=CASE).delete(), Break(1, Fault.HEAD)),
    ],
)
def test_that_a_change_is_found_where_it_was_made(change: Callable[[], object], broken_at: Break) -> None:
    with behind_the_fence():
        change()
    assert check(CASE).broken_at == broken_at
    assert [each.chain for each in check_all() if each.broken_at] == [CASE]


@pytest.mark.postgres
@pytest.mark.usefixtures("ledger")
def test_that_two_entries_with_one_number_are_found_between_batches_too() -> None:
    again = _of(2)
    again.pk = UUID(int=2**128 - 1)
    key = "entries_of_a_chain_count_up"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_entry DROP CONSTRAINT {key}")
        again.save(force_insert=True)
        assert check(CASE).broken_at == Break(3, Fault.MISSING)
        with behind_the_fence():
            again.delete()
        cursor.execute(f"ALTER TABLE ledger_entry ADD CONSTRAINT {key} UNIQUE (chain, number)")
    assert check(CASE).broken_at is None


@pytest.mark.usefixtures("ledger")
def test_that_an_entry_added_while_a_chain_is_read_is_no_break(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = chain.first_break

    def walk_meanwhile(*args: object) -> Break | None:
        _enter(CASE)
        return walk(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(verify, "first_break", walk_meanwhile)
    assert check(CASE).broken_at is None


def _verify(**options: object) -> str:
    said = StringIO()
    call_command("verify_ledger", stdout=said, stderr=said, **options)
    return said.getvalue()


def _faults(**options: object) -> str:
    said = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_ledger", stdout=said, stderr=said, **options)
    assert failure.value.returncode == 1
    return said.getvalue()


@pytest.mark.usefixtures("ledger")
def test_that_the_command_counts_what_it_found_whole() -> None:
    assert "11 entries in 3 chains" in _verify()
    assert "7 entries in 1 chains" in _verify(case=CASE)


@pytest.mark.usefixtures("ledger")
def test_that_the_command_names_each_broken_chain_once() -> None:
    with behind_the_fence():
        _forge(3, event="signed_in")
        _forge(5, event="signed_in")
        Entry.objects.filter(chain=OTHER).update(number=F("number") + 10)
    said = _faults()
    assert f"chain {CASE}: entry 3: altered" in said
    assert f"chain {OTHER}: entry 1: head" in said
    assert said.count("chain ") == 2
    assert "whole" in _verify(case=SERVICE)


@pytest.mark.usefixtures("ledger")
def test_that_the_command_misses_a_fence() -> None:
    with connection.schema_editor() as editor:
        take_down(editor, FENCES[0])
    try:
        assert "table ledger_entry: its fence is down" in _faults()
    finally:
        with connection.schema_editor() as editor:
            put_up(editor, FENCES[0])


@pytest.mark.usefixtures("ledger")
def test_that_kept_heads_find_a_chain_that_was_cut_back_or_rewritten(tmp_path: Path) -> None:
    kept = tmp_path / "heads"
    _verify(keep=kept)
    _enter(CASE)
    assert "whole" in _verify(against=kept)
    with behind_the_fence():
        _drop(8)
        _cut_back(5)
    assert check(CASE) == verify.Checked(CASE, Head(5, _of(5).hash), None)
    assert f"chain {CASE}: entry 7 is not the one that was kept" in _faults(against=kept)


@pytest.mark.usefixtures("ledger")
def test_that_kept_heads_are_never_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "heads"
    _verify(keep=kept)
    with pytest.raises(FileExistsError):
        _verify(keep=kept)
