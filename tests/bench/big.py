"""What a very large film costs in memory: the portal as it is started on one machine, a film sent to it as a page does.

The film is a short one with a box of nothing behind it, made as it is sent; it lies nowhere whole and plain.
`VIG_BENCH_GIB=4 .venv/bin/python -m tests.bench big` sends four GiB (usual: 1). Memory is what the kernel says of each
process: the most it had in its hands (VmHWM) after a first small film, less what it had before the large one.
"""

import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.bench import Figure
from tests.bench.house import furnished
from tests.cast import Cast, signed_in
from tests.servers import free_port
from tests.videos.films import make_film
from tests.videos.killing import below
from tests.videos.tus import line_to
from videos.models import Film, Upload
from vigportal.management.processes import children_of
from vigportal.management.serving import Listener, Portal, running

GIB = float(os.environ.get("VIG_BENCH_GIB", "1"))
MIB = 1 << 20
PART, LARGEST_PART = 4 * MIB, 32 * MIB  # as static/js/upload.js
PATIENCE = 40 * 60
LOOKS = 0.2
_LARGE_BOX = 16


def run() -> list[Figure]:
    listener = Listener(free_port())
    with (
        furnished() as cast,
        tempfile.TemporaryDirectory() as name,
        running(listener, settings.DATA_DIR / "portal.log") as portal,
    ):
        film = make_film(Path(name), options=("-movflags", "+faststart")).read_bytes()
        _ready(_send(cast, listener.port, film, len(film)))
        return _measured(cast, listener.port, film, _processes(portal))


def _measured(cast: Cast, port: int, film: bytes, processes: tuple[int, int]) -> list[Figure]:
    web, worker = processes
    before = {pid: _calmed(pid) for pid in (web, worker)}
    with _programs_of(worker) as most:
        began = time.monotonic()
        large = _send(cast, port, film, size := int(GIB * 1024) * MIB)
        seconds = time.monotonic() - began
        _ready(large)
    told = f"a film of {GIB:g} GiB"
    return [
        Figure(f"{told}: growth of the web process, MiB", _kib(web, "VmHWM") / 1024 - before[web], at_most=32),
        Figure(f"{told}: growth of the worker itself, MiB", _kib(worker, "VmHWM") / 1024 - before[worker], at_most=64),
        Figure(f"{told}: the largest program that the worker starts, MiB", max(most.values()) / 1024),
        Figure(f"{told}: MiB a second on their way into the vault", size / MIB / seconds),
    ]


def _send(cast: Cast, port: int, film: bytes, size: int) -> Film:
    """By tus, a part at a time."""
    line, at = line_to(f"http://127.0.0.1:{port}", signed_in(cast.maya), cast, size), 0
    for part in parts_of(film, size):
        assert line.send(part, at) == 204, f"at {at} of {size}"
        at += len(part)
    return Upload.objects.select_related("film").get(pk=line.upload).film


def parts_of(film: bytes, size: int) -> Iterator[bytes]:
    """The film, and behind it a box of zeros up to this size; in parts that grow, as the page's do on a quick line."""
    room = size - len(film)
    head = film + (struct.pack(">I4sQ", 1, b"free", room) if room >= _LARGE_BOX else b"")
    at, part = 0, PART
    while at < size:
        length = min(part, size - at)
        yield head[at : at + length].ljust(length, b"\0")
        at, part = at + length, min(2 * part, LARGEST_PART)


def _ready(film: Film) -> None:
    until = time.monotonic() + PATIENCE
    while film.state != Film.State.READY:
        assert film.state in {Film.State.CHECKING, Film.State.PREPARING, Film.State.ARRIVING}, film.state
        assert time.monotonic() < until, f"{film.state} after {PATIENCE} s"
        time.sleep(LOOKS)
        film.refresh_from_db()


def _processes(portal: Portal) -> tuple[int, int]:
    """The one that answers requests, and the worker."""
    assert portal.web.process
    assert portal.worker.process
    (web,) = children_of(portal.web.process.pid)
    return web, portal.worker.process.pid


def _calmed(pid: int) -> float:
    """What it holds now, in MiB; from here on its greatest is counted anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return _kib(pid, "VmRSS") / 1024


def _kib(pid: int, name: str) -> int:
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines.get(name, "0").split()[0])


@contextmanager
def _programs_of(worker: int) -> Iterator[dict[int, int]]:
    """KiB, at most, of each process below the worker, looked at five times a second while the block runs."""
    most, over = {0: 0}, threading.Event()

    def look() -> None:
        while not over.wait(LOOKS):
            for pid in list(below(worker)):
                try:
                    most[pid] = max(most.get(pid, 0), _kib(pid, "VmHWM"))
                except OSError:
                    continue  # it has ended meanwhile

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield most
    finally:
        over.set()
        looking.join()
