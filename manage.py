#!/usr/bin/env python3
"""The one door to every command. On a bare machine it first gets itself what the portal needs.

`python3 manage.py demo` needs nothing but Python 3.11 with venv: the pinned requirements go into .venv, and
come again whenever the pins change. `python3 manage.py test` adds the development pins and runs the tests.
An interpreter outside .venv that has them already (a container, a server's own venv) is left alone.
"""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ROOM = ROOT / ".venv"
PYTHON = ROOM / "bin" / "python"
OURS = ("django", "allauth", "celery")  # a Debian's own python3-django is not enough
STAMP = ROOM / "pins.sha256"
UNFINISHED = ROOM / "unfinished"  # stands there while something is installed: what was interrupted is made again
INTERRUPTED = 130


def prepare(pins: str) -> None:
    """Make .venv where it is missing, and install these pins into it."""
    if sys.version_info < (3, 11):
        sys.exit(f"VIGPortal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if UNFINISHED.exists() or not (ROOM / "bin" / "pip").exists():
        if not (find_spec("venv") and find_spec("ensurepip")):
            sys.exit("This Python cannot make a venv. Install it first (Debian: apt install python3-venv).")
        print("Making .venv, a folder of its own for what the portal needs ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ROOM], check=True)
    UNFINISHED.touch()
    print(f"Installing {pins} into .venv (a minute or two the first time) ...", flush=True)
    words = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:", "-r", pins]
    if subprocess.run([PYTHON, "-m", "pip", "install", *words], cwd=ROOT, check=False).returncode:
        sys.exit(f"{pins} could not be installed: see the lines above.")
    UNFINISHED.unlink()


def settle(*, testing: bool) -> None:
    """Go on in an interpreter that holds the pins: this one where it does, else .venv."""
    inside = Path(sys.prefix).resolve() == ROOM.resolve()
    if not inside and not testing and all(map(find_spec, OURS)):
        return
    wanted = ["requirements-dev.txt"] if testing else ["requirements.txt", "requirements-dev.txt"]
    sums = {hashlib.sha256((ROOT / name).read_bytes()).hexdigest(): name for name in wanted}
    if not STAMP.exists() or STAMP.read_text() not in sums:
        prepare(wanted[0])
        STAMP.write_text(next(iter(sums)))
    if not inside:
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def main() -> None:
    """Settle first, then hand the line to the tests or to Django."""
    testing = sys.argv[1:2] == ["test"]
    settle(testing=testing)
    if testing:
        os.execv(sys.executable, [sys.executable, str(ROOT / "tests" / "run.py"), *sys.argv[2:]])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vigportal.settings")
    from vigportal.onemachine import furnish_for

    furnish_for(sys.argv[1:])
    from django.core.management import execute_from_command_line

    from vigportal.env import CannotStart

    try:
        execute_from_command_line(sys.argv)
    except CannotStart as why:
        sys.exit(str(why))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
