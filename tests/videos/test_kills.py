"""kill -9 of the worker in the middle of an encode and of a cut: every film ends ready, nothing is left behind.

A few kills here; `VIG_KILLS=10 python3 manage.py test tests/videos/test_kills.py` kills ten times each. At each line
of each step: `test_kills_by_line.py`; with Redis and Celery: `test_celery.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Cast, make_cast
from tests.videos.killing import Worker, finish
from tests.videos.surviving import (
    arrived,
    clips_are_ready,
    films_are_ready,
    killed,
    long_film,
    marked,
    nothing_is_left,
    plain_in,
)
from videos.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def cast(childs_environment: dict[str, str]) -> Cast:
    return make_cast()


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.stop()


def test_that_a_film_whose_worker_is_killed_in_mid_encode_ends_ready(
    cast: Cast, worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    jobs = killed(worker, lambda _number: arrived(cast, long_film())[1])
    worker.stop()
    films_are_ready(jobs)
    nothing_is_left(settings, tmp_path, long_film())


def test_that_a_clip_whose_worker_is_killed_in_mid_cut_ends_ready(
    cast: Cast, worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    film, job = arrived(cast, long_film())
    assert finish(worker, job) == Job.State.DONE
    jobs = killed(worker, lambda number: marked(cast, film, number)[1])
    worker.stop()
    clips_are_ready(jobs)
    nothing_is_left(settings, tmp_path, long_film())


def test_that_what_would_give_a_film_away_is_found(tmp_path: Path) -> None:
    """The scan above, seen to bite."""
    (tmp_path / "left.mp4").write_bytes(long_film())
    (tmp_path / "part").write_bytes(long_film()[4000:5000])
    assert {line.split(":")[0] for line in plain_in(tmp_path, long_film())} == {"left.mp4", "part"}
