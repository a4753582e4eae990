"""The key store under many hands: threads, processes, forks, a file that is swapped beneath it."""

import os
import shutil
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.vault.stores import Child
from vigportal.vault import keys, strongbox

NOW = datetime(2026, 11, 22, tzinfo=UTC)

MAKE_KEYS = """
import sys, uuid
from vigportal.vault import keys
made = [uuid.uuid4() for _ in range(int(sys.argv[2]))]
for asset_id in made:
    keys.create_key(asset_id, uuid.UUID(sys.argv[1]))
    print(asset_id, keys.key_for(asset_id).hex())
"""

MAKE_KEYS_FOR_EVER = """
import sys, uuid
from vigportal.vault import keys
while True:
    asset_id = uuid.uuid4()
    keys.create_key(asset_id, uuid.UUID(sys.argv[1]))
    print(asset_id, keys.key_for(asset_id).hex(), flush=True)
"""


def told(output: str) -> dict[UUID, bytes]:
    rows = (line.split() for line in output.splitlines())
    return {UUID(asset_id): bytes.fromhex(key) for asset_id, key in rows}


def in_a_fork(task: Callable[[], bytes]) -> bytes:
    """What `task` said in a child that shares everything up to now."""
    given, taken = os.pipe()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # threads are the point here
        pid = os.fork()
    if not pid:
        try:
            os.write(taken, task())
        finally:
            os._exit(0)
    os.close(taken)
    with os.fdopen(given, "rb") as said:
        answer = said.read()
    os.waitpid(pid, 0)
    return answer


def test_that_processes_that_come_first_at_once_make_one_store(child: Child, service: UUID, settings: Settings) -> None:
    running = [child(MAKE_KEYS, service, 10) for _ in range(4)]
    made = {asset_id: key for process in running for asset_id, key in told(process.communicate()[0]).items()}
    assert [process.returncode for process in running] == [0] * 4
    assert len(made) == 40
    assert {asset_id: keys.key_for(asset_id) for asset_id in made} == made
    assert not list(Path(settings.VAULT_KEYS_DIR).glob(".*"))


def test_that_threads_share_the_store(service: UUID) -> None:
    def live_and_die(_: int) -> tuple[UUID, bytes]:
        kept, gone = uuid4(), uuid4()
        for asset_id in (kept, gone):
            keys.create_key(asset_id, service)
        keys.destroy_key(gone, now=NOW)
        with pytest.raises(keys.KeyDestroyed):
            keys.key_for(gone)
        return kept, keys.key_for(kept)

    with ThreadPoolExecutor(16) as hands:
        kept = dict(hands.map(live_and_die, range(64)))
    assert {asset_id: keys.key_for(asset_id) for asset_id in kept} == kept


def test_that_keys_made_during_a_rotation_open_after_it(child: Child, service: UUID) -> None:
    process = child(MAKE_KEYS, service, 60)
    while process.poll() is None:
        keys.rotate_service_key(service)
        time.sleep(0.01)  # SQLite's writers don't queue: whoever asks without pause keeps the others out
    made = told(process.communicate()[0])
    assert len(made) == 60
    assert {asset_id: keys.key_for(asset_id) for asset_id in made} == made


def test_that_a_key_destroyed_by_another_process_is_gone_at_the_next_call(asset: UUID, child: Child) -> None:
    assert keys.key_for(asset)
    script = "import sys, uuid, datetime; from vigportal.vault import keys\n"
    script += "keys.destroy_key(uuid.UUID(sys.argv[1]), now=datetime.datetime.now(datetime.UTC))"
    assert child(script, asset).wait() == 0
    with pytest.raises(keys.KeyDestroyed):
        keys.key_for(asset)


def test_that_a_key_is_safe_once_it_was_given(child: Child, service: UUID) -> None:
    for _kill in range(5):
        process = child(MAKE_KEYS_FOR_EVER, service)
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(20)]
        process.kill()
        made = told("".join(lines))
        assert {asset_id: keys.key_for(asset_id) for asset_id in made} == made


def test_that_a_forked_child_opens_the_store_for_itself(asset: UUID) -> None:
    before = keys.key_for(asset)
    assert in_a_fork(lambda: bytes([len(strongbox._open)]) + keys.key_for(asset)) == b"\0" + before
    assert keys.key_for(asset) == before


def test_that_a_fork_waits_for_a_thread_that_writes(service: UUID) -> None:
    stop, made = threading.Event(), list[UUID]()

    def write() -> None:
        while not stop.is_set():
            made.append(uuid4())
            keys.create_key(made[-1], service)

    with ThreadPoolExecutor(1) as hand:
        hand.submit(write)
        seen = {in_a_fork(lambda: bytes([len(strongbox._open)])) for _ in range(20)}
        stop.set()
    assert seen == {b"\0"}
    assert all(map(keys.key_for, made))


def test_that_a_store_put_in_the_files_place_is_seen(asset: UUID, service: UUID, settings: Settings) -> None:
    file = Path(settings.VAULT_KEYS_DIR, strongbox.FILE)
    keys.destroy_key(uuid4(), now=NOW)  # empties the write-ahead file, so that the file alone is the store
    shutil.copy(file, file.with_name("aside"))
    keys.create_key(later := uuid4(), service)
    file.with_name("aside").replace(file)
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink()
    assert keys.key_for(asset)
    with pytest.raises(keys.KeyMissing):
        keys.key_for(later)


def test_that_the_store_writes_through_and_wipes(asset: UUID, settings: Settings) -> None:
    with strongbox.reading(Path(settings.VAULT_KEYS_DIR)) as db:
        found = {
            name: db.execute(f"PRAGMA {name}").fetchall()[0][0]
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_that_a_failed_change_leaves_the_store_as_it_was(asset: UUID, settings: Settings) -> None:
    def fail_halfway() -> None:
        with strongbox.writing(Path(settings.VAULT_KEYS_DIR)) as db:
            db.execute("UPDATE asset_key SET wrapped = zeroblob(60)")
            raise ZeroDivisionError

    before = keys.key_for(asset)
    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert keys.key_for(asset) == before
