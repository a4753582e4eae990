"""What everybody who writes into a case needs within their own transaction. Plain functions, never atomic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from families.models import Assignment, Case, Family, Guardianship, Person, PersonFact
from vigportal.accounts.models import Membership, Service, User, in_force
from vigportal.accounts.roles import Act, roles_that_may
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


class Reason(models.TextChoices):
    """Why a change to a family or a case was not made: the word for the ledger, the sentence for the person."""

    SENT_TWICE = "sent_twice", _("This was saved already. Nothing was saved twice.")
    CASE_CLOSED = "case_closed", _("This case is closed. Open it again first; then this can be changed.")
    STILL_OPEN = "still_open", _("This case is open.")
    NOTHING_CHANGED = "nothing_changed", _("Nothing was changed. Change what is wrong, then save.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("Choose two different people of this family.")
    BASIS_DOES_NOT_FIT = (
        "basis_does_not_fit",
        _("Parents and courts decide for a child; attorneys and deputies for an adult. Choose what fits this person."),
    )
    RECORDED_ALREADY = "recorded_already", _("This is recorded already and still holds.")
    ENDED_ALREADY = "ended_already", _("This has ended already.")
    VERIFIED_ALREADY = "verified_already", _("Somebody has given this a second look already.")
    SAME_HAND = "same_hand", _("You wrote this down yourself. In your service a colleague gives it the second look.")
    LATER_THAN_RECORDED = (
        "later_than_recorded",
        _("It ends before that day already. Where a newer paper says longer, record that one anew."),
    )
    LAST_PRACTITIONER = (
        "last_practitioner",
        _("Nobody else holds this case. Hand it over to a colleague instead, so that the family has somebody."),
    )
    HOLDS_CASES = "holds_cases", _("This colleague is the last to hold a case. Hand it over first.")
    NOT_A_COLLEAGUE = "not_a_colleague", _("Choose somebody who holds cases in this service.")
    HOLDS_IT_ALREADY = "holds_it_already", _("This colleague holds the case already.")
    SIGNS_IN_ALREADY = "signs_in_already", _("This person has a sign-in already.")
    TOO_YOUNG = "too_young", _("Children below the age of 12 have no sign-in of their own.")
    NO_SIGN_IN = "no_sign_in", _("Only people of the family are invited here.")


class Refused(ValueError):
    """A change that does not fit how things stand. It carries its reason as data; the sentence is its label."""

    def __init__(self, reason: models.TextChoices) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be written down."""

    kind: Person.Kind
    name: str
    relation: str = ""
    born_on: date | None = None


@dataclass(frozen=True)
class NewGuardianship:
    """`holder` may decide for `person`, as it is to be written down."""

    person: Person
    holder: Person
    basis: Guardianship.Basis
    starts_at: datetime
    ends_at: datetime | None = None
    evidence: str = ""


def lock_case(case: Case) -> Case:
    """Holds the case's row until commit, so that what is counted in it is counted one after another."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("family__service")
    return rows.get(pk=case.pk)


def lock_open(case: Case) -> Case:
    """The same for a case in which work goes on; a closed one is refused."""
    held = lock_case(case)
    if held.closed_at is not None:
        raise Refused(Reason.CASE_CLOSED)
    return held


def refuse_twice(rows: "models.Manager[Any]", form_id: UUID) -> None:
    """A form gives what it makes its own id, so a form sent twice makes one. Call under a lock."""
    if rows.filter(pk=form_id).exists():
        raise Refused(Reason.SENT_TWICE)


def write_person(family: Family, new: NewPerson, actor: User, now: datetime, key: UUID | None = None) -> Person:
    """A person of the family, with what decides whether they are an adult."""
    person = Person.objects.create(
        id=key or uuid4(), family=family, kind=new.kind, name=new.name, relation=new.relation, made_at=now
    )
    for kind, value in age_facts(new.kind, new.born_on).items():
        write_fact(person, kind, value, actor, now)
    return person


def age_facts(kind: Person.Kind, born_on: date | None) -> Mapping[PersonFact.Kind, str]:
    """What a kind says about age. A date of birth goes before the adult flag, so nobody has both."""
    if kind == Person.Kind.CHILD:
        return {PersonFact.Kind.BORN_ON: born_on.isoformat() if born_on else ""}
    return {PersonFact.Kind.ADULT: "not_assessed" if kind == Person.Kind.BODY else "yes"}


def write_fact(person: Person, kind: PersonFact.Kind, value: str, actor: User, now: datetime, why: str = "") -> None:
    """One finding more; those before it stay, so that the past can be replayed."""
    PersonFact.objects.create(person=person, kind=kind, value=value, why=why, recorded_at=now, recorded_by=actor)


def write_guardianship(new: NewGuardianship, actor: User, now: datetime, key: UUID | None = None) -> Guardianship:
    """Recorded, not verified: until a second look it can only block."""
    return Guardianship.objects.create(
        id=key or uuid4(),
        person=new.person,
        holder=new.holder,
        basis=new.basis,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        evidence=new.evidence,
        recorded_at=now,
        recorded_by=actor,
    )


def enter_refusal(*, actor: User, about: Case | Service, refused: Refused, now: datetime) -> None:
    """Keeps in the ledger that a form was not accepted, and why. For views: the action has rolled back."""
    case = about if isinstance(about, Case) else None
    service_id = case.family.service_id if case else about.pk
    case_id = case.pk if case else None
    enter("form_refused", actor=actor, service_id=service_id, case_id=case_id, now=now, reason=refused.reason)


def write_holder(case: Case, colleague: Membership, now: datetime) -> Assignment:
    """The colleague's holding of a locked case: what stands, else one from now, of which they are told."""
    holder = _holder(case, colleague, now)
    if standing := Assignment.objects.filter(in_force(now), case=case, practitioner=colleague).first():
        return standing
    tell(to=holder, sentence="case_handed_over", path=reverse("families:case", args=[case.pk]), now=now)
    return Assignment.objects.create(case=case, practitioner=colleague, starts_at=now)


def _holder(case: Case, colleague: Membership, now: datetime) -> User:
    """Who sits in that seat, where it is one of the case's own service from which cases are held.

    The seat is locked to the end of the transaction: it can't end while it takes a case.
    """
    seats = Membership.objects.select_for_update(of=("self",)).filter(
        in_force(now), pk=colleague.pk, service=case.family.service_id
    )
    seat = seats.filter(pk=colleague.pk, role__in=roles_that_may(Act.HOLD_CASES)).select_related("user").first()
    if seat is None or seat.user is None:
        raise Refused(Reason.NOT_A_COLLEAGUE)
    return seat.user
