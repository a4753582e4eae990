"""What is left for people while a film is prepared: pages a second beside the portal's encoder, and beside one that
does not give way.
"""

import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tests.bench import Figure
from tests.bench.house import PAGE, Served, furnished, web
from tests.bench.preparing import at_once, look_into
from tests.bench.work import looped
from tests.videos.transcode.work import load
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.made import Looking
from videos.transcode.media import MediaInfo
from videos.transcode.runner import Unwanted
from videos.transcode.workbench import Workbench

FILM = "portrait_4k60.mp4"
SECONDS = 60  # of film: far more than is worked off while pages are asked for
ASKING = 10  # seconds
BROWSERS = 4
SETTLING = 2
ROUNDS = 5
THREADS = 8


def run() -> list[Figure]:
    engine = Engine(find_ffmpeg())
    with furnished(), web(THREADS) as served, tempfile.TemporaryDirectory() as name:
        film = looped(Path(name), FILM, SECONDS)
        info = look_into(engine, film)
        rounds = [
            (
                _pages(served, partial(_giving_way, engine, film, info)),
                _pages(served, partial(_not, engine, film, info)),
            )
            for _ in range(ROUNDS)
        ]
    ours, other = (statistics.median(side) / ASKING for side in zip(*rounds, strict=True))
    told = f"pages a second while a film is prepared ÷ while it is without giving way ({ours:.0f} ÷ {other:.0f})"
    return [Figure(told, statistics.median(one / two for one, two in rounds), 1.4)]


def _pages(served: Served, work: Callable[[], "Iterator[None]"]) -> int:
    """How many came while the work went on."""
    came, over = list[int](), threading.Event()

    def ask() -> None:
        while not over.is_set():
            came.append(served.ask(PAGE).status)

    browsers = [threading.Thread(target=ask) for _ in range(BROWSERS)]
    with contextmanager(work)():
        time.sleep(SETTLING)
        for browser in browsers:
            browser.start()
        time.sleep(ASKING)
        over.set()
        for browser in browsers:
            browser.join()
    assert set(came) == {200}
    return len(came)


def _giving_way(engine: Engine, film: Path, info: MediaInfo) -> Iterator[None]:
    """As a worker does it."""
    over = threading.Event()

    def work() -> None:
        with Workbench(film.parent) as bench, suppress(Unwanted):
            engine.prepare_film(bench, load(bench, film), info, Looking(is_unwanted=over.is_set))
            raise AssertionError("the film was ready too soon")

    working = threading.Thread(target=work)
    working.start()
    try:
        yield
        assert working.is_alive()
    finally:
        over.set()
        working.join()


def _not(engine: Engine, film: Path, info: MediaInfo) -> Iterator[None]:
    """The very same command, plainly started."""
    with subprocess.Popen(at_once(engine, film, info), stdout=subprocess.DEVNULL) as process:
        try:
            yield
            assert process.poll() is None
        finally:
            process.kill()
