"""With a real Redis and real Celery workers: the bell is answered, and the table stays the truth."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast, make_cast
from tests.videos.films import make_film
from tests.videos.makers import allow_everything, make_film_of, make_upload, numbered_film, send
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Job
from videos.tasks import run_job, sweep
from vigportal.celery import app

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 120


@contextmanager
def worker(environment: dict[str, str], *queues: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker as README says to start it: of one process, for these queues (all, where none is named)."""
    line = [sys.executable, "-m", "celery", "-A", "vigportal", "worker", "-c", "1", "-l", "WARNING"]
    line += ["-n", f"{'-'.join(queues) or 'all'}@here", *(["-Q", ",".join(queues)] if queues else [])]
    with subprocess.Popen(line, env={**os.environ, **environment}, start_new_session=True) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:  # a warm shutdown can wait for its own broker: it has made what it should
        os.killpg(process.pid, signal.SIGKILL)


def wait_until(comes: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not comes():
        assert time.monotonic() < until, f"after {PATIENCE} s: {what}"
        time.sleep(0.1)


def state_of(film: Film) -> str:
    film.refresh_from_db()
    return film.state


@cache
def long_film() -> bytes:
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=40, size=(1280, 720)).read_bytes()


def arrived(cast: Cast, data: bytes) -> tuple[Film, Job]:
    film = send(cast, make_upload(cast, len(data)), data).film
    return film, Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)


def settings_of(name: str) -> dict[str, Any]:
    """What a running worker says that it goes by."""
    found: dict[str, Any] = {}

    def answers() -> bool:
        found.update((app.control.inspect([name], timeout=2).conf(with_defaults=True) or {}).get(name, {}))
        return bool(found)

    wait_until(answers, f"{name} answers")
    return found


def test_that_the_bell_is_answered_a_clip_goes_first_and_a_killed_film_is_found(
    childs_environment: dict[str, str],
) -> None:
    """One story, because two of them side by side would share the one Redis and answer each other's bell."""
    cast = make_cast()
    allow_everything(cast)
    app.control.purge()
    ready = make_film_of(cast)
    with ExitStack() as stack:
        films = stack.enter_context(worker(childs_environment, "films"))
        stack.enter_context(worker(childs_environment, "quick"))
        goes_by_what_production_needs(settings_of("films@here"))
        is_answered_once_however_often_it_rings(cast)
        lets_a_clip_go_before_a_film_that_is_under_way(cast, ready)
        job = Job.objects.get(state="running")
        killed(films)
        silent(job)
        stack.enter_context(worker(childs_environment, "films"))
        is_found_by_the_sweep(job)


def goes_by_what_production_needs(conf: dict[str, Any]) -> None:
    """That a message is kept until its work is done, is one at a time, and outlives the longest job."""
    assert (conf["task_acks_late"], conf["worker_prefetch_multiplier"]) == (True, 1)
    soft, hard = conf["task_soft_time_limit"], conf["task_time_limit"]
    assert 2 * 60 * 60 < soft < hard < conf["broker_transport_options"]["visibility_timeout"]
    assert conf["task_default_queue"] == "quick"
    assert conf["beat_schedule"]["sweep"]["task"] == "videos.sweep"


def is_answered_once_however_often_it_rings(cast: Cast) -> None:
    film, job = arrived(cast, numbered_film())
    run_job.apply_async(kwargs={"lane": "films"}, queue="films")
    wait_until(lambda: state_of(film) == "ready", "the film is ready")
    run_job.apply_async(kwargs={"lane": "films"}, queue="films")
    time.sleep(2)
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)


def lets_a_clip_go_before_a_film_that_is_under_way(cast: Cast, ready: Film) -> None:
    _film, job = arrived(cast, long_film())
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "running", "the film is under way")
    clip = mark_clip(actor=cast.maya, film=ready, stretch=Stretch(3, 40), title="", now=timezone.now())
    wait_until(lambda: Clip.objects.get(pk=clip.pk).state == "ready", "the clip is cut")
    assert Job.objects.get(pk=job.pk).state == "running"


def killed(process: subprocess.Popen[bytes]) -> None:
    """The worker with its children, at once: nobody is told."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def silent(job: Job) -> None:
    assert Job.objects.filter(pk=job.pk, state="running").update(lease_until=timezone.now())


def is_found_by_the_sweep(job: Job) -> None:
    sweep.delay()
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "done", "the film that was killed is ready")
    job.refresh_from_db()
    assert job.attempt == 2
    assert Film.objects.get(asset=job.subject).state == "ready"
