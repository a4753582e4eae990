"""kill -9 at a line of a step: preparing, cutting, cutting in full detail, taking a still, moving, erasing. The next
worker ends every job.

One line of the two short steps here, chosen by chance. `VIG_KILLS=50 python3 manage.py test --database=sqlite
tests/videos/test_kills_by_line.py` takes up to fifty of each of the six, which is nearly every line that a step has.
"""

import os
import random
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.vault.killing import Line, killed_at, lines_of
from tests.videos.killing import rounds
from tests.videos.makers import make_film_of, run_jobs
from tests.videos.surviving import WORK, Begin, film_to_watch, nothing_is_left
from tests.videos.test_full_detail import clip_of
from videos.actions.full_detail import ask_for_full_detail
from videos.models import Film, Job
from videos.transcode import cutting, detailing, erasing, moving, pipeline, preparing, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.sqlite_only]
MOST = rounds(1)
SHORT = ["still", "erase"]
ROOMS = tuple(str(module.__file__) for module in (preparing, cutting, detailing, moving, erasing, publish))


def _full(cast: Cast, _film: Film) -> Begin:
    return partial(ask_for_full_detail, actor=cast.maya, clip=clip_of(cast), now=timezone.now())


WORKS = WORK | {"full": _full}


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast, film_to_watch())


def begun(name: str, cast: Cast, film: Film) -> Job:
    """The one job that this piece of work begins with."""
    WORKS[name](cast, film)()
    return Job.objects.get(state=Job.State.WAITING)


def some_of(lines: list[Line]) -> list[Line]:
    chance = random.Random(len(lines))
    return chance.sample(lines, min(MOST, len(lines)))


def goes_silent(job: Job) -> None:
    """Its worker is dead: the lease runs out at once."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("name", SHORT if "VIG_KILLS" not in os.environ else [*SHORT, "film", "clip", "full", "move"])
def test_that_a_worker_killed_at_a_line_leaves_nothing_undone(
    name: str, cast: Cast, film: Film, settings: Settings, tmp_path: Path
) -> None:
    lines = lines_of(partial(pipeline.run, begun(name, cast, film).pk), ROOMS)
    run_jobs()
    for line in some_of(lines):
        job = begun(name, cast, film)
        connections.close_all()  # not to be shared with the child
        assert killed_at(line, partial(pipeline.run, job.pk)), f"{line} was not reached"
        goes_silent(job)
        run_jobs()
        job.refresh_from_db()
        assert (job.state, job.attempt < 3) == ("done", True), line
    run_jobs()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert set(Film.objects.values_list("state", flat=True)) <= {"ready", "erased"}
    nothing_is_left(settings, tmp_path, film_to_watch())
