"""gunicorn's worker with threads, where nobody who reads slowly holds up anybody else.

The law: an answer lies in the kernel's hands before its thread is free again, and whoever takes new lines never waits
for an old one. gunicorn (27.0, `finish_request`) waits there for up to two seconds, with all lines, wherever one is to
be closed and its other end still reads: measured, 5.8 s for a page beside sixteen slow viewers, on eight threads.
"""

from __future__ import annotations

import select
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import TConn, ThreadWorker

ROOM = 1024 * 1024
"""Bytes that a line is given for what goes out: as many as an answer has at most. The kernel grants no more than
`net.core.wmem_max` (Debian: 208 KiB); what doesn't fit keeps its thread until it does."""
_LINGERERS = 4


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """As gthread, but for how lines are given room and closed."""

    def init_process(self) -> None:
        """In the process that answers."""
        self.lingering = ThreadPoolExecutor(_LINGERERS, "lingering")
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """A line has something to say."""
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """It was answered, and stays open or is closed."""
        conn.close = partial(self._close, conn.sock)
        super().finish_request(conn, fs)

    def _close(self, line: socket.socket, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 -- as gunicorn asks
        """At once: what is on its way still arrives. Unread bytes would cut it off: they are read first, elsewhere."""
        if graceful and _has_more(line):
            self.lingering.submit(util.close_graceful, line)
        else:
            util.close(line)


def _has_more(line: socket.socket) -> bool:
    asked = select.poll()
    asked.register(line, select.POLLIN)
    return bool(asked.poll(0))
