"""What of consent waits for somebody: second looks, holders who don't agree, children who have grown.

All of it is derived from what is recorded, in a constant number of queries however many cases there are (and one for
each case in which people don't agree); nothing here is kept, and nothing here decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from consent.disagreement import Disagreement, disagreements
from consent.growing import Birthday, Growing, Heard, birthday_waiting
from consent.house_rules import ask_again_in, second_look_in
from consent.loader import ceilings_of
from consent.models import Declaration, Purpose
from consent.reading import Reading, readings_of
from families.ability import Ages, Id, PersonFacts, value_at
from families.models import AS_WRITTEN_DOWN, Case, Guardianship, Person
from families.queries import cases_held_by, cases_supervised_by, practitioners_at
from families.record import person_facts
from families.standing import SecondLook
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import Service, User, in_force
from vigportal.accounts.roles import Act

Kind = Declaration.Kind
NOES = (Kind.REFUSE, Kind.WITHDRAW)


@dataclass(frozen=True)
class Dispute:
    """People who may decide and don't agree: about whom, what for, who says yes, who says no. For staff of the case."""

    case: Case
    person: Person
    purpose: Purpose
    for_it: Sequence[Person]
    against_it: Sequence[Person]

    @property
    def holders(self) -> list[Person]:
        """All of them, each once."""
        return list(dict.fromkeys([*self.for_it, *self.against_it]))


def disputes_of(actor: User, now: datetime) -> list[Dispute]:
    """In the open cases that `actor` holds."""
    return _disputes(cases_held_by(actor, now).filter(closed_at=None), now)


def cases_in_dispute(actor: User, now: datetime) -> list[Case]:
    """In the services whose people `actor` manages: which cases (with `held_by`), and nothing else about them."""
    services = seats_that_may(actor, Act.MANAGE_PEOPLE, now).values("service")
    cases = Case.objects.filter(closed_at=None, family__service__in=services).select_related("family__service")
    disputes = _disputes(cases.prefetch_related(practitioners_at(now)), now)
    return list({dispute.case.pk: dispute.case for dispute in disputes}.values())


def _disputes(cases: QuerySet[Case], now: datetime) -> list[Dispute]:
    readings = readings_of(cases.filter(Exists(_spoken_both_ways())).order_by("opened_at"), now)
    return [dispute for reading in readings.values() for dispute in disputes_in(reading)]


def _spoken_both_ways() -> QuerySet[Declaration]:
    """A yes and a no of two people about a third, in the case asked about: without them there is nothing to find."""
    noes = Declaration.objects.filter(case=OuterRef("case"), about=OuterRef("about"), kind__in=NOES)
    another = noes.exclude(by=OuterRef("by")).exclude(by=F("about"))
    return Declaration.objects.filter(Exists(another), case=OuterRef("pk"), kind=Kind.GIVE).exclude(by=F("about"))


def disputes_in(reading: Reading) -> list[Dispute]:
    """In one case that was read, with names."""
    return [_dispute(reading, each) for each in disagreements(reading.facts, reading.now)]


def _dispute(reading: Reading, found: Disagreement) -> Dispute:
    def named(keys: Iterable[Id]) -> list[Person]:
        return [person for key, person in reading.people.items() if key in keys]

    person = reading.people[UUID(str(found.person))]
    return Dispute(reading.case, person, Purpose(found.purpose), named(found.for_it), named(found.against_it))


@dataclass(frozen=True)
class Grown:
    """Somebody who has reached an age at which they are asked anew."""

    case: Case
    person: Person
    birthday: Birthday


def grown_in_cases_of(actor: User, now: datetime) -> list[Grown]:
    """In the open cases that `actor` holds, whoever has waited longest first."""
    cases = {case.family_id: case for case in cases_held_by(actor, now).filter(closed_at=None).order_by("-opened_at")}
    people = Person.objects.filter(family__in=cases, kind__in=(Person.Kind.CHILD, Person.Kind.ADULT))
    rows = list(people.select_related("family__service").order_by(*AS_WRITTEN_DOWN))
    found = birthdays_of(rows, now)
    grown = [Grown(cases[row.family_id], row, found[row.pk]) for row in rows if row.pk in found]
    return sorted(grown, key=lambda each: each.birthday.since)


