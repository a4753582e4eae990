"""Web server and worker of one machine: every start answers or says why not, and nothing outlives its parent."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.house.source import ROOT
from tests.servers import free_port
from tests.videos.killing import lives, wait_until
from vigportal.management.processes import Child, children_of, end_all
from vigportal.management.serving import Listener, NotServing, Portal, place_taken, wait_for_answer

STUCK = "tests.management.stuck"


@pytest.fixture
def stuck(tmp_path: Path) -> Iterator[Child]:
    child = Child(STUCK, log=tmp_path / "log")
    child.start()
    yield child
    end_all([child])


def words_of(child: Child) -> str:
    assert child.log
    return child.log.read_text()


def test_that_a_web_server_that_hangs_ends_the_start_with_its_stacks(stuck: Child) -> None:
    assert stuck.process
    pid = stuck.process.pid
    wait_until(lambda: handles_stacks(pid), "it listens to the signal")
    with pytest.raises(NotServing, match="did not answer within 0 seconds"):
        wait_for_answer(stuck, silent_for(5), within=0.1)
    assert "wait_for_ever" in words_of(stuck)


def silent_for(seconds: float) -> Callable[[], bool]:
    """No answer; whoever asks for longer than that fails, and doesn't hang."""
    until = time.monotonic() + seconds

    def answers() -> bool:
        assert time.monotonic() < until
        return False

    return answers


def handles_stacks(pid: int) -> bool:
    """Whether it has come as far as to write its stacks on the signal."""
    told = Path(f"/proc/{pid}/status").read_text()
    caught = int(next(line.split()[1] for line in told.splitlines() if line.startswith("SigCgt:")), 16)
    return bool(caught >> (signal.SIGRTMIN - 1) & 1)


def test_that_a_web_server_that_ends_ends_the_start(tmp_path: Path) -> None:
    child = Child("tests.management.no_such_module", log=tmp_path / "log")
    child.start()
    with pytest.raises(NotServing, match="ended with 1"):
        wait_for_answer(child, lambda: False, within=15)
    assert "no_such_module" in words_of(child)


def test_that_a_child_is_gone_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import os, pathlib, time; from vigportal.management.processes import Child\n"
        f"child = Child({STUCK!r}, log=pathlib.Path({str(tmp_path / 'log')!r})); child.start()\n"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        wait_until(lambda: handles_stacks(pid), "the child has begun")
        parent.kill()
    wait_until(lambda: not lives(pid), "the child is gone", patience=10)


def test_that_a_child_whose_parent_has_ended_already_ends_at_once() -> None:
    line = [sys.executable, "-m", STUCK, "1"]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=15)
    assert (ended.returncode, ended.stderr) == (1, "The process that started this one has ended.\n")


def test_that_the_web_server_forks_without_threads_and_without_a_database(
    childs_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in childs_environment.items():
        monkeypatch.setenv(name, value)
    port = free_port()
    web = Child("vigportal.management.web_server", (f"127.0.0.1:{port}",), tmp_path / "log")
    web.start()
    assert web.process
    try:
        wait_until(lambda: is_answered(port), "somebody answers")
        first = Path(f"/proc/{web.process.pid}")
        assert len(list(children_of(web.process.pid))) == 1
        assert len(list((first / "task").iterdir())) == 1
        assert [file for file in map(os.readlink, (first / "fd").iterdir()) if "sqlite" in file] == []
    finally:
        end_all([web])


def is_answered(port: int) -> bool:
    """Whether anything comes back, whatever it is."""
    line = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        line.request("GET", "/")
        return line.getresponse().status > 0
    except OSError:
        return False
    finally:
        line.close()


@pytest.mark.parametrize(("status", "words"), [(200, ""), (302, ""), (500, "with error 500"), (503, "with error 503")])
def test_that_an_answer_that_is_an_error_ends_the_start(
    status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listener = Listener(free_port())
    assert not listener.answers()
    monkeypatch.setattr(Listener, "_status", lambda _self: status)
    if not words:
        assert listener.answers()
        return
    with pytest.raises(NotServing, match=words):
        listener.answers()


def test_that_a_worker_that_ends_is_started_again(tmp_path: Path) -> None:
    web, worker = Child(STUCK, log=tmp_path / "web"), Child(STUCK, log=tmp_path / "worker")
    web.start()
    worker.start()
    portal = Portal(web, worker)
    assert worker.process
    first = worker.process.pid
    worker.process.kill()
    worker.process.wait()
    try:
        portal.look_after()
        assert worker.code is None
        assert worker.process.pid != first
    finally:
        end_all([web, worker])


@pytest.mark.parametrize(("ends", "told"), [("kill", [True]), ("exit", [])])
def test_that_what_runs_beside_is_told_of_when_it_breaks_and_once(ends: str, told: list[bool], tmp_path: Path) -> None:
    web, worker = Child(STUCK), Child(STUCK)
    beside = Child(STUCK if ends == "kill" else "tests.management.done", log=tmp_path / "log")
    portal = Portal(web, worker)
    heard: list[bool] = []
    portal.run_beside(beside, when_broken=lambda: heard.append(True))
    assert beside.process
    if ends == "kill":
        beside.process.kill()
    beside.process.wait(15)
    portal.look_after()
    portal.look_after()
    assert heard == told


def test_that_another_program_on_the_same_name_is_noticed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR, settings.ORIGIN = tmp_path, "http://localhost"
    listener = Listener(free_port())
    monkeypatch.setattr("vigportal.management.serving._is_other_at", lambda host, _port: host == "::1")
    with pytest.raises(NotServing, match="Another program listens"), place_taken(listener):
        pass


def test_that_two_portals_never_share_a_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    listener = Listener(free_port())
    with place_taken(listener), pytest.raises(NotServing, match="A portal runs on"), place_taken(listener):
        pass
    with place_taken(listener):
        pass


def test_that_a_port_that_is_taken_is_told_before_anything_is_done(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.ORIGIN = tmp_path, "http://localhost"
    with socket.create_server(("127.0.0.1", 0)) as held:
        taken = Listener(held.getsockname()[1])
        with pytest.raises(NotServing, match="Name another --port"), place_taken(taken):
            pass
