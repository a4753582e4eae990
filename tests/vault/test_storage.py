"""Sealing: whole or not at all, never plain on a disk, little in memory; destroying; looking after what lies there."""

import hashlib
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from tests.vault.objects import files, lying, sealed
from tests.vault.oracle import tink
from vigportal.vault import keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT
from vigportal.vault.reader import open_sealed
from vigportal.vault.shelf import new_name, shelf

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MARK = b"a face that nobody may see"


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize("size", [0, 1, PLAIN - 40, PLAIN, 3 * PLAIN + 5])
def test_that_what_was_sealed_opens_again(asset: UUID, size: int) -> None:
    plain = os.urandom(size)
    with storage.seal(asset) as writer:
        for start in range(0, size, 70_000):
            assert writer.write(memoryview(plain)[start : start + 70_000])
    assert (writer.size, writer.sha256) == (size, hashlib.sha256(plain).hexdigest())
    with open_sealed(writer.name, asset) as file:
        assert file.read() == plain


@pytest.mark.usefixtures("shelves")
def test_that_tink_opens_an_object_for_its_asset_and_name(asset: UUID) -> None:
    name = sealed(asset, MARK)
    raw = io.BytesIO(lying(name))
    with tink(keys.key_for(asset)).new_decrypting_stream(raw, asset.bytes + bytes.fromhex(name)) as stream:
        assert stream.read() == MARK


def test_that_nobody_sees_an_object_before_it_is_whole(asset: UUID, vault: Path) -> None:
    with storage.seal(asset) as writer:
        writer.write(bytes(2 * SEGMENT))
        assert not storage.exists(writer.name)
        assert not list(storage.check([]))
    assert storage.exists(writer.name)
    assert [path.name for path in files(vault)] == [writer.name]


def test_that_an_object_is_on_the_disk_before_it_has_its_name(
    asset: UUID, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.rename

    def watched_sync(fd: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{fd}").resolve().is_dir() else "object")
        sync(fd)

    def watched_rename(path: Path, target: Path) -> Path:
        steps.append("name")
        return rename(path, target)

    with storage.seal(asset) as writer:
        writer.write(b"x")
        monkeypatch.setattr(os, "fsync", watched_sync)
        monkeypatch.setattr(Path, "rename", watched_rename)
    assert steps == ["object", "name", "folder"]


def test_that_an_error_while_sealing_leaves_nothing(asset: UUID, vault: Path) -> None:
    def seal_and_stumble(problem: type[BaseException]) -> None:
        with storage.seal(asset) as writer:
            writer.write(bytes(SEGMENT))
            raise problem

    for problem in (ValueError, KeyboardInterrupt, GeneratorExit):
        with pytest.raises(problem):
            seal_and_stumble(problem)
        assert not files(vault)


@pytest.mark.parametrize("step", ["write", "publish"])
def test_that_a_full_or_failing_disk_leaves_nothing(
    asset: UUID, vault: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    def seal_on_a_bad_disk() -> None:
        with storage.seal(asset) as writer:
            if step == "write":
                monkeypatch.setattr("vigportal.vault.disk.DiskIncoming.write", fail)
            monkeypatch.setattr("vigportal.vault.disk.settle", fail)
            writer.write(bytes(2 * SEGMENT))

    (vault / "warm-up").mkdir(parents=True)
    with pytest.raises(OSError, match="no space"):
        seal_on_a_bad_disk()
    assert not files(vault)


def test_that_without_a_key_nothing_is_begun(vault: Path) -> None:
    with pytest.raises(keys.KeyMissing), storage.seal(uuid4()):
        pytest.fail("nobody may write here")
    assert not files(vault)


def test_that_an_asset_erased_while_it_is_sealed_gets_nothing_new(asset: UUID, vault: Path) -> None:
    def seal_and_erase() -> None:
        with storage.seal(asset) as writer:
            writer.write(MARK)
            keys.destroy_key(asset, now=NOW)

    with pytest.raises(keys.KeyDestroyed):
        seal_and_erase()
    assert not files(vault)


def test_that_nothing_plain_ever_lies_on_a_disk(asset: UUID, tmp_path: Path) -> None:
    def lies_plain() -> list[Path]:
        return [path for path in files(tmp_path) if MARK in path.read_bytes()]

    with storage.seal(asset) as writer:
        for _ in range(30):
            writer.write(MARK * 1000)
            assert files(tmp_path)
            assert not lies_plain()
    with open_sealed(writer.name, asset) as file:
        assert file.read().count(MARK) == 30_000
        assert not lies_plain()
    (tmp_path / "control").write_bytes(MARK)
    assert lies_plain() == [tmp_path / "control"]


def test_that_names_and_folders_say_nothing_and_are_private(asset: UUID, vault: Path) -> None:
    name = sealed(asset, b"x")
    assert asset.hex not in str(files(vault))
    assert files(vault) == [vault / name[:2] / name]
    assert [path.stat().st_mode & 0o777 for path in (vault / name[:2], vault / name[:2] / name)] == [0o700, 0o600]


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize("name", ["", "../keys/keys.sqlite3", "/etc/passwd", "a" * 31, "A" * 32, "a" * 32 + ".part"])
def test_that_only_the_vaults_own_names_lead_anywhere(asset: UUID, name: str) -> None:
    for door in (storage.exists, storage.delete, shelf().fetch):
        with pytest.raises(SuspiciousFileOperation):
            door(name)


@pytest.mark.usefixtures("shelves")
def test_that_djangos_own_doors_stay_shut(asset: UUID) -> None:
    name, vaults = sealed(asset, b"x"), storages["vault"]
    doors: list[Callable[[], object]] = [
        lambda: vaults.open(name),
        lambda: vaults.save(new_name(), ContentFile(MARK)),
        lambda: vaults.save("face.jpg", ContentFile(MARK)),
        lambda: vaults.url(name),
    ]
    for door in doors:
        with pytest.raises((NotImplementedError, AttributeError, SuspiciousFileOperation)):
            door()
    assert list(shelf().names()) == [name]


def test_that_the_shelf_comes_from_the_settings(asset: UUID, settings: Settings, tmp_path: Path) -> None:
    name = sealed(asset, b"x")
    elsewhere = {"BACKEND": "vigportal.vault.disk.Disk", "OPTIONS": {"location": tmp_path / "elsewhere"}}
    settings.STORAGES = {**settings.STORAGES, "vault": elsewhere}
    assert not storages["vault"].exists(name)
