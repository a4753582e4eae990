"""What only a bucket has: the settings that name it, sealing once more, one client, few requests, no addresses."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from tests.house.source import ROOT
from tests.vault.buckets import forget_clients, keeper, stand_in, standing_bucket
from tests.vault.faults import Line
from tests.vault.objects import put, sealed
from vigportal import env
from vigportal.vault import storage
from vigportal.vault.reader import open_joined
from vigportal.vault.shelf import ShelfAway, new_name, shelf

MARK = b"a face that nobody may see"
MIB = 1 << 20
LATER = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def store(s3: str) -> Iterator[Any]:
    """The store, seen past the vault."""
    with closing(keeper(s3)) as client:
        yield client


@pytest.fixture
def in_bucket(s3: str, bucket: str, settings: Settings) -> Iterator[str]:
    stand_in(bucket, s3, settings)
    yield standing_bucket().location
    forget_clients()


def test_that_objects_lie_sealed_twice_under_names_that_say_nothing(
    asset: UUID, in_bucket: str, bucket: str, store: Any
) -> None:
    small, large = sealed(asset, MARK), sealed(asset, MARK * (9 * MIB // len(MARK)))
    there = store.list_objects_v2(Bucket=bucket, Prefix=in_bucket)["Contents"]
    assert {each["Key"] for each in there} == {f"{in_bucket}/{small}", f"{in_bucket}/{large}"}
    for each in there:
        answer = store.get_object(Bucket=bucket, Key=each["Key"])
        assert answer["ServerSideEncryption"] == "AES256"
        assert MARK not in answer["Body"].read()


def test_that_an_object_is_sent_in_parts_with_little_in_memory(asset: UUID, line: Line) -> None:
    with storage.seal(asset) as writer:
        for _ in range(20):
            writer.write(bytes(MIB))
    put_in = [asked for asked in line.asked if asked.startswith(("PUT", "POST"))]
    assert [("partNumber" in asked, "uploads" in asked) for asked in put_in] == [
        (False, True),
        (True, False),
        (True, False),
        (True, False),
        (False, False),
    ]
    with open_joined([(writer.name, writer.size)], asset) as film:
        assert film.read() == bytes(20 * MIB)


def test_that_a_mib_is_read_in_three_requests_and_no_more_than_two_of_them_carry_film(asset: UUID, line: Line) -> None:
    name, size = sealed(asset, os.urandom(8 * MIB)), 8 * MIB
    line.asked.clear()
    with open_joined([(name, size)], asset) as film:
        film.seek(3 * MIB)
        assert len(film.read(MIB)) == MIB
    assert [asked.split()[0] for asked in line.asked] == ["GET"] * 3


def test_that_no_address_carries_a_permission(asset: UUID, line: Line) -> None:
    name = sealed(asset, MARK)
    with open_joined([(name, len(MARK))], asset) as film:
        film.read()
    storage.delete(name)
    assert line.asked
    assert not [asked for asked in line.asked if "Signature" in asked or "X-Amz-" in asked]
    with pytest.raises(NotImplementedError):
        standing_bucket().url(name)


def test_that_all_threads_share_one_client_and_a_forked_child_has_its_own(asset: UUID, in_bucket: str) -> None:
    name, gate = sealed(asset, MARK), threading.Barrier(8)

    def read(_: int) -> int:
        gate.wait()
        with open_joined([(name, len(MARK))], asset) as film:
            assert film.read() == MARK
        return id(standing_bucket().asker)

    with ThreadPoolExecutor(8) as hands:
        assert len(set(hands.map(read, range(8)))) == 1
    assert list(standing_bucket()._askers) == [os.getpid()]


def test_that_more_than_a_page_of_objects_is_listed(
    asset: UUID, in_bucket: str, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {sealed(asset, b"x") for _ in range(7)}
    client = standing_bucket().asker
    listing = client.list_objects_v2
    monkeypatch.setattr(client, "list_objects_v2", lambda **words: listing(MaxKeys=3, **words))
    assert set(shelf().names()) == names


def test_that_what_else_lies_in_the_bucket_is_left_alone(in_bucket: str, bucket: str, store: Any) -> None:
    keys = (f"{in_bucket}/notes", f"{in_bucket}/deeper/{new_name()}", f"{in_bucket}2/{new_name()}")
    for key in keys:
        store.put_object(Bucket=bucket, Key=key, Body=b"somebody's")
    assert list(storage.check([])) == []
    assert storage.sweep_nobodys(lambda _names: set(), older_than=LATER) == []
    assert len(store.list_objects_v2(Bucket=bucket, Prefix=in_bucket)["Contents"]) == len(keys)


@pytest.mark.parametrize("wrong", [{"secret_key": "another"}, {"access_key": "nobody"}])
def test_that_a_door_that_stays_shut_is_said_at_once(
    in_bucket: str, s3: str, settings: Settings, wrong: dict[str, str]
) -> None:
    options = {**settings.STORAGES["vault"]["OPTIONS"], **wrong}
    settings.STORAGES = {**settings.STORAGES, "vault": {**settings.STORAGES["vault"], "OPTIONS": options}}
    for door in (lambda: put(new_name(), b"x"), lambda: shelf().fetch(new_name()), lambda: list(shelf().names())):
        with pytest.raises(ShelfAway, match="after 1 tries"):
            door()


SEE = "from django.conf import settings; from django.core.files.storage import storages; v = storages['vault']; "
SEE += "print(type(v).__name__, getattr(v, 'bucket_name', ''), getattr(v, 'object_parameters', ''))"


def test_that_the_bucket_comes_from_the_settings_alone() -> None:
    told = {"BUCKET": "films", "SSE": "aws:kms", "SSE_KEY": "k", "ACCESS_KEY": "tests", "SECRET_KEY": "only-for-tests"}
    settings = {f"VIG_VAULT_S3_{name}": value for name, value in told.items()}
    line = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SEE]
    outcome = subprocess.run(line, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "Bucket films {'ServerSideEncryption': 'aws:kms', 'SSEKMSKeyId': 'k'}"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("AES256", {"ServerSideEncryption": "AES256"}),
        ("aws:kms", {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k"}),
        ("none", {}),
    ],
)
def test_that_the_store_is_told_to_seal_once_more(kind: str, told: dict[str, str]) -> None:
    assert env.sealed_again(kind, "k") == told


def test_that_a_slip_of_the_pen_does_not_leave_films_sealed_once_only() -> None:
    with pytest.raises(ValueError, match="AES256, aws:kms or none"):
        env.sealed_again("aes-256", "")
