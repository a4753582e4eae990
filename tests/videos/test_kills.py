"""kill -9 of the worker in the middle of an encode and of a cut: every film ends ready, nothing is left behind.

A few kills here; `VIG_KILLS=10 python3 manage.py test tests/videos/test_kills.py` kills ten times each.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, make_cast
from tests.videos.films import make_film
from tests.videos.killing import Worker, finish, kill_while_at, rounds
from tests.videos.makers import make_upload, send
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Job, Rendition
from vigportal.management.night import sweep_vault
from vigportal.vault.storage import Condition, check

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = rounds(2)
PER_JOB = 2  # the third silence parks a job for a human
PLAIN = (b"ftypisom", b"ftypmp42", b"JFIF\x00\x01", b"moov\x00\x00\x00lmvhd", b"Lavc6", b"Lavf6")
KINDS = {"original", "study", "small", "poster", "sprite", "waveform", "index"}


@cache
def long_film() -> bytes:
    """Long enough to be killed in the middle of."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=12, size=(1280, 720)).read_bytes()


@pytest.fixture
def cast(childs_environment: dict[str, str]) -> Cast:
    return make_cast()


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.stop()


def arrived(cast: Cast) -> tuple[Film, Job]:
    data = long_film()
    film = send(cast, make_upload(cast, len(data)), data).film
    return film, Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)


def marked(cast: Cast, film: Film, number: int) -> tuple[Clip, Job]:
    film = Film.objects.select_related("asset__case__family").get(pk=film.pk)
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(number, number + 330), title="", now=timezone.now())
    return clip, Job.objects.get(kind=Job.Kind.CUT, subject=clip.asset_id)


def killed(worker: Worker, more: Callable[[int], Job]) -> int:
    """Kills until it was done often enough, each job at most twice, and sees each job done; says how many jobs."""
    chance, hits, jobs = random.Random(22), 0, 0
    while hits < KILLS:
        jobs += 1
        job = more(jobs)
        for _ in range(min(PER_JOB, KILLS - hits)):
            hits += kill_while_at(worker, job, chance)
        assert finish(worker, job) == Job.State.DONE, worker.said[-3000:]
        assert jobs < 4 * KILLS + 4, "the work is over before it can be killed"
    return jobs


def plain_in(folder: Path, original: bytes) -> list[str]:
    """Files in which something of a film can be read."""
    marks = (*PLAIN, original[4096:4128], original[-4128:-4096])
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"):
        data = path.read_bytes()
        found += [f"{path.name}: {mark!r}" for mark in marks if mark in data]
    return found


def left_over() -> list[str]:
    owned = list(Rendition.objects.values_list("object_name", "asset"))
    return [str(finding) for finding in check(owned) if finding.condition is not Condition.WHOLE]


def nothing_is_left(settings: Settings, tmp_path: Path) -> None:
    sweep_vault(timezone.now() + timedelta(days=30))
    assert left_over() == []
    assert not list(Path(settings.VAULT_DIR).rglob("*.part"))
    assert not [path for path in Path(settings.SCRATCH_DIR).rglob("*") if path.is_file()]
    assert not list((tmp_path / "temporary").iterdir())
    assert plain_in(tmp_path, long_film()) == []


def test_that_a_film_whose_worker_is_killed_in_mid_encode_ends_ready(
    cast: Cast, worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    jobs = killed(worker, lambda _number: arrived(cast)[1])
    worker.stop()
    assert set(Film.objects.values_list("state", "asset__state")) == {("ready", "active")}
    for film in Film.objects.all():
        assert set(film.asset.renditions.values_list("kind", flat=True)) == KINDS
    assert Rendition.objects.count() == jobs * len(KINDS)
    nothing_is_left(settings, tmp_path)


def test_that_a_clip_whose_worker_is_killed_in_mid_cut_ends_ready(
    cast: Cast, worker: Worker, settings: Settings, tmp_path: Path
) -> None:
    film, job = arrived(cast)
    assert finish(worker, job) == Job.State.DONE
    jobs = killed(worker, lambda number: marked(cast, film, number)[1])
    worker.stop()
    assert list(Clip.objects.values_list("state", "asset__state")) == [("ready", "active")] * jobs
    for clip in Clip.objects.all():
        assert set(clip.asset.renditions.values_list("kind", flat=True)) == {"clip", "small", "poster"}
    nothing_is_left(settings, tmp_path)


def test_that_what_would_give_a_film_away_is_found(tmp_path: Path) -> None:
    """The scan above, seen to bite."""
    (tmp_path / "left.mp4").write_bytes(long_film())
    (tmp_path / "part").write_bytes(long_film()[4000:5000])
    assert {line.split(":")[0] for line in plain_in(tmp_path, long_film())} == {"left.mp4", "part"}
