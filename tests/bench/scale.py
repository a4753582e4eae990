"""Every page that lists things, in a small service and in one as large as it may get: milliseconds and queries.

A page's queries may not grow at all; its time only a little, and to no more than its bar.
The table of pages is kept by hand: a new list is put there by whoever makes it.

`VIG_BENCH_CASES=100 VIG_BENCH_CLIPS=10 VIG_BENCH_ENTRIES=10000 .venv/bin/python -m tests.bench scale` fills less
(usual: 1,000 cases of 100 clips, 5,000,000 entries).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.bench import Figure
from tests.bench.consent import elsewhere_in_postgres
from tests.bench.town import Size, Town, found, grow
from tests.cast import signed_in

LARGE = Size(
    int(os.environ.get("VIG_BENCH_CASES", "1000")),
    int(os.environ.get("VIG_BENCH_CLIPS", "100")),
    int(os.environ.get("VIG_BENCH_ENTRIES", "5000000")),
)
SMALL = Size(max(LARGE.cases // 10, 40), LARGE.clips, LARGE.entries // 10)
ROUNDS = 5
USUAL_MS = 300
GROWTH = 2.5
"""How much slower a page may be in a database ten times as large: noise, and the depth of an index."""
FLOOR_MS = 50
"""Whatever stays below this has not grown so that anybody could notice."""
PAGES: dict[str, tuple[str, float]] = {
    "/cases/": ("maya", USUAL_MS),
    "/cases/?words=Family+77": ("maya", USUAL_MS),
    "/cases/?page=4": ("maya", USUAL_MS),
    "/today/": ("maya", 200),
    "/supervision/": ("omar", 300),
    "/supervision/?page=4": ("omar", 300),
    "/cases/{case}/": ("maya", USUAL_MS),
    "/cases/{case}/films/": ("maya", USUAL_MS),
    "/cases/{case}/goals/": ("maya", USUAL_MS),
    "/cases/{case}/cycles/": ("maya", USUAL_MS),
    "/cases/{case}/consent/": ("maya", USUAL_MS),
    "/cases/{case}/consent/history/": ("maya", USUAL_MS),
    "/cases/{case}/ledger/": ("maya", 50),
    "/cases/{case}/ledger/?group=keeping": ("maya", 50),
    "/ledger/": ("lead", 50),
    "/ledger/?group=keeping": ("lead", 50),
    "/notices/": ("maya", USUAL_MS),
    "/service/": ("manager", USUAL_MS),
    "/service/films/": ("manager", USUAL_MS),
    "/service/footage/": ("manager", USUAL_MS),
    "/service/texts/": ("manager", USUAL_MS),
    "/service/limits/": ("manager", USUAL_MS),
    "/family/": ("rosa", USUAL_MS),
    "/family/answers/": ("rosa", USUAL_MS),
    "/papers/": ("rosa", USUAL_MS),
}


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL may run as somebody else
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        figures = _both_sizes()
        with elsewhere_in_postgres(Path(folder)):
            return [*figures, *_both_sizes()]


def _both_sizes() -> list[Figure]:
    call_command("migrate", verbosity=0)
    town = found()
    grow(town, Size(0, 0, 0), SMALL)
    small = _measured(town)
    grow(town, SMALL, LARGE)
    large = _measured(town)
    return [figure for page in PAGES for figure in _figures(page, small[page], large[page])]


def _figures(page: str, small: tuple[float, int], large: tuple[float, int]) -> Iterator[Figure]:
    about, most = f"{connection.vendor}, {page}", PAGES[page][1]
    yield Figure(f"{about}: ms at {SMALL}", small[0])
    yield Figure(f"{about}: ms at {LARGE}", large[0], at_most=most)
    yield Figure(f"{about}: times slower", large[0] / max(small[0], FLOOR_MS), at_most=GROWTH)
    yield Figure(f"{about}: queries ({small[1]} before)", large[1], at_most=min(small[1], 40))


@override_settings(ALLOWED_HOSTS=["testserver"])
def _measured(town: Town) -> dict[str, tuple[float, int]]:
    cast = town.cast
    users = {"maya": cast.maya, "omar": cast.omar, "rosa": cast.rosa, "manager": town.manager, "lead": town.lead}
    clients = {name: signed_in(user) for name, user in users.items()}
    found = {}
    for page, (who, _most) in PAGES.items():
        found[page] = _page(clients[who], page.format(case=cast.case.pk))
    return found


def _page(client: Client, address: str) -> tuple[float, int]:
    """The median of some rounds after a first one, and the queries of one more."""
    _once(client, address)
    spent = statistics.median(_once(client, address) for _ in range(ROUNDS))
    with CaptureQueriesContext(connection) as queries:
        _once(client, address)
    return spent, len(queries)


def _once(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    spent = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return spent
