"""What sealing costs whoever watches: MB per CPU-second of 1 MiB ranges, sealed against plain.

Each range is a request of its own: through Django with all its middleware and the player's own stream, and over TCP to
a viewer in another process. The real view also asks who looks and what was agreed, so it loses less than this.
"""

import os
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from io import FileIO
from typing import cast
from unittest.mock import patch
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.test import override_settings
from django.test.client import RequestFactory
from django.urls import path

from tests.bench import Figure
from videos.models import Rendition
from videos.player import stream
from vigportal.vault import keys, storage
from vigportal.vault.reader import SealedFile, open_joined

RANGE = 1 << 20
FILM = 128 << 20
RANGES = 100
ROUNDS = 5
DJANGO = WSGIHandler()

Open = Callable[..., FileIO | SealedFile]  # how a film's bytes are opened, asked as `open_joined` is


def run() -> list[Figure]:
    with _film_twice() as (film, plain), _viewer() as viewer, _page(film):
        return [
            Figure("sealed 1 MiB ranges ÷ the same view unsealed", _ratio(partial(_look, viewer), plain), 0.5),
            Figure("bare reads, sealed ÷ plain", _ratio(partial(_read, film), plain)),
        ]


@contextmanager
def _page(film: Rendition) -> Iterator[None]:
    """The one address of this bench."""

    @login_not_required
    def view(request: HttpRequest) -> HttpResponseBase:
        return stream.respond(request, film, lambda: True)

    with override_settings(ROOT_URLCONF=(path("film", view),)):
        yield


@contextmanager
def _film_twice() -> Iterator[tuple[Rendition, Open]]:
    """A film of noise, once sealed and once plain."""
    asset_id = uuid4()
    keys.create_key(asset_id, uuid4())
    with tempfile.NamedTemporaryFile() as plain:
        with storage.seal(asset_id) as sealed:
            for _ in range(FILM // RANGE):
                piece = os.urandom(RANGE)
                sealed.write(piece)
                plain.write(piece)
        try:
            yield _rendition(sealed, asset_id), lambda *_: FileIO(plain.name)
        finally:
            storage.destroy(asset_id, [sealed.name], now=datetime.now(UTC))


def _rendition(sealed: storage.SealedWriter, asset_id: UUID) -> Rendition:
    return Rendition(
        object_name=sealed.name,
        asset_id=asset_id,
        size=sealed.size,
        sha256=sealed.sha256,
        made_at=datetime.now(UTC),
        content_type="video/mp4",
    )


def _read(film: Rendition, offset: int) -> None:
    with vars(stream)["open_joined"]([(film.object_name, film.size)], film.asset_id) as file:
        file.seek(offset)
        file.read(RANGE)


def _look(viewer: socket.socket, offset: int) -> None:
    wanted = {"range": f"bytes={offset}-{offset + RANGE - 1}"}
    response = DJANGO.get_response(WSGIRequest(RequestFactory().get("/film", headers=wanted).environ))
    assert response.status_code == 206
    for piece in cast("Iterable[bytes]", response):
        viewer.sendall(piece)
    response.close()


def _ratio(look: Callable[[int], None], plain: Open) -> float:
    return statistics.median(_cost(look, plain) / _cost(look, open_joined) for _ in range(ROUNDS))


def _cost(look: Callable[[int], None], way: Open) -> float:
    """CPU-seconds of this process for RANGES ranges at random places."""
    chance = random.Random(1)
    with patch.object(stream, "open_joined", way):
        began = time.process_time()
        for _ in range(RANGES):
            look(chance.randrange(FILM - RANGE))
        return time.process_time() - began


def _viewer() -> socket.socket:
    """Somebody who watches, in a process of their own, so that their work isn't counted."""
    listening = socket.create_server(("127.0.0.1", 0))
    if not os.fork():
        _swallow(listening)
    with listening:
        return socket.create_connection(listening.getsockname())


def _swallow(listening: socket.socket) -> None:
    viewer, _ = listening.accept()
    while viewer.recv(RANGE):
        pass
    os._exit(0)
