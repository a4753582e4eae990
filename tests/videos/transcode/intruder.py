"""A program that stands in the place of ffmpeg, or of a program with PyAV, and tries what it must not.

It uses nothing but the standard library, and prints one line of JSON: for each attempt what came of it, "did" or why
not. `PLAN` is filled in by the test that copies this file to where the program should be.
"""

import contextlib
import ctypes
import json
import mmap
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLAN: dict[str, Any] = {}

_LIBC = ctypes.CDLL(None, use_errno=True)
_REFUSED = {1, 38}  # EPERM, ENOSYS: the kernel did not even look at what was asked
_GIB = 1024**3


def _read(path: str) -> None:
    with Path(path).open("rb") as file:
        if not file.read(1):
            raise OSError("nothing there")


def _write(path: str) -> None:
    with Path(path).open("ab") as file:
        file.write(b"intruder")


def _list(path: str) -> None:
    if not any(Path(path).iterdir()):
        raise OSError("nothing there")


def _pair() -> None:
    for end in socket.socketpair():
        end.close()


def _call(number: int, *arguments: int) -> None:
    """Whether the kernel listens; what it is asked makes no sense, and does no harm where it listens."""
    ctypes.set_errno(0)
    if _LIBC.syscall(number, *(ctypes.c_long(each) for each in arguments)) < 0 and ctypes.get_errno() in _REFUSED:
        raise OSError(ctypes.get_errno(), "not listening")


def _must(answer: int) -> None:
    if answer < 0:
        raise OSError(ctypes.get_errno(), "no")


def _fork() -> None:
    if child := os.fork():
        os.waitpid(child, 0)
    else:
        os._exit(0)


def _spawn() -> None:
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)


def _tcp() -> None:
    socket.create_connection(("127.0.0.1", PLAN["tcp"]), 2).close()


def _udp() -> None:
    """As a question for a name goes out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"\x12\x34\x01\x00\x00\x01", ("127.0.0.1", PLAN["udp"]))


def _unix() -> None:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect(PLAN["unix"])


def _abstract() -> None:
    with socket.socket(socket.AF_UNIX) as out:
        out.connect("\0" + PLAN["abstract"])


def _netlink() -> None:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()


def _peek() -> None:
    """The worker's memory."""
    with Path(f"/proc/{PLAN['worker']}/mem").open("rb") as memory:
        memory.seek(PLAN["address"])
        memory.read(1)


def _trace() -> None:
    _must(_LIBC.ptrace(0x4206, PLAN["worker"], 0, 0))  # SEIZE: does not stop it
    _must(_LIBC.ptrace(17, PLAN["worker"], 0, 0) and 0)


def _renice() -> None:
    os.setpriority(os.PRIO_PROCESS, PLAN["worker"], 1)


def _starve() -> None:
    """Takes its memory away by a limit of ours: the one it has, so that nothing comes of it."""
    import resource

    resource.prlimit(PLAN["worker"], resource.RLIMIT_CORE)


def _shared_memory() -> None:
    _LIBC.shmctl(_found(_LIBC.shmget(0, 4096, 0o1600)), 0, 0)


def _found(answer: int) -> int:
    _must(answer)
    return answer


def _gobble() -> None:
    """Much more than it may have, without touching it."""
    with contextlib.ExitStack() as kept:
        for _ in range(PLAN["gib"]):
            kept.enter_context(mmap.mmap(-1, _GIB))


def _threads() -> None:
    """No guard: what has to go on working."""
    thread = threading.Thread(target=list)
    thread.start()
    thread.join()


ATTEMPTS: dict[str, Callable[[], None]] = {
    "read the settings": lambda: _read(PLAN["settings"]),
    "read the keys": lambda: _read(PLAN["keys"]),
    "read the database": lambda: _read(PLAN["database"]),
    "read the worker's environment": lambda: _read(f"/proc/{PLAN['worker']}/environ"),
    "read the worker's memory": _peek,
    "read who lives here": lambda: _read("/etc/passwd"),
    "list the vault": lambda: _list(PLAN["vault"]),
    "read from the vault": lambda: _read(PLAN["sealed"]),
    "read another job's folder": lambda: _read(PLAN["other"]),
    "read another job's film in memory": lambda: _read(f"/proc/{PLAN['worker']}/fd/{PLAN['film']}"),
    "see through the worker's eyes": lambda: _list(f"/proc/{PLAN['worker']}/cwd"),
    "TCP": _tcp,
    "UDP": _udp,
    "a named socket": _unix,
    "an abstract socket": _abstract,
    "netlink": _netlink,
    "a pair of sockets": _pair,
    "write beside its job": lambda: _write(PLAN["outside"]),
    "write over the database": lambda: _write(PLAN["database"]),
    "write over itself": lambda: _write(__file__),
    "take away a file": lambda: Path(PLAN["doomed"]).unlink(),
    "open a file to everybody": lambda: Path(PLAN["keys"]).chmod(0o600),
    "write in /tmp": lambda: _write(f"/tmp/{PLAN['mark']}"),  # noqa: S108
    "write in /dev/shm": lambda: _write(f"/dev/shm/{PLAN['mark']}"),  # noqa: S108
    "write in /": lambda: _write(f"/{PLAN['mark']}"),
    "turn a switch of the kernel": lambda: os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY)),
    "fork": _fork,
    "spawn": _spawn,
    "signal the worker": lambda: os.kill(PLAN["worker"], 0),
    "trace the worker": _trace,
    "hinder the worker": _renice,
    "limit the worker": _starve,
    "memory by another name": lambda: os.close(os.memfd_create("x")),
    "memory that outlives it": _shared_memory,
    "too much memory": _gobble,
    "mount": lambda: _call(PLAN["calls"]["mount"]),
    "unshare": lambda: _call(PLAN["calls"]["unshare"]),
    "keyctl": lambda: _call(PLAN["calls"]["keyctl"], 99),
    "bpf": lambda: _call(PLAN["calls"]["bpf"], 99),
    "userfaultfd": lambda: _call(PLAN["calls"]["userfaultfd"], 1 << 20),
    "perf_event_open": lambda: _call(PLAN["calls"]["perf_event_open"]),
    "io_uring": lambda: _call(PLAN["calls"]["io_uring_setup"]),
    "have threads": _threads,
    "read its film": lambda: _read(f"/proc/self/fd/{PLAN['given']}"),
    "write its output": lambda: _write(f"/proc/self/fd/{PLAN['output']}"),
}


def tried(attempt: Callable[[], None]) -> str:
    """What came of it."""
    try:
        attempt()
    except (OSError, MemoryError, RuntimeError) as fault:
        return f"{type(fault).__name__}: {fault}"
    return "did"


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: tried(attempt) for name, attempt in ATTEMPTS.items()}) + "\n")
