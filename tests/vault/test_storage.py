"""Sealing: whole or not at all, never plain on a disk, little in memory; destroying; looking after what lies there."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from vigportal.vault import keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT
from vigportal.vault.reader import open_sealed
from vigportal.vault.shelf import ObjectMissing, new_name, shelf
from vigportal.vault.storage import Condition

Child = Callable[..., "subprocess.Popen[str]"]
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER, EARLIER = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) - timedelta(hours=1)
MARK = b"a face that nobody may see"


@pytest.fixture
def vault(settings: Settings) -> Path:
    return Path(settings.VAULT_DIR)


def sealed(asset: UUID, plain: bytes) -> str:
    with storage.seal(asset) as writer:
        writer.write(plain)
    return writer.name


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, PLAIN - 40, PLAIN, 3 * PLAIN + 5])
def test_that_what_was_sealed_opens_again(asset: UUID, size: int) -> None:
    plain = os.urandom(size)
    with storage.seal(asset) as writer:
        for start in range(0, size, 70_000):
            assert writer.write(memoryview(plain)[start : start + 70_000])
    assert (writer.size, writer.sha256) == (size, hashlib.sha256(plain).hexdigest())
    with open_sealed(writer.name, asset) as file:
        assert file.read() == plain


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


@pytest.mark.parametrize("name", ["", "../keys/keys.sqlite3", "/etc/passwd", "a" * 31, "A" * 32, "a" * 32 + ".part"])
def test_that_only_the_vaults_own_names_lead_anywhere(asset: UUID, name: str) -> None:
    for door in (storage.exists, storage.delete, shelf().fetch):
        with pytest.raises(SuspiciousFileOperation):
            door(name)


def test_that_djangos_own_doors_stay_shut(asset: UUID, vault: Path) -> None:
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
    assert [path.name for path in files(vault)] == [name]


# Killed

SEAL_FOR_EVER = """
import sys, uuid
from vigportal.vault import storage
while True:
    with storage.seal(uuid.UUID(sys.argv[1])) as writer:
        for _ in range(40):
            writer.write(b"a face that nobody may see" * 5000)
            print("wrote", flush=True)
    print(writer.name, flush=True)
"""


def test_that_a_killed_writer_leaves_nothing_visible(asset: UUID, child: Child, vault: Path) -> None:
    told: list[str] = []
    for lines in (1, 7, 30, 41, 100):
        process = child(SEAL_FOR_EVER, asset)
        assert process.stdout
        told += [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        process.wait()
    findings = list(storage.check((path.name, asset) for path in files(vault) if not path.suffix))
    assert {finding.condition for finding in findings} == {Condition.WHOLE}
    assert {line for line in told if line != "wrote"} <= {finding.name for finding in findings}
    drafts = [path for path in files(vault) if path.suffix]
    assert drafts
    assert not [draft for draft in drafts if MARK in draft.read_bytes()]
    assert storage.sweep_orphans(older_than=EARLIER) == []
    assert sorted(storage.sweep_orphans(older_than=LATER)) == sorted(draft.stem for draft in drafts)
    assert sorted(path.name for path in files(vault)) == sorted(finding.name for finding in findings)


def test_that_a_sweep_leaves_a_writer_alone(asset: UUID) -> None:
    with storage.seal(asset) as writer:
        writer.write(bytes(SEGMENT))
        assert storage.sweep_orphans(older_than=EARLIER) == []
    assert storage.exists(writer.name)


def test_that_sweeping_and_checking_an_empty_vault_find_nothing() -> None:
    assert storage.sweep_orphans(older_than=LATER) == []
    assert list(storage.check([])) == []


# Little in memory

SEAL_AND_READ_MUCH = """
import resource, sys, uuid
from vigportal.vault import storage, reader
def grown(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
asset_id, piece = uuid.UUID(sys.argv[1]), bytes(range(256)) * 4096
with storage.seal(asset_id) as warm_up: warm_up.write(piece)
before = grown()
with storage.seal(asset_id) as writer:
    for _ in range(200): writer.write(piece)
with reader.open_sealed(writer.name, asset_id) as file:
    while data := file.read(1 << 20): assert data == piece
print(grown() - before, writer.size)
"""


def test_that_sealing_and_reading_200_mb_takes_little_memory(asset: UUID, child: Child) -> None:
    output, _ = child(SEAL_AND_READ_MUCH, asset).communicate()
    grown, size = map(int, output.split())
    assert size == 200 << 20
    assert grown <= 8  # MiB


# Taking away, and looking after


def test_that_destroying_takes_the_key_first_and_the_bytes_with_it(asset: UUID, vault: Path, tmp_path: Path) -> None:
    name = sealed(asset, MARK)
    shutil.copytree(vault, tmp_path / "a backup of the bytes")
    storage.destroy(asset, [name], now=NOW)
    assert not storage.exists(name)
    shutil.copytree(tmp_path / "a backup of the bytes", vault, dirs_exist_ok=True)
    with pytest.raises(keys.KeyDestroyed):
        open_sealed(name, asset)
    storage.destroy(asset, [name], now=NOW)


def test_that_deleting_what_is_not_there_is_no_error(asset: UUID) -> None:
    name = sealed(asset, b"x")
    storage.delete(name)
    storage.delete(name)
    assert not storage.exists(name)
    with pytest.raises(ObjectMissing):
        open_sealed(name, asset)


def test_that_a_check_tells_each_objects_condition(asset: UUID, service: UUID, vault: Path) -> None:
    names = {about: sealed(asset, bytes(2 * PLAIN)) for about in ("whole", "cut", "bit", "gone", "stray", "swapped")}
    paths = {about: vault / name[:2] / name for about, name in names.items()}
    erased = uuid4()
    keys.create_key(erased, service)
    names["erased"] = sealed(erased, b"x")
    keys.destroy_key(erased, now=NOW)
    os.truncate(paths["cut"], SEGMENT)
    damaged = bytearray(paths["bit"].read_bytes())
    damaged[-1] ^= 1
    paths["bit"].write_bytes(damaged)
    paths["gone"].unlink()
    shutil.copy(paths["whole"], paths["swapped"])
    owners = {name: asset for about, name in names.items() if about not in {"stray", "erased"}}
    keyless, unknown = sealed(asset, b"x"), uuid4()
    found = {
        finding.name: finding.condition
        for finding in storage.check([*owners.items(), (names["erased"], erased), (keyless, unknown)])
    }
    assert found == {
        names["whole"]: Condition.WHOLE,
        names["cut"]: Condition.DAMAGED,
        names["bit"]: Condition.DAMAGED,
        names["gone"]: Condition.MISSING,
        names["swapped"]: Condition.DAMAGED,
        names["stray"]: Condition.NOBODYS,
        names["erased"]: Condition.KEY_DESTROYED,
        keyless: Condition.KEY_MISSING,
    }
