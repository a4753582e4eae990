"""A line to an S3 store that stumbles when it is told to: between the client and the real store, on loopback.

Each request takes the next fault from the list; without one it passes. The store's signatures still fit, because the
client signs for this address, and the store is told the same one.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

STALL = 1.2  # seconds that a silent line is silent; the tests' client waits for less


class Fault(Enum):
    """What goes wrong with one request."""

    ERROR_500 = "500"
    BUSY_503 = "503"
    TOO_MANY_429 = "429"
    SILENT = "no answer in time"
    DRIPPING = "an answer that comes in drops"
    CUT = "half an answer"
    NO_ANSWER = "the line closed before the answer; nothing was done"
    LOST = "done, but the answer is lost"
    FLIPPED_ANSWER = "one bit of the answer is wrong"
    FLIPPED_REQUEST = "one bit of what was sent is wrong"
    NO_RANGE = "an answer that doesn't say which bytes it holds"
    GARBLED = "an answer that isn't XML"


STATUS = {Fault.ERROR_500: "InternalError", Fault.BUSY_503: "SlowDown", Fault.TOO_MANY_429: "TooManyRequests"}


@dataclass
class Line:
    """The faults that are still to come, and what has been asked (method, then path with its query)."""

    address: str
    faults: list[Fault | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    only: Callable[[str], bool] = lambda _asked: True

    def next_fault(self, asked: str) -> Fault | None:
        self.asked.append(asked)
        return self.faults.pop(0) if self.faults and self.only(asked) else None


@contextmanager
def stumbling(store: str) -> Iterator[Line]:
    """A line to `store`; ends its server with the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    line = Line(f"http://127.0.0.1:{server.server_port}")
    told = cast("Any", server)
    told.line, told.store = line, urlsplit(store).netloc
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Between(BaseHTTPRequestHandler):
    """One request: passed on, and its answer passed back, unless a fault says otherwise."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def handle(self) -> None:
        """A client that hangs up on a stumbling line is what the tests want."""
        with suppress(ConnectionError, ValueError):
            super().handle()

    def pass_on(self) -> None:
        asked = f"{self.command} {self.path}"
        fault = cast("Any", self.server).line.next_fault(asked)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if fault in STATUS:
            self._say(int(fault.value), {}, f"<Error><Code>{STATUS[fault]}</Code></Error>".encode())
        elif fault is Fault.NO_ANSWER:
            self.close_connection = True
        else:
            self._answer(fault, *self._ask(_flipped(body) if fault is Fault.FLIPPED_REQUEST else body))

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815 -- the library's names

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        store = http.client.HTTPConnection(cast("Any", self.server).store, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        store.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            store.putheader(name, value)
        store.endheaders(body or None)
        reply = store.getresponse()
        answer = reply.status, dict(reply.getheaders()), reply.read()
        store.close()
        return answer

    def _answer(self, fault: Fault | None, status: int, headers: dict[str, str], body: bytes) -> None:
        if fault is Fault.SILENT:
            time.sleep(STALL)
        if fault in {Fault.LOST, Fault.SILENT}:
            self.close_connection = True
        elif fault is Fault.CUT:
            self._say(status, headers, body, sent=body[: len(body) // 2])
            self.close_connection = True
        elif fault is Fault.DRIPPING:
            self._drip(status, headers, body)
        elif fault is Fault.GARBLED:
            self._say(status, headers, b"<not xml")
        elif fault is Fault.NO_RANGE:
            self._say(200, {name: value for name, value in headers.items() if name != "Content-Range"}, body)
        else:
            self._say(status, headers, _flipped(body) if fault is Fault.FLIPPED_ANSWER else body)

    def _drip(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self._say(status, headers, body, sent=b"")
        for start in range(0, len(body), 4096):
            self.wfile.write(body[start : start + 4096])
            time.sleep(0.1)

    def _say(self, status: int, headers: dict[str, str], body: bytes, sent: bytes | None = None) -> None:
        self.send_response_only(status)
        length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
        dropped = {"content-length", "transfer-encoding", "connection"}
        for name, value in {**headers, "Content-Length": length}.items():
            if name == "Content-Length" or name.lower() not in dropped:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body if sent is None else sent)


def _flipped(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :] if body else body
