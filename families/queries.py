"""Which families, cases and people are within somebody's reach, and what is known. Reach opens no film."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from families.ability import PersonFacts, age_at, is_adult
from families.models import AS_WRITTEN_DOWN, Assignment, Case, Family, Guardianship, Person, PersonFact
from families.record import person_facts
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import Membership, Service, Supervising, User, in_force
from vigportal.accounts.queries import seats_with
from vigportal.accounts.roles import Act, roles_that_may


def cases_held_by(actor: User, now: datetime) -> QuerySet[Case]:
    """Cases that `actor` is assigned to now, from a seat that still holds."""
    assigned = Assignment.objects.filter(
        in_force(now),
        in_force(now, "practitioner__"),
        case=OuterRef("pk"),
        practitioner__user=actor,
        practitioner__role__in=roles_that_may(Act.HOLD_CASES),
    )
    return Case.objects.filter(Exists(assigned)).select_related("family__service")


def cases_held_only_from(seat: Membership, now: datetime) -> QuerySet[Case]:
    """Cases, closed ones too, that are held from this seat and from no other: without it nobody could open them."""
    assigned = Assignment.objects.filter(in_force(now), case=OuterRef("pk"), practitioner=seat)
    others = _standing(now).filter(case=OuterRef("pk")).exclude(practitioner=seat)
    return Case.objects.filter(Exists(assigned), ~Exists(others)).select_related("family__service").order_by("number")


def cases_nobody_holds(actor: User, now: datetime) -> QuerySet[Case]:
    """Cases, closed ones too, of the services whose people `actor` manages, that nobody can open any more."""
    services = seats_that_may(actor, Act.MANAGE_PEOPLE, now).values("service")
    unheld = Case.objects.filter(~Exists(_standing(now).filter(case=OuterRef("pk"))), family__service__in=services)
    return unheld.select_related("family__service").order_by("number")


def successors_of(seat: Membership, now: datetime) -> QuerySet[Membership]:
    """Who could hold the cases of somebody who leaves this seat: every other seat from which cases are held."""
    return seats_with(seat.service, Act.HOLD_CASES, now).exclude(pk=seat.pk)


def _standing(now: datetime) -> QuerySet[Assignment]:
    """Holdings that open a case today: from a seat that somebody sits in, whose role holds cases."""
    seated = in_force(now, "practitioner__") & Q(practitioner__user__isnull=False)
    return Assignment.objects.filter(in_force(now), seated, practitioner__role__in=roles_that_may(Act.HOLD_CASES))


def cases_supervised_by(actor: User, now: datetime) -> QuerySet[Case]:
    """Cases of the practitioners whom `actor` supervises now."""
    supervising = Supervising.objects.filter(
        in_force(now),
        in_force(now, "supervisor__"),
        supervisor__user=actor,
        practitioner=OuterRef("practitioner"),
    )
    held = Assignment.objects.filter(Exists(supervising), in_force(now), in_force(now, "practitioner__"))
    return Case.objects.filter(Exists(held.filter(case=OuterRef("pk")))).select_related("family__service")


def own_people(actor: User, now: datetime) -> QuerySet[Person]:
    """The persons (of families) that `actor` is: one for each family they sign in for."""
    return Person.objects.filter(
        in_force(now, "membership__"),
        membership__user=actor,
        membership__role__in=roles_that_may(Act.OWN_FAMILY),
    ).select_related("family__service")


def cases_of_own_family(actor: User, now: datetime) -> QuerySet[Case]:
    """Cases of the families that `actor` belongs to."""
    cases = Case.objects.filter(family__people__in=own_people(actor, now))
    return cases.select_related("family__service").distinct()


def seats_to_hold(actor: User, now: datetime) -> QuerySet[Membership]:
    """The seats from which `actor` may open a case: one for each service, the one taken first."""
    seats = seats_that_may(actor, Act.HOLD_CASES, now)
    first = seats.filter(service=OuterRef("service")).order_by("starts_at", "pk").values("pk")[:1]
    return seats.filter(pk=Subquery(first)).order_by("service__name")


@dataclass(frozen=True)
class Wanted:
    """What a caseload is asked for; `order` is a key of ORDERS, `standing` open, closed or all."""

    words: str = ""
    order: str = "newest"
    standing: str = "open"


ORDERS = {"newest": ("-opened_at", "number"), "name": ("family__name", "number"), "number": ("number", "opened_at")}
STANDINGS = {"open": Q(closed_at=None), "closed": Q(closed_at__isnull=False), "all": Q()}


def newest_case_of(person: Person) -> Case:
    """The newest case of somebody's family, an open one before a closed one: whose ledger tells of them."""
    cases = Case.objects.filter(family=person.family_id).select_related("family__service")
    return max(cases, key=lambda case: (case.closed_at is None, case.opened_at))


