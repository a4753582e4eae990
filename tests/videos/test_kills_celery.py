"""kill -9 with a real Redis and a real Celery worker: of the child that works, of the one above it, or of both.

Two kills here; `VIG_KILLS=50 python3 manage.py test --database=postgres tests/videos/test_kills_celery.py` kills fifty
times, and `--log-cli-level=INFO` tells of each.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast
from tests.videos.killing import Worker
from tests.videos.surviving import DICE, Range
from videos.tasks import sweep
from vigportal.celery import app

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.anew]
SWEEPS_EVERY = 2  # seconds; half a minute in production


class CeleryWorker(Worker):
    """A Celery worker of one process, for both lanes; beside it somebody sweeps, as beat does."""

    line = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "vigportal",
        "worker",
        "-c",
        "1",
        "-Q",
        "films,quick",
        "-l",
        "WARNING",
    ]
    _chance = random.Random(DICE)
    _swept_at = 0.0

    def _strike(self) -> str:
        """One alone, as a machine short of memory does it, or both, as a pulled plug does."""
        assert self._process
        struck = self._chance.choice(("child", "parent", "both"))
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        if struck != "parent":
            for child in children:
                os.kill(int(child), signal.SIGKILL)
        if struck != "child":
            self._fell()
        return struck

    def look_after(self) -> None:
        """Rings again where a ring was lost with its worker."""
        if time.monotonic() > self._swept_at + SWEEPS_EVERY:
            self._swept_at = time.monotonic()
            sweep()


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[CeleryWorker]:
    app.control.purge()
    one = CeleryWorker(childs_environment, tmp_path / "temporary")
    yield one
    one.end()


def test_that_all_work_ends_as_if_nobody_had_killed_celery(
    cast: Cast, worker: CeleryWorker, settings: Settings, tmp_path: Path
) -> None:
    Range(cast, worker, settings, tmp_path).kill_often()
