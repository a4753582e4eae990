"""Cycles: begun, filmed, reviewed. What was planned can be moved, what was held can be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from families.models import Case, Person
from families.writer import Reason as CaseReason
from families.writer import Refused, lock_open
from sessions.models import Cycle, FilmingSession, SharedReview
from sessions.queries import was_filmed
from sessions.writer import Reason
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


@dataclass(frozen=True)
class Visit:
    """A visit that was held: when, where, who was there, and what the practitioner noted."""

    at: datetime
    place: str
    present: Sequence[Person]
    notes: str = ""


@dataclass(frozen=True)
class Reviewed:
    """A shared review that was held, and the next step in the family's words."""

    at: datetime
    place: str
    next_step: str
    notes: str = ""


class Part(models.TextChoices):
    """What can change about a visit or a review, by the names of its columns."""

    PLANNED_FOR = "planned_for"
    HELD_AT = "held_at"
    PLACE = "place"
    PRESENT = "present"
    NEXT_STEP = "next_step"
    NOTES = "notes"


@transaction.atomic(durable=True)
def open_cycle(*, actor: User, case: Case, number: int, now: datetime) -> Cycle:
    """The next cycle begins, once the one before has had its review. `number` is the one the page promised."""
    held = lock_open(case)
    last = held.cycles.select_related("review").order_by("number").last()
    if last is not None and number == last.number:
        raise Refused(CaseReason.SENT_TWICE)
    if number != (last.number + 1 if last else 1):
        raise Refused(Reason.NOT_THE_NEXT)
    if last is not None and not SharedReview.objects.filter(cycle=last, held_at__isnull=False).exists():
        raise Refused(Reason.STILL_GOING)
    cycle = Cycle.objects.create(case=held, number=number, opened_at=now)
    enter(
        "cycle_opened", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        cycle=cycle.pk, number=number,
    )  # fmt: skip
    return cycle


@transaction.atomic(durable=True)
def plan_filming(*, actor: User, cycle: Cycle, at: datetime, place: str, now: datetime) -> FilmingSession:
    """When and where the family will be filmed; planned anew, it is moved."""
    held = lock_open(cycle.case)
    row = FilmingSession.objects.filter(cycle=cycle).first() or FilmingSession(cycle=cycle)
    is_moved = _plan(row, at, place)
    row.save()
    parts: dict[str, Any] = {"parts": [Part.PLANNED_FOR]} if is_moved else {"planned_for": at}
    enter(
        "filming_changed" if is_moved else "filming_planned", actor=actor, service_id=held.family.service_id,
        case_id=held.pk, now=now, filming=row.pk, **parts,
    )  # fmt: skip
    return row


@transaction.atomic(durable=True)
def plan_review(*, actor: User, cycle: Cycle, at: datetime, place: str, now: datetime) -> SharedReview:
    """When and where the clips will be watched together; planned anew, it is moved."""
    held = lock_open(cycle.case)
    row = SharedReview.objects.filter(cycle=cycle).first() or SharedReview(cycle=cycle)
    is_moved = _plan(row, at, place)
    row.save()
    parts: dict[str, Any] = {"parts": [Part.PLANNED_FOR]} if is_moved else {"planned_for": at}
    enter(
        "review_changed" if is_moved else "review_planned", actor=actor, service_id=held.family.service_id,
        case_id=held.pk, now=now, review=row.pk, **parts,
    )  # fmt: skip
    return row


def _plan(row: FilmingSession | SharedReview, at: datetime, place: str) -> bool:
    """Whether it had been planned before. What was held already has no plan any more."""
    if row.held_at is not None:
        raise Refused(Reason.HELD_ALREADY)
    if (row.planned_for, row.place) == (at, place):
        raise Refused(CaseReason.SENT_TWICE)
    is_moved = row.planned_for is not None
    row.planned_for, row.place = at, place
    return is_moved


@transaction.atomic(durable=True)
def hold_filming(*, actor: User, cycle: Cycle, visit: Visit, now: datetime) -> FilmingSession:
    """The family was filmed: when, where, and who was there. Noted anew, it is put right."""
    held = lock_open(cycle.case)
    row = FilmingSession.objects.filter(cycle=cycle).first() or FilmingSession(cycle=cycle)
    was_held = row.held_at is not None
    known = {person.pk for person in row.present.all()} if was_held else set()
    told = {Part.HELD_AT: visit.at, Part.PLACE: visit.place, Part.NOTES: visit.notes}
    parts = _put(row, told) + [Part.PRESENT] * (known != {person.pk for person in visit.present})
    _refuse_unchanged(parts)
    row.save()
    row.present.set(visit.present)
    facts: dict[str, Any] = {"parts": parts} if was_held else {"people": [person.pk for person in visit.present]}
    enter(
        "filming_changed" if was_held else "filming_held", actor=actor, service_id=held.family.service_id,
        case_id=held.pk, now=now, filming=row.pk, **facts,
    )  # fmt: skip
    return row


@transaction.atomic(durable=True)
def hold_review(*, actor: User, cycle: Cycle, review: Reviewed, now: datetime) -> SharedReview:
    """The clips were watched together; the next step carries into the next cycle. Noted anew, it is put right."""
    held = lock_open(cycle.case)
    if not was_filmed(cycle):
        raise Refused(Reason.NOT_FILMED)
    row = SharedReview.objects.filter(cycle=cycle).first() or SharedReview(cycle=cycle)
    was_held = row.held_at is not None
    told = {
        Part.HELD_AT: review.at, Part.PLACE: review.place,
        Part.NEXT_STEP: review.next_step, Part.NOTES: review.notes,
    }  # fmt: skip
    parts = _put(row, told)
    _refuse_unchanged(parts)
    row.save()
    facts: dict[str, Any] = {"parts": parts} if was_held else {}
    enter(
        "review_changed" if was_held else "review_held", actor=actor, service_id=held.family.service_id,
        case_id=held.pk, now=now, review=row.pk, **facts,
    )  # fmt: skip
    return row


def _put(row: FilmingSession | SharedReview, told: Mapping[Part, object]) -> list[Part]:
    """Writes what was told into the row, and says which parts are new."""
    parts = [part for part, value in told.items() if getattr(row, part) != value]
    for part in parts:
        setattr(row, part, told[part])
    return parts


def _refuse_unchanged(parts: Sequence[Part]) -> None:
    if not parts:
        raise Refused(CaseReason.SENT_TWICE)
