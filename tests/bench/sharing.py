"""What is gained where several workers share one long film: real workers, each held to one core as if it were a host.

The film is a numbered one, so that each frame of the study copy says which one it is. `VIG_BENCH_SECONDS=120
.venv/bin/python -m tests.bench sharing` takes a shorter one (usual: 300), VIG_BENCH_ROUNDS other rounds (usual: 3).
What two cores of one machine can do together is measured beside it, by ffmpeg alone: where they are two halves of one,
twice the workers can't do twice the work.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import Figure
from tests.bench.house import furnished
from tests.cast import Cast
from tests.videos.films import make_film
from tests.videos.killing import Worker, wait_until
from tests.videos.makers import make_upload, numbers_of, send
from videos.models import Film, Job
from videos.transcode.binaries import find_ffmpeg

SECONDS = int(os.environ.get("VIG_BENCH_SECONDS", "300"))
ROUNDS = int(os.environ.get("VIG_BENCH_ROUNDS", "3"))
RATE = 30
CORES = 2
PATIENCE = 20 * 60


class Held(Worker):
    """A worker that has one core, and all that it starts with it."""

    def __init__(self, core: int, folder: Path) -> None:
        self.line = ["taskset", "-c", str(core), sys.executable, "manage.py", "worker"]
        folder.mkdir(exist_ok=True)
        super().__init__({**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}, folder / "temporary")


def run() -> list[Figure]:
    with furnished() as cast, tempfile.TemporaryDirectory() as name:
        return _measured(cast, Path(name))


def _measured(cast: Cast, folder: Path) -> list[Figure]:
    data = make_film(folder, seconds=SECONDS, size=(1280, 720)).read_bytes()
    alone, together, exact, helped = [], [], [], []
    for _ in range(ROUNDS):
        alone.append(_made(cast, folder, data, workers=1)[0])
        seconds, film, stretches = _made(cast, folder, data, workers=CORES)
        together.append(seconds)
        exact.append(_share_of_exact(film))
        helped.append(stretches)
    pairs = [both / one for one, both in zip(alone, together, strict=True)]
    told = f"a film of {SECONDS} s: {CORES} workers with a core each ÷ one, seconds"
    told += f" ({statistics.median(together):.1f} ÷ {statistics.median(alone):.1f})"
    return [
        Figure(told, statistics.median(pairs), at_most=0.8),
        Figure(f"… {CORES} bare encodes at once ÷ one after the other, a core each", _bare(folder)),
        Figure("… stretches that the other worker made", statistics.median(helped), at_least=1),
        Figure("… frames of the study copy in their place", min(exact), at_least=1.0),
    ]


def _made(cast: Cast, folder: Path, data: bytes, *, workers: int) -> tuple[float, Film, int]:
    """Seconds from its last byte until it is ready; and how many stretches were made by another worker."""
    with _working(folder, workers):
        film = send(cast, make_upload(cast, len(data)), data).film
        began, most = time.monotonic(), 0

        def is_over() -> bool:
            nonlocal most
            done = Job.objects.filter(kind=Job.Kind.STRETCH, subject=film.asset_id, state=Job.State.DONE)
            most = max(most, done.count())
            return not Job.objects.filter(subject=film.asset_id, state__in=["waiting", "running"]).exists()

        wait_until(is_over, "the film is ready", PATIENCE)
        seconds = time.monotonic() - began
    film.refresh_from_db()
    assert film.state == Film.State.READY, film.state
    return seconds, film, most


@contextmanager
def _working(folder: Path, count: int) -> Iterator[None]:
    workers = [Held(core, folder / str(core)) for core in range(count)]
    try:
        for worker in workers:
            worker.start()
        time.sleep(5)  # they have begun, and done their first chores
        yield
    finally:
        for worker in workers:
            worker.stop()


def _share_of_exact(film: Film) -> float:
    found = numbers_of(film)
    meant = range(SECONDS * RATE)
    return sum(one == other for one, other in zip(found, meant, strict=False)) / max(len(found), len(meant))


def _bare(folder: Path) -> float:
    """How much of twice the work two cores do in the same time: 0.5 where they are two whole ones."""
    film = make_film(folder, "short.mp4", seconds=20, size=(1280, 720))
    encode = [find_ffmpeg().path, "-v", "error", "-i", str(film), "-c:v", "libx264", "-preset", "veryfast"]
    encode += ["-threads", "1", "-f", "null", "-"]

    def seconds(cores: list[int]) -> float:
        began = time.monotonic()
        running = [subprocess.Popen(["taskset", "-c", str(core), *encode]) for core in cores]
        assert sum(process.wait() for process in running) == 0
        return time.monotonic() - began

    return statistics.median(seconds([0, 1]) / (seconds([0]) + seconds([1])) for _ in range(3))
