"""A real worker process, and kill -9: of it, with a look at who outlives it."""

import contextlib
import ctypes
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from tests.house.source import ROOT
from tests.servers import ending_with_parent
from videos.models import Job

PATIENCE = 120  # seconds that a machine with much else to do may take
DEATH = 30  # seconds in which whoever is killed is gone
LOOKS = 0.02
PR_SET_CHILD_SUBREAPER = 36


class TooSlow(RuntimeError):
    """Something that comes by itself did not come."""


class Worker:
    """`manage.py worker`, as it runs beside the web server."""

    line = [sys.executable, "manage.py", "worker"]

    def __init__(self, environment: dict[str, str], temporary: Path) -> None:
        self._environment = {**environment, "TMPDIR": str(temporary)}
        temporary.mkdir(exist_ok=True, parents=True)
        self._log = temporary.parent / "worker.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it where it doesn't run."""
        if self._process is None:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    ending_with_parent(self.line), cwd=ROOT, env=self._environment, stdout=log, stderr=log
                )

    def kill(self) -> str:
        """kill -9, and all below it dies with it, whatever was being started; says of whom.

        Its leases then run out at once.
        """
        with self._nobody_outlives():
            struck = self._strike()
        Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
        return struck

    def end(self) -> None:
        """kill -9 to itself alone, if it runs."""
        with self._nobody_outlives():
            self._fell()

    def _strike(self) -> str:
        self._fell()
        return "worker"

    def _fell(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    @contextlib.contextmanager
    def _nobody_outlives(self) -> Iterator[None]:
        others = set(below(os.getpid())) - self._family
        with orphans_adopted():
            yield
            nobodylives(lambda: set(below(os.getpid())) - others - self._family)

    @property
    def _family(self) -> set[int]:
        return {self._process.pid, *below(self._process.pid)} if self._process else set()

    def look_after(self) -> None:
        """What somebody does beside it from time to time. It looks by itself whether there is work."""

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)

    @contextlib.contextmanager
    def held_at(self, job: Job) -> Iterator[None]:
        """Stands still in the middle of a job while the block runs: the job is under way, and stays so."""
        self.start()
        wait_until(lambda: _state(job) == Job.State.RUNNING, "somebody takes the job", by=self)
        with self.standing_still():
            assert _state(job) == Job.State.RUNNING
            yield
            assert _state(job) == Job.State.RUNNING

    @contextlib.contextmanager
    def standing_still(self) -> Iterator[None]:
        """Does nothing while the block runs, and bars nobody's way: it was not stopped in the middle of a write."""
        assert self._process
        wait_until(self._is_stopped_outside_a_write, "a moment at which it writes nothing")
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def _is_stopped_outside_a_write(self) -> bool:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        if connection.vendor != "sqlite" or can_write(Path(str(connection.settings_dict["NAME"]))):
            return True
        self._process.send_signal(signal.SIGCONT)
        return False

    @property
    def is_encoding(self) -> bool:
        """Whether it has a program of its own at work."""
        return self._process is not None and any(below(self._process.pid))

    @property
    def said(self) -> str:
        """Its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def can_write(database: Path) -> bool:
    """Whether nobody is writing to this SQLite file."""
    with contextlib.closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as asking:
        try:
            asking.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        asking.execute("ROLLBACK")
        return True


def finish(worker: Worker, job: Job) -> str:
    """Lets a worker do it to its end; says in which state it ended."""
    worker.start()
    open_still = {Job.State.WAITING, Job.State.RUNNING}
    wait_until(lambda: _state(job) not in open_still, "the end", by=worker)
    return _state(job)


def wait_until(comes: Callable[[], object], what: str, patience: float = PATIENCE, by: Worker | None = None) -> None:
    """Looks until it is so. What comes of a worker in vain is told with the end of its log."""
    deadline = time.monotonic() + patience
    while not comes():
        if time.monotonic() > deadline:
            raise TooSlow(f"{what}; {by.said[-2000:]}" if by else what)
        time.sleep(LOOKS)


def _state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def below(pid: int) -> Iterator[int]:
    """Every process below this one."""
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from below(int(child))


@contextlib.contextmanager
def orphans_adopted() -> Iterator[None]:
    """While the block runs, whoever loses its parent below this process comes to it: none is overlooked."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def nobodylives(left: Callable[[], Iterable[int]]) -> None:
    """Waits for all of these to die; says who doesn't."""
    try:
        for _ in range(2):  # one who loses its parent between two looks into /proc is seen at the next
            wait_until(lambda: not any(map(lives, left())), "all of them die", DEATH)
    except TooSlow as fault:
        raise TooSlow(f"still there: {[_told(pid) for pid in left() if lives(pid)]}") from fault
    for orphan in left():
        with contextlib.suppress(ChildProcessError):
            os.waitpid(orphan, os.WNOHANG)


def _told(pid: int) -> str:
    with contextlib.suppress(OSError):
        return f"{pid} {Path(f'/proc/{pid}/cmdline').read_text().replace(chr(0), ' ')[:300]}"
    return f"{pid} gone"


def lives(pid: int) -> bool:
    """Whether such a process runs, and is more than a name in a table."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def rounds(default: int) -> int:
    """How often to kill: VIG_KILLS, else a few times."""
    return int(os.environ.get("VIG_KILLS", default))
