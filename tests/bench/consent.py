"""What deciding costs at 100,000 clips, for the usual family and for one that declared a thousand times.

On SQLite, and on a PostgreSQL of its own. A list reads its cases at once and asks the rule for each clip; the gate
reads what one question can touch. Milliseconds are told for the reader, because they are the machine's as much as ours.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from consent.facts import Question
from consent.loader import facts_for_asset, facts_for_case, facts_for_cases
from consent.models import Action, Purpose
from consent.policy import decide
from families.models import Case
from tests import servers
from tests.bench import Figure, crowd
from tests.consent.phrases import DAY_0
from tests.consent.rows import Written, user_id
from vigportal import env

NOW = DAY_0 + timedelta(days=10)
VIEWER = user_id("Ben")
ROUNDS = 5
SHELF = 60
"""Clips of thirty families on one supervisor's shelf, two of each."""


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # PostgreSQL may run as somebody else
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        figures = _settled()
        with elsewhere_in_postgres(Path(folder)):
            return [*figures, *_settled()]


def _settled() -> list[Figure]:
    """The crowd moves in, and is measured."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        crowd.settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return measured()


def measured() -> list[Figure]:
    """The figures of the database that is there."""
    figures = []
    for name, family in (("usual family", crowd.named(1)), ("1,000 declarations", crowd.named(0))):
        case = Case.objects.select_related("family__service").get(pk=family.id("case"))
        clips = crowd.clips_of(family)
        one, listed = _milliseconds(partial(_ask_one, clips[3]), partial(_ask_each, clips, case))
        about = f"{connection.vendor}, {name}"
        figures += [
            Figure(f"{about}: ms of one decide with reading its facts", one),
            Figure(f"{about}: ms of reading the case and deciding {len(clips)} clips", listed),
        ]
    shelf = [
        (clip, family) for family in map(crowd.named, range(2, 2 + SHELF // 2)) for clip in crowd.clips_of(family)[:2]
    ]
    (across,) = _milliseconds(lambda: _ask_across(shelf))
    (singly,) = _milliseconds(lambda: [_ask_one(clip) for clip, _ in shelf])
    assert _ask_across(shelf) == [_ask_one(clip) for clip, _ in shelf], "what is measured is the same answer"
    return [
        *figures,
        Figure(f"{connection.vendor}: ms for a shelf of {SHELF} clips of {SHELF // 2} families, read at once", across),
        Figure(f"{connection.vendor}: the same shelf asked clip by clip ÷ read at once", singly / across),
    ]


def _ask_one(clip: UUID) -> bool:
    return decide(facts_for_asset(clip), _question(clip)).allowed


def _ask_across(shelf: list[tuple[UUID, Written]]) -> list[bool]:
    named = {family.id("case") for _, family in shelf}
    facts = facts_for_cases(Case.objects.filter(pk__in=named).select_related("family__service"))
    return [decide(facts[family.id("case")], _question(clip)).allowed for clip, family in shelf]


def _ask_each(clips: list[UUID], case: Case) -> frozenset[UUID]:
    facts = facts_for_case(case)
    return frozenset(clip for clip in clips if decide(facts, _question(clip)).allowed)


def _question(clip: UUID) -> Question:
    return Question(clip, Purpose.SUPERVISION, Action.VIEW, VIEWER, NOW)


def _milliseconds(*ways: Callable[[], object]) -> list[float]:
    """The median of each way, in rounds that alternate."""
    rounds = [[_once(way) for way in ways] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def _once(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return (time.perf_counter() - began) * 1000


@contextmanager
def elsewhere_in_postgres(folder: Path) -> Iterator[None]:
    """The default database is a PostgreSQL while the block runs."""
    with servers.postgres(folder / "postgres") as url:
        usual = connections.settings["default"]
        elsewhere = connections.configure_settings({"default": env.database(url, folder)})
        _turn_to(elsewhere["default"])
        try:
            yield
        finally:
            _turn_to(usual)


def _turn_to(database: dict[str, object]) -> None:
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = database
