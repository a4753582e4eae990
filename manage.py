#!/usr/bin/env python3
"""The one door to every command. On a bare machine it first gets itself what the portal needs.

`python3 manage.py demo` needs nothing but Python 3.11 with venv: the pinned requirements go into .venv, and
come again whenever the pins change. `python3 manage.py test` adds the development pins and runs the tests.
An interpreter outside .venv that has them already (a container, a server's own venv) is left alone.
"""

import ctypes
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ROOM = ROOT / ".venv"
PYTHON = ROOM / "bin" / "python"
OURS = ("django", "allauth", "celery")  # a Debian's own python3-django is not enough
STAMP = ROOM / "pins.sha256"
UNFINISHED = ROOM / "unfinished"  # stands there while something is installed: what was interrupted is made again
LOCK = ROOT / ".venv.lock"
INTERRUPTED = 130


def prepare(pins: str) -> None:
    """Make .venv where it is missing or broken, and install these pins into it."""
    if sys.version_info < (3, 11):
        sys.exit(f"VIGPortal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if UNFINISHED.exists() or not is_whole():
        if not (find_spec("venv") and find_spec("ensurepip")):
            sys.exit("This Python cannot make a venv. Install it first (Debian: apt install python3-venv).")
        print("Making .venv, a folder of its own for what the portal needs ...", flush=True)
        if run_bound([sys.executable, "-m", "venv", "--clear", str(ROOM)]):
            sys.exit(f"{ROOM} could not be made: see the lines above.")
    UNFINISHED.touch()
    print(f"Installing {pins} into .venv (a minute or two the first time) ...", flush=True)
    words = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:", "-r", pins]
    if run_bound([str(PYTHON), "-m", "pip", "install", *words]):
        sys.exit(f"{pins} could not be installed: see the lines above.")
    UNFINISHED.unlink()


def is_whole() -> bool:
    """Whether .venv has an interpreter that is there, and pip."""
    return PYTHON.exists() and (ROOM / "bin" / "pip").exists()


def run_bound(line: list[str]) -> int:
    """Run a program that ends when this one does, and return its exit code."""
    return subprocess.run(line, cwd=ROOT, check=False, preexec_fn=die_with_parent).returncode


def die_with_parent() -> None:
    """Ask the kernel to end this process with its parent: nothing goes on installing beneath the next start."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(1, signal.SIGKILL, 0, 0, 0)


@contextmanager
def alone() -> Iterator[None]:
    """Of two starts at once, one installs while the other waits."""
    with LOCK.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another start is installing into .venv: waiting for it ...", flush=True)
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def settle(*, testing: bool) -> None:
    """Go on in an interpreter that holds the pins: this one where it does, else .venv."""
    inside = Path(sys.prefix).resolve() == ROOM.resolve()
    if not inside and not testing and all(map(find_spec, OURS)):
        return
    wanted = ["requirements-dev.txt"] if testing else ["requirements.txt", "requirements-dev.txt"]
    sums = {hashlib.sha256((ROOT / name).read_bytes()).hexdigest(): name for name in wanted}
    if not holds(sums):
        with alone():
            if not holds(sums):
                prepare(wanted[0])
                STAMP.write_text(next(iter(sums)))
    if not inside:
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def holds(sums: Container[str]) -> bool:
    """Whether .venv is whole and has one of these pins installed."""
    return is_whole() and not UNFINISHED.exists() and STAMP.exists() and STAMP.read_text() in sums


def open_standard_streams() -> None:
    """Where one is closed, the next file opened would take its place, and a child write into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def main() -> None:
    """Settle first, then hand the line to the tests or to Django."""
    testing = sys.argv[1:2] == ["test"]
    open_standard_streams()
    try:
        settle(testing=testing)
    except OSError as why:
        sys.exit(f".venv can't be made or used here: {why}.")
    if testing:
        os.execv(sys.executable, [sys.executable, str(ROOT / "tests" / "run.py"), *sys.argv[2:]])
    os.environ["DJANGO_SETTINGS_MODULE"] = "vigportal.settings"
    sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]
    try:
        from vigportal.env import CannotStart
        from vigportal.onemachine import furnish_for
    except ModuleNotFoundError as gone:
        sys.exit(f"{gone}. Delete .venv, and start again.")
    try:
        line = furnish_for(sys.argv[1:])
        from django.core.management import execute_from_command_line

        execute_from_command_line([sys.argv[0], *line])
    except CannotStart as why:
        sys.exit(str(why))
    except ModuleNotFoundError as gone:
        if (ROOT / (gone.name or "").partition(".")[0]).exists():
            raise
        sys.exit(f"{gone}. Something is missing in .venv: delete it, and start again.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: nothing more is said
        sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
