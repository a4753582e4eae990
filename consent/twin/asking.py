"""Asks the twin: of many questions at once, those that are answered yes. Three queries, however many.

For lists. Who needs a reason asks the policy, and so does the gate, for every byte.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, UUIDField

from consent.facts import Question
from consent.models import Action, Purpose
from consent.queries import ceilings_among, services_of
from consent.twin.limits import limits_of

Row: TypeAlias = Mapping[str, object]
HERE = Path(__file__).parent
LAW = ("tree", "standing", "voices", "answer")
"""The query, file after file."""


def open_among(
    assets: Iterable[UUID], *, viewer: UUID | None, purpose: Purpose, now: datetime, action: Action = Action.VIEW
) -> frozenset[UUID]:
    """Of these assets, those that may be seen (or kept) for this purpose, now."""
    asked = {asset: Question(asset, purpose, action, viewer, now) for asset in assets}
    answered = allowed_among(asked.values())
    return frozenset(asset for asset, question in asked.items() if question in answered)


def allowed_among(questions: Iterable[Question]) -> frozenset[Question]:
    """Those of the questions to which the rule says yes."""
    asked = tuple(dict.fromkeys(questions))
    rows, matters = what_is_asked(asked)
    if not rows:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(the_query(connection.vendor), [as_json(rows), as_json(matters)])
        return frozenset(asked[place] for (place,) in cursor.fetchall())


def what_is_asked(asked: Collection[Question]) -> tuple[list[Row], list[Row]]:
    """The two lists that the query reads: the questions by their place, and the matters that they are about."""
    home = services_of(UUID(str(question.asset)) for question in asked)
    known = [(place, question) for place, question in enumerate(asked) if question.asset in home]
    matters = _matters(dict.fromkeys((_manner(question), home[question.asset]) for _, question in known))
    rows: list[Row] = [
        {"q": place, "m": matter["m"], "asset": question.asset}
        for place, question in known
        for matter in matters[_manner(question), home[question.asset]]
    ]
    return rows, [matter for those in matters.values() for matter in those]


def _manner(question: Question) -> Question:
    """A question without its asset: what one row of limits answers for many."""
    return replace(question, asset="")


def _matters(pairs: Collection[tuple[Question, UUID]]) -> Mapping[tuple[Question, UUID], list[Row]]:
    """What each service allows to each manner that is asked of it, with a number of its own."""
    ceilings = ceilings_among(service for _, service in pairs)
    numbers = count()
    return {
        (manner, service): [{"m": next(numbers), **row} for row in limits_of(manner, ceilings.get(service, ()))]
        for manner, service in pairs
    }


@cache
def the_query(vendor: str) -> str:
    """The files of the law in their order, below the one that says what is asked."""
    return "".join((HERE / f"{name}.sql").read_text(encoding="utf-8") for name in (vendor, *LAW))


def as_json(rows: list[Row]) -> str:
    """As this database reads it."""
    return json.dumps(rows, default=_as_stored)


def _as_stored(value: object) -> str:
    """An id or a moment, as this database writes it."""
    field = UUIDField() if isinstance(value, UUID) else DateTimeField()
    return str(field.get_db_prep_value(value, connection, prepared=True))
