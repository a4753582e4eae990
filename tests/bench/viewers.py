"""Whether slow viewers hold up everybody else: how long a page takes to come while twice as many watch as are threads.

Each viewer has a line of 2 Mbit/s and little room on the way, and asks for a film range after range, as a player does.
"""

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.bench import Figure
from tests.bench.house import PAGE, Served, furnished, web
from tests.cast import Cast, signed_in
from tests.conftest import PHONE_FILMS
from tests.videos.makers import make_upload, run_jobs, send
from videos.models import Rendition

THREADS = 8
VIEWERS = 2 * THREADS
FILM = "one-by-one-person-detection.mp4"
ASKED = 200
ROUNDS = 5
SETTLING = 5
PIECE = 32 * 1024
LINE = 2_000_000 / 8  # bytes a second


def run() -> list[Figure]:
    with furnished() as cast, web(THREADS) as served:
        film = _watchable(cast)
        request = _request(signed_in(cast.maya), film)
        rounds, got = [], 0
        for _ in range(ROUNDS):
            idle = _p95(served)
            with _watching(served, request, film.size) as ranges:
                time.sleep(SETTLING)
                rounds.append((_p95(served), idle))
                got += len(ranges)
    busy, idle = (1000 * statistics.median(side) for side in zip(*rounds, strict=True))
    told = f"a page while {VIEWERS} slow viewers watch on {THREADS} threads ÷ while nobody does"
    return [
        Figure(
            f"{told}, p95 ({busy:.1f} ÷ {idle:.1f} ms)", statistics.median(one / two for one, two in rounds), None, 5
        ),
        Figure("… ranges that the viewers got meanwhile", got, VIEWERS * ROUNDS),
    ]


def _watchable(cast: Cast) -> Rendition:
    data = (PHONE_FILMS / FILM).read_bytes()
    film = send(cast, make_upload(cast, len(data)), data).film
    run_jobs()
    return Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.STUDY)


def _request(client: Client, film: Rendition) -> str:
    """A player's, but for where the range begins."""
    name = settings.SESSION_COOKIE_NAME
    path = reverse("videos:stream", args=["practice", film.pk])
    told = {"Host": "127.0.0.1", "Cookie": f"{name}={client.cookies[name].value}", "Connection": "close"}
    head = "".join(f"{key}: {value}\r\n" for key, value in told.items())
    return f"GET {path} HTTP/1.1\r\n{head}Range: bytes={{at}}-\r\n\r\n"


@contextmanager
def _watching(served: Served, request: str, size: int) -> Iterator[list[int]]:
    """All of them at once; told are the lengths of what each answer brought."""
    over, ranges = threading.Event(), list[int]()
    viewers = [threading.Thread(target=partial(_watch, served, request, size, over, ranges)) for _ in range(VIEWERS)]
    for viewer in viewers:
        viewer.start()
    try:
        yield ranges
    finally:
        over.set()
        for viewer in viewers:
            viewer.join()


def _watch(served: Served, request: str, size: int, over: threading.Event, ranges: list[int]) -> None:
    at = 0
    while not over.is_set():
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
            line.connect(("127.0.0.1", served.port))
            line.sendall(request.format(at=at).encode())
            head, _, begun = line.recv(PIECE).partition(b"\r\n\r\n")
            assert b" 206 " in head, head
            length = len(begun)
            while not over.wait(PIECE / LINE) and (piece := line.recv(PIECE)):
                length += len(piece)
        ranges.append(length)
        at = (at + length) % (size - 1)


def _p95(served: Served) -> float:
    return statistics.quantiles([_seconds(served) for _ in range(ASKED)], n=20)[-1]


def _seconds(served: Served) -> float:
    began = time.perf_counter()
    assert served.ask(PAGE).status == 200
    return time.perf_counter() - began
