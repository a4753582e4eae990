"""A service's limits as its manager sees them: in force, as they were, and what other ones would shut or open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from consent.loader import ceiling_from, facts_for_cases
from consent.masks import Piece, mask_of
from consent.models import Action, Asset, Ceiling, Purpose
from consent.rules import Change, allowed_in, changes_between
from families.models import Case
from vigportal.accounts.models import Service

Rules = Mapping[str, Any]
NOTHING: Rules = {"ages": {"presumed_competent": 16, "assent_from": 5}, "allows": []}
"""What is allowed where no limits were ever set."""
CASES_AT_ONCE = 100


@dataclass(frozen=True)
class Shown:
    """One purpose: how it may be watched, and how a copy may be kept; None: not at all."""

    purpose: Purpose
    view: Mapping[str, Any] | None
    copy: Mapping[str, Any] | None


@dataclass(frozen=True)
class Step:
    """One setting of the limits, and what it changed. The first changed nothing: it began."""

    ceiling: Ceiling
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Count:
    """How much of one purpose and action, in how many families. Nobody is named."""

    purpose: Purpose
    action: Action
    films: int
    clips: int
    stills: int
    families: int


@dataclass(frozen=True)
class Outlook:
    """What would be shut, and what would be open."""

    closes: Sequence[Count]
    opens: Sequence[Count]


def shown_limits(rules: Rules) -> list[Shown]:
    """Every purpose, those that are shut too."""
    allowed = allowed_in(rules)
    purposes = (purpose for purpose in Purpose if purpose != Purpose.EVERYTHING)
    return [Shown(each, allowed.get((each, Action.VIEW)), allowed.get((each, Action.KEEP_COPY))) for each in purposes]


def history_of(service: Service) -> list[Step]:
    """Every setting, newest first, each with what it changed."""
    rows = list(Ceiling.objects.filter(service=service).select_related("set_by").order_by("effective_at", "pk"))
    first = [Step(row, ()) for row in rows[:1]]
    later = [Step(row, changes_between(before.rules, row.rules)) for before, row in pairwise(rows)]
    return [*first, *later][::-1]


def outlook_of(service: Service, rules: Rules, now: datetime) -> Outlook:
    """What these rules would shut and open in the whole service, as the gate would decide, some cases at a time."""
    proposed = ceiling_from(rules, service)
    closes: list[tuple[UUID, Piece]] = []
    opens: list[tuple[UUID, Piece]] = []
    for case, facts in _facts_of(service):
        mask = mask_of(facts, proposed, now)
        closes += [(case.family_id, piece) for piece in mask.closes]
        opens += [(case.family_id, piece) for piece in mask.opens]
    return Outlook(_counted(closes), _counted(opens))


def _facts_of(service: Service) -> Iterator[tuple[Case, Any]]:
    cases = list(Case.objects.filter(family__service=service).select_related("family__service").order_by("number"))
    for start in range(0, len(cases), CASES_AT_ONCE):
        some = cases[start : start + CASES_AT_ONCE]
        facts = facts_for_cases(some)
        yield from ((case, facts[case.pk]) for case in some)


def _counted(found: Iterable[tuple[UUID, Piece]]) -> list[Count]:
    kinds: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    families: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    for family, piece in found:
        kinds[piece.purpose, piece.action][piece.kind] += 1
        families[piece.purpose, piece.action].add(family)
    keys = [(purpose, action) for purpose in Purpose for action in Action if (purpose, action) in kinds]
    return [_count(key, kinds[key], len(families[key])) for key in keys]


def _count(key: tuple[Purpose, Action], kinds: Counter[str], families: int) -> Count:
    films, clips, stills = (kinds[kind] for kind in (Asset.Kind.FILM, Asset.Kind.CLIP, Asset.Kind.STILL))
    return Count(*key, films, clips, stills, families)