def caseload(actor: User, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The cases `actor` holds, found by family name, helping question or number, with who else holds them."""
    cases = cases_held_by(actor, now).filter(STANDINGS[wanted.standing], _matches(wanted.words))
    return cases.prefetch_related(practitioners_at(now)).order_by(*ORDERS[wanted.order])


def _matches(words: str) -> Q:
    number = words.rpartition(" ")[2].lstrip("0")
    by_words = Q(family__name__icontains=words) | Q(helping_question__icontains=words)
    return by_words | Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else by_words


def seats_of_family(case: Case, now: datetime) -> QuerySet[Membership]:
    """Seats of people of the case's family who have a sign-in now."""
    seats = Membership.objects.filter(in_force(now), user__isnull=False, person__family=case.family_id)
    return seats.select_related("user", "person").order_by("person__made_at", "person__name", "pk")


def practitioners_at(now: datetime) -> "Prefetch[str, QuerySet[Assignment], str]":
    """For prefetching: who holds a case now, as `case.held_by`."""
    held = Assignment.objects.filter(in_force(now), in_force(now, "practitioner__"), practitioner__user__isnull=False)
    return Prefetch("assignments", held.select_related("practitioner__user").order_by("starts_at"), "held_by")


def practitioners_of(case: Case, now: datetime) -> QuerySet[Assignment]:
    """Who holds this case now, whoever came first first."""
    held = case.assignments.filter(in_force(now), in_force(now, "practitioner__"))
    return held.select_related("practitioner__user").order_by("starts_at")


def colleagues_for(case: Case, now: datetime) -> QuerySet[Membership]:
    """Who could hold this case as well."""
    holding = practitioners_of(case, now).values("practitioner__user")
    return seats_with(case.family.service, Act.HOLD_CASES, now).exclude(user__in=holding)


@dataclass(frozen=True)
class Known:
    """A person with what is known about them now, and who may decide for them. `found`: on a person's own page."""

    person: Person
    facts: PersonFacts
    age: int | None
    is_adult: bool | None
    may_decide: Sequence[Guardianship]
    found: PersonFact | None = None

    @property
    def is_child(self) -> bool:
        """Whether somebody else may have to decide for them because of their age."""
        return self.is_adult is False


def people_known(family: Family, now: datetime) -> list[Known]:
    """Everybody of a family, children first, in a constant number of queries."""
    rows = list(_people_with_rights(now).filter(family=family))
    facts = {each.id: each for each in person_facts(row.pk for row in rows)}
    known = [_known(row, facts[row.pk], family.service, now) for row in rows]
    return sorted(known, key=lambda each: ORDER_OF_KINDS.index(Person.Kind(each.person.kind)))


ORDER_OF_KINDS = (Person.Kind.CHILD, Person.Kind.ADULT, Person.Kind.BODY, Person.Kind.STAFF)


def known(person: Person, now: datetime) -> Known:
    """The same for one person, with what was found last about whether they can decide for themselves."""
    row = _people_with_rights(now).get(pk=person.pk)
    one = _known(row, facts_about(row), person.family.service, now)
    kind = PersonFact.Kind.CAPACITY if one.is_adult else PersonFact.Kind.COMPETENCE
    return replace(one, found=findings_about(person).filter(kind=kind).exclude(value="not_assessed").first())


def _people_with_rights(now: datetime) -> QuerySet[Person]:
    rights = Guardianship.objects.exclude(ends_at__lte=now).select_related("holder", "verified_by", "recorded_by")
    people = Person.objects.select_related("membership__user", "membership__invitation")
    return people.prefetch_related(Prefetch("guardianships", rights, "standing_rights")).order_by(*AS_WRITTEN_DOWN)


def _known(person: Person, facts: PersonFacts, service: Service, now: datetime) -> Known:
    rights: Sequence[Guardianship] = person.standing_rights  # type: ignore[attr-defined]
    adult = is_adult(facts, now, service.zone)
    return Known(person, facts, age_at(facts, now, service.zone), adult, rights)


def facts_about(person: Person) -> PersonFacts:
    """What is known about one person, and since when."""
    return next(iter(person_facts([person.pk])))


def age_now(person: Person, now: datetime) -> int | None:
    """Whole years, where a date of birth is known."""
    return age_at(facts_about(person), now, person.family.service.zone)


def is_adult_now(person: Person, now: datetime) -> bool | None:
    """Whether they are 18; None where nobody wrote it down."""
    return is_adult(facts_about(person), now, person.family.service.zone)


def born_on_of(person: Person) -> str:
    """The date of birth that was written down last, in ISO's way, or nothing."""
    row = PersonFact.objects.filter(person=person, kind=PersonFact.Kind.BORN_ON).last()
    return row.value if row else ""


def findings_about(person: Person) -> QuerySet[PersonFact]:
    """Every finding about a person, newest first, with who found it."""
    return person.facts.select_related("recorded_by").order_by("-recorded_at", "-id")


def rights_ended(person: Person, now: datetime) -> QuerySet[Guardianship]:
    """Who may no longer decide for somebody, the last to end first."""
    return person.guardianships.filter(ends_at__lte=now).select_related("holder").order_by("-ends_at")


def circle_of(family: Family, now: datetime) -> set[UUID]:
    """Whom the work is with: those written down with the family, who may decide for them, and who signs in.

    Everybody else who comes into the picture is a bystander, however near.
    """
    own = Person.objects.filter(family=family)
    first = Q(made_at=family.made_at) | Q(membership__user__isnull=False)
    deciding = Guardianship.objects.filter(in_force(now), person__in=own.filter(first)).values("holder")
    people = own.filter(first | Q(pk__in=deciding)).exclude(kind=Person.Kind.STAFF)
    return set(people.values_list("pk", flat=True))


def waiting_guardianships(actor: User, now: datetime) -> QuerySet[Guardianship]:
    """Rights to decide, in cases that `actor` holds, which wait for a second look."""
    families = cases_held_by(actor, now).filter(closed_at=None).values("family")
    waiting = Guardianship.objects.filter(in_force(now), person__family__in=families, verified_at=None)
    return waiting.select_related("person__family", "holder").order_by("recorded_at")


def children_nobody_speaks_for(actor: User, now: datetime) -> list[Person]:
    """Children in open cases of `actor` for whom nobody is recorded who may decide; whoever is 18 needs nobody."""
    families = cases_held_by(actor, now).filter(closed_at=None).values("family")
    rights = Guardianship.objects.filter(in_force(now), person=OuterRef("pk"))
    rows = Person.objects.filter(~Exists(rights), family__in=families, kind=Person.Kind.CHILD)
    children = {row.pk: row for row in rows.select_related("family__service").order_by(*AS_WRITTEN_DOWN)}
    facts = {each.id: each for each in person_facts(children)}
    return [row for key, row in children.items() if not is_adult(facts[key], now, row.family.service.zone)]
