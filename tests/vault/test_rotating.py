"""Two deployment keys during a rotation, and a rotation that is killed: at every line, every film still opens."""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.vault.killing import killed_at, lines_of
from tests.vault.objects import files, sealed
from tests.vault.stores import NEW, OLD, at_rest, in_base64, wrapped_keys
from vigportal.vault import keys, strongbox
from vigportal.vault.reader import open_sealed

MARK = b"a face that nobody may see"


@pytest.fixture
def both(settings: Settings) -> None:
    """As a portal runs while its key is changed."""
    settings.VAULT_DEPLOYMENT_KEY_NEXT = in_base64(NEW)


def test_that_whoever_has_both_keys_does_not_notice(asset: UUID, service: UUID, both: None) -> None:
    before = keys.key_for(asset)
    keys.rotate_deployment_key(OLD, NEW)
    assert keys.key_for(asset) == before
    keys.create_key(later := uuid4(), service)
    assert keys.key_for(later)
    keys.prove_deployment_key()


def test_that_a_new_store_is_made_with_the_key_in_use(both: None, settings: Settings) -> None:
    keys.prove_deployment_key()
    settings.VAULT_DEPLOYMENT_KEY_NEXT = ""
    keys.prove_deployment_key()


def test_that_the_new_key_alone_is_enough_afterwards(asset: UUID, settings: Settings) -> None:
    before = keys.key_for(asset)
    keys.rotate_deployment_key(OLD, NEW)
    settings.VAULT_DEPLOYMENT_KEY = in_base64(NEW)
    assert keys.key_for(asset) == before


def test_that_a_rotation_done_again_changes_nothing(asset: UUID, both: None, store: Path) -> None:
    keys.rotate_deployment_key(OLD, NEW)
    before = _wrapped(store)
    keys.rotate_deployment_key(OLD, NEW)
    assert _wrapped(store) == before


def test_that_two_strange_keys_open_nothing(asset: UUID, settings: Settings) -> None:
    settings.VAULT_DEPLOYMENT_KEY = in_base64(os.urandom(32))
    settings.VAULT_DEPLOYMENT_KEY_NEXT = in_base64(NEW)
    with pytest.raises(keys.WrongDeploymentKey):
        keys.key_for(asset)
    with pytest.raises(keys.WrongDeploymentKey):
        keys.rotate_deployment_key(os.urandom(32), NEW)


def test_that_a_copy_from_before_a_rotation_is_taken_in_while_both_keys_are_known(
    asset: UUID, both: None, settings: Settings, tmp_path: Path
) -> None:
    before = keys.key_for(asset)
    keys.copy_keys(tmp_path / "copy")
    settings.VAULT_KEYS_DIR = tmp_path / "another machine"
    keys.prove_deployment_key()
    keys.rotate_deployment_key(OLD, NEW)
    keys.restore_keys(tmp_path / "copy")
    assert keys.key_for(asset) == before


ROTATIONS: dict[str, Callable[[UUID], None]] = {
    "the service's key": keys.rotate_service_key,
    "the deployment's key": lambda _service: keys.rotate_deployment_key(OLD, NEW),
}


@pytest.mark.parametrize("which", ROTATIONS)
def test_that_a_rotation_killed_at_any_line_is_simply_run_again(
    which: str, asset: UUID, service: UUID, both: None, store: Path, vault: Path
) -> None:
    def rotate() -> None:
        ROTATIONS[which](service)

    def wind_back() -> None:
        keys.rotate_deployment_key(NEW, OLD)

    keys.create_key(other := uuid4(), service)
    name = sealed(asset, MARK)
    bytes_before = {path: path.read_bytes() for path in files(vault)}
    known = {each: keys.key_for(each) for each in (asset, other)}
    lines = lines_of(rotate)
    assert len(lines) > 30
    for line in lines:
        wind_back()
        replaced = _wrapped(store)
        assert killed_at(line, rotate), f"{line} was passed"
        assert {each: keys.key_for(each) for each in known} == known
        rotate()
        assert {each: keys.key_for(each) for each in known} == known
        gone = replaced - _wrapped(store)
        assert gone
        assert not [wrapped for wrapped in gone if wrapped in at_rest(store)]
    assert {path: path.read_bytes() for path in files(vault)} == bytes_before
    with open_sealed(name, asset) as film:
        assert film.read() == MARK


def _wrapped(store: Path) -> set[bytes]:
    with strongbox.reading(store) as db:
        return {*wrapped_keys(store).values(), *(row[0] for row in db.execute("SELECT wrapped FROM service_key"))}
