"""A withdrawal against requests that are under way: real sockets, real threads, the clock of one machine.

In a race, two viewers ask for range after range as fast as they can, and a third has begun to read one long answer.
Somebody takes the yes back; `said` is the moment at which that had been committed. What was asked for later than that
must bring no byte of the film, and the long answer must break off at its next MiB.
"""

import os
import random
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consent.actions.confirming import confirm_people
from consent.facts import Stretch
from consent.models import Asset, Declaration, Purpose
from consent.writer import grow, move, root_of
from tests.cast import Cast, signed_in
from tests.videos.makers import say
from videos.models import Rendition
from vigportal.vault import keys, storage

MIB = 1 << 20
FILM = 12 * MIB
"""Longer than all that two sockets' buffers can hold: what is left of it is not sent yet."""
RANGE = 64 << 10
HAMMERS = 2
AFTERWARDS = 1  # request of each hammer after the no was said
PATIENCE = 60
PER_CLIP = 20  # races on one clip; then another, so that its history doesn't grow


@dataclass(frozen=True)
class Asked:
    """One request: when it began, what it was answered, how much of the film it brought."""

    began: int
    status: int
    footage: int


@dataclass(frozen=True)
class Race:
    """One withdrawal, everything that was asked around it, and what came of the long answer."""

    said: int
    asked: list[Asked]
    long_answer: int

    @property
    def after(self) -> list[Asked]:
        """What was asked for after the no had been committed."""
        return [each for each in self.asked if each.began > self.said]

    @property
    def footage_after(self) -> int:
        """Bytes of the film that those requests brought: none, ever."""
        return sum(each.footage for each in self.after)

    @property
    def is_cut(self) -> bool:
        """Whether the long answer broke off."""
        return MIB <= self.long_answer < FILM


@dataclass
class Track:
    """A clip of noise, the address of its bytes, and how a viewer asks for them."""

    cast: Cast
    asset: Asset
    place: tuple[str, int]
    path: str
    cookie: str

    def request(self, *headers: str) -> bytes:
        """As a player sends it."""
        lines = [
            f"GET {self.path} HTTP/1.1",
            "Host: localhost",
            f"Cookie: {self.cookie}",
            "Connection: close",
            *headers,
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def race(self, chance: random.Random) -> Race:
        """A yes for Leo, a no, and whoever asks in between."""
        say(self.cast, Declaration.Kind.GIVE, Purpose.PRACTICE, scope=self.asset, about=[self.cast.leo])
        going, half_read, over = [Event() for _ in range(HAMMERS)], Event(), Event()
        with ThreadPoolExecutor(HAMMERS + 1) as viewers:
            hammers = [viewers.submit(_hammer, self, started, over) for started in going]
            reader = viewers.submit(_read_long, self, half_read, over)
            try:
                for moment in (*going, half_read):
                    _wait(moment, [*hammers, reader])
                time.sleep(chance.uniform(0, 0.03))
                say(self.cast, Declaration.Kind.WITHDRAW, Purpose.PRACTICE, scope=self.asset, about=[self.cast.leo])
                said = time.monotonic_ns()
            finally:
                over.set()
            asked = [each for hammer in hammers for each in hammer.result(PATIENCE)]
            return Race(said, asked, reader.result(PATIENCE))


def races(cast: Cast, server: str, count: int) -> Iterator[Race]:
    """So many, on as many clips as that takes."""
    chance = random.Random(27560)
    for first in range(0, count, PER_CLIP):
        with track(cast, server) as clip:
            for _ in range(min(PER_CLIP, count - first)):
                yield clip.race(chance)


@contextmanager
def track(cast: Cast, server: str) -> Iterator[Track]:
    """A clip that exists as it has to for the gate: in the tree, active, its people confirmed, its bytes sealed."""
    now = timezone.now()
    with transaction.atomic():
        film = grow(root_of(cast.case, now), Asset.Kind.FILM, now)
        clip = grow(film, Asset.Kind.CLIP, now, Stretch(0, 1))
        move(film, Asset.State.ACTIVE, now)
        move(clip, Asset.State.ACTIVE, now)
    confirm_people(actor=cast.maya, asset=clip, people=(cast.mother, cast.leo), now=now)
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE, scope=clip, about=[cast.mother])
    rendition = _sealed(clip, cast)
    host, _, port = server.removeprefix("http://").partition(":")
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={signed_in(cast.maya).cookies[name].value}"
    path = reverse("videos:stream", args=["practice", rendition.pk])
    try:
        yield Track(cast, clip, (host, int(port)), path, cookie)
    finally:
        storage.destroy(clip.pk, [rendition.object_name], now=timezone.now())


def _sealed(clip: Asset, cast: Cast) -> Rendition:
    keys.create_key(clip.pk, cast.service.pk)
    with storage.seal(clip.pk) as sealed:
        for _ in range(FILM // MIB):
            sealed.write(os.urandom(MIB))
    return Rendition.objects.create(
        asset=clip, kind=Rendition.Kind.CLIP, object_name=sealed.name, content_type="video/mp4", size=sealed.size,
        sha256=sealed.sha256, made_at=timezone.now(),
    )  # fmt: skip


def _hammer(clip: Track, going: Event, over: Event) -> list[Asked]:
    """One range after the other, each on a connection of its own, and one more once it is over."""
    asked: list[Asked] = []
    left = AFTERWARDS
    while left:
        left -= over.is_set()
        asked.append(_ask(clip, len(asked)))
        if asked[-1].footage:
            going.set()
    return asked


def _ask(clip: Track, turn: int) -> Asked:
    start = turn * RANGE % FILM
    with socket.create_connection(clip.place, PATIENCE) as line:
        began = time.monotonic_ns()
        line.sendall(clip.request(f"Range: bytes={start}-{start + RANGE - 1}"))
        answer = b"".join(iter(lambda: line.recv(RANGE), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status = _status(head)
    return Asked(began, status, len(body) if status in {200, 206} else 0)


def _read_long(clip: Track, half_read: Event, over: Event) -> int:
    """The whole, asked for at once: a MiB, then nothing until the no has been said, then what still comes."""
    with socket.socket() as line:
        line.settimeout(PATIENCE)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RANGE)
        line.connect(clip.place)
        line.sendall(clip.request())
        head, body = _head(line)
        if _status(head) != 200:
            return 0
        got = len(body)
        while got < MIB:
            got += len(line.recv(RANGE))
        half_read.set()
        over.wait(PATIENCE)
        return got + sum(len(piece) for piece in _rest(line))


def _head(line: socket.socket) -> tuple[bytes, bytes]:
    came = b""
    while b"\r\n\r\n" not in came:
        piece = line.recv(RANGE)
        if not piece:
            break
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    return head, body


def _rest(line: socket.socket) -> Iterator[bytes]:
    try:
        yield from iter(lambda: line.recv(RANGE), b"")
    except ConnectionError:  # that is how it breaks off
        return


def _status(head: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    return int(found[1]) if found else 0


def _wait(moment: Event, viewers: "list[Future[list[Asked]] | Future[int]]") -> None:
    """For a viewer to be under way; one that fails says so at once."""
    until = time.monotonic() + PATIENCE
    while not moment.wait(0.05):
        for viewer in viewers:
            if viewer.done():
                viewer.result()
        if time.monotonic() > until:
            raise TimeoutError("a viewer never got going")
