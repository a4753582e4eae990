"""What hostile films do to good ones beside them: the time of a good film, with a worker busy on the worst files.

The same number of workers both times: two, as processes. Alone, one prepares the good film and the other has nothing to
do; beside, the other chews hostile and odd films, one after the other, for as long as the good film takes.
"""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.bench import Figure
from tests.videos.films import make_film
from tests.videos.transcode.odd import ODD
from tests.videos.transcode.test_hostile import HOSTILE
from tests.videos.transcode.work import load
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.refusals import Refusal
from videos.transcode.runner import Stopped
from videos.transcode.workbench import Workbench

SECONDS = int(os.environ.get("VIG_BENCH_SECONDS", "30"))
ROUNDS = int(os.environ.get("VIG_BENCH_ROUNDS", "3"))


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = make_film(folder, "good.mp4", seconds=SECONDS, size=(1280, 720)).read_bytes()
        hostile = _drawn(folder)
        rounds = [_one(folder, good, hostile) for _ in range(ROUNDS)]
    chewed = statistics.median(count for _ratio, count in rounds)
    about = f"a good film of {SECONDS} s beside hostile ones ({chewed:g} of {len(hostile)} ended meanwhile) ÷ alone"
    return [Figure(f"{about}, seconds", statistics.median(ratio for ratio, _count in rounds), at_most=2)]


def _drawn(folder: Path) -> list[Path]:
    """Every hostile and odd film as a file."""
    made = []
    makers: list[Callable[[Path], Path | bytes]] = [*(make for make, _why in HOSTILE.values()), *ODD.values()]
    for number, make in enumerate(makers):
        room = folder / str(number)
        room.mkdir()
        film = make(room)
        data = film if isinstance(film, bytes) else film.read_bytes()
        made.append(folder / f"{number}.film")
        made[-1].write_bytes(data)
    return made


def _one(folder: Path, good: bytes, hostile: list[Path]) -> tuple[float, int]:
    alone = _seconds(folder, good)
    with _chewing(folder, hostile) as ended:
        beside = _seconds(folder, good)
        return beside / alone, ended.value


def _seconds(folder: Path, data: bytes) -> float:
    began = time.monotonic()
    assert _end(folder, data), "a good film is made ready"
    return time.monotonic() - began


def _end(folder: Path, data: bytes) -> bool:
    """As a worker does it; says whether the film is ready."""
    engine = Engine(find_ffmpeg())
    with Workbench(folder) as bench:
        film = load(bench, data)
        info = engine.inspect_film(film)
        if isinstance(info, Refusal):
            return False
        engine.free_film(bench, film, info)
        return not isinstance(engine.prepare_film(bench, film, info), Refusal)


@contextmanager
def _chewing(folder: Path, hostile: list[Path]) -> Iterator[Any]:
    """Another worker at them while the block runs; counts those that it has ended."""
    ended = multiprocessing.get_context("fork").Value("i", 0)
    process = multiprocessing.get_context("fork").Process(target=_chew, args=(folder, hostile, ended), daemon=True)
    process.start()
    try:
        yield ended
        assert process.is_alive(), "nothing of a film's ends its worker"
    finally:
        process.kill()
        process.join()


def _chew(folder: Path, hostile: list[Path], ended: Any) -> None:
    for path in cycle(hostile):
        with suppress(Stopped):  # it would be tried again later
            _end(folder, path.read_bytes())
        ended.value += 1
