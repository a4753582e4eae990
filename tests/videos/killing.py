"""A real worker process, and kill -9 at a moment that chance chooses."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from tests.house.source import ROOT
from tests.servers import die_with_parent
from videos.models import Job

PATIENCE = 120  # seconds that a machine with much else to do may take
LOOKS = 0.02


class TooSlow(RuntimeError):
    """Something that comes by itself did not come."""


class Worker:
    """`manage.py worker`, as it runs beside the web server."""

    line = [sys.executable, "manage.py", "worker"]

    def __init__(self, environment: dict[str, str], temporary: Path) -> None:
        self._environment = {**environment, "TMPDIR": str(temporary)}
        temporary.mkdir(exist_ok=True)
        self._log = temporary.parent / "worker.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it where it doesn't run."""
        if self._process is None:
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    self.line,
                    cwd=ROOT,
                    env=self._environment,
                    stdout=log,
                    stderr=log,
                    preexec_fn=die_with_parent,  # noqa: PLW1509 -- the test run's threads hold no lock it needs
                )

    def kill(self) -> int:
        """kill -9, to itself alone; says how many processes died with it. Its leases then run out at once."""
        assert self._process
        family = list(below(self._process.pid))
        self._strike(self._process)
        wait_until(lambda: not any(_lives(child) for child in family), "its children die with it")
        Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))
        return len(family)

    def _strike(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        self._process = None

    def state_of(self, job: Job) -> str:
        """How far the job is. It looks by itself whether there is work."""
        return _state(job)

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)

    @contextlib.contextmanager
    def held_at(self, job: Job) -> Iterator[None]:
        """Stands still in the middle of a job while the block runs: the job is under way, and stays so."""
        self.start()
        wait_until(lambda: _state(job) == Job.State.RUNNING, f"somebody takes the job; {self.said[-2000:]}")
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            assert _state(job) == Job.State.RUNNING
            yield
            assert _state(job) == Job.State.RUNNING
        finally:
            self._process.send_signal(signal.SIGCONT)

    @property
    def is_encoding(self) -> bool:
        """Whether it has a program of its own at work."""
        return self._process is not None and any(below(self._process.pid))

    @property
    def said(self) -> str:
        """Its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def kill_while_at(worker: Worker, job: Job, chance: random.Random) -> bool:
    """Kills it some time after it took the job; says whether the job was under way (else it was done already)."""
    worker.start()
    wait_until(lambda: worker.state_of(job) != Job.State.WAITING, f"somebody takes the job; {worker.said[-2000:]}")
    if chance.random() < 0.7:
        wait_until(lambda: worker.is_encoding or worker.state_of(job) == Job.State.DONE, "the encoder starts")
    time.sleep(chance.uniform(0, 0.8))
    was_at_it = _state(job) == Job.State.RUNNING
    worker.kill()
    return was_at_it and _state(job) == Job.State.RUNNING


def finish(worker: Worker, job: Job) -> str:
    """Lets a worker do it to its end; says in which state it ended."""
    worker.start()
    open_still = {Job.State.WAITING, Job.State.RUNNING}
    wait_until(lambda: worker.state_of(job) not in open_still, f"the end; {worker.said[-2000:]}")
    return _state(job)


def wait_until(comes: object, what: str) -> None:
    """Looks until it is so."""
    assert callable(comes)
    deadline = time.monotonic() + PATIENCE
    while not comes():
        if time.monotonic() > deadline:
            raise TooSlow(what)
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


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def rounds(default: int) -> int:
    """How often to kill: VIG_KILLS, else a few times."""
    return int(os.environ.get("VIG_KILLS", default))
