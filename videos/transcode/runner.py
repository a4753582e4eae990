"""Start a program, watch it, end it. The only module of the portal that starts processes.

The law: a program is started with limits, in a group of its own, with the open files it was given and nothing else:
no environment, no standard input, no key. What it writes into files that lie in memory counts as its memory. It is
ended with its whole group when its time is up, when it is no longer wanted, when whoever waits for it fails, and when
its parent is killed, however early.
"""

import fcntl
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO

from videos.transcode.cage import SYSTEM, caged

_LAUNCHER = str(Path(__file__).with_name("launcher.py"))
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_GLANCE = 0.2  # seconds between two looks at the clock
_MOST_SAID = 16 * 1024
_MOST_PRINTED = 128 * 1024 * 1024
_SHOWN_BY_CAGE = 128


@dataclass(frozen=True)
class Limits:
    """How much one run may use: bytes of memory (as much again in memory files), bytes of each file."""

    seconds: float
    cpu_seconds: int
    memory: int
    file: int


@dataclass(frozen=True)
class Command:
    """A program with its arguments, the open files it inherits, and the paths it reads."""

    argv: Sequence[str]
    limits: Limits
    files: Sequence[int] = ()
    reads: Sequence[str] = ()


@dataclass(frozen=True)
class Watch:
    """Who looks on while it runs: told each line it prints, asked whether it is still wanted."""

    on_line: Callable[[str], None] | None = None
    is_unwanted: Callable[[], bool] = field(default=lambda: False)


@dataclass(frozen=True)
class Finished:
    """It ended well: what it printed, and the end of what it said on standard error."""

    printed: bytes
    said: str


class Stopped(Exception):
    """It did not end well; `said` is the end of what it said on standard error."""

    def __init__(self, said: str = "") -> None:
        super().__init__(said[-500:])
        self.said = said


class TimedOut(Stopped):
    """Its time, or its processor time, was up."""


class Unwanted(Stopped):
    """Nobody wants the result any more."""


class TooBig(Stopped):
    """It wrote, or printed, more than it may."""


class Crashed(Stopped):
    """A signal ended it."""


class Failed(Stopped):
    """It ended by itself, with an error."""


_SIGNALS: dict[int, type[Stopped]] = {
    signal.SIGXCPU: TimedOut,
    signal.SIGXFSZ: TooBig,
    **dict.fromkeys((signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL), Crashed),
    **dict.fromkeys((signal.SIGFPE, signal.SIGSYS, signal.SIGTERM, signal.SIGTRAP), Crashed),
}


def run(command: Command, watch: Watch | None = None) -> Finished:
    """Run to the end, caged where that works. Raises Failed, Crashed, TimedOut, TooBig or Unwanted."""
    cage = _cage()
    argv = caged(command.argv, cage=cage, reads=command.reads) if cage else command.argv
    return _run(argv, command, watch or Watch())


def is_fenced() -> bool:
    """Whether programs run in a cage here, and not under limits alone."""
    return bool(_cage())


@lru_cache(maxsize=1)
def _cage() -> str:
    """Bubblewrap, if it is there and may do its work: inside some containers it may not."""
    cage = shutil.which("bwrap")
    if cage is None:
        return ""
    trial = Command([cage, "--version"], Limits(seconds=10, cpu_seconds=10, memory=1024**3, file=0))
    try:
        _run(caged(trial.argv, cage=cage, reads=[cage]), trial, Watch())
    except Stopped:
        return ""
    return cage


def _run(argv: Sequence[str], command: Command, watch: Watch) -> Finished:
    with _started(argv, command) as process:
        ears = _Ears(process, watch, time.monotonic() + command.limits.seconds, _Memory(command))
        ears.listen()
        ears.wait()
    _judge(process.returncode, ears.said)
    return Finished(b"".join(ears.printed), ears.said)


@contextmanager
def _started(argv: Sequence[str], command: Command) -> Iterator[subprocess.Popen[bytes]]:
    """Whatever happens inside, nothing of it runs on afterwards: not even where this process is gone by then."""
    rope, held = os.pipe()
    with os.fdopen(held, "wb"):
        try:
            process = _launched(argv, command, rope)
        finally:
            os.close(rope)
        try:
            yield process
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()


