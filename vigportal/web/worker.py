"""gunicorn's worker with threads, where nobody who speaks or reads slowly holds up anybody else.

The law: a thread is given to a request that is there, never to a line. Until then one loop reads it (`arrivals.py`),
then shares are kept (`turns.py`). An answer lies in the kernel's hands before its thread is free again, a line that is
silent for SILENT_SECONDS under a thread's hands is over, and whoever takes new lines never waits for an old one.
gunicorn (27.0) reads heads and shakes hands for TLS in its threads: 66 lines of half a head were enough for all of
them; and in `finish_request` it waits for up to two seconds, with all lines, wherever one is to be closed and its
other end still reads: measured, 5.8 s for a page beside sixteen slow viewers, on eight threads.
"""

from __future__ import annotations

import errno
import resource
import select
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn import http, util
from gunicorn.http.unreader import SocketUnreader
from gunicorn.sock import ssl_context
from gunicorn.workers.gthread import TConn, ThreadWorker

from vigportal.web.arrivals import ALL, Arrival, Arrivals, State
from vigportal.web.proxies import home_of, is_named
from vigportal.web.turns import Turn, Turns

ROOM = 1024 * 1024
"""Bytes that a line is given for what goes out: as many as an answer has at most. The kernel grants no more than
`net.core.wmem_max` (Debian: 208 KiB); what doesn't fit keeps its thread until it does."""
SILENT_SECONDS = 30
_LINGERERS = 4
_AT_ONCE = 64  # lines taken before those that are there already are looked after again
_OURS = 512  # descriptors left for threads, databases, films
_FULL = {errno.EMFILE, errno.ENFILE}
_NOBODY = {errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED}
_WANTS = {State.READ: selectors.EVENT_READ, State.WRITE: selectors.EVENT_WRITE}


class Heard(SocketUnreader):  # type: ignore[misc] # gunicorn has no types
    """What has come. A head that isn't whole after all ends here: only answering, which has a time-out, waits."""

    def chunk(self, size_hint: int | None = None) -> bytes:
        """The next piece."""
        return b"" if self.sock.gettimeout() is None else bytes(super().chunk(size_hint))


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """As gthread, but for how requests come in, and how lines are given room and closed."""

    def init_process(self) -> None:
        """In the process that answers."""
        self.lingering = ThreadPoolExecutor(_LINGERERS, "lingering")
        self.turns = Turns(self.cfg.threads)
        self.arrivals = Arrivals(min(ALL, max(_OURS, descriptors() - _OURS - self.worker_connections)))
        self.conns: dict[Turn, TConn] = {}
        self.looks_at = 0.0
        self.context = ssl_context(self.cfg) if self.cfg.is_ssl else None
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take new lines, several at once."""
        for _ in range(_AT_ONCE):
            try:
                sock, address = listener.accept()
            except OSError as why:
                if why.errno in _FULL:
                    self._end(next(iter(self.arrivals.unfinished), None))
                elif why.errno not in _NOBODY:
                    raise
                return
            self.nr_conns += 1
            self.enqueue_req(TConn(self.cfg, sock, address, listener.getsockname()))

    def enqueue_req(self, conn: TConn) -> None:
        """A line is new, or has something to say: it isn't counted among those at work until that is whole."""
        self.nr_conns -= 1
        conn.sock.setblocking(False)
        arrival = Arrival(conn, _peer_of(conn), None if conn.initialized else self.context)
        if conn.parser:
            arrival.got += conn.parser.unreader.take_buffered()
        self.arrivals.add(arrival)
        self._go_on(arrival)
        for crowded_out in list(self.arrivals.too_many(arrival)):
            self._end(crowded_out)

    def murder_pending(self) -> None:
        """End what was late."""
        if (now := time.monotonic()) >= self.looks_at:
            self.looks_at = now + 0.5
            for arrival in self.arrivals.late(now):
                self._end(arrival)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer; whoever neither sends what they announced nor takes what they asked for isn't waited for."""
        conn.sock.settimeout(SILENT_SECONDS)
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            return False

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """It was answered, and stays open or is closed."""
        if turn := getattr(conn, "turn", None):
            conn.turn = None
            self.turns.give_back(turn)
        conn.close = partial(self._close, conn.sock)
        super().finish_request(conn, fs)
        self._give_threads()

    def _go_on(self, arrival: Arrival, _line: object = None) -> None:
        """Hear what there is; then wait for more, or for a thread."""
        if _line is not None:
            self.poller.unregister(_line)
        state = arrival.hear()
        if wanted := _WANTS.get(state):
            self.poller.register(arrival.conn.sock, wanted, partial(self._go_on, arrival))
        elif state is State.WHOLE:
            self._line_up(arrival)
        else:
            if state is State.CLEAR:
                arrival.conn.sock.send(_to_tls())
            self._end(arrival)

    def _line_up(self, arrival: Arrival) -> None:
        conn = arrival.conn
        self.arrivals.drop(arrival)
        self.nr_conns += 1
        if not conn.parser:
            conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = Heard(conn.sock)
        conn.initialized = conn.data_ready = True
        conn.parser.unreader.unread(bytes(arrival.got))
        if arrival.peer is None and arrival.head and arrival.head.forwarded_for:
            arrival.peer = home_of(arrival.head.forwarded_for)
        conn.turn = arrival.turn
        self.conns[conn.turn] = conn
        self.turns.ask(conn.turn)
        self._give_threads()

    def _give_threads(self) -> None:
        for turn in self.turns.given():
            conn = self.conns.pop(turn)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
            super().enqueue_req(conn)

    def _end(self, arrival: Arrival | None) -> None:
        if arrival and self.arrivals.drop(arrival):
            with suppress(KeyError, ValueError):  # it is being heard just now
                self.poller.unregister(arrival.conn.sock)
            util.close(arrival.conn.sock)

    def _close(self, line: socket.socket, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 -- as gunicorn asks
        """At once: what is on its way still arrives. Unread bytes would cut it off: they are read first, elsewhere."""
        if graceful and _has_more(line):
            self.lingering.submit(util.close_graceful, line)
        else:
            util.close(line)


def descriptors() -> int:
    """How many this process may have open: raised to what the machine grants it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def _peer_of(conn: TConn) -> str | None:
    """Whose line it is; None for a proxy of ours, which speaks for many."""
    address = conn.client[0] if isinstance(conn.client, tuple) else ""
    return None if is_named(address) else home_of(address)


def _to_tls() -> bytes:
    """What somebody hears who speaks in clear where TLS is spoken. What they asked for isn't said once more."""
    head = f"HTTP/1.1 308 Permanent Redirect\r\nLocation: {settings.ORIGIN}/\r\n"
    return f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()


def _has_more(line: socket.socket) -> bool:
    asked = select.poll()
    asked.register(line, select.POLLIN)
    return bool(asked.poll(0))
