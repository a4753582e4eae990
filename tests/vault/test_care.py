"""Looking after the vault: what killed writers leave, what is taken away, what a check tells; little in memory."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.vault.objects import files, sealed
from tests.vault.stores import Child
from vigportal.vault import keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT
from vigportal.vault.reader import open_sealed
from vigportal.vault.shelf import ObjectMissing
from vigportal.vault.storage import Condition

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER, EARLIER = datetime.now(UTC) + timedelta(hours=1), datetime.now(UTC) - timedelta(hours=1)
MARK = b"a face that nobody may see"


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
    damaged[SEGMENT + 5] ^= 1
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