def birthdays_of(people: Iterable[Person], now: datetime) -> Mapping[UUID, Birthday]:
    """The birthday of each of them that waits for an answer, where one does."""
    known = {person.pk: person for person in people}
    heard = _heard_of(known)
    services = {person.family.service_id: person.family.service for person in known.values()}
    rules = {key: (ages_of(service, now), ask_again_in(service, now)) for key, service in services.items()}
    found: dict[UUID, Birthday] = {}
    for facts in person_facts(known):
        person = known[UUID(str(facts.id))]
        growing = Growing(facts, person.made_at, (*heard[person.pk], *_findings(facts)))
        if birthday := birthday_waiting(growing, now, *rules[person.family.service_id]):
            found[person.pk] = birthday
    return found


def ages_of(service: Service, now: datetime) -> Ages:
    """The ages of the service's ceiling; without one, the usual ones."""
    ceiling = value_at(ceilings_of(service), now)
    return ceiling.ages if ceiling else Ages(service.zone)


def _heard_of(people: Iterable[UUID]) -> Mapping[UUID, list[tuple[Heard, datetime]]]:
    """When each of them said or showed something."""
    rows = Declaration.objects.filter(about__in=list(people)).exclude(kind=Kind.VOID)
    heard: Mapping[UUID, list[tuple[Heard, datetime]]] = defaultdict(list)
    for about, by, kind, at in rows.values_list("about", "by", "kind", "recorded_at"):
        if kind in (Kind.ASSENT, Kind.DISSENT):
            heard[about].append((Heard.SHOWN, at))
        elif by == about:
            heard[about].append((Heard.WORD, at))
    return heard


def _findings(facts: PersonFacts) -> list[tuple[Heard, datetime]]:
    """When it was found whether they can decide; "nobody has looked into it" is no finding."""
    each = ((Heard.COMPETENCE, facts.competence), (Heard.CAPACITY, facts.capacity))
    return [(kind, found.from_at) for kind, history in each for found in history if found.value is not None]


def errors_to_sign(actor: User, now: datetime) -> list[Declaration]:
    """First signatures under an error that wait for another hand, and `actor` may be it; the longest-waiting first."""
    theirs = Q(case__in=cases_held_by(actor, now)) | Q(case__in=cases_supervised_by(actor, now))
    second = Declaration.objects.filter(kind=Kind.VOID, voids=OuterRef("voids")).exclude(second_signer=None)
    first = Declaration.objects.filter(theirs, kind=Kind.VOID, second_signer=None, case__closed_at=None)
    waits = first.filter(~Exists(second)).exclude(recorded_by=actor)
    return list(waits.select_related("case__family").order_by("recorded_at", "pk").distinct())


def rights_to_look_at(actor: User, now: datetime) -> list[tuple[Guardianship, Case]]:
    """Rights that wait for a second look by another hand, in cases that `actor` doesn't hold.

    For whoever holds cases or manages the people of a service that asks for another hand. Nobody looks at their own.
    """
    services = [service for service in services_looked_after(actor, now) if by_another(service, now)]
    rows = Guardianship.objects.filter(in_force(now), verified_at=None, person__family__service__in=services)
    rows = rows.exclude(recorded_by=actor).exclude(person__family__cases__in=cases_held_by(actor, now))
    cases = Case.objects.filter(closed_at=None, family__in=rows.values("person__family")).order_by("opened_at")
    by_family = {case.family_id: case for case in cases.select_related("family__service")}
    found = rows.select_related("person").order_by("recorded_at", "pk")
    return [(row, by_family[row.person.family_id]) for row in found if row.person.family_id in by_family]


def services_looked_after(actor: User, now: datetime) -> list[Service]:
    """The services in which `actor` holds cases or manages people."""
    seats = [*seats_that_may(actor, Act.HOLD_CASES, now), *seats_that_may(actor, Act.MANAGE_PEOPLE, now)]
    return list({seat.service_id: seat.service for seat in seats}.values())


def by_another(service: Service, now: datetime) -> bool:
    """Whether the second look is for another hand than the recorder's."""
    return second_look_in(service, now) == SecondLook.ANOTHER
