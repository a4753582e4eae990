"""Child processes of a portal on one machine: fresh programs, never forks, and gone when their parent is.

A fork copies the locks that other threads hold at that moment. SQLite's lock of its memory, copied while it was held,
is never let go again: the child waits for ever. So a child is a program of its own, started with `python -m`.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vigportal import env

ENDS_WITHIN_SECONDS = 5
STACKS = signal.SIGRTMIN
"""The signal on which a child writes the stacks of all its threads to its standard error."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_WRITING_SECONDS = 0.5


@dataclass(eq=False)
class Child:
    """A program of the portal: `python -m module PARENT words…`. What it says goes into `log`, else to the terminal."""

    module: str
    words: tuple[str, ...] = ()
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. It ends when this process does, however that comes about."""
        # -P: modules come from the source, never from the folder in which somebody stands
        line = [sys.executable, "-P", "-m", self.module, str(os.getpid()), *self.words]
        if self.log is None:
            self.process = subprocess.Popen(line, env=env.of_child(), stdin=subprocess.DEVNULL)
            return
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(line, env=env.of_child(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs or was never started."""
        return self.process.poll() if self.process else None

    def wait_for_end(self) -> None:
        """Wait until it has ended, as it was asked to; kill it if that takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in (*children_of(self.process.pid), self.process.pid):  # a stopped one hears nothing else
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait(ENDS_WITHIN_SECONDS)

    def show_stacks(self) -> None:
        """Have it and its own children write the stacks of all their threads, even while they are stuck."""
        if self.process and self.process.poll() is None:
            for pid in (self.process.pid, *children_of(self.process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, STACKS)
            time.sleep(_WRITING_SECONDS)


def end_all(children: Sequence[Child]) -> None:
    """Ask all of these to end at once, then see to each."""
    for child in children:
        if child.process:
            child.process.terminate()
    for child in children:
        child.wait_for_end()


def be_child_of(parent: int) -> None:
    """Make this process end when `parent` does, and write its stacks on `STACKS`; end at once if that has ended."""
    faulthandler.register(STACKS)
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The process that started this one has ended.")


def children_of(pid: int) -> Iterator[int]:
    """The processes that `pid` has started itself."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
