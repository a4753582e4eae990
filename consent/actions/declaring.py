"""What is declared: yes, no, taken back, shown. Numbered under the case's lock, so numbers are in order of commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.actions.accepting import Line, NotAccepted, Said, WhyNot, accept, longest, require
from consent.models import Action, Declaration, DeclarationLine, Proof, Purpose
from consent.pictures import NotTaken
from consent.sealing import keep_proof
from consent.signals import consent_changed
from consent.writer import lock_case, next_number, root_of
from families.models import Case, Person
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter

Kind = Declaration.Kind
EVENTS = {
    Kind.GIVE: "consent_given",
    Kind.REFUSE: "consent_refused",
    Kind.WITHDRAW: "consent_withdrawn",
    Kind.DISSENT: "dissent_recorded",
    Kind.ASSENT: "assent_recorded",
}


@transaction.atomic(durable=True)
def declare(*, actor: User, kind: Kind, said: Said, now: datetime) -> list[Declaration]:
    """Takes what was said, one declaration for each person it is about. The same form twice is one.

    Raises NotAccepted, and then nothing has changed.
    """
    lock_case(said.case)
    if earlier := _earlier(said):
        return earlier
    accept(said, kind, actor, now)
    rows = _write(said, kind, actor, _kept(said, actor, now), now)
    enter(
        EVENTS[kind], actor=actor, service_id=said.case.family.service_id, case_id=said.case.pk, now=now,
        declarations=[row.pk for row in rows], people=[row.about_id for row in rows],
        scope=said.scope.pk, purposes=said.purposes,
    )  # fmt: skip
    return rows


@transaction.atomic(durable=True)
def take_paper(*, actor: User, paper: Sequence[tuple[Kind, Said]], now: datetime) -> list[Declaration]:
    """Takes what stands on one paper, yes and no, purpose by purpose, all of it or nothing. Its scan proves each.

    Dated today: it counts from its entry; `said_on` tells the day that stands on it. The same paper sent twice is one;
    what it then says of new can only be a no, to a yes that was given in the meantime.
    """
    require(paper, WhyNot.EMPTY)
    first = paper[0][1]
    lock_case(first.case)
    if earlier := [row for _kind, said in paper for row in _earlier(said)]:
        paper = [(kind, said) for kind, said in paper if kind != Kind.GIVE and not _earlier(said)]
    if not paper:
        return earlier
    for kind, said in paper:
        accept(said, kind, actor, now)
    proof = _kept(first, actor, now)
    rows = [row for kind, said in paper for row in _write(said, kind, actor, proof, now)]
    enter(
        "paper_recorded", actor=actor, service_id=first.case.family.service_id, case_id=first.case.pk, now=now,
        declarations=[row.pk for row in rows], people=[row.about_id for row in rows], scope=first.scope.pk,
        purposes=sorted({purpose for _kind, said in paper for purpose in said.purposes}),
    )  # fmt: skip
    return rows


@transaction.atomic(durable=True)
def stop_everything(
    *, actor: User, form_id: UUID, case: Case, by: Person, about: tuple[Person, ...], channel: str, now: datetime
) -> list[Declaration]:
    """Takes back every yes for these people, for every purpose, at once, for the whole case and what comes later."""
    said = Said(
        form_id=form_id, case=case, scope=root_of(case, now), about=about, by=by,
        lines=(Line(Purpose.EVERYTHING, Action.VIEW),), channel=channel,
    )  # fmt: skip
    if earlier := _earlier(said):
        return earlier
    accept(said, Kind.WITHDRAW, actor, now)
    rows = _write(said, Kind.WITHDRAW, actor, None, now)
    enter(
        "everything_stopped", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        declarations=[row.pk for row in rows], people=[row.about_id for row in rows], scope=said.scope.pk,
    )  # fmt: skip
    return rows


def _earlier(said: Said) -> list[Declaration]:
    """What this very form has said already. One that says half of it now is stale, and says nothing."""
    wanted = {said.id_about(person) for person in said.about}
    rows = list(Declaration.objects.filter(pk__in=wanted))
    if rows and {row.pk for row in rows} != wanted:
        raise NotAccepted(WhyNot.STALE)
    return rows


def _kept(said: Said, actor: User, now: datetime) -> Proof | None:
    """What shows it, sealed once for each form. What can't be is a reason to take nothing."""
    if said.shown is None:
        return None
    if sealed := Proof.objects.filter(pk=said.shown.id, case=said.case).first():
        return sealed
    try:
        return keep_proof(said.shown, said.case, actor, now)
    except NotTaken as no:
        raise NotAccepted(WhyNot(no.fault.value)) from no


def _write(said: Said, kind: Kind, actor: User, proof: Proof | None, now: datetime) -> list[Declaration]:
    case = lock_case(said.case)
    first = next_number(case)
    said = _lasting(said, now) if kind == Kind.GIVE else said
    rows = [_row(said, person, kind, first + place) for place, person in enumerate(said.about)]
    for row in rows:
        row.recorded_at, row.recorded_by, row.proof = now, actor, proof
        row.save(force_insert=True)
        row.viewers.set(said.viewers)
        row.lifts.set([no for no in said.lifts if no.about_id == row.about_id])
        DeclarationLine.objects.bulk_create(
            DeclarationLine(declaration=row, purpose=line.purpose, action=line.action, text=line.text)
            for line in said.lines
        )
    _tell_after_commit(case)
    return rows


def _lasting(said: Said, now: datetime) -> Said:
    """A yes holds from its entry, and as long as the service lets it where no end was said."""
    from_at = said.from_at or now
    return replace(said, from_at=from_at, until_at=said.until_at or longest(said.lines, said.case, now, from_at))


def _row(said: Said, person: Person, kind: Kind, number: int) -> Declaration:
    return Declaration(
        pk=said.id_about(person), case=said.case, number=number, kind=kind, about=person, by=said.by,
        scope=said.scope, evidence=said.evidence, channel=said.channel, language=said.language,
        from_at=said.from_at, until_at=said.until_at, later_footage=said.later_footage,
        how_shown=said.how_shown, said_on=said.said_on, interpreter=said.interpreter,
    )  # fmt: skip


def _tell_after_commit(case: Case) -> None:
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=case.pk))