def _launched(argv: Sequence[str], command: Command, rope: int) -> subprocess.Popen[bytes]:
    """With the loose end of a rope: when nobody holds the other end any more, its whole group is killed."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", _LAUNCHER, _order(command, argv, rope), *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(*command.files, rope),
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )


def _order(command: Command, argv: Sequence[str], rope: int) -> str:
    """In words with a separator (ASCII's own), not in JSON: the launcher would have to import that (see there)."""
    limits, is_caged = command.limits, argv is not command.argv
    told = {"parent": os.getpid(), "rope": rope, "is_caged": int(is_caged)}
    told |= {"memory": limits.memory, "cpu": limits.cpu_seconds, "file": limits.file}
    rows = [[name, str(number)] for name, number in told.items()]
    rows += [["files", *map(str, command.files)], ["reads", *SYSTEM, *command.reads]]
    return "\x1e".join("\x1f".join(row) for row in rows)


class _Ears:
    """Hears what a program prints and says, with an eye on the clock and on whether it is still wanted."""

    def __init__(self, process: subprocess.Popen[bytes], watch: Watch, until: float, memory: "_Memory") -> None:
        self.printed: list[bytes] = []
        self._process, self._watch, self._until, self._memory = process, watch, until, memory
        self._said = self._line = b""
        self._length = 0

    @property
    def said(self) -> str:
        return self._said.decode(errors="replace")

    def listen(self) -> None:
        """Until it has closed both its mouths."""
        with selectors.DefaultSelector() as ready:
            for pipe, hear in ((self._process.stdout, self._hear), (self._process.stderr, self._overhear)):
                ready.register(_open(pipe), selectors.EVENT_READ, hear)
            while ready.get_map():
                self._glance()
                for key, _ in ready.select(_GLANCE):
                    chunk = os.read(key.fd, 64 * 1024)
                    if chunk:
                        key.data(chunk)
                    else:
                        ready.unregister(key.fileobj)

    def wait(self) -> None:
        """Until it has ended."""
        while self._process.poll() is None:
            self._glance()
            time.sleep(0.01)

    def _glance(self) -> None:
        if time.monotonic() > self._until:
            raise TimedOut(self.said)
        if self._watch.is_unwanted():
            raise Unwanted(self.said)
        if self._memory.is_full:
            raise TooBig(self.said)

    def _overhear(self, chunk: bytes) -> None:
        self._said = (self._said + chunk)[-_MOST_SAID:]

    def _hear(self, chunk: bytes) -> None:
        if self._watch.on_line is None:
            self._keep(chunk)
            return
        *lines, self._line = (self._line + chunk).split(b"\n")
        for line in lines:
            self._watch.on_line(line.decode(errors="replace"))

    def _keep(self, chunk: bytes) -> None:
        self._length += len(chunk)
        if self._length > _MOST_PRINTED:
            raise TooBig(self.said)
        self.printed.append(chunk)


class _Memory:
    """How much a run has put into those of its files that lie in memory: no limit of the system counts that."""

    def __init__(self, command: Command) -> None:
        self._files = [number for number in command.files if _lies_in_memory(number)]
        self._most = self._held() + command.limits.memory

    @property
    def is_full(self) -> bool:
        return self._held() > self._most

    def _held(self) -> int:
        return sum(os.fstat(number).st_blocks for number in self._files) * 512


def _lies_in_memory(number: int) -> bool:
    try:
        return fcntl.fcntl(number, fcntl.F_GET_SEALS) >= 0
    except OSError:
        return False


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise Failed("started without its pipes")
    return pipe


def _judge(code: int, said: str) -> None:
    """A program that a signal ended says so with a negative code; seen through the cage, with 128 and the signal."""
    if code == 0:
        return
    number = -code if code < 0 else code - _SHOWN_BY_CAGE
    raise _SIGNALS.get(number, Failed)(said)
