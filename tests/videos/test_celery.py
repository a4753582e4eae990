"""With a real Redis and a real Celery worker: the bell is answered, and the table stays the truth."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.cast import make_cast
from tests.videos.makers import allow_everything, make_upload, numbered_film, send
from videos.models import Film, Job
from videos.tasks import run_job

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 90


@pytest.fixture
def worker(childs_environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker with its beat, as README says to start it."""
    line = [sys.executable, "-m", "celery", "-A", "vigportal", "worker", "-c", "1", "-l", "WARNING"]
    with subprocess.Popen(line, env={**os.environ, **childs_environment}, start_new_session=True) as process:
        yield process
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # a warm shutdown can wait for its own broker: it has made what it should
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(film: Film, state: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        film.refresh_from_db()
        if film.state == state:
            return
        time.sleep(0.3)
    raise AssertionError(f"after {PATIENCE} s the film is {film.state}")


def test_that_the_bell_is_answered_once_however_often_it_rings(worker: subprocess.Popen[bytes]) -> None:
    """One story, because two of them side by side would share the one Redis and answer each other's bell."""
    cast = make_cast()
    allow_everything(cast)
    film = send(cast, make_upload(cast, len(numbered_film())), numbered_film()).film
    job = Job.objects.get(subject=film.asset_id)
    run_job.delay(job_id=str(job.pk))
    wait_for(film, "ready")
    run_job.delay(job_id=str(job.pk))
    time.sleep(2)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)
