"""What destruction leaves behind: nothing. And what a backup of yesterday brings back: nothing destroyed."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.vault.stores import NEW, OLD, at_rest, in_base64, wrapped_keys
from vigportal.vault import keys, strongbox
from vigportal.vault.tree import Tree

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_that_a_destroyed_key_is_gone_and_its_time_is_kept(asset: UUID) -> None:
    keys.destroy_key(asset, now=NOW)
    keys.destroy_key(asset, now=NOW + timedelta(days=1))
    with pytest.raises(keys.KeyDestroyed) as gone:
        keys.key_for(asset)
    assert gone.value.destroyed_at == NOW


def test_that_a_destroyed_key_never_comes_back(asset: UUID, service: UUID) -> None:
    keys.destroy_key(asset, now=NOW)
    with pytest.raises(keys.KeyDestroyed):
        keys.create_key(asset, service)


def test_that_an_asset_without_a_key_gets_a_tombstone_too(service: UUID) -> None:
    asset_id = uuid4()
    keys.destroy_key(asset_id, now=NOW)
    with pytest.raises(keys.KeyDestroyed):
        keys.create_key(asset_id, service)


def test_that_no_trace_of_a_destroyed_key_is_left_in_any_file(store: Path) -> None:
    chance, services, dead = random.Random(7), [uuid4(), uuid4()], set[bytes]()
    for _round in range(6):
        with strongbox.writing(store) as db:
            tree = Tree(db, OLD)
            tree.claim()
            for _new in range(300):
                tree.add(uuid4().bytes, chance.choice(services).bytes, chance.randbytes(32))
        replaced = set(wrapped_keys(store).values())
        keys.rotate_service_key(services[0])
        dead |= replaced - set(wrapped_keys(store).values())
        known = wrapped_keys(store)
        for asset_id in chance.sample(sorted(known), 20):
            dead.add(known.pop(asset_id))
            keys.destroy_key(UUID(bytes=asset_id), now=NOW)
        living = set(known.values()) - {bytes(60)}
        left, dead = at_rest(store), dead - {bytes(60)}
        assert not [wrapped for wrapped in dead if wrapped in left or wrapped[12:44] in left]
        assert all(wrapped in left for wrapped in living)
    assert len(dead) > 500


def test_that_a_reader_in_the_way_is_said_and_a_second_try_ends_well(
    asset: UUID, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = wrapped_keys(store)[asset.bytes]
    monkeypatch.setattr(strongbox, "PATIENCE", 0.01)
    strongbox.close()
    with closing(sqlite3.connect(store / strongbox.FILE)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM asset_key").fetchone()
        with pytest.raises(keys.KeyLingers):
            keys.destroy_key(asset, now=NOW)
        assert wrapped in at_rest(store)
        with pytest.raises(keys.KeyDestroyed):
            keys.key_for(asset)
    keys.destroy_key(asset, now=NOW)
    assert wrapped not in at_rest(store)


def test_that_a_copy_is_one_private_file_that_opens_with_the_deployment_key(
    asset: UUID, tmp_path: Path, settings: Settings
) -> None:
    key = keys.key_for(asset)
    keys.copy_keys(tmp_path / "copy")
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy"]
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    settings.VAULT_KEYS_DIR = tmp_path / "another machine"
    keys.restore_keys(tmp_path / "copy")
    assert keys.key_for(asset) == key


def test_that_a_copy_never_takes_the_place_of_an_older_one(asset: UUID, tmp_path: Path) -> None:
    keys.copy_keys(tmp_path / "copy")
    before = (tmp_path / "copy").read_bytes()
    with pytest.raises(FileExistsError):
        keys.copy_keys(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy"]


def test_that_a_copy_of_yesterday_brings_nothing_destroyed_back(asset: UUID, service: UUID, tmp_path: Path) -> None:
    kept = uuid4()
    keys.create_key(kept, service)
    key = keys.key_for(kept)
    keys.copy_keys(tmp_path / "yesterday")
    keys.destroy_key(asset, now=NOW)
    keys.rotate_service_key(service)
    keys.restore_keys(tmp_path / "yesterday")
    assert keys.key_for(kept) == key
    with pytest.raises(keys.KeyDestroyed):
        keys.key_for(asset)


def test_that_what_a_copy_knows_as_destroyed_is_destroyed_here(
    asset: UUID, service: UUID, tmp_path: Path, settings: Settings
) -> None:
    keys.copy_keys(tmp_path / "before")
    keys.destroy_key(asset, now=NOW)
    keys.copy_keys(tmp_path / "after")
    settings.VAULT_KEYS_DIR = tmp_path / "another machine"
    keys.restore_keys(tmp_path / "before")
    assert keys.key_for(asset)
    keys.restore_keys(tmp_path / "after")
    with pytest.raises(keys.KeyDestroyed) as gone:
        keys.key_for(asset)
    assert gone.value.destroyed_at == NOW


def test_that_a_copy_of_another_deployment_is_refused_whole(asset: UUID, tmp_path: Path, settings: Settings) -> None:
    keys.copy_keys(tmp_path / "copy")
    settings.VAULT_KEYS_DIR, settings.VAULT_DEPLOYMENT_KEY = tmp_path / "another machine", in_base64(NEW)
    with pytest.raises(keys.WrongDeploymentKey):
        keys.restore_keys(tmp_path / "copy")
    with pytest.raises(keys.KeyMissing):
        keys.key_for(asset)
