"""A service, an asset with a key, and child processes that see this test's vault."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.servers import seaweed
from tests.vault.buckets import forget_clients, keeper, stand_in
from tests.vault.faults import Line, stumbling
from tests.vault.stores import OLD, Child, in_base64
from vigportal.vault import keys, strongbox

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def closed_store() -> Iterator[None]:
    yield
    strongbox.close()


@pytest.fixture(autouse=True)
def deployment(settings: Settings) -> None:
    settings.VAULT_DEPLOYMENT_KEY = in_base64(OLD)


@pytest.fixture
def store(settings: Settings) -> Path:
    return Path(settings.VAULT_KEYS_DIR)


@pytest.fixture
def vault(settings: Settings) -> Path:
    return Path(settings.VAULT_DIR)


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 store of our own, started when a test first asks for it."""
    with seaweed(tmp_path_factory.mktemp("s3") / "seaweed") as address:
        yield address


@pytest.fixture(scope="session")
def bucket(s3: str) -> str:
    """One for all tests: this store grows its volumes with each new bucket, and stops at two hundred."""
    with closing(keeper(s3)) as store:
        store.create_bucket(Bucket="films")
    return "films"


@pytest.fixture(params=["disk", "bucket"])
def shelves(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """The same test twice: the vault on a disk, and in a bucket."""
    if request.param == "bucket":
        stand_in(request.getfixturevalue("bucket"), request.getfixturevalue("s3"), settings)
    yield request.param
    forget_clients()


@pytest.fixture
def silence() -> float:
    """Seconds until a line that says nothing, or drips, is given up."""
    return 1.0


@pytest.fixture
def line(s3: str, bucket: str, silence: float, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The vault in a bucket, at the other end of a line that can be told to stumble; with less patience than usual."""
    monkeypatch.setattr("vigportal.vault.bucket.SILENT_SECONDS", silence)
    monkeypatch.setattr("vigportal.vault.patience.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("vigportal.vault.standing.SLOWEST_SECONDS", silence)
    with stumbling(s3) as line:
        stand_in(bucket, line.address, settings)
        yield line
        forget_clients()


@pytest.fixture
def service() -> UUID:
    return uuid4()


@pytest.fixture
def asset(service: UUID) -> UUID:
    asset_id = uuid4()
    keys.create_key(asset_id, service)
    return asset_id


@pytest.fixture
def child(settings: Settings, deployment: None) -> Iterator[Child]:
    """Run a script as a process of its own, with `args` in sys.argv. Whatever still runs at the end is killed."""
    rooms = {f"VIG_{room}": str(getattr(settings, room)) for room in ("VAULT_DIR", "VAULT_KEYS_DIR")}
    secret = {"VIG_VAULT_DEPLOYMENT_KEY": settings.VAULT_DEPLOYMENT_KEY}
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "vigportal.settings", **rooms, **secret}
    with ExitStack() as running:

        def start(script: str, *args: object) -> "subprocess.Popen[str]":
            argv = [sys.executable, "-c", script, *map(str, args)]
            process = subprocess.Popen(argv, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True)
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield start
