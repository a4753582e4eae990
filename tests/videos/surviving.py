"""What outlives a kill -9: films and clips to be killed over, and what must be true when all of it has ended."""

import io
import random
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast
from tests.videos.films import make_film
from tests.videos.killing import Worker, finish, kill_while_at, rounds
from tests.videos.makers import make_upload, send
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Job, Rendition
from vigportal.management.night import sweep_vault

KILLS = rounds(2)
PER_JOB = 2  # the third silence parks a job for a human
PLAIN = (b"ftypisom", b"ftypmp42", b"JFIF\x00\x01", b"moov\x00\x00\x00lmvhd", b"Lavc6", b"Lavf6")
FILM = {"original", "study", "small", "poster", "sprite", "waveform", "index"}
CLIP = {"clip", "small", "poster"}


@cache
def long_film() -> bytes:
    """Long enough to be killed in the middle of."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=12, size=(1280, 720)).read_bytes()


def arrived(cast: Cast, data: bytes) -> tuple[Film, Job]:
    """A film that has come, and the job that makes it ready."""
    film = send(cast, make_upload(cast, len(data)), data).film
    return film, Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)


def marked(cast: Cast, film: Film, number: int) -> tuple[Clip, Job]:
    """A clip of eleven seconds, and the job that cuts it."""
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


def films_are_ready(jobs: int) -> None:
    """Each with everything, once."""
    assert set(Film.objects.values_list("state", "asset__state")) == {("ready", "active")}
    for film in Film.objects.all():
        assert set(film.asset.renditions.values_list("kind", flat=True)) == FILM
    assert Rendition.objects.filter(asset__kind="film").count() == jobs * len(FILM)


def clips_are_ready(jobs: int) -> None:
    """Each with everything."""
    assert list(Clip.objects.values_list("state", "asset__state")) == [("ready", "active")] * jobs
    for clip in Clip.objects.all():
        assert set(clip.asset.renditions.values_list("kind", flat=True)) == CLIP


def nothing_is_left(settings: Settings, tmp_path: Path, original: bytes) -> None:
    """The vault holds what somebody owns, whole, and no more; nothing of it can be read anywhere in the folder."""
    sweep_vault(timezone.now() + timedelta(days=30))
    call_command("vault", "check", stdout=io.StringIO())  # raises where an object is damaged, missing or nobody's
    assert not list(Path(settings.VAULT_DIR).rglob("*.part"))
    assert not [path for path in Path(settings.SCRATCH_DIR).rglob("*") if path.is_file()]
    assert not list((tmp_path / "temporary").glob("*"))
    assert plain_in(tmp_path, original) == []
