"""A service, an asset with a key, and child processes that see this test's vault."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from vigportal.vault import keys, strongbox

ROOT = Path(__file__).resolve().parents[2]

Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def closed_store() -> Iterator[None]:
    yield
    strongbox.close()


@pytest.fixture
def service() -> UUID:
    return uuid4()


@pytest.fixture
def asset(service: UUID) -> UUID:
    asset_id = uuid4()
    keys.create_key(asset_id, service)
    return asset_id


@pytest.fixture
def child(settings: Settings) -> Iterator[Child]:
    """Run a script as a process of its own, with `args` in sys.argv. Whatever still runs at the end is killed."""
    rooms = {f"VIG_{room}": str(getattr(settings, room)) for room in ("VAULT_DIR", "VAULT_KEYS_DIR")}
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "vigportal.settings", **rooms}
    with ExitStack() as running:

        def start(script: str, *args: object) -> "subprocess.Popen[str]":
            argv = [sys.executable, "-c", script, *map(str, args)]
            process = subprocess.Popen(argv, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True)
            running.enter_context(process)
            running.callback(process.kill)
            return process

        yield start
