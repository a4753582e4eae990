"""Put limits on oneself, then become another program. A program of its own, run by `runner.py`, never imported.

The law: whoever started this dies with its parent, and so does all that it starts; it may use so much memory, processor
time and file size and no more, leaves no core dump, gives way to everybody else, gains no rights, and makes none of the
system calls of `syscalls.py`. Where there is no cage it also stops being root and shuts the file system to itself, as
far as the kernel can. (Doing this between fork and exec of a process with threads can lock it up; a
small program of its own can't.)
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # for mypy alone: it and json, which share most of what they import, were two fifths of the work
    from typing import Any

_DIE_WITH_PARENT, _SECCOMP, _NO_NEW_RIGHTS, _FILTER = 1, 22, 38, 2
_GRACE = {resource.RLIMIT_CPU: 5}  # at the hard limit comes SIGKILL, which doesn't say why
_NOBODY = 65534
_MOST_TASKS = 4096  # of this user, those of the portal among them

sys.path.append(os.path.dirname(__file__))  # noqa: PTH120 -- pathlib takes as long to import as all the rest
_syscalls, _landlock = import_module("syscalls"), import_module("landlock")


def read(told: str) -> dict[str, Any]:
    """The order, as `runner.py` writes it: a row for each name, of one number, of numbers, or of paths."""
    rows = {name: values for name, *values in (row.split("\x1f") for row in told.split("\x1e"))}
    reads, files = rows.pop("reads"), [int(number) for number in rows.pop("files")]
    return {**{name: int(number) for name, (number,) in rows.items()}, "reads": reads, "files": files}


def main(order: dict[str, Any], command: list[str]) -> None:
    """Fence in and go."""
    _leave_a_guard(order["rope"])
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    os.nice(19)
    os.umask(0o077)
    for kind, most in _limits(order).items():
        resource.setrlimit(kind, (most, most + _GRACE.get(kind, 0)))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores both, and the next program would inherit that
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    command = _filtered_cage(command) if order["is_caged"] else _shut_in(libc, order, command)
    if os.getppid() != order["parent"]:
        sys.exit(125)  # it died before it could be watched
    os.execv(command[0], command)  # noqa: S606 -- becoming the command is what this program is for


def _leave_a_guard(rope: int) -> None:
    """Leaves one behind who kills the whole group, itself too, once nobody holds the other end of the rope.

    A parent's death is told only to a child that has asked to be told. What bubblewrap starts asks after it has built
    the cage: were its builder killed before, the film would be worked on for nobody, or the cage wait for ever.
    """
    if os.fork():
        os.close(rope)
        return
    for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208
        if number != rope:
            os.closerange(number, number + 1)
    os.read(rope, 1)
    os.killpg(0, signal.SIGKILL)


def _limits(order: dict[str, Any]) -> dict[int, int]:
    return {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: order["memory"],
        resource.RLIMIT_CPU: order["cpu"],
        resource.RLIMIT_FSIZE: order["file"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_NPROC: _MOST_TASKS,
        resource.RLIMIT_MSGQUEUE: 0,
    }


def _filtered_cage(command: list[str]) -> list[str]:
    """The filter is for what runs inside: the cage has to be built first, and its builder reads it from a pipe."""
    told = _syscalls.program(os.uname().machine)
    if not told:
        return command
    out, into = os.pipe()
    os.write(into, told)  # far less than a pipe holds
    os.set_inheritable(out, True)
    return [command[0], "--seccomp", str(out), *command[1:]]


def _shut_in(libc: ctypes.CDLL, order: dict[str, Any], command: list[str]) -> list[str]:
    if os.geteuid() == 0 and _nobody_can(order["reads"]):
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)  # a change of user, tried or done, forgets it
    _landlock.shut(libc, order["reads"], order["files"])
    told = _syscalls.program(os.uname().machine, os.getpid())
    if told:
        steps = ctypes.create_string_buffer(told, len(told))
        libc.prctl(_SECCOMP, _FILTER, ctypes.byref(_Filter(len(told) // 8, ctypes.addressof(steps))), 0, 0)
    return command


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _nobody_can(reads: list[str]) -> bool:
    """Whether somebody without rights can read what is needed: not where Python lies in root's own folder."""
    there = [path for path in reads if os.path.exists(path)]  # noqa: PTH110
    os.setgroups([])
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    can = all(os.access(path, os.R_OK, effective_ids=True) for path in there)
    os.seteuid(0)
    os.setegid(0)
    return can


if __name__ == "__main__":
    main(read(sys.argv[1]), sys.argv[2:])
