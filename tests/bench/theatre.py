"""Clips shown to a real browser: a page on loopback opens, plays and steps through each, and tells what it saw."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests import chromium, firefox
from tests.browser import FLAGS
from tests.servers import ending_with_parent
from tests.videos.films import BITS
from videos.player.ranges import Representation, reply_to

HERE = Path(__file__).parent
PAGE = {"/": ("browsers.html", "text/html"), "/browsers.js": ("browsers.js", "text/javascript")}
PATIENCE = 300  # seconds for the browser to start and see one clip
WAIT_SECONDS = 30
SOUND_ENDS_LATER = 0.08  # seconds: it comes in blocks of 1024 samples, and the last two may be begun only


@dataclass(frozen=True)
class Clip:
    """A film file and how its frames follow each other."""

    data: bytes
    frames: int
    rate: Fraction


@dataclass(frozen=True)
class Seen:
    """The numbers that a browser showed of one clip.

    `opening` is what stands there before anything is touched; `presented` every frame from then to the end of playing,
    each with its time in seconds; `ending` what stands there afterwards; `stepped` one for each frame, each gone to by
    its time; `behind` is shown when asked for what lies after the end, `again` back at the beginning. -1 is no picture:
    Firefox announces the first one before it is there to be drawn.
    """

    opening: int = -1
    presented: Sequence[tuple[float, int]] = ()
    ending: int = -1
    stepped: Sequence[int] = ()
    behind: int = -1
    again: int = -1
    seconds: float = 0
    fault: str = ""

    @property
    def played(self) -> list[int]:
        """In the order of playing."""
        return [self.opening, *(number for _, number in self.presented if number >= 0), self.ending]

    def outside(self, agreed: Sequence[int]) -> set[int]:
        """Whatever was ever shown, and is not among these."""
        return {*self.played, *self.stepped, self.behind, self.again} - {-1, *agreed}

    def is_exact(self, agreed: Sequence[int], seconds: float) -> bool:
        """These frames one by one, from the first to the last; played in their order, and for as long."""
        first, last = agreed[0], agreed[-1]
        ends = (self.opening, self.again, self.ending, self.behind) == (first, first, last, last)
        is_in_order = self.played == sorted(self.played) and not self.outside(agreed)
        return ends and is_in_order and [*self.stepped] == [*agreed] and abs(self.seconds - seconds) < SOUND_ENDS_LATER


class Silent(Exception):
    """A browser says nothing."""


def in_chromium(profile: Path, address: str) -> list[str]:
    """Opens an address without a screen, in a profile of its own."""
    fresh = [
        "--headless=new",
        f"--user-data-dir={profile}",
        "--no-first-run",
        "--autoplay-policy=no-user-gesture-required",
    ]
    return [str(chromium.get()), *FLAGS, *fresh, address]


BROWSERS: dict[str, Callable[[Path, str], list[str]]] = {"Chromium": in_chromium, "Firefox ESR": firefox.command}


def show(browser: str, clips: Sequence[Clip]) -> list[Seen]:
    """What a browser (one of BROWSERS) shows of each clip."""
    told: queue.Queue[dict[str, Any]] = queue.Queue()
    with serving(clips, told) as address, watching(BROWSERS[browser], address):
        return [_seen(browser, told) for _ in clips]


def version(browser: str) -> str:
    """As it calls itself."""
    program = chromium.get() if browser == "Chromium" else firefox.get()
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return said.partition(" built on ")[0].strip()


def _seen(browser: str, told: "queue.Queue[dict[str, Any]]") -> Seen:
    try:
        return Seen(**told.get(timeout=PATIENCE))
    except queue.Empty:
        raise Silent(f"{browser} said nothing for {PATIENCE} s") from None


@contextmanager
def watching(command: Callable[[Path, str], list[str]], address: str) -> Iterator[None]:
    """A browser of its own at that address, ended by its process id."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        argv = command(Path(home) / "profile", address)
        with (Path(home) / "browser.log").open("wb") as log:
            environment = os.environ | {"HOME": home, "MOZ_CRASHREPORTER_DISABLE": "1"}
            process = subprocess.Popen(ending_with_parent(argv), env=environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=WAIT_SECONDS)


@contextmanager
def serving(clips: Sequence[Clip], told: "queue.Queue[dict[str, Any]]") -> Iterator[str]:
    """The page and the clips on a free port of loopback; what is told about them goes into the queue."""
    with _Loopback(("127.0.0.1", 0), partial(_Stage, clips, told)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


class _Loopback(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Browsers hang up whenever they have enough."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*_)


class _Stage(BaseHTTPRequestHandler):
    """Answers ranges as the portal does: at most 1 MiB at once."""

    protocol_version = "HTTP/1.1"

    def __init__(self, clips: Sequence[Clip], told: "queue.Queue[dict[str, Any]]", *args: Any) -> None:
        self.clips, self.told = clips, told
        super().__init__(*args)

    def do_GET(self) -> None:
        if self.path == "/clips":
            lines = [self._line(number) for number in range(len(self.clips))]
            self._send(json.dumps(lines).encode(), "application/json")
        elif self.path in PAGE:
            name, kind = PAGE[self.path]
            self._send((HERE / name).read_bytes(), kind)
        else:
            self._send(self.clips[int(self.path[1:])].data, "video/mp4")

    def do_POST(self) -> None:
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(b"", "text/plain")

    def _line(self, number: int) -> dict[str, Any]:
        clip = self.clips[number]
        return {"address": f"/{number}", "frames": clip.frames, "rate": float(clip.rate), "bits": BITS}

    def _send(self, body: bytes, kind: str) -> None:
        reply = reply_to(self.command, dict(self.headers), Representation(len(body), f'"{self.path}"'))
        self.send_response(reply.status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[reply.start : reply.stop])

    def log_message(self, *_: Any) -> None:
        """Nothing."""
