"""A long film made by two real workers, one of which is killed in the middle of a stretch."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.videos.films import make_film
from tests.videos.killing import Worker, finish, wait_until
from tests.videos.makers import make_upload, numbers_of, send
from videos.models import Film, Job, Rendition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.sqlite_only]
SECONDS, RATE = 150, 30


def test_that_a_killed_helper_costs_the_film_nothing(
    childs_environment: dict[str, str], cast: Cast, tmp_path: Path
) -> None:
    data = make_film(tmp_path, seconds=SECONDS, size=(320, 180), sound="none").read_bytes()
    film = send(cast, make_upload(cast, len(data)), data).film
    job = Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)
    stretches = Job.objects.filter(kind=Job.Kind.STRETCH, subject=film.asset_id)
    parts = Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.SEGMENT)
    own, other = (Worker(childs_environment, tmp_path / name / "temporary") for name in ("own", "other"))
    try:
        own.start()
        wait_until(stretches.exists, "help is asked for", by=own)
        with own.standing_still():
            other.start()
            first = stretches.get().first_part
            wait_until(lambda: parts.filter(part=first).exists(), "the first part of a helper", by=other)
            other.kill()
        assert finish(own, job) == Job.State.DONE
    finally:
        own.stop()
        other.stop()
    film.refresh_from_db()
    assert (film.state, film.frames) == (Film.State.READY, SECONDS * RATE)
    assert numbers_of(film) == list(range(SECONDS * RATE))
    assert not stretches.exists()
    assert not parts.exists()
