"""One worker on one machine, in the middle of a long film: a clip is cut meanwhile, and the film goes on."""

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone

from tests.cast import Cast, make_cast
from tests.videos.films import make_film
from tests.videos.killing import Worker, wait_until
from tests.videos.makers import allow_everything, make_film_of, make_upload, send
from tests.videos.transcode.odd import ffmpeg
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@cache
def long_film() -> bytes:
    """Work for half a minute and more: the same two seconds thirty times."""
    with TemporaryDirectory() as folder:
        piece = make_film(Path(folder), "piece.mp4", seconds=2, size=(1280, 720))
        ffmpeg("-stream_loop", "29", "-i", str(piece), "-c", "copy", str(Path(folder, "long.mp4")))
        return Path(folder, "long.mp4").read_bytes()


@pytest.fixture
def cast(childs_environment: dict[str, str]) -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.kill()


def film_under_way(cast: Cast, worker: Worker) -> Job:
    film = send(cast, make_upload(cast, len(long_film())), long_film()).film
    worker.start()
    wait_until(lambda: worker.is_encoding, "the film is under way", by=worker)
    return Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)


def test_that_a_clip_does_not_wait_for_a_film_that_is_under_way(cast: Cast, worker: Worker) -> None:
    ready = make_film_of(cast)
    film = film_under_way(cast, worker)
    clip = mark_clip(actor=cast.maya, film=ready, stretch=Stretch(3, 40), title="", now=timezone.now())
    began = time.monotonic()
    wait_until(lambda: Clip.objects.get(pk=clip.pk).state == Clip.State.READY, "the clip", by=worker)
    took = time.monotonic() - began
    film.refresh_from_db()
    assert (film.state, film.attempt) == ("running", 1), f"the clip took {took:.1f} s"
