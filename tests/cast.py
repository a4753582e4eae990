"""The cast everybody knows, on a stage of two services: `make_cast()` makes all, `make_…()` one of each.

Harbour Family Service: Maya, practitioner, holds the case of Rosa and her son Leo (3); Omar supervises her;
Priya is a practitioner too, without this case. Sam is Leo's father: he may decide for Leo as Rosa may, and is
the one who says no. Northern Lights is another service: Nadia works there, with a family and case of her own.
Everything was written down ninety days before `now`, so that it is in force on any day the tests run.
"""

import time
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from families.models import Assignment, Case, Family, Guardianship, Person, PersonFact
from sessions.models import Cycle
from vigportal.accounts.models import Membership, Service, Supervising, User
from vigportal.accounts.roles import WORKING_ROLES, Role
from vigportal.ledger.models import Entry

PASSWORD = "a quiet meadow at noon"
LONG_AGO = timedelta(days=90)


@dataclass(frozen=True)
class Cast:
    """Who is who. `now` is the moment the stage was set; `since` is when all of it began to hold."""

    now: datetime
    since: datetime
    service: Service
    maya: User
    maya_seat: Membership
    omar: User
    omar_seat: Membership
    priya: User
    priya_seat: Membership
    rosa: User
    rosa_seat: Membership
    sam: User
    sam_seat: Membership
    supervising: Supervising
    family: Family
    leo: Person
    mother: Person
    father: Person
    rosa_for_leo: Guardianship
    sam_for_leo: Guardianship
    case: Case
    assignment: Assignment
    cycle: Cycle
    other_service: Service
    nadia: User
    nadia_seat: Membership
    other_family: Family
    other_child: Person
    other_case: Case


def make_cast(now: datetime | None = None) -> Cast:
    """The whole cast, with one case in its first cycle. Rosa and Sam sign in; both are verified for Leo."""
    now = now or timezone.now()
    since = now - LONG_AGO
    service = make_service("Harbour Family Service")
    seats = {
        name: make_seat(make_user(name), service, role, since)
        for name, role in (
            ("Maya", Role.PRACTITIONER),
            ("Omar", Role.SUPERVISOR),
            ("Priya", Role.PRACTITIONER),
            ("Rosa", Role.GUARDIAN),
            ("Sam", Role.GUARDIAN),
        )
    }
    parts: dict[str, Any] = {
        **{name.lower(): user_of(seat) for name, seat in seats.items()},
        **{f"{name.lower()}_seat": seat for name, seat in seats.items()},
        "supervising": Supervising.objects.create(
            supervisor=seats["Omar"], practitioner=seats["Maya"], starts_at=since
        ),
        **_own_family(service, seats, since, now),
        **_another_service(since, now),
    }
    return Cast(now=now, since=since, service=service, **parts)


def _own_family(service: Service, seats: dict[str, Membership], since: datetime, now: datetime) -> dict[str, object]:
    """Rosa, Sam and Leo, with the case that Maya holds."""
    maya, family = user_of(seats["Maya"]), make_family(service, "The L. family", since)
    mother = make_adult(family, "Rosa", maya, since, relation="Mother", seat=seats["Rosa"])
    father = make_adult(family, "Sam", maya, since, relation="Father", seat=seats["Sam"])
    leo = make_child(family, "Leo", maya, since, age=3, now=now, relation="Son")
    case = make_case(family, seats["Maya"], since)
    return {
        "family": family,
        "leo": leo,
        "mother": mother,
        "father": father,
        "rosa_for_leo": make_guardianship(leo, mother, maya, since),
        "sam_for_leo": make_guardianship(leo, father, maya, since),
        "case": case,
        "assignment": case.assignments.get(),
        "cycle": make_cycle(case, 1, since),
    }


def _another_service(since: datetime, now: datetime) -> dict[str, object]:
    """Nadia's service, so that every test of reach has somebody on the other side of the wall."""
    service = make_service("Northern Lights")
    seat = make_seat(make_user("Nadia"), service, Role.PRACTITIONER, since)
    family = make_family(service, "The K. family", since)
    child = make_child(family, "Mio", user_of(seat), since, age=4, now=now)
    case = make_case(family, seat, since)
    return {
        "other_service": service,
        "nadia": seat.user,
        "nadia_seat": seat,
        "other_family": family,
        "other_child": child,
        "other_case": case,
    }


