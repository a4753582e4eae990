"""The people of a family, and what is found about them. Findings are added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from families.models import Case, Person, PersonFact
from families.queries import born_on_of
from families.writer import (
    NewPerson,
    Reason,
    Refused,
    age_facts,
    lock_case,
    lock_open,
    refuse_twice,
    write_fact,
    write_person,
)
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


class Part(models.TextChoices):
    """What can be put right about a person."""

    NAME = "name"
    RELATION = "relation"
    KIND = "kind"
    BORN_ON = "born_on"


class Outcome(models.TextChoices):
    """What was found about somebody's being able to decide."""

    YES = "yes"
    NO = "no"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Finding:
    """Capacity (of an adult) or competence (of a child), and why it was found so."""

    about: PersonFact.Kind
    outcome: Outcome
    why: str


FOUND = {PersonFact.Kind.CAPACITY: "capacity_recorded", PersonFact.Kind.COMPETENCE: "competence_recorded"}


@transaction.atomic(durable=True)
def add_person(*, actor: User, case: Case, key: UUID, new: NewPerson, now: datetime) -> Person:
    """Somebody more in the family of this case: a relative, or a member of staff who appears."""
    held = lock_open(case)
    refuse_twice(Person.objects, key)
    person = write_person(held.family, new, actor, now, key)
    enter(
        "person_added", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        person=person.pk, kind=Person.Kind(new.kind),
    )  # fmt: skip
    return person


@transaction.atomic(durable=True)
def correct_person(*, actor: User, case: Case, person: Person, right: NewPerson, why: str, now: datetime) -> None:
    """Puts right what was written down wrongly. What decisions rest on is found anew, from now on."""
    held = lock_case(case)
    parts = _parts(person, right)
    if not parts:
        raise Refused(Reason.NOTHING_CHANGED)
    Person.objects.filter(pk=person.pk).update(name=right.name, relation=right.relation, kind=right.kind)
    if {Part.NAME, Part.RELATION} & set(parts):
        write_fact(person, PersonFact.Kind.WRITTEN, "corrected", actor, now, why)
    if {Part.KIND, Part.BORN_ON} & set(parts):
        unborn = {PersonFact.Kind.BORN_ON: ""} if born_on_of(person) else {}
        for kind, value in {**unborn, **age_facts(right.kind, right.born_on)}.items():
            write_fact(person, kind, value, actor, now, why)
    enter(
        "person_corrected", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        person=person.pk, parts=parts,
    )  # fmt: skip


def _parts(person: Person, right: NewPerson) -> list[Part]:
    stands = (person.name, person.relation, person.kind, born_on_of(person))
    written = (right.name, right.relation, right.kind, right.born_on.isoformat() if right.born_on else "")
    return [part for part, old, new in zip(Part, stands, written, strict=True) if old != new]


@transaction.atomic(durable=True)
def record_finding(*, actor: User, case: Case, person: Person, finding: Finding, now: datetime) -> None:
    """Whether a person can decide for themselves, as found today, by whom and why."""
    held = lock_case(case)
    write_fact(person, finding.about, finding.outcome, actor, now, finding.why)
    enter(
        FOUND[finding.about], actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        person=person.pk, outcome=finding.outcome,
    )  # fmt: skip
