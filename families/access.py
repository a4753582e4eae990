"""Doors of families. Each answers the same 404 for "not yours" and for "not there"."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from families.models import Assignment, Case, Family, Guardianship, Person
from families.queries import (
    cases_held_by,
    cases_nobody_holds,
    cases_of_own_family,
    cases_supervised_by,
    own_people,
)
from vigportal.accounts.access import works_here
from vigportal.accounts.models import User, in_force


def case_for(actor: User, case_id: UUID, now: datetime) -> Case:
    """The case, for a practitioner who holds it now."""
    return get_object_or_404(cases_held_by(actor, now), pk=case_id)


def unheld_case_for(actor: User, case_id: UUID, now: datetime) -> Case:
    """A case that nobody holds, for a manager of its service. Opens no name and no film."""
    return get_object_or_404(cases_nobody_holds(actor, now), pk=case_id)


def supervised_case_for(actor: User, case_id: UUID, now: datetime) -> Case:
    """The case, for the supervisor of a practitioner who holds it now. Opens no name and no film."""
    return get_object_or_404(cases_supervised_by(actor, now), pk=case_id)


def own_case_for(actor: User, case_id: UUID, now: datetime) -> Case:
    """The case, for somebody of its family."""
    return get_object_or_404(cases_of_own_family(actor, now), pk=case_id)


def family_for(actor: User, family_id: UUID, now: datetime) -> Family:
    """The family, for a practitioner who holds one of its cases now."""
    held = cases_held_by(actor, now)
    return get_object_or_404(Family.objects.filter(cases__in=held).distinct(), pk=family_id)


def person_for(actor: User, person_id: UUID, now: datetime) -> Person:
    """The person, for a practitioner who holds a case of their family now."""
    held = cases_held_by(actor, now)
    people = Person.objects.filter(family__cases__in=held).select_related("family__service").distinct()
    return get_object_or_404(people, pk=person_id)


def guardianship_for(actor: User, guardianship_id: UUID, now: datetime) -> Guardianship:
    """The guardianship, for a practitioner who holds a case of that family now."""
    held = cases_held_by(actor, now)
    rows = Guardianship.objects.filter(person__family__cases__in=held).select_related("person__family").distinct()
    return get_object_or_404(rows, pk=guardianship_id)


def person_of(case: Case, person_id: UUID) -> Person:
    """Somebody of the case's family. Whose case it is, was asked at the case's own door."""
    return get_object_or_404(Person.objects.select_related("family__service"), family=case.family_id, pk=person_id)


def user_who_signs_in_as(person: Person, now: datetime) -> User:
    """Whoever signs in as `person`, or 404. Of somebody who works for a service too, a manager takes care."""
    seat = person.membership
    if seat is None or seat.user is None or seat.ends_at or works_here(seat.user, now):
        raise Http404
    return seat.user


def guardianship_of(case: Case, guardianship_id: UUID) -> Guardianship:
    """A right to decide for somebody of the case's family."""
    rows = Guardianship.objects.select_related("person__family__service", "holder", "verified_by", "recorded_by")
    return get_object_or_404(rows, person__family=case.family_id, pk=guardianship_id)


def assignment_of(case: Case, assignment_id: UUID, now: datetime) -> Assignment:
    """Somebody's holding of the case, now."""
    rows = case.assignments.filter(in_force(now)).select_related("practitioner__user")
    return get_object_or_404(rows, pk=assignment_id)


def own_person_for(actor: User, case: Case, now: datetime) -> Person:
    """Who `actor` is in the family of `case`, or 404."""
    return get_object_or_404(own_people(actor, now), family=case.family_id)
