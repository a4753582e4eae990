"""What stands in the tables has its entry: every declaration, every viewing, every certificate of an erasure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from consent.models import Declaration
from families.models import Case
from videos.models import Viewing
from vigportal.ledger.models import Entry
from vigportal.retention.models import Certificate

TELLING = {"declaration": "a declaration", "viewing": "a viewing", "certificate": "a certificate of erasure"}


def unaccounted() -> Iterator[str]:
    """A line for each that has none, a case at a time."""
    for case in Case.objects.order_by("pk").values_list("pk", flat=True).iterator():
        told = _told(case)
        for kind, ids in _standing(case).items():
            for each in sorted(set(ids) - told):
                if not Entry.objects.about(kind, each).exists():  # a film that was moved leaves its viewings' entries
                    yield f"chain {case}: {TELLING[kind]} without its entry: {each}"


def _standing(case: UUID) -> dict[str, Iterable[UUID]]:
    return {
        "declaration": Declaration.objects.filter(case=case).values_list("pk", flat=True),
        "viewing": Viewing.objects.filter(asset__case=case).values_list("pk", flat=True),
        "certificate": Certificate.objects.filter(case=case).values_list("pk", flat=True),
    }


def _told(case: UUID) -> set[UUID]:
    """Every id that the case's entries name under one of these facts, alone or in a list."""
    told: set[UUID] = set()
    for facts in Entry.objects.of_chain(case).values_list("facts", flat=True).iterator():
        for name in (*TELLING, "declarations"):
            value = facts.get(name) or ()
            told.update(map(UUID, [value] if isinstance(value, str) else value))
    return told
