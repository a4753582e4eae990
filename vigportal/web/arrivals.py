"""Requests on their way in: read without a thread, until the head is whole (and a small body with it).

The law: from accept to a whole head, the TLS handshake included, a client has LIMIT_SECONDS, and as long again for a
small body. A client has A_PEER unfinished requests at most, all together have as many as there are descriptors for;
where one more comes, the oldest of the same client, or of all, is dropped.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from vigportal.web.heads import Head, TooLong, head_of
from vigportal.web.turns import Turn

LIMIT_SECONDS = 8  # the loop looks once a second
A_PEER = 256
"""Unfinished requests of one client: a clinic of forty browsers, each with the six lines that browsers open ahead."""
ALL = 4096
_PIECE = 16 * 1024
_TLS_BEGINS = 0x16


class State(Enum):
    """How an arrival stands."""

    READ = "waits until it can be read"
    WRITE = "waits until it can be written"
    WHOLE = "can be answered"
    CLEAR = "speaks in clear where TLS is spoken, and has said all"
    GONE = "is over"


@dataclass(eq=False)
class Arrival:
    """A line whose request isn't whole. `context` is set as long as TLS has not begun where it is spoken."""

    conn: Any
    peer: str | None
    context: ssl.SSLContext | None = None
    until: float = field(default_factory=lambda: time.monotonic() + LIMIT_SECONDS)
    got: bytearray = field(default_factory=bytearray)
    head: Head | None = None
    is_clear: bool = False
    _shakes: bool = False

    def hear(self) -> State:
        """Take what has come, without waiting."""
        try:
            if self.context and not self.is_clear:
                self._begin_tls()
            if self._shakes:
                self.conn.sock.do_handshake()
                self._shakes = False
            return self._read()
        except (BlockingIOError, ssl.SSLWantReadError):
            return State.READ
        except ssl.SSLWantWriteError:
            return State.WRITE
        except (OSError, TooLong):
            return State.GONE

    @property
    def turn(self) -> Turn:
        """What it asks for once it is whole."""
        return Turn(self.peer, bool(self.head and self.head.has_body))

    def _begin_tls(self) -> None:
        first = self.conn.sock.recv(1, socket.MSG_PEEK)
        if first and first[0] != _TLS_BEGINS:
            self.is_clear = True
        elif self.context:
            self.conn.sock = self.context.wrap_socket(
                self.conn.sock, server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
            )
            self.context, self._shakes = None, True

    def _read(self) -> State:
        while not self._is_whole():
            piece = self.conn.sock.recv(_PIECE)
            if not piece:
                return State.GONE
            self.got += piece
        return State.CLEAR if self.is_clear else State.WHOLE

    def _is_whole(self) -> bool:
        if self.head is None:
            self.head = head_of(self.got)
            if self.head:
                self.until = time.monotonic() + LIMIT_SECONDS
        return self.head is not None and (self.is_clear or len(self.got) >= self.head.begins_at)


class Arrivals:
    """All of them, the oldest first."""

    def __init__(self, at_most: int = ALL) -> None:
        self.at_most = at_most
        self.unfinished: dict[Arrival, None] = {}
        self.of_peer: Counter[str | None] = Counter()

    def add(self, arrival: Arrival) -> None:
        """One more."""
        self.unfinished[arrival] = None
        self.of_peer[arrival.peer] += 1

    def drop(self, arrival: Arrival) -> bool:
        """One less; False where it was gone already."""
        if arrival not in self.unfinished:
            return False
        del self.unfinished[arrival]
        self.of_peer[arrival.peer] -= 1
        if not self.of_peer[arrival.peer]:
            del self.of_peer[arrival.peer]
        return True

    def too_many(self, newest: Arrival) -> Iterator[Arrival]:
        """Whoever goes because the newest has come."""
        if newest.peer is not None and self.of_peer[newest.peer] > A_PEER:
            yield next(each for each in self.unfinished if each.peer == newest.peer)
        elif len(self.unfinished) > self.at_most:
            yield next(iter(self.unfinished))

    def late(self, now: float) -> list[Arrival]:
        """Whose time is over."""
        return [each for each in self.unfinished if each.until <= now]
