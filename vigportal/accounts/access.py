"""Doors of accounts: the seats somebody holds now, and what they open."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from vigportal.accounts.models import Invitation, Membership, Service, Supervising, User, in_force
from vigportal.accounts.roles import WORKING_ROLES, Act, roles_that_may


class InvitationEnded(ValueError):
    """The invitation is unknown, was used, or its time has passed. The three look the same from outside."""


class SignInFirst(Exception):
    """The invited e-mail has a sign-in already: only its owner, signed in, takes the seat."""


class SignedIn(HttpRequest):
    """A request that passed LoginRequiredMiddleware: its `user` is a User."""

    user: User


def seats_of(actor: User, now: datetime) -> QuerySet[Membership]:
    """Every seat that `actor` holds at `now`, with its service."""
    return Membership.objects.filter(in_force(now), user=actor).select_related("service")


def seats_that_may(actor: User, act: Act, now: datetime) -> QuerySet[Membership]:
    """The seats of `actor` that open `act`."""
    return seats_of(actor, now).filter(role__in=roles_that_may(act))


def seat_for(actor: User, act: Act, now: datetime, service_id: UUID | None = None) -> Membership:
    """The seat that opens `act` (in that service, where one is named), or 404."""
    seats = seats_that_may(actor, act, now)
    seat = (seats.filter(service=service_id) if service_id else seats).order_by("starts_at").first()
    if seat is None:
        raise Http404
    return seat


def may(actor: User, act: Act, now: datetime) -> bool:
    """Whether any of `actor`'s seats opens `act`. For menus; doors ask again."""
    return seats_that_may(actor, act, now).exists()


def works_here(actor: User, now: datetime) -> bool:
    """Whether `actor` holds a seat of somebody who works for a service (so a second factor is required)."""
    return seats_of(actor, now).filter(role__in=WORKING_ROLES).exists()


def service_for(actor: User, act: Act, service_id: UUID, now: datetime) -> Service:
    """The service in which `actor` may `act`, or 404."""
    return seat_for(actor, act, now, service_id).service


def colleague_for(actor: User, membership_id: UUID, now: datetime) -> Membership:
    """Somebody else's working seat in the service whose people `actor` manages, or 404. Nobody changes their own."""
    service = seat_for(actor, Act.MANAGE_PEOPLE, now).service
    seats = Membership.objects.filter(in_force(now), service=service, role__in=WORKING_ROLES, user__isnull=False)
    return get_object_or_404(seats.exclude(user=actor).select_related("user"), pk=membership_id)


def supervising_for(actor: User, supervising_id: UUID, now: datetime) -> Supervising:
    """A supervision in the service whose people `actor` manages, or 404."""
    service = seat_for(actor, Act.MANAGE_PEOPLE, now).service
    rows = Supervising.objects.filter(supervisor__service=service).select_related("supervisor")
    return get_object_or_404(rows, pk=supervising_id)


def invitation_for(actor: User, invitation_id: UUID, now: datetime) -> Invitation:
    """An invitation to a working seat in the service whose people `actor` manages, or 404."""
    service = seat_for(actor, Act.MANAGE_PEOPLE, now).service
    rows = Invitation.objects.filter(membership__service=service, membership__role__in=WORKING_ROLES)
    return get_object_or_404(rows.select_related("membership"), pk=invitation_id)


def open_invitation(token_hash: str, now: datetime) -> Invitation:
    """The invitation whose token has this hash, if it opens now, or InvitationEnded."""
    row = (
        Invitation.objects.filter(token_hash=token_hash, accepted_at=None, expires_at__gt=now, membership__ends_at=None)
        .select_related("membership__service")
        .first()
    )
    if row is None:
        raise InvitationEnded(_("This link has been used or is too old. Ask for a new one."))
    return row


def taker_of(invitation: Invitation, user: User | AnonymousUser) -> User | None:
    """The signed-in person whom the invitation is for, or None for somebody new.

    Raises SignInFirst where that e-mail signs in already, InvitationEnded where somebody else is signed in.
    """
    if isinstance(user, User):
        if user.email != invitation.email:
            raise InvitationEnded(_("You are signed in as somebody else. Sign out, then open the link again."))
        return user
    if User.objects.filter(email=invitation.email).exists():
        raise SignInFirst
    return None