def make_service(name: str = "A service", **settings: object) -> Service:
    """A service with the defaults of its model: London time, a scale from 0 to 10, about three cycles."""
    return Service.objects.create(name=name, **settings)


def make_user(name: str) -> User:
    """Somebody who can sign in as name@example.org with PASSWORD."""
    user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_seat(user: User, service: Service, role: Role, since: datetime) -> Membership:
    """`user` sits in `service` as `role`; who works there gets the second factor that opens the pages."""
    if role in WORKING_ROLES:
        Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
        )
    return Membership.objects.create(user=user, service=service, role=role.value, starts_at=since)


def user_of(seat: Membership) -> User:
    """Who sits there: a seat of the cast is never empty."""
    assert seat.user is not None
    return seat.user


def make_family(service: Service, name: str, since: datetime) -> Family:
    """A family without anybody in it yet."""
    return Family.objects.create(service=service, name=name, made_at=since)


def make_adult(
    family: Family,
    name: str,
    by: User,
    since: datetime,
    *,
    relation: str = "",
    seat: Membership | None = None,
    kind: Person.Kind = Person.Kind.ADULT,
) -> Person:
    """An adult of the family (or a member of staff who appears), with or without a sign-in."""
    person = Person.objects.create(
        family=family, kind=kind, name=name, relation=relation, membership=seat, made_at=since
    )
    make_fact(person, PersonFact.Kind.ADULT, "yes", by, since)
    return person


def make_child(
    family: Family, name: str, by: User, since: datetime, *, age: int, now: datetime, relation: str = ""
) -> Person:
    """A child who is `age` on the day of `now`, for nine months more."""
    person = Person.objects.create(family=family, kind=Person.Kind.CHILD, name=name, relation=relation, made_at=since)
    turned = now.date() - timedelta(days=90)
    born_on = date(turned.year - age, turned.month, min(turned.day, 28))
    make_fact(person, PersonFact.Kind.BORN_ON, born_on.isoformat(), by, since)
    return person


def make_fact(person: Person, kind: PersonFact.Kind, value: str, by: User, at: datetime) -> PersonFact:
    """One finding about a person, recorded at `at`."""
    return PersonFact.objects.create(person=person, kind=kind, value=value, recorded_at=at, recorded_by=by)


def make_guardianship(
    person: Person, holder: Person, by: User, since: datetime, *, verified: bool = True
) -> Guardianship:
    """`holder` may decide for `person` as a parent; verified at once, or still waiting for a second look."""
    at = since if verified else None
    return Guardianship.objects.create(
        person=person,
        holder=holder,
        basis=Guardianship.Basis.PARENTAL_RESPONSIBILITY,
        starts_at=since,
        evidence="Birth certificate",
        recorded_at=since,
        recorded_by=by,
        verified_at=at,
        verified_by=by if at else None,
    )


def make_case(family: Family, seat: Membership, since: datetime, **more: object) -> Case:
    """An open case of the family, held by the practitioner in `seat`, with the next number of the service."""
    service = family.service
    service.refresh_from_db(fields=["next_case_number"])
    case = Case.objects.create(
        **{
            "family": family,
            "number": service.next_case_number,
            "referrer": "Health visitor",
            "referral": "Bedtimes are hard.",
            "helping_question": "How can I help Leo settle when I say no?",
            "helping_question_at": since,
            "opened_at": since,
            **more,
        }
    )
    service.next_case_number += 1
    service.save(update_fields=["next_case_number"])
    Assignment.objects.create(case=case, practitioner=seat, starts_at=since)
    return case


def make_cycle(case: Case, number: int, at: datetime) -> Cycle:
    """A cycle in which nothing is planned yet."""
    return Cycle.objects.create(case=case, number=number, opened_at=at)


def signed_in(user: User) -> Client:
    """A browser in which `user` has just signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    kept = client.session
    kept["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    kept["account_authentication_methods_user"] = str(user.pk)
    kept.save()
    return client


def new_id() -> str:
    """The hidden id of a form that is sent for the first time."""
    return str(uuid.uuid4())


def events_of(case: Case) -> list[str]:
    """What the ledger has entered about a case, in order."""
    return list(Entry.objects.of_chain(case.pk).order_by("number").values_list("event", flat=True))
