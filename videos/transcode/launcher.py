"""Put limits on oneself, then become another program. A program of its own, run by `runner.py`, never imported.

The law: whoever started this dies with its parent; it may use so much memory, processor time and file size and no
more, leaves no core dump, gives way to everybody else, and gains no rights. (Doing this between fork and exec of a
process with threads can lock it up; a small program of its own can't.)
"""

import ctypes
import json
import os
import resource
import signal
import sys

_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38
_GRACE = {resource.RLIMIT_CPU: 5}  # at the hard limit comes SIGKILL, which doesn't say why


def main(order: dict[str, int], command: list[str]) -> None:
    """Fence in and go."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    if os.getppid() != order["parent"]:
        sys.exit(125)  # it died before it could be watched
    os.nice(19)
    os.umask(0o077)
    for kind, most in _limits(order).items():
        resource.setrlimit(kind, (most, most + _GRACE.get(kind, 0)))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores both, and the next program would inherit that
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execv(command[0], command)  # noqa: S606 -- becoming the command is what this program is for


def _limits(order: dict[str, int]) -> dict[int, int]:
    return {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: order["memory"],
        resource.RLIMIT_CPU: order["cpu"],
        resource.RLIMIT_FSIZE: order["file"],
        resource.RLIMIT_NOFILE: 256,
    }


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
