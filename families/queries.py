"""Which families, cases and people are within somebody's reach. Reach is not consent: it opens no film."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from families.models import Assignment, Case, Person
from vigportal.accounts.models import Supervising, User, in_force
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
    return Case.objects.filter(family__people__in=own_people(actor, now)).select_related("family__service").distinct()
