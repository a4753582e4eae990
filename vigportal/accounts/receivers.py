"""allauth signs people in and out; each of its signals becomes one ledger entry in the person's service."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from vigportal.accounts.access import seats_of
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


def _enter(event: str, user: User | None, **facts: Any) -> None:
    now = timezone.now()
    seat = seats_of(user, now).order_by("starts_at").first() if user else None
    if seat is not None:
        with transaction.atomic():
            enter(event, actor=user, service_id=seat.service_id, now=now, **facts)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """`method`: password, or the second factor that completed it."""
    records = request.session.get("account_authentication_methods", [])
    _enter("signed_in", user, method=records[-1]["method"] if records else "password")


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """By the person, or by a time-out."""
    _enter("signed_out", user)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    """Entered where the e-mail belongs to somebody; unknown addresses are nobody's and are not kept."""
    user = User.objects.filter(email=str(credentials.get("email") or "").lower()).first()
    _enter("sign_in_failed", user, account=user.pk if user else None, reason="password")


@receiver(account.password_changed)
def password_changed(user: User, **_: Any) -> None:
    """By the person, signed in."""
    _enter("password_changed", user)


@receiver(account.password_reset)
def password_reset(user: User, **_: Any) -> None:
    """By a link from the person's own mail."""
    _enter("password_reset", user, account=user.pk)


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Any, **_: Any) -> None:
    """`factor`: totp or recovery_codes."""
    _enter("second_factor_added", user, factor=authenticator.type)


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    """`factor`: totp or recovery_codes."""
    _enter("second_factor_removed", user, account=user.pk, factor=authenticator.type)
