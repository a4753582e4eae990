"""From the tables to `standing`'s facts: what is known about people and who may decide for them, since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from families.ability import PersonFacts, Since
from families.models import Guardianship, Person, PersonFact
from families.standing import Maker

FLAGS: Mapping[str, bool] = {"yes": True, "no": False}
"""Any other value (`not_assessed`) is None: nobody knows."""


def person_facts(people: Iterable[UUID]) -> tuple[PersonFacts, ...]:
    """What is known about these people, as it came to be known. One without a finding is of unknown age."""
    wanted = set(people)
    found: Mapping[tuple[UUID, str], list[PersonFact]] = defaultdict(list)
    for row in PersonFact.objects.filter(person__in=wanted):
        found[row.person_id, row.kind].append(row)
    return tuple(
        PersonFacts(
            id=person,
            born_on=tuple(Since(_day(row.value), row.recorded_at) for row in found[person, "born_on"]),
            adult=_flags(found[person, "adult"]),
            capacity=_flags(found[person, "capacity"]),
            competence=_flags(found[person, "competence"]),
        )
        for person in wanted
    )


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _flags(rows: Iterable[PersonFact]) -> tuple[Since[bool | None], ...]:
    return tuple(Since(FLAGS.get(row.value), row.recorded_at) for row in rows)


def makers_among(people: Iterable[UUID]) -> tuple[Maker, ...]:
    """Everybody who holds a right to decide for one of these people, whenever."""
    return tuple(
        Maker(
            holder=row.holder_id,
            person=row.person_id,
            basis=row.basis,
            from_at=max(row.starts_at, row.recorded_at),
            until_at=row.ends_at,
            verified_at=row.verified_at,
            is_person=row.holder.kind != Person.Kind.BODY,
        )
        for row in Guardianship.objects.filter(person__in=set(people)).select_related("holder")
    )
