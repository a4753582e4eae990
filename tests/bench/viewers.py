"""Whether slow viewers hold up everybody else: how long a page takes to come while twice as many watch as are threads.

Each viewer has a line of 2 Mbit/s and little room on the way, and asks for a film range after range, as a player does
whose proxy closes each line (nginx does, unless it is told otherwise).
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

from consent.models import Declaration, Purpose
from tests.bench import Figure
from tests.bench.house import PAGE, Served, furnished, web
from tests.cast import Cast, signed_in
from tests.conftest import PHONE_FILMS
from tests.videos.makers import make_film_of, say
from videos.models import Rendition
from videos.player.ranges import LARGEST_PART

THREADS = 8
VIEWERS = 2 * THREADS
FILM = "one-by-one-person-detection.mp4"
ASKED, FEW = 200, 20
ROUNDS = 5
PIECE = 32 * 1024
PACKET = 1400  # bytes, as on the way through the net: loopback's own of 64 KiB would be given far more room
LINE = 2_000_000 / 8  # bytes a second
RANGE_TAKES = LARGEST_PART / LINE


def run() -> list[Figure]:
    with furnished() as cast:
        film = _watchable(cast)
        request = _request(signed_in(cast.maya), film)
        with web(THREADS) as served:
            rounds = [_round(served, request, film.size, ASKED) for _ in range(ROUNDS)]
        with web(THREADS, worker="gthread") as served:
            held_up = _round(served, request, film.size, FEW)
    idle, busy, got = (statistics.median(side) for side in zip(*rounds, strict=True))
    told = f"a page while {VIEWERS} slow viewers watch on {THREADS} threads ÷ while nobody does"
    told += f", p95 ({1000 * busy:.1f} ÷ {1000 * idle:.1f} ms)"
    return [
        Figure(told, statistics.median(busy / idle for idle, busy, _ in rounds), at_most=5),
        Figure("… MiB that the viewers had meanwhile", got / (1 << 20), at_least=1),
        Figure("… on gunicorn's own gthread (seen by this bench)", held_up[1] / held_up[0], at_least=5),
    ]


def _round(served: Served, request: str, size: int, asked: int) -> tuple[float, float, int]:
    """Seconds of the p95 while nobody watches and while all do; and how many bytes they had."""
    idle = _p95(served, asked)
    with _watching(served, request, size) as pieces:
        busy = _p95(served, asked)
    return idle, busy, sum(pieces)


def _watchable(cast: Cast) -> Rendition:
    film = make_film_of(cast, (PHONE_FILMS / FILM).read_bytes())
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE)
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
    """All of them at once; told is how much came, piece by piece."""
    over, pieces = threading.Event(), list[int]()
    viewers = [threading.Thread(target=partial(_watch, served, request, size, over, pieces)) for _ in range(VIEWERS)]
    for viewer in viewers:
        viewer.start()
        time.sleep(RANGE_TAKES / VIEWERS)  # each began at a moment of their own
    try:
        yield pieces
    finally:
        over.set()
        for viewer in viewers:
            viewer.join()


def _watch(served: Served, request: str, size: int, over: threading.Event, pieces: list[int]) -> None:
    at = 0
    while not over.is_set():
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, PACKET)
            line.connect(("127.0.0.1", served.port))
            line.sendall(request.format(at=at).encode())
            head, _, begun = line.recv(PIECE).partition(b"\r\n\r\n")
            assert b" 206 " in head, head
            length = len(begun)
            while not over.wait(PIECE / LINE) and (piece := line.recv(PIECE)):
                length += len(piece)
                pieces.append(len(piece))
        at = (at + length) % (size - 1)


def _p95(served: Served, asked: int) -> float:
    return statistics.quantiles([_seconds(served) for _ in range(asked)], n=20)[-1]


def _seconds(served: Served) -> float:
    began = time.perf_counter()
    assert served.ask(PAGE).status == 200
    return time.perf_counter() - began
