"""kill -9 at every line: a forked child that is gone the moment it reaches one line of ours (usually the vault's)."""

import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from vigportal import vault

ROOM = str(Path(vault.__file__).parent)
Line = tuple[str, int]


def lines_of(task: Callable[[], object], rooms: tuple[str, ...] = (ROOM,)) -> list[Line]:
    """Each line of these folders or files that the task passes, once, in the order of their first time."""
    seen = dict[Line, None]()
    _traced(task, seen.setdefault, rooms)
    return list(seen)


def killed_at(line: Line, task: Callable[[], object]) -> bool:
    """Does the task in a child that is killed when it first reaches `line`; whether it was."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        pid = os.fork()
    if not pid:
        try:
            _traced(task, lambda at: os.kill(os.getpid(), signal.SIGKILL) if at == line else None, line[:1])
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _traced(task: Callable[[], object], at: Callable[[Line], object], rooms: tuple[str, ...]) -> None:
    def trace(frame: FrameType, event: str, _told: object) -> Any:
        if not frame.f_code.co_filename.startswith(rooms):
            return None
        if event == "line":
            at((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(before)
