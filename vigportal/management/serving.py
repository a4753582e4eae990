"""A portal on one machine: web server and worker as child processes, both ended by one Ctrl-C.

Every start answers, or says why not: a folder or a port that is taken is told before anything is done, a web server
that ends or doesn't answer within half a minute ends the start with words, and with its stacks.
"""

from __future__ import annotations

import fcntl
import http.client
import logging
import os
import signal
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from vigportal.env import ADDRESS, CannotStart
from vigportal.management.processes import Child, end_all
from vigportal.onemachine import host_of, port_of

logger = logging.getLogger(__name__)
LOCK = "running.lock"
PAGE = "/account/login/"
ANSWERS_WITHIN_SECONDS = 30
LOOKS_EVERY_SECONDS = 0.2
RESTARTS_AFTER_SECONDS = 5
LAST_LINES = 20


class NotServing(CannotStart):
    """The portal can't serve; the message says why."""


@dataclass(frozen=True)
class Listener:
    """Where the web server listens, and the certificate and key it shows there, if it ends TLS itself."""

    port: int
    host: str = "127.0.0.1"
    certificate: tuple[Path, Path] | None = None

    @classmethod
    def wished(cls, options: Mapping[str, Any]) -> Self:
        """As the command line and the address that people type have it."""
        is_behind_proxy = options["behind_proxy"]
        port = port_of(settings.ORIGIN, options["port"], is_behind_proxy=is_behind_proxy)
        return cls(port, host_of(settings.ORIGIN, options["listen"], is_behind_proxy=is_behind_proxy))

    @property
    def words(self) -> tuple[str, ...]:
        """What `web_server.py` is told."""
        shown = ("--certificate", *map(str, self.certificate)) if self.certificate else ()
        return (f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}", *shown)

    @property
    def near(self) -> str:
        """Where it is reached from this machine: never by a name, behind which something else may listen."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 # nosec B104

    def answers(self) -> bool:
        """Ask for a page. Raises NotServing where the answer is a server error."""
        try:
            status = self._status()
        except (OSError, http.client.HTTPException):
            return False
        if status >= 500:
            raise NotServing(f"The web server answers, with error {status}. What it said stands above.")
        return True

    def _status(self) -> int:
        line: http.client.HTTPConnection
        if self.certificate:
            trusting = ssl._create_unverified_context()  # noqa: S323, SLF001 # nosec B323 -- our own, on loopback
            line = http.client.HTTPSConnection(self.near, self.port, timeout=5, context=trusting)
        else:
            line = http.client.HTTPConnection(self.near, self.port, timeout=5)
        try:
            line.request("GET", PAGE, headers={"Host": "localhost"})
            return line.getresponse().status
        finally:
            line.close()


@dataclass
class Portal:
    """The running portal: its web server, its worker, and whoever runs beside them for a while."""

    web: Child
    worker: Child
    beside: dict[Child, Callable[[], None]] = field(default_factory=dict)
    _restarts_at: float = 0

    def run_beside(self, child: Child, *, when_broken: Callable[[], None]) -> None:
        """Start a program that ends when it has done its work, or with the portal."""
        child.start()
        self.beside[child] = when_broken

    def watch(self) -> None:
        """Look after both for as long as the web server runs. Raises NotServing when it ends."""
        while self.web.code is None:
            self.look_after()
            time.sleep(LOOKS_EVERY_SECONDS)
        raise NotServing(f"The web server ended with {self.web.code}. What it said stands above.")

    def look_after(self) -> None:
        """Start the worker again if it has ended, every few seconds at most; tell of what broke beside them."""
        for child in [child for child in self.beside if child.code is not None]:
            when_broken = self.beside.pop(child)
            if child.code:
                when_broken()
        if self.worker.code is not None and time.monotonic() > self._restarts_at:
            logger.warning("The worker ended with %s; it is started again.", self.worker.code)
            self.worker.start()
            self._restarts_at = time.monotonic() + RESTARTS_AFTER_SECONDS


def make_ready() -> None:
    """Make the tables, and the files of the pages under their hashed names; note the address for other commands."""
    (settings.DATA_DIR / ADDRESS).write_text(settings.ORIGIN)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.SCRATCH_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


@contextmanager
def folder_taken() -> Iterator[None]:
    """Hold the data folder while the block runs. Raises NotServing where a portal runs on it."""
    try:
        descriptor = os.open(settings.DATA_DIR / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as why:
        raise NotServing(f"{settings.DATA_DIR} can't be used: {why.strerror}. Name another --data.") from why
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as taken:
        raise NotServing(f"A portal runs on {settings.DATA_DIR} already. Stop it, or name another --data.") from taken
    finally:
        os.close(descriptor)


@contextmanager
def place_taken(listener: Listener) -> Iterator[None]:
    """Hold folder and port while the block runs. Raises NotServing where either is taken."""
    with folder_taken():
        _require_free_port(listener)
        yield


def serve(listener: Listener, *, on_ready: Callable[[Portal], None]) -> None:
    """Serve until Ctrl-C, SIGTERM, or a terminal that closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup: it outlives its terminal
            signal.signal(number, signal.default_int_handler)
    with suppress(KeyboardInterrupt), running(listener) as portal:
        on_ready(portal)
        portal.watch()


@contextmanager
def running(listener: Listener, log: Path | None = None) -> Iterator[Portal]:
    """Run web server and worker while the block does; what they say goes into `log`. Raises NotServing."""
    portal = Portal(
        Child("vigportal.management.web_server", listener.words, log), Child("vigportal.management.work_loop", log=log)
    )
    try:
        portal.worker.start()
        portal.web.start()
        wait_for_answer(portal.web, listener.answers)
        yield portal
    except Exception as why:
        why.add_note(_last_words(log))
        raise
    finally:
        end_all((*portal.beside, portal.web, portal.worker))


def wait_for_answer(web: Child, answers: Callable[[], bool], within: float = ANSWERS_WITHIN_SECONDS) -> None:
    """Wait until it answers. Raises NotServing where it ends, or shows its stacks after so many seconds of silence."""
    until = time.monotonic() + within
    while not answers():
        if web.code is not None:
            raise NotServing(f"The web server ended with {web.code}. What it said stands above.")
        if time.monotonic() > until:
            web.show_stacks()
            raise NotServing(f"The web server did not answer within {within:.0f} seconds. Its stacks stand above.")
        time.sleep(LOOKS_EVERY_SECONDS)


def _last_words(log: Path | None) -> str:
    """The end of what a portal with a log of its own has said."""
    lines = log.read_text(errors="replace").splitlines() if log and log.exists() else []
    return "\n".join(["The portal's own last words:", *lines[-LAST_LINES:]]) if lines else ""


def _require_free_port(listener: Listener) -> None:
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    try:
        socket.create_server((listener.host, listener.port), family=family).close()
    except OSError as taken:
        why = taken.strerror or str(taken)
        raise NotServing(f"Port {listener.port} can't be used ({why}). Name another --port.") from taken
    if urlsplit(settings.ORIGIN).hostname == "localhost" and _is_other_at("::1", listener.port):
        raise NotServing(
            f"Another program listens on [::1]:{listener.port}, and browsers may get it for localhost. "
            "Name another --port."
        )


def _is_other_at(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
