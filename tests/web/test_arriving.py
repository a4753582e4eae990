"""What holds no thread: lines that say nothing, half a head, one byte of TLS, a body that doesn't come."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.house.source import ROOT
from tests.servers import Server, ending_with_parent, free_port, running
from tests.videos.killing import wait_until
from vigportal.management.certificate import make_certificate

THREADS = 4
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
UNSAID = {
    "nothing": b"",
    "half a head": HEAD,
    "an empty head": b"\r\n\r\n",
    "a small body that doesn't come": HEAD + b"Content-Length: 9\r\n\r\n",
    "a film that doesn't come": HEAD + b"Content-Length: 9000000\r\n\r\n",
    "pieces that don't come": HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
}


class House:
    """The server in front of a page, in clear or with TLS."""

    def __init__(self, port: int, context: ssl.SSLContext | None) -> None:
        self.port, self.context = port, context

    def line(self, *, at: str = "127.0.0.1") -> socket.socket:
        """A line to it, without a word."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10, source_address=(at, 0))

    def ask(self, body: bytes = b"") -> str:
        """What a client hears that sends everything at once."""
        if self.context:
            asking: http.client.HTTPConnection = http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=4, context=self.context
            )
        else:
            asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=4)
        with closing(asking):
            asking.request("POST", "/", body)
            return asking.getresponse().read().decode()

    def answers(self) -> bool:
        """Whether it does."""
        try:
            return bool(self.ask())
        except OSError:
            return False


@pytest.fixture(scope="module", params=["http", "https"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    port, context, shown = free_port(), None, list[str]()
    if request.param == "https":
        certificate, key = make_certificate(tmp_path_factory.mktemp("certificate"), "localhost")
        shown = ["--certfile", str(certificate), "--keyfile", str(key)]
        context = ssl._create_unverified_context()  # noqa: S323 -- our own, on loopback
    with served(port, shown):
        house = House(port, context)
        wait_until(house.answers, "the server answers", 20)
        yield house


def served(port: int, shown: list[str]) -> ExitStack:
    """gunicorn, as the README starts it, but with few threads, and a page that needs nothing."""
    worker = os.environ.get("VIG_TRIED_WORKER", "vigportal.web.worker.Worker")
    line = [sys.executable, "-m", "gunicorn", "--worker-class", worker, "--threads", str(THREADS), *shown]
    line += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--no-control-socket"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "VIG_ORIGIN": "https://portal.example"}
    process = subprocess.Popen(ending_with_parent([*line, "tests.web.patient"]), cwd=ROOT, env=environment)
    stack = ExitStack()
    stack.enter_context(running(Server("", process)))
    return stack


@pytest.mark.parametrize("said", UNSAID)
def test_that_a_page_answers_beside_clients_who_do_not_say_all(house: House, said: str) -> None:
    with ExitStack() as lines:
        for number in range(4 * THREADS):
            line = lines.enter_context(closing(house.line(at=f"127.0.0.{2 + number}")))
            if house.context and UNSAID[said]:
                line = lines.enter_context(house.context.wrap_socket(line))
            line.sendall(UNSAID[said])
        assert house.ask(b"x" * 99) == f"99 {'https' if house.context else 'http'}"


def test_that_a_page_answers_beside_clients_who_begin_tls_only(house: House) -> None:
    with ExitStack() as lines:
        for _ in range(4 * THREADS):
            lines.enter_context(closing(house.line())).sendall(b"\x16")
        assert house.answers()


def test_that_a_large_body_comes_whole(house: House) -> None:
    assert house.ask(bytes(3_000_000)).startswith("3000000 ")


def test_that_two_requests_of_one_line_are_answered_however_they_are_cut(house: House) -> None:
    twice = (HEAD + b"Content-Length: 3\r\n\r\nabc") * 2
    for cut in (len(twice), len(twice) // 2 + 9, 7):
        with closing(house.line()) as plain, ExitStack() as stack:
            line = stack.enter_context(house.context.wrap_socket(plain)) if house.context else plain
            line.sendall(twice[:cut])
            line.sendall(twice[cut:])
            heard = b""
            while heard.count(b"200 OK") < 2 and (piece := line.recv(4096)):
                heard += piece
            assert heard.count(b"200 OK") == 2


def test_that_whoever_speaks_in_clear_where_tls_is_spoken_is_told_where(house: House) -> None:
    with closing(house.line()) as line:
        line.sendall(b"GET /secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        heard = line.makefile("rb").read()
    if house.context:
        assert heard.startswith(b"HTTP/1.1 308 ")
        assert b"Location: https://portal.example/\r\n" in heard
    else:
        assert heard.startswith(b"HTTP/1.1 200 ")
