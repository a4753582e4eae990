"""A portal to measure: a data folder with a family's case in it, and the web server as a deployment starts it."""

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.cast import Cast, make_cast
from tests.house.source import ROOT
from tests.servers import WAIT_SECONDS, Server, ending_with_parent, free_port, running
from tests.videos.killing import below, wait_until
from tests.videos.makers import allow_everything
from vigportal.management.serving import make_ready

PAGE = "/account/login/"
"""What the benches ask for where any page will do: nobody has to be signed in for it."""
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def furnished() -> Iterator[Cast]:
    """Everything was agreed to. The folder goes with the block."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        make_ready()
        cast = make_cast()
        allow_everything(cast)
        yield cast
    finally:
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@dataclass(frozen=True)
class Served:
    """A server on loopback: its port, and the process above all that answer."""

    port: int
    pid: int

    @property
    def cpu(self) -> float:
        """CPU-seconds of all its processes that live."""
        return sum(cpu_of(pid) for pid in (self.pid, *below(self.pid)))

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> http.client.HTTPResponse:
        """GET on a line of its own, read to its end."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        try:
            line.request("GET", path, headers=dict(headers or {}))
            answer = line.getresponse()
            answer.read()
            return answer
        finally:
            line.close()

    def answers(self, path: str) -> bool:
        """Whether somebody is there."""
        try:
            return self.ask(path).status > 0
        except OSError:
            return False


@contextmanager
def web(threads: int, worker: str = "vigportal.web.worker.Worker") -> Iterator[Served]:
    """gunicorn with one process and so many threads, as the README starts it; or with another kind of worker."""
    port = free_port()
    line = [sys.executable, "-m", "gunicorn", "--worker-class", worker, "--threads", str(threads)]
    line += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "vigportal.wsgi"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with started(line, port, environment) as served:
        yield served


@contextmanager
def started(line: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """A server on this port while the block runs; ended by its id."""
    process = subprocess.Popen(ending_with_parent(line), cwd=ROOT, env=environment)
    served = Served(port, process.pid)
    with running(Server(f"http://127.0.0.1:{port}", process)):
        wait_until(lambda: served.answers(PAGE), "the server answers", WAIT_SECONDS)
        yield served


def cpu_of(pid: int) -> float:
    """CPU-seconds of a process that lives, with what it has started and seen end; 0 once it is gone."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, told[11:15])) / _TICKS
