"""allauth signs people in and out; each of its signals becomes one ledger entry in the person's service.

Changes to how somebody signs in are told to them as well, so that a stranger's doing does not stay unseen.
"""

from datetime import datetime
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from vigportal.accounts.access import seats_of
from vigportal.accounts.models import Membership, User
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


def _seat_of(user: User | None, now: datetime) -> Membership | None:
    return seats_of(user, now).order_by("starts_at").first() if user else None


def _enter(event: str, user: User | None, **facts: Any) -> None:
    """As the person's own doing."""
    now = timezone.now()
    if seat := _seat_of(user, now):
        with transaction.atomic():
            enter(event, actor=user, service_id=seat.service_id, now=now, **facts)


def _enter_about(event: str, user: User | None, **facts: Any) -> None:
    """About a person's sign-in, by whoever it was: nobody had signed in."""
    now = timezone.now()
    if user and (seat := _seat_of(user, now)):
        with transaction.atomic():
            enter(event, actor=None, service_id=seat.service_id, now=now, account=user.pk, **facts)


def _tell(user: User, sentence: str) -> None:
    with transaction.atomic():
        tell(to=user, sentence=sentence, path=reverse("accounts:account"), now=timezone.now())


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """`method`: password, or the second factor that completed it."""
    request.device_of = user.pk  # type: ignore[attr-defined]
    records = request.session.get("account_authentication_methods", [])
    _enter("signed_in", user, method=records[-1]["method"] if records else "password")


@receiver(account.authentication_step_completed)
def stepped_up(user: User, **facts: Any) -> None:
    """Proved once more, while signed in."""
    if facts.get("reauthenticated"):
        _enter("stepped_up", user)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """By the person, or by a time-out."""
    request.has_left = True  # type: ignore[attr-defined]
    _enter("signed_out", user)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Entered where the e-mail belongs to somebody; unknown addresses are nobody's and are not kept."""
    user = User.objects.filter(email=str(credentials.get("email") or "").lower()).first()
    _enter_about("sign_in_failed", user, reason="password")


@receiver(mfa.authentication_failed)
def code_refused(user: User, **_: Any) -> None:
    """The password was right, the code was not."""
    _enter_about("sign_in_failed", user, reason="totp")


@receiver(mfa.authenticator_used)
def recovery_used(user: User, authenticator: Authenticator, **_: Any) -> None:
    """A recovery code, which is gone now."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        _enter("recovery_used", user, account=user.pk)
        _tell(user, "recovery_used")


@receiver(account.password_changed)
def password_changed(user: User, **_: Any) -> None:
    """By the person, signed in."""
    _enter("password_changed", user)
    _tell(user, "password_changed")


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """By a link from the person's own mail, which makes the browser one of theirs."""
    request.device_of = user.pk  # type: ignore[attr-defined]
    _enter("password_reset", user, account=user.pk)
    _tell(user, "password_changed")


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    """`factor`: totp or recovery_codes, which come with it and are told of by it."""
    _enter("second_factor_added", user, factor=authenticator.type)
    if authenticator.type == Authenticator.Type.TOTP:
        _tell(user, "factor_added")


@receiver(mfa.authenticator_reset)
def recovery_codes_made(user: User, **_: Any) -> None:
    """The codes before them are worth nothing now."""
    _enter("recovery_codes_made", user)


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """`factor`: totp or recovery_codes. By the person."""
    _enter("second_factor_removed", user, account=user.pk, factor=authenticator.type)
    if authenticator.type == Authenticator.Type.TOTP:
        _tell(user, "factor_removed")


def sittings_ended(user: User, count: int) -> None:
    """Signed out everywhere else."""
    _enter("sessions_ended", user, account=user.pk, count=count)
