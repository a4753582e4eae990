"""Lists of accounts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vigportal.accounts.models import Invitation, Membership, Service, Supervising, User, in_force
from vigportal.accounts.roles import WORKING_ROLES, Act, roles_that_may


def services_by_name(now: datetime) -> Iterable[tuple[UUID, str, int, int]]:
    """Every service: its id, its name, how many people work there now, and how many of them manage it."""
    seated = in_force(now, "memberships__") & Q(memberships__user__isnull=False)
    working = seated & Q(memberships__role__in=WORKING_ROLES)
    managing = seated & Q(memberships__role__in=roles_that_may(Act.MANAGE_PEOPLE))
    counted = Service.objects.annotate(
        people=Count("memberships__user", filter=working, distinct=True),
        managers=Count("memberships__user", filter=managing, distinct=True),
    )
    return counted.order_by("name", "pk").values_list("pk", "name", "people", "managers")


def working_seats(service: Service, now: datetime) -> QuerySet[Membership]:
    """Seats of people who work here now, by name; `has_factor`: whether they have a second key."""
    seats = Membership.objects.filter(in_force(now), service=service, role__in=WORKING_ROLES, user__isnull=False)
    totp = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    return seats.annotate(has_factor=Exists(totp)).select_related("user").order_by("user__name", "role")


def seats_with(service: Service, act: Act, now: datetime) -> QuerySet[Membership]:
    """Working seats that open `act`."""
    return working_seats(service, now).filter(role__in=roles_that_may(act))


def open_invitations(service: Service) -> QuerySet[Invitation]:
    """Invitations to working seats that nobody has taken, those whose time has passed included."""
    waiting = Q(accepted_at=None, membership__ends_at=None, membership__service=service)
    rows = Invitation.objects.filter(waiting, membership__role__in=WORKING_ROLES)
    return rows.select_related("membership").order_by("-made_at")


def supervising_in(service: Service, now: datetime) -> QuerySet[Supervising]:
    """Who supervises whom in `service` now."""
    rows = Supervising.objects.filter(in_force(now), supervisor__service=service)
    return rows.select_related("supervisor__user", "practitioner__user").order_by("supervisor__user__name")


def supervisors_of(seats: Iterable[UUID], now: datetime) -> list[str]:
    """The names of those who supervise any of these practitioners now."""
    rows = Supervising.objects.filter(in_force(now), in_force(now, "supervisor__"), practitioner__in=list(seats))
    named = rows.filter(supervisor__user__isnull=False).order_by("supervisor__user__name")
    return list(dict.fromkeys(named.values_list("supervisor__user__name", flat=True)))


def names_of_users(users: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these users, in the order of the alphabet."""
    return dict(User.objects.filter(pk__in=list(users)).order_by("name").values_list("pk", "name"))
