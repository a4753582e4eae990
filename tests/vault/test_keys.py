"""The key tree: who opens what, what is refused, and what rotation keeps."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from tests.vault.stores import NEW, OLD, at_rest, in_base64, tamper, wrapped_keys
from vigportal.vault import keys, strongbox

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_that_each_asset_has_a_key_of_its_own(asset: UUID, service: UUID) -> None:
    other = uuid4()
    keys.create_key(other, service)
    assert len(keys.key_for(asset)) == 32
    assert keys.key_for(asset) != keys.key_for(other)


def test_that_asking_again_changes_nothing(asset: UUID, service: UUID) -> None:
    before = keys.key_for(asset)
    keys.create_key(asset, service)
    assert keys.key_for(asset) == before


def test_that_an_asset_can_not_go_to_another_service(asset: UUID) -> None:
    with pytest.raises(keys.KeyTaken):
        keys.create_key(asset, uuid4())


def test_that_an_unknown_asset_has_no_key(asset: UUID) -> None:
    with pytest.raises(keys.KeyMissing):
        keys.key_for(uuid4())


def test_that_no_key_lies_open(asset: UUID, store: Path) -> None:
    assert keys.key_for(asset) not in at_rest(store)
    assert wrapped_keys(store)[asset.bytes] in at_rest(store)


def test_that_the_store_is_private(asset: UUID, store: Path) -> None:
    assert store.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.iterdir()} == {0o600}


# The wrong deployment key, and rows that were touched


def test_that_another_deployment_key_is_refused_aloud(asset: UUID, service: UUID, settings: Settings) -> None:
    settings.VAULT_DEPLOYMENT_KEY = in_base64(NEW)
    attempts: list[Callable[[], object]] = [
        keys.prove_deployment_key,
        lambda: keys.key_for(asset),
        lambda: keys.create_key(uuid4(), service),
        lambda: keys.destroy_key(asset, now=NOW),
        lambda: keys.rotate_service_key(service),
        lambda: keys.rotate_deployment_key(NEW, bytes(32)),
    ]
    for attempt in attempts:
        with pytest.raises(keys.WrongDeploymentKey):
            attempt()
    settings.VAULT_DEPLOYMENT_KEY = in_base64(OLD)
    keys.prove_deployment_key()
    assert keys.key_for(asset)


@pytest.mark.parametrize("text", ["", "not base64!", in_base64(OLD[:-1]), in_base64(OLD + b"x"), "é"])
def test_that_a_deployment_key_is_32_bytes_in_base64(text: str, settings: Settings) -> None:
    settings.VAULT_DEPLOYMENT_KEY = text
    with pytest.raises(ImproperlyConfigured):
        keys.prove_deployment_key()


def test_that_an_empty_store_has_its_deployment_key_already(settings: Settings, tmp_path: Path) -> None:
    keys.prove_deployment_key()
    keys.destroy_key(uuid4(), now=NOW)
    keys.copy_keys(tmp_path / "copy")
    with pytest.raises(keys.WrongDeploymentKey):
        keys.rotate_deployment_key(NEW, bytes(32))
    settings.VAULT_KEYS_DIR, settings.VAULT_DEPLOYMENT_KEY = tmp_path / "another machine", in_base64(NEW)
    with pytest.raises(keys.WrongDeploymentKey):
        keys.restore_keys(tmp_path / "copy")


def test_that_swapped_rows_open_nothing(asset: UUID, service: UUID, store: Path) -> None:
    other = uuid4()
    keys.create_key(other, service)
    tamper(store, "UPDATE asset_key SET wrapped = ? WHERE asset_id = ?", wrapped_keys(store)[other.bytes], asset.bytes)
    with pytest.raises(keys.DamagedKey):
        keys.key_for(asset)
    assert keys.key_for(other)


def test_that_a_row_under_another_service_opens_nothing(asset: UUID, store: Path) -> None:
    stranger = uuid4()
    keys.create_key(uuid4(), stranger)
    tamper(store, "UPDATE asset_key SET service_id = ? WHERE asset_id = ?", stranger.bytes, asset.bytes)
    with pytest.raises(keys.DamagedKey):
        keys.key_for(asset)


def test_that_a_service_key_in_anothers_place_opens_nothing(asset: UUID, service: UUID, store: Path) -> None:
    stranger = uuid4()
    keys.create_key(uuid4(), stranger)
    swap = (
        "UPDATE service_key SET wrapped = (SELECT wrapped FROM service_key WHERE service_id = ?) WHERE service_id = ?"
    )
    tamper(store, swap, stranger.bytes, service.bytes)
    with pytest.raises(keys.DamagedKey):
        keys.key_for(asset)


def test_that_taking_a_tombstone_away_brings_nothing_back(asset: UUID, store: Path) -> None:
    keys.destroy_key(asset, now=NOW)
    tamper(store, "DELETE FROM destroyed WHERE asset_id = ?", asset.bytes)
    with pytest.raises(keys.DamagedKey):
        keys.key_for(asset)


# Rotation


def test_that_rotating_the_deployment_key_keeps_every_data_key(asset: UUID, store: Path, settings: Settings) -> None:
    key, before = keys.key_for(asset), wrapped_keys(store)
    keys.rotate_deployment_key(OLD, NEW)
    with pytest.raises(keys.WrongDeploymentKey):
        keys.key_for(asset)
    settings.VAULT_DEPLOYMENT_KEY = in_base64(NEW)
    assert keys.key_for(asset) == key
    assert wrapped_keys(store) == before


def test_that_rotating_a_service_key_keeps_every_data_key(asset: UUID, service: UUID, store: Path) -> None:
    other, gone = uuid4(), uuid4()
    keys.create_key(other, uuid4())
    keys.create_key(gone, service)
    keys.destroy_key(gone, now=NOW)
    key, before = keys.key_for(asset), wrapped_keys(store)
    keys.rotate_service_key(service)
    after = wrapped_keys(store)
    assert keys.key_for(asset) == key
    assert {row for row in before if before[row] != after[row]} == {asset.bytes}


def test_that_what_a_rotation_replaced_is_gone_from_the_files(asset: UUID, service: UUID, store: Path) -> None:
    def wrapped_twice() -> tuple[bytes, bytes]:
        with closing(sqlite3.connect(store / strongbox.FILE)) as db:
            return wrapped_keys(store)[asset.bytes], db.execute("SELECT wrapped FROM service_key").fetchone()[0]

    asset_row, service_row = wrapped_twice()
    keys.rotate_service_key(service)
    assert asset_row not in at_rest(store)
    assert service_row not in at_rest(store)
    asset_row, service_row = wrapped_twice()
    keys.rotate_deployment_key(OLD, NEW)
    assert asset_row in at_rest(store)
    assert service_row not in at_rest(store)
