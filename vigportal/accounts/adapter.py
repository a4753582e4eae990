"""How allauth behaves here: no open sign-up (seats are taken by invitation), TOTP secrets sealed in the database."""

import base64
import logging
import time
from collections.abc import Sequence
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vigportal.accounts import receivers
from vigportal.accounts.access import works_here
from vigportal.accounts.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody signs up by themselves; letters name nobody; whoever has just signed in need not prove it again."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail and this password don't belong together."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes, then try again."),
        "rate_limited": _("That was tried too often. Wait a little, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Seats are made by a manager or practitioner and taken with an invitation."""
        return False

    def is_reauthentication_required(self, *, app: str, **more: object) -> bool:
        """Unless a password or a code was given within ACCOUNT_REAUTHENTICATION_TIMEOUT, at the sign-in or since."""
        records = get_authentication_records(self.request, self.request.user)
        last = max((float(record["at"]) for record in records), default=0.0)
        return time.time() - last > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the portal's own address, whatever host the request named."""
        uid, _dash, token = key.partition("-")
        return f"{settings.ORIGIN}{reverse('account_reset_password_from_key', args=[uid, token])}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Enters it, then sends the link."""
        receivers.password_reset_sent(user)
        super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down is the operator's to see: the page says the same to everybody."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("A mail could not be sent.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """TOTP secrets and recovery seeds are sealed with a key derived from the deployment's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code doesn't fit. Take the six figures that the app shows now."),
        "cannot_delete_authenticator": _("Whoever works for a service keeps a second key."),
    }

    def encrypt(self, text: str) -> str:
        """Seals a secret for the database."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opens a secret from the database; raises cryptography's InvalidToken where it was changed."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code for an authenticator app."""
        return str(segno.make(url, error="m").svg_inline(scale=5, border=2, light="#fff"))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A family's own is theirs to take off; somebody who works for a service keeps one."""
        return not works_here(authenticator.user, timezone.now())


class SittingsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc] # allauth has no types
    """Signing out elsewhere is entered, once for all of them."""

    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        """Ends them."""
        super().end_sessions(sessions)
        if sessions:
            receivers.sittings_ended(sessions[0].user, len(sessions))


def _sealer() -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vigportal second factor")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(base64.b64decode(settings.VAULT_DEPLOYMENT_KEY))))
