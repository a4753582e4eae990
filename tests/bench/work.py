"""What the benches of the engine share: films to work on, and the processor time of everything that is started."""

import resource
import statistics
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from tests.conftest import PHONE_FILMS
from videos.transcode import runner
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine

ROUNDS = 5


def looped(folder: Path, name: str, seconds: int, *options: str) -> Path:
    """A phone film of the shared folder, repeated without a new encode until it is long enough."""
    path = folder / f"{seconds}-{name}"
    again = ["-stream_loop", "-1", "-i", str(PHONE_FILMS / name), "-t", str(seconds), "-map", "0:v:0", "-map", "0:a:0?"]
    subprocess.run([find_ffmpeg().path, "-v", "error", "-y", *again, "-c", "copy", *options, str(path)], check=True)
    return path


@contextmanager
def openly() -> Iterator[Engine]:
    """An engine whose programs run under limits but in no cage: a cage keeps their processor time to itself."""
    with patch.object(runner, "_cage", lambda: ""):
        yield Engine(find_ffmpeg())


def cost(work: Callable[[], object]) -> float:
    """CPU-seconds of this process and of all that it has started and seen end."""
    began = spent()
    work()
    return spent() - began


def ratio(work: Callable[[], object], against: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of rounds in which both are done in turn."""
    return statistics.median(cost(work) / cost(against) for _ in range(rounds))


def spent() -> float:
    """CPU-seconds of this process and of all that it has started and seen end, since it began."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
