"""Changes to who acts. One ledger entry each."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from vigportal.accounts.access import InvitationEnded, open_invitation
from vigportal.accounts.models import Invitation, Membership, Service, Supervising, User, in_force
from vigportal.accounts.roles import Role
from vigportal.accounts.writer import make_invitation
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


class SeatTaken(ValueError):
    """This person holds that seat already, or supervises that practitioner already."""


class NoFactor(ValueError):
    """There is no second factor to take off."""


@transaction.atomic(durable=True)
def invite_colleague(
    *, actor: User, service: Service, role: Role, email: str, name: str, now: datetime
) -> tuple[Membership, str]:
    """An empty seat for a colleague, and the token that takes it. Raises SeatTaken where they sit there already."""
    held = Membership.objects.filter(in_force(now), service=service, role=role.value, user__email=email.strip().lower())
    if held.exists():
        raise SeatTaken(_("This person already has that role here."))
    seat, token = make_invitation(service=service, role=role, email=email, name=name, actor=actor, now=now)
    enter(
        "member_invited", actor=actor, service_id=service.pk, now=now,
        invitation=seat.invitation.pk, member=seat.pk, role=role,
    )  # fmt: skip
    return seat, token


@transaction.atomic(durable=True)
def accept_invitation(*, actor: User | None, token_hash: str, password: str, now: datetime) -> User:
    """Takes the seat, once. `actor` is the signed-in person with the invited e-mail, if any; else a user is made."""
    invitation = open_invitation(token_hash, now)
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now):
        raise InvitationEnded(_("This link has been used or is too old. Ask for a new one."))
    user = actor or _new_user(invitation, password, now)
    seat = invitation.membership
    _sit_down(seat, user)
    enter(
        "invitation_accepted", actor=user, service_id=seat.service_id, now=now,
        invitation=invitation.pk, member=seat.pk, role=seat.role,
    )  # fmt: skip
    return user


def _sit_down(seat: Membership, user: User) -> None:
    """Only on an empty seat that stands: it may be withdrawn, or taken by another link, at this very moment."""
    try:
        is_taken = Membership.objects.filter(pk=seat.pk, user=None, ends_at=None).update(user=user)
    except IntegrityError as twice:
        raise InvitationEnded(_("You have this role already.")) from twice
    if not is_taken:
        raise InvitationEnded(_("This link has been used or is too old. Ask for a new one."))


def _new_user(invitation: Invitation, password: str, now: datetime) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationEnded(_("You already have a sign-in. Sign in first, then open this link again."))
    user = User.objects.create_user(invitation.email, password, name=invitation.name, joined_at=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic(durable=True)
def start_supervising(*, actor: User, supervisor: Membership, practitioner: Membership, now: datetime) -> Supervising:
    """From now on `supervisor` supervises `practitioner`. Both sit in the same service."""
    standing = Supervising.objects.filter(in_force(now), supervisor=supervisor, practitioner=practitioner)
    if standing.exists() or supervisor.service_id != practitioner.service_id:
        raise SeatTaken(_("This is so already."))
    row = Supervising.objects.create(supervisor=supervisor, practitioner=practitioner, starts_at=now)
    enter(
        "supervising_started", actor=actor, service_id=supervisor.service_id, now=now,
        supervising=row.pk, supervisor=supervisor.pk, practitioner=practitioner.pk,
    )  # fmt: skip
    return row


@transaction.atomic(durable=True)
def end_supervising(*, actor: User, supervising: Supervising, now: datetime) -> None:
    """Ends it now: what was offered under it is shut with the next request."""
    Supervising.objects.filter(pk=supervising.pk, ends_at=None).update(ends_at=now)
    service_id = supervising.supervisor.service_id
    enter("supervising_ended", actor=actor, service_id=service_id, now=now, supervising=supervising.pk)


@transaction.atomic(durable=True)
def change_service(*, actor: User, service: Service, changes: dict[str, object], now: datetime) -> None:
    """Changes settings of the service (name, nation, time zone, scale, number of cycles, days for confirming)."""
    Service.objects.filter(pk=service.pk).update(**changes)
    enter("service_changed", actor=actor, service_id=service.pk, now=now, parts=sorted(changes))


@transaction.atomic(durable=True)
def withdraw_invitation(*, actor: User, invitation: Invitation, now: datetime) -> None:
    """Ends the empty seat, so that its link opens nothing. Raises SeatTaken where somebody took it meanwhile."""
    seat = invitation.membership
    if not Membership.objects.filter(pk=seat.pk, user=None, ends_at=None).update(ends_at=now):
        raise SeatTaken(_("Somebody has come in with this invitation already, or it was taken back before."))
    enter(
        "invitation_withdrawn", actor=actor, service_id=seat.service_id, now=now,
        invitation=invitation.pk, member=seat.pk, role=seat.role,
    )  # fmt: skip


@transaction.atomic(durable=True)
def remove_factor(
    *, actor: User | None, user: User, service_id: UUID, now: datetime, case_id: UUID | None = None
) -> None:
    """Takes a lost second factor off, recovery codes too, ends every sitting of its owner, and tells them.

    Their password stays. Raises NoFactor where there is nothing to take off.
    """
    held = Authenticator.objects.filter(user=user)
    if not held.filter(type=Authenticator.Type.TOTP).exists():
        raise NoFactor(_("There is no second key to take off."))
    held.delete()
    for sitting in UserSession.objects.filter(user=user):
        sitting.end()
    enter(
        "second_factor_removed", actor=actor, service_id=service_id, case_id=case_id, now=now,
        account=user.pk, factor="totp",
    )  # fmt: skip
    tell(to=user, sentence="factor_removed", path=reverse("accounts:account"), now=now)


@transaction.atomic(durable=True)
def open_service_record(*, name: str, nation: str, now: datetime) -> Service:
    """A new service, with nobody in it. Done at the terminal, so no actor is named."""
    service = Service.objects.create(name=name, nation=nation)
    enter("service_opened", actor=None, service_id=service.pk, now=now)
    return service


@transaction.atomic(durable=True)
def invite_first_manager(*, service: Service, email: str, name: str, now: datetime) -> str:
    """The token by which a service's first manager comes in."""
    seat, token = make_invitation(service=service, role=Role.MANAGER, email=email, name=name, actor=None, now=now)
    enter(
        "member_invited", actor=None, service_id=service.pk, now=now,
        invitation=seat.invitation.pk, member=seat.pk, role=Role.MANAGER,
    )  # fmt: skip
    return token
