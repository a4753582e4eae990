"""How the web server ends a line: never at the cost of the others, and never of what is still on its way."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn import util

from vigportal.web.turns import Turn, Turns
from vigportal.web.worker import ROOM, Worker

ANSWER = b"film" * 20_000


class Lines:
    """Both ends of a line over loopback, and a worker that never ran."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.viewer = socket.create_connection(listening.getsockname())
            self.ours, _ = listening.accept()
        self.worker = Worker.__new__(Worker)
        self.worker.nr_conns = 1
        self.worker.alive = True
        self.worker.lingering = ThreadPoolExecutor(1)
        self.worker.turns = Turns(1)
        self.worker.conns = {}

    def finish(self) -> None:
        """It was answered, and the viewer had asked for an end."""
        done: Future[bool] = Future()
        done.set_result(False)
        self.worker.finish_request(SimpleNamespace(sock=self.ours), done)

    def read(self) -> bytes:
        """All that comes, to the end."""
        with self.viewer.makefile("rb") as heard:
            return heard.read()


@pytest.fixture
def lines() -> Iterator[Lines]:
    both = Lines()
    yield both
    both.worker.lingering.shutdown()
    both.viewer.close()
    both.ours.close()


@pytest.fixture
def lingerers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads in which somebody waited for the other end."""
    waited: list[str] = []
    close = util.close_graceful

    def note(*args: Any) -> None:
        waited.append(threading.current_thread().name)
        close(*args)

    monkeypatch.setattr(util, "close_graceful", note)
    return waited


def test_that_nobody_waits_for_a_viewer_who_has_said_all_and_all_arrives(lines: Lines, lingerers: list[str]) -> None:
    lines.ours.sendall(ANSWER)
    lines.finish()
    assert (lines.ours.fileno(), lines.worker.nr_conns) == (-1, 0)
    assert (lines.read(), lingerers) == (ANSWER, [])


def test_that_what_nobody_has_read_cuts_no_answer_off_and_is_waited_for_elsewhere(
    lines: Lines, lingerers: list[str]
) -> None:
    lines.viewer.sendall(b"more than was read")
    lines.ours.sendall(ANSWER)
    lines.finish()
    assert lines.read() == ANSWER
    lines.worker.lingering.shutdown()
    assert lingerers
    assert threading.current_thread().name not in lingerers
    assert lines.ours.fileno() == -1


def test_that_a_line_has_room_for_a_whole_answer(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int, int]] = []
    monkeypatch.setattr("gunicorn.workers.gthread.ThreadWorker.enqueue_req", lambda *_: None)
    sock = SimpleNamespace(setsockopt=lambda *option: asked.append(option))
    turn = Turn("a client", has_body=False)
    lines.worker.conns[turn] = SimpleNamespace(sock=sock)
    lines.worker.turns.ask(turn)
    lines.worker._give_threads()
    assert asked == [(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)]
