"""`manage.py smoke` as somebody types it: it walks to the end, it says where it fails, it leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.videos.films import make_film
from vigportal.management.walk.route import ROUTE

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
PATIENCE = 50
MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture
def smoke(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Started with a small film that it has to loop, in an environment that nobody has prepared."""
    film = make_film(tmp_path, seconds=21)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("VIG_", "DJANGO_"))}
    line = [sys.executable, str(MANAGE), "smoke", str(film)]
    with subprocess.Popen(
        line,
        env={**bare, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as started:
        yield started


def left_behind(folder: Path, group: int) -> list[str]:
    """Folders of its data, and processes of its group: none at last. (Python's own tracker ends a moment after it.)"""
    for _moment in range(PATIENCE):
        if not (left := [*map(str, folder.glob("vigportal-*")), *running_in(group)]):
            break
        time.sleep(0.1)
    return left


def running_in(group: int) -> list[str]:
    """Processes of a group that still run."""
    running = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = entry.read_text().rpartition(") ")
        except OSError:
            continue
        state, _parent, its_group = rest.split()[:3]
        if int(its_group) == group and state != "Z":
            running.append(name)
    return running


def test_that_the_whole_main_job_is_walked_and_nothing_is_left(smoke: subprocess.Popen[str], tmp_path: Path) -> None:
    said, _ = smoke.communicate()
    assert smoke.returncode == 0, said
    assert [name for name, _step in ROUTE if f"s  {name}: " not in said] == []
    assert left_behind(tmp_path, smoke.pid) == []


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_that_it_ends_cleanly_when_it_is_interrupted(
    smoke: subprocess.Popen[str], tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    assert smoke.stdout is not None
    for line in smoke.stdout:
        if "A service opens" in line:
            break
    smoke.send_signal(sent)
    smoke.communicate()
    assert smoke.returncode == code
    assert left_behind(tmp_path, smoke.pid) == []
