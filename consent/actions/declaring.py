"""What is declared: yes, no, taken back, shown. Numbered under the case's lock, so numbers are in order of commits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from consent.actions.accepting import Line, NotAccepted, Said, WhyNot, accept, longest, require
from consent.models import Action, Declaration, DeclarationLine, Purpose
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
    if earlier := _earlier(said):
        return earlier
    accept(said, kind, actor, now)
    if kind == Kind.GIVE:
        from_at = said.from_at or now
        said = replace(said, from_at=from_at, until_at=said.until_at or longest(said.lines, said.case, now, from_at))
    rows = _write(said, kind, actor, now)
    enter(
        EVENTS[kind], actor=actor, service_id=said.case.family.service_id, case_id=said.case.pk, now=now,
        declarations=[row.pk for row in rows], people=[row.about_id for row in rows],
        scope=said.scope.pk, purposes=said.purposes,
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
    rows = _write(said, Kind.WITHDRAW, actor, now)
    enter(
        "everything_stopped", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        declarations=[row.pk for row in rows], people=[row.about_id for row in rows], scope=said.scope.pk,
    )  # fmt: skip
    return rows


@transaction.atomic(durable=True)
def void_declaration(
    *, actor: User, form_id: UUID, mistaken: Declaration, first_signer: User, now: datetime
) -> Declaration:
    """Takes back a yes that was entered in error, signed by two different members of staff. It can't touch a no."""
    require(mistaken.kind == Kind.GIVE, WhyNot.NOT_A_YES)
    require(actor.pk != first_signer.pk, WhyNot.SAME_HAND)
    case = lock_case(mistaken.case)
    row, _made = Declaration.objects.get_or_create(
        pk=form_id,
        defaults={
            "case": case, "number": next_number(case), "kind": Kind.VOID, "about": mistaken.about,
            "scope": mistaken.scope, "evidence": Declaration.Evidence.SIGNED,
            "channel": Declaration.Channel.PRACTITIONER_SCREEN, "voids": mistaken,
            "recorded_at": now, "recorded_by": first_signer, "second_signer": actor,
        },
    )  # fmt: skip
    enter(
        "declaration_voided", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        declaration=row.pk, voided=mistaken.pk,
    )  # fmt: skip
    _tell_after_commit(case)
    return row


def _earlier(said: Said) -> list[Declaration]:
    """What this very form has said already. One that says half of it now is stale, and says nothing."""
    wanted = {said.id_about(person) for person in said.about}
    rows = list(Declaration.objects.filter(pk__in=wanted))
    if rows and {row.pk for row in rows} != wanted:
        raise NotAccepted(WhyNot.STALE)
    return rows


def _write(said: Said, kind: Kind, actor: User, now: datetime) -> list[Declaration]:
    case = lock_case(said.case)
    first = next_number(case)
    rows = [_row(said, person, kind, first + place) for place, person in enumerate(said.about)]
    for row in rows:
        row.recorded_at, row.recorded_by = now, actor
        row.save(force_insert=True)
        row.viewers.set(said.viewers)
        row.lifts.set([no for no in said.lifts if no.about_id == row.about_id])
        DeclarationLine.objects.bulk_create(
            DeclarationLine(declaration=row, purpose=line.purpose, action=line.action, text=line.text)
            for line in said.lines
        )
    _tell_after_commit(case)
    return rows


def _row(said: Said, person: Person, kind: Kind, number: int) -> Declaration:
    return Declaration(
        pk=said.id_about(person), case=said.case, number=number, kind=kind, about=person, by=said.by,
        scope=said.scope, evidence=said.evidence, channel=said.channel, language=said.language,
        from_at=said.from_at, until_at=said.until_at, later_footage=said.later_footage,
        how_shown=said.how_shown, said_on=said.said_on,
    )  # fmt: skip


def _tell_after_commit(case: Case) -> None:
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=case.pk))
