"""What every place for sealed objects promises, on a disk and in a bucket alike."""

import os
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.vault.objects import alter, put, sealed
from vigportal.vault import copies, keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT
from vigportal.vault.reader import open_sealed
from vigportal.vault.shelf import ObjectMissing, new_name, shelf
from vigportal.vault.storage import Condition

pytestmark = pytest.mark.usefixtures("shelves")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER, EARLIER = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) - timedelta(hours=1)
NOISE = random.Random(9).randbytes(9 * 1024 * 1024)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that a store takes, so that a test's film has several."""
    monkeypatch.setattr("vigportal.vault.incoming.PART", 5 * 1024 * 1024)


class Stumble(BaseException):
    """An error in the middle of sealing, of any kind."""


def seal_and_stumble(asset: UUID, size: int) -> None:
    with storage.seal(asset) as writer:
        writer.write(NOISE[:size])
        raise Stumble


@pytest.mark.parametrize("size", [0, 1, 5 * 1024 * 1024 - 40 - 20 * 16, len(NOISE)])
def test_that_an_object_is_seen_by_nobody_before_it_is_whole(asset: UUID, size: int) -> None:
    with storage.seal(asset) as writer:
        writer.write(NOISE[:size])
        assert not storage.exists(writer.name)
        assert not list(shelf().names())
        with pytest.raises(ObjectMissing):
            shelf().fetch(writer.name)
    assert list(shelf().names()) == [writer.name]
    assert storage.exists(writer.name)
    with open_sealed(writer.name, asset) as film:
        assert film.read() == NOISE[:size]


@pytest.mark.parametrize("size", [1, len(NOISE)])
def test_that_an_error_while_sealing_leaves_nothing(asset: UUID, size: int) -> None:
    with pytest.raises(Stumble):
        seal_and_stumble(asset, size)
    assert list(shelf().names()) == []
    assert storage.sweep_orphans(older_than=LATER) == []


def test_that_an_asset_erased_while_it_is_sealed_gets_nothing_new(asset: UUID) -> None:
    with pytest.raises(keys.KeyDestroyed), storage.seal(asset) as writer:  # noqa: PT012 -- sealing ends with the block
        writer.write(NOISE)
        keys.destroy_key(asset, now=NOW)
    assert list(shelf().names()) == []
    assert storage.sweep_orphans(older_than=LATER) == []


def test_that_what_a_killed_writer_left_is_unseen_and_swept(asset: UUID) -> None:
    writing = storage.seal(asset)
    writer = writing.__enter__()
    writer.write(NOISE)
    assert list(shelf().names()) == []
    assert storage.sweep_orphans(older_than=EARLIER) == []
    assert storage.sweep_orphans(older_than=LATER) == [writer.name]
    assert storage.sweep_orphans(older_than=LATER) == []


def test_that_ranges_are_read_as_from_a_file() -> None:
    put(name := new_name(), NOISE)
    chance = random.Random(3)
    with closing(shelf().fetch(name)) as standing:
        assert standing.size == len(NOISE)
        for _ in range(40):
            start, length = chance.randrange(len(NOISE)), chance.choice([1, 40, SEGMENT, 1 << 20])
            assert standing.read(start, length) == NOISE[start : start + length]
            assert standing.read(start + length, 100) == NOISE[start + length :][:100]
        assert standing.read(len(NOISE) - 5, 100) == NOISE[-5:]
        assert standing.read(len(NOISE), 1) == b""


def test_that_an_empty_object_is_read_as_empty() -> None:
    put(name := new_name(), b"")
    with closing(shelf().fetch(name)) as standing:
        assert (standing.size, standing.read(0, 40)) == (0, b"")


def test_that_what_is_not_there_is_missing_and_deleted_without_a_word(asset: UUID) -> None:
    name = sealed(asset, b"x")
    for _ in range(2):
        storage.delete(name)
        assert not storage.exists(name)
        with pytest.raises(ObjectMissing):
            shelf().fetch(name)


def test_that_objects_are_listed_by_their_age(asset: UUID) -> None:
    name = sealed(asset, b"x")
    assert list(shelf().names(EARLIER)) == []
    assert list(shelf().names(LATER)) == [name]
    assert storage.sweep_nobodys(lambda _names: set(), older_than=EARLIER) == []
    assert storage.sweep_nobodys(lambda _names: set(), older_than=LATER) == [name]
    assert not storage.exists(name)


def test_that_a_check_tells_each_objects_condition(asset: UUID, service: UUID) -> None:
    names = {about: sealed(asset, NOISE[: 2 * PLAIN]) for about in ("whole", "cut", "bit", "gone", "stray")}
    erased = uuid4()
    keys.create_key(erased, service)
    names["erased"] = sealed(erased, b"x")
    keys.destroy_key(erased, now=NOW)
    alter(names["cut"], lambda raw: raw.__delitem__(slice(SEGMENT, None)))
    alter(names["bit"], lambda raw: raw.__setitem__(SEGMENT + 5, raw[SEGMENT + 5] ^ 1))
    storage.delete(names["gone"])
    owners = {name: asset for about, name in names.items() if about not in {"stray", "erased"}}
    found = storage.check([*owners.items(), (names["erased"], erased)])
    assert {finding.name: finding.condition for finding in found} == {
        names["whole"]: Condition.WHOLE,
        names["cut"]: Condition.DAMAGED,
        names["bit"]: Condition.DAMAGED,
        names["gone"]: Condition.MISSING,
        names["stray"]: Condition.NOBODYS,
        names["erased"]: Condition.KEY_DESTROYED,
    }


def test_that_objects_go_into_a_backup_and_back(asset: UUID, tmp_path: Path, settings: Settings) -> None:
    names = sorted(sealed(asset, os.urandom(size)) for size in (1, 3 * PLAIN))
    assert copies.copy_objects(tmp_path / "backup") == copies.Copied(2, 0, 0)
    for name in names:
        storage.delete(name)
    assert copies.restore_objects(tmp_path / "backup") == 2
    assert {finding.condition for finding in storage.check((name, asset) for name in names)} == {Condition.WHOLE}
    storage.delete(names[0])
    assert copies.copy_objects(tmp_path / "backup") == copies.Copied(0, 1, 1)
