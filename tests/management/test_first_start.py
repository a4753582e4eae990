"""The README's first command, as somebody types it: it answers, it is interrupted, it is started again and again.

`VIG_STARTS=20` starts it twenty times on a folder whose story is told; usual are three.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.servers import free_port
from tests.videos.killing import PATIENCE, wait_until
from tests.walk.test_smoke import running_in

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
STARTS = int(os.environ.get("VIG_STARTS", "3"))
ADDRESS = "VIGPortal is at"


class Demo:
    """`manage.py demo` on a folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.line = [sys.executable, str(ROOT / "manage.py"), "demo", f"--data={folder}", f"--port={self.port}"]

    def refused(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A start that is not to be."""
        line = [*self.line, *words]
        return subprocess.run(line, env=bare(), capture_output=True, text=True, check=False, timeout=PATIENCE)

    @contextmanager
    def started(self, *words: str, before: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
        """While the block runs; afterwards it is ended by Ctrl-C, and nothing of it may be left."""
        with subprocess.Popen(
            [*before, *self.line, *words],
            env=bare(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                interrupt(process)

    def answers(self) -> bool:
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=10)) as line:
            line.request("GET", "/account/login/")
            return line.getresponse().status == 200


def bare() -> dict[str, str]:
    """An environment that nobody has prepared."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("VIG_", "DJANGO_"))}


def interrupt(process: subprocess.Popen[str]) -> None:
    """As Ctrl-C does: the whole group hears it."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    wait_until(lambda: not running_in(process.pid), "nothing of it runs any more")


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    """What it has said, down to the line with these words."""
    said = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if words in line:
            return said
    raise AssertionError(f"It never said {words!r}: {''.join(said)}")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A first start that was interrupted while it drew, then a second that told the story to its end."""
    demo = Demo(tmp_path_factory.mktemp("demo") / "data")
    with demo.started("--seconds=26") as process:
        read_until(process, "Codes for the second step")
        time.sleep(1)
    with demo.started("--seconds=26") as process:
        said = "".join(read_until(process, "The story is told"))
        assert "interrupted" in said
        assert demo.answers()
    return demo


def test_that_every_start_answers_and_its_web_server_forks_without_threads_or_a_database(told: Demo) -> None:
    for number in range(STARTS):
        with told.started() as process:
            said = read_until(process, ADDRESS)
            assert told.answers(), f"start {number}: {said}"
            assert "Going on with what was told" in said[0]
            (forking,) = (pid for pid in children_named(process.pid, "web_server"))
            assert len(list(Path(f"/proc/{forking}/task").iterdir())) == 1
            assert [file for file in opened_by(forking) if "sqlite" in file] == []


def children_named(pid: int, name: str) -> Iterator[int]:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if name in Path(f"/proc/{child}/cmdline").read_text():
            yield int(child)


def opened_by(pid: int) -> Iterator[str]:
    yield from (str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink())


def test_that_a_second_start_on_the_same_folder_says_so(told: Demo) -> None:
    with told.started() as process:
        read_until(process, ADDRESS)
        second = told.refused()
    assert second.returncode == 1
    assert second.stderr == f"A portal runs on {told.folder} already. Stop it, or name another --data.\n"


def test_that_the_portal_goes_when_whoever_started_it_is_killed(told: Demo) -> None:
    with told.started() as process:
        read_until(process, ADDRESS)
        process.kill()
        wait_until(lambda: not running_in(process.pid), "nothing of it runs any more")


def test_that_a_folder_that_holds_another_portal_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "portal.sqlite3"
    database.write_text("somebody's")
    refused = Demo(tmp_path).refused()
    assert refused.returncode == 1
    assert "holds something that is no demonstration (portal.sqlite3)" in refused.stderr
    assert database.read_text() == "somebody's"


def test_that_it_stops_when_it_was_started_in_the_background_and_outlives_its_terminal_under_nohup(told: Demo) -> None:
    deaf = "trap '' INT HUP; exec \"$@\""
    with told.started(before=("bash", "-c", deaf, "bash")) as process:
        read_until(process, ADDRESS)
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert told.answers()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


@pytest.mark.parametrize("seconds", ["2", "25.9", "nan", "601", "long"])
def test_that_films_too_short_for_the_story_are_refused_in_words(tmp_path: Path, seconds: str) -> None:
    refused = Demo(tmp_path).refused(f"--seconds={seconds}")
    assert refused.returncode == 2
    assert "a film lasts from 26 to 600 seconds" in refused.stderr
    assert "Traceback" not in refused.stderr
