"""kill -9 at a line of a step: preparing, cutting, in full detail, a still, moving, erasing. The next worker ends them.

One line of the two short steps here, chosen by chance. `VIG_KILLS=50 python3 manage.py test --database=sqlite
tests/videos/test_kills_by_line.py` takes up to fifty of each of the six, which is nearly every line that a step has.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from sessions.models import Cycle
from tests.cast import Cast, make_case, make_cast, make_cycle, make_family
from tests.vault.killing import Line, killed_at, lines_of
from tests.videos.films import make_film
from tests.videos.killing import rounds
from tests.videos.makers import allow_everything, make_film_of, run_jobs
from tests.videos.surviving import arrived, nothing_is_left
from tests.videos.test_full_detail import clip_of as agreed_clip_of
from videos.actions.clips import Stretch, erase_clip, mark_clip, take_still
from videos.actions.films import move_film
from videos.actions.full_detail import ask_for_full_detail
from videos.models import Clip, Film, Job
from videos.transcode import cutting, detailing, erasing, moving, pipeline, preparing, publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.sqlite_only]
MOST = rounds(1)
ROOMS = tuple(str(module.__file__) for module in (preparing, cutting, detailing, moving, erasing, publish))


@cache
def film_to_watch() -> bytes:
    """A short film without an edit list: it has every step, the copy to be watched at once among them."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), options=("-use_editlist", "0")).read_bytes()


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast, film_to_watch())


def job_of(kind: Job.Kind, subject: UUID) -> Job:
    return Job.objects.get(kind=kind, subject=subject)


def to_prepare(cast: Cast, film: Film) -> Job:
    return arrived(cast, film_to_watch())[1]


def clip_of(cast: Cast, film: Film) -> Clip:
    return mark_clip(actor=cast.maya, film=film, stretch=Stretch(7, 40), title="", now=timezone.now())


def to_cut(cast: Cast, film: Film) -> Job:
    return job_of(Job.Kind.CUT, clip_of(cast, film).asset_id)


def to_detail(cast: Cast, film: Film) -> Job:
    clip = agreed_clip_of(cast)
    ask_for_full_detail(actor=cast.maya, clip=clip, now=timezone.now())
    return job_of(Job.Kind.FULL, clip.asset_id)


def to_take(cast: Cast, film: Film) -> Job:
    still = take_still(actor=cast.maya, clip=clip_of(cast, film), frame=9, now=timezone.now())
    return job_of(Job.Kind.STILL, still.asset_id)


def to_move(cast: Cast, film: Film) -> Job:
    moved = move_film(actor=cast.maya, film=another(cast), cycle=elsewhere(cast), now=timezone.now())
    return job_of(Job.Kind.MOVE, moved.asset_id)


def another(cast: Cast) -> Film:
    return make_film_of(cast, film_to_watch())


def elsewhere(cast: Cast) -> Cycle:
    family = make_family(cast.service, "The M. family", cast.since)
    return make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)


def to_erase(cast: Cast, film: Film) -> Job:
    clip = clip_of(cast, film)
    run_jobs()
    clip.refresh_from_db()
    erase_clip(actor=cast.maya, clip=clip, now=timezone.now())
    return job_of(Job.Kind.ERASE, clip.asset_id)


MAKERS: dict[Job.Kind, Callable[[Cast, Film], Job]] = {
    Job.Kind.PREPARE: to_prepare,
    Job.Kind.CUT: to_cut,
    Job.Kind.FULL: to_detail,
    Job.Kind.STILL: to_take,
    Job.Kind.MOVE: to_move,
    Job.Kind.ERASE: to_erase,
}


def some_of(lines: list[Line]) -> list[Line]:
    chance = random.Random(len(lines))
    return chance.sample(lines, min(MOST, len(lines)))


def goes_silent(job: Job) -> None:
    """Its worker is dead: the lease runs out at once."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("kind", MAKERS if "VIG_KILLS" in os.environ else [Job.Kind.STILL, Job.Kind.ERASE])
def test_that_a_worker_killed_at_a_line_leaves_nothing_undone(
    kind: Job.Kind, cast: Cast, film: Film, settings: Settings, tmp_path: Path
) -> None:
    lines = lines_of(partial(pipeline.run, MAKERS[kind](cast, film).pk), ROOMS)
    for line in some_of(lines):
        job = MAKERS[kind](cast, film)
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
