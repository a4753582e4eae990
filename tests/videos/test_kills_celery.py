"""kill -9 with a real Redis and a real Celery worker: of all of it, or of the child that does the work.

`VIG_KILLS=50 python3 manage.py test --database=postgres tests/videos/test_kills_celery.py`. Without VIG_KILLS it
is left out: `test_celery.py` kills once in its story, and two such stories side by side would answer each other's bell.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast, make_cast
from tests.videos.killing import Worker, below, finish
from tests.videos.surviving import (
    arrived,
    clips_are_ready,
    films_are_ready,
    killed,
    long_film,
    marked,
    nothing_is_left,
)
from videos.models import Job
from videos.tasks import sweep
from vigportal.celery import app

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "VIG_KILLS" not in os.environ, reason="killed in test_celery.py; here as often as VIG_KILLS says"
    ),
]
SWEEPS_EVERY = 5  # seconds; half a minute in production


class CeleryWorker(Worker):
    """A Celery worker of one process, for both queues; beside it somebody sweeps, as beat does."""

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
    _chance = random.Random(5)
    _swept_at = 0.0

    def _strike(self, process: subprocess.Popen[bytes]) -> None:
        """The child alone, as a machine short of memory does it, or both at once, as a pulled plug does."""
        for child in set(below(process.pid)) - set(self._programs(process)):
            os.kill(child, signal.SIGKILL)
        if self._chance.random() < 0.5:
            super()._strike(process)

    @property
    def is_encoding(self) -> bool:
        """Whether a program is at work under the child."""
        return self._process is not None and any(self._programs(self._process))

    def _programs(self, process: subprocess.Popen[bytes]) -> Iterator[int]:
        """What its children have started."""
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            yield from below(int(child))

    def state_of(self, job: Job) -> str:
        """How far the job is; rings again where a ring was lost with its worker."""
        if time.monotonic() > self._swept_at + SWEEPS_EVERY:
            self._swept_at = time.monotonic()
            sweep()
        return super().state_of(job)


@pytest.fixture
def cast(childs_environment: dict[str, str]) -> Cast:
    app.control.purge()
    return make_cast()


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[CeleryWorker]:
    one = CeleryWorker(childs_environment, tmp_path / "temporary")
    yield one
    one.stop()


def test_that_a_film_ends_ready_whatever_part_of_celery_is_killed(
    cast: Cast, worker: CeleryWorker, settings: Settings, tmp_path: Path
) -> None:
    jobs = killed(worker, lambda _number: arrived(cast, long_film())[1])
    worker.stop()
    films_are_ready(jobs)
    nothing_is_left(settings, tmp_path, long_film())


def test_that_a_clip_ends_ready_whatever_part_of_celery_is_killed(
    cast: Cast, worker: CeleryWorker, settings: Settings, tmp_path: Path
) -> None:
    film, job = arrived(cast, long_film())
    assert finish(worker, job) == Job.State.DONE
    jobs = killed(worker, lambda number: marked(cast, film, number)[1])
    worker.stop()
    clips_are_ready(jobs)
    nothing_is_left(settings, tmp_path, long_film())
