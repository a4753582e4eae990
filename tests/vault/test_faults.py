"""An S3 store that stumbles in every way: what passes by itself is asked again, and nothing wrong is ever given out."""

import os
import random
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.vault.faults import Fault, Line
from tests.vault.objects import put, sealed, sealed_part
from vigportal.vault import patience, storage
from vigportal.vault.chunks import Damaged
from vigportal.vault.patience import TRIES
from vigportal.vault.reader import open_joined
from vigportal.vault.shelf import ObjectMissing, ShelfAway, new_name, shelf

MIB = 1 << 20
LATER = datetime.now(UTC) + timedelta(hours=1)
NOISE = random.Random(11).randbytes(5 * MIB + 100_000)  # two parts, the second a short one
PASSING = [
    Fault.ERROR_500,
    Fault.BUSY_503,
    Fault.TOO_MANY_429,
    Fault.SILENT,
    Fault.CUT,
    Fault.NO_ANSWER,
]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vigportal.vault.incoming.PART", 5 * MIB)


@pytest.fixture
def silence() -> float:
    return 0.5


def read(name: str, size: int, asset: UUID) -> bytes:
    with open_joined([(name, size)], asset) as film:
        return film.read()


@pytest.mark.parametrize("fault", [*PASSING, Fault.DRIPPING, Fault.NO_RANGE], ids=str)
def test_that_a_film_is_read_past_a_fault_in_any_request(asset: UUID, line: Line, fault: Fault) -> None:
    name, size = sealed_part(asset, NOISE[: 2 * MIB])
    for at in range(3):
        line.faults = [*[None] * at, fault]
        assert read(name, size, asset) == NOISE[:size]
        assert not line.faults


@pytest.mark.parametrize("fault", [*PASSING, Fault.LOST, Fault.FLIPPED_REQUEST, Fault.GARBLED], ids=str)
@pytest.mark.parametrize("size", [1000, len(NOISE)])
def test_that_a_film_is_written_past_a_fault_in_any_request(asset: UUID, line: Line, fault: Fault, size: int) -> None:
    requests = 1 if size < 5 * MIB else 5
    for at in range(requests):
        line.faults, line.asked = [*[None] * at, fault], []
        name = sealed(asset, NOISE[:size])
        assert not line.faults, "the fault was met"
        if fault not in HARMLESS_SOMETIMES:
            assert len(line.asked) > requests, "and something was asked again"
        assert read(name, size, asset) == NOISE[:size]


# There are requests and answers without a body: nothing of them can be cut or spoiled.
HARMLESS_SOMETIMES = {Fault.CUT, Fault.FLIPPED_REQUEST, Fault.GARBLED}


@pytest.mark.parametrize("size", [1000, len(NOISE)])
def test_that_a_wrong_bit_on_the_way_in_is_found_by_its_sum(asset: UUID, line: Line, size: int) -> None:
    line.only = lambda asked: asked.startswith("PUT")
    line.faults = [Fault.FLIPPED_REQUEST]
    name = sealed(asset, NOISE[:size])
    assert [asked for asked in line.asked if line.asked.count(asked) == 2], "that request was made twice"
    assert read(name, size, asset) == NOISE[:size]


def test_that_a_wrong_bit_on_the_way_out_is_refused_never_served(asset: UUID, line: Line) -> None:
    name, size = sealed_part(asset, NOISE[:MIB])
    line.faults = [None, Fault.FLIPPED_ANSWER]
    with pytest.raises(Damaged):
        read(name, size, asset)
    assert read(name, size, asset) == NOISE[:size]


def test_that_an_answer_lost_at_the_very_end_is_found_to_be_whole(asset: UUID, line: Line) -> None:
    line.only, line.faults = lambda asked: asked.startswith("POST") and "uploadId" in asked, [Fault.LOST]
    name = sealed(asset, NOISE)
    assert not line.faults
    assert read(name, len(NOISE), asset) == NOISE


def test_that_a_store_that_keeps_failing_is_given_up_in_words(asset: UUID, line: Line) -> None:
    name, size = sealed_part(asset, NOISE[:1000])
    line.faults, line.asked = [Fault.BUSY_503] * 50, []
    with pytest.raises(ShelfAway, match=f"after {TRIES} tries: .*SlowDown"):
        read(name, size, asset)
    assert len(line.asked) == TRIES
    with pytest.raises(ShelfAway):
        sealed(asset, b"x")
    line.faults = []
    assert read(name, size, asset) == NOISE[:size]
    assert list(shelf().names()) == [name]


def test_that_a_store_that_is_gone_is_given_up_in_time(asset: UUID, line: Line) -> None:
    name, size = sealed_part(asset, NOISE[:1000])
    line.faults, began = [Fault.SILENT] * 50, time.monotonic()
    with pytest.raises(ShelfAway):
        read(name, size, asset)
    assert time.monotonic() - began < TRIES * 2.5
    line.faults = []


def test_that_nothing_is_left_of_what_could_not_be_written(asset: UUID, line: Line) -> None:
    line.only, line.faults = lambda asked: "partNumber=2" in asked, [Fault.ERROR_500] * TRIES
    with pytest.raises(ShelfAway):
        sealed(asset, NOISE)
    assert list(shelf().names()) == []
    assert storage.sweep_orphans(older_than=LATER) == []


def test_that_what_vanished_from_the_store_is_missing_at_once(line: Line) -> None:
    put(name := new_name(), os.urandom(1000))
    storage.delete(name)
    line.asked = []
    with pytest.raises(ObjectMissing, match=name):
        shelf().fetch(name)
    assert len(line.asked) == 1


def test_that_pauses_grow_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = [[patience.pause_after(attempt) for attempt in range(1, TRIES)] for _ in range(50)]
    for attempt, seen in enumerate(zip(*pauses, strict=True)):
        whole = min(patience.LONGEST_PAUSE, patience.FIRST_PAUSE * 2**attempt)
        assert all(whole / 2 <= pause <= whole for pause in seen)
        assert len(set(seen)) > 40
    slept = list[float]()
    monkeypatch.setattr(time, "sleep", slept.append)
    with pytest.raises(ShelfAway):
        patience.patiently("x", fail)
    assert len(slept) == TRIES - 1


def fail() -> None:
    raise patience.Stumbled("not this time")
