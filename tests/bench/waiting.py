"""How long the sign-in page takes beside clients who don't say all: 2,000 silent ones, and 200 with a byte a second.

They come from many addresses of loopback, in clear and with TLS. Descriptors are raised to what the machine grants.
"""

import asyncio
import http.client
import itertools
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.bench import Figure
from tests.bench.house import PAGE, furnished
from tests.house.source import ROOT
from tests.servers import WAIT_SECONDS, Server, ending_with_parent, free_port, running
from tests.videos.killing import wait_until
from vigportal.management.certificate import make_certificate
from vigportal.web.worker import descriptors

SILENT, SLOW = 2000, 200
THREADS = 64
ASKED = 200
LEAST_SECONDS = 0.05
SAID = {
    "in clear": b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: s",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x00",
}
"""How they begin; the last byte is what the slow ones say again and again. Whoever is dropped comes again."""


def run() -> list[Figure]:
    granted = descriptors()
    with furnished(), tempfile.TemporaryDirectory() as folder:
        shown = make_certificate(Path(folder), "localhost")
        return [
            Figure("descriptors that this process may have open", granted, at_least=SILENT + SLOW + 100),
            *_figures("in clear", None),
            *_figures("TLS", shown),
        ]


def _figures(kind: str, shown: tuple[Path, Path] | None) -> Iterator[Figure]:
    with _web(shown) as port:
        idle = _p95(port, tls=bool(shown))
        with _crowd(port, kind) as crowd:
            busy = _p95(port, tls=bool(shown))
    told = f"{kind}: sign-in page beside {SILENT} silent and {SLOW} slow clients"
    told += f", p95 ({1000 * busy:.1f}; idle {1000 * idle:.1f}) ms ÷ what it may take"
    yield Figure(told, busy / max(2 * idle, LEAST_SECONDS), at_most=1)
    yield Figure(f"{kind}: lines that stood at once, median", statistics.median(crowd), at_least=0.95 * SILENT)


@contextmanager
def _web(shown: tuple[Path, Path] | None) -> Iterator[int]:
    port = free_port()
    line = [sys.executable, "-m", "gunicorn", "--worker-class", "vigportal.web.worker.Worker", "--no-control-socket"]
    line += ["--threads", str(THREADS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    line += ["--certfile", str(shown[0]), "--keyfile", str(shown[1])] if shown else []
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(ending_with_parent([*line, "vigportal.wsgi"]), cwd=ROOT, env=environment)
    with running(Server("", process)):
        wait_until(lambda: _answers(port, tls=bool(shown)), "the server answers", WAIT_SECONDS)
        yield port


def _answers(port: int, *, tls: bool) -> bool:
    try:
        return _seconds(port, tls=tls) > 0
    except OSError:
        return False


def _p95(port: int, *, tls: bool) -> float:
    return statistics.quantiles([_seconds(port, tls=tls) for _ in range(ASKED)], n=20)[-1]


def _seconds(port: int, *, tls: bool) -> float:
    """On a line of its own, as a client who comes anew."""
    began = time.perf_counter()
    line: http.client.HTTPConnection
    if tls:
        trusting = ssl._create_unverified_context()  # noqa: S323 -- our own, on loopback
        line = http.client.HTTPSConnection("127.0.0.1", port, timeout=WAIT_SECONDS, context=trusting)
    else:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    with closing(line):
        line.request("GET", PAGE, headers={"Host": "localhost"})
        assert line.getresponse().read()
    return time.perf_counter() - began


@contextmanager
def _crowd(port: int, kind: str) -> Iterator[list[int]]:
    """All of them, in a process of their own: told is how many stood, second by second."""
    crowd = subprocess.Popen([sys.executable, "-m", __name__, str(port), kind], cwd=ROOT, stdout=subprocess.PIPE)
    stood: list[int] = []
    try:
        assert crowd.stdout
        crowd.stdout.readline()  # all have come
        hearing = threading.Thread(target=lambda: stood.extend(map(int, crowd.stdout or ())))
        hearing.start()
        yield stood
    finally:
        crowd.terminate()
        crowd.wait()
        hearing.join()


async def _stand(port: int, number: int, said: bytes, standing: set[int]) -> None:
    """One client, who comes again whenever it was dropped. The last ones say a byte a second."""
    words, pause = (said[:1], 1.0) if number >= SILENT else (said if number % 2 else b"", None)
    while True:
        with suppress(OSError):
            at = (f"127.{1 + number % 100}.0.1", 0)
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=at)
            standing.add(number)
            for byte in itertools.chain([words], itertools.cycle([said[-1:]])):
                writer.write(byte)
                with suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(), pause)
                    break
            standing.discard(number)
            writer.close()
        await asyncio.sleep(0.01)


async def _come(port: int, kind: str) -> None:
    standing: set[int] = set()
    everybody = [asyncio.create_task(_stand(port, n, SAID[kind], standing)) for n in range(SILENT + SLOW)]
    while len(standing) < 0.98 * len(everybody):
        await asyncio.sleep(0.1)
    while True:
        sys.stdout.write(f"{len(standing)}\n")
        sys.stdout.flush()
        await asyncio.sleep(1)


if __name__ == "__main__":
    descriptors()
    asyncio.run(_come(int(sys.argv[1]), sys.argv[2]))
