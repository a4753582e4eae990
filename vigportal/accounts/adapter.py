"""How allauth behaves here: no open sign-up (seats are taken by invitation), TOTP secrets sealed in the database."""

import base64
import logging
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from vigportal.accounts import guesses, receivers
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
        "too_many_login_attempts": _("That was tried too often. Wait a little, then try again."),
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

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a guess, for the account alone and for the address alone; a device of the account's own by itself."""
        account = User.objects.filter(email=credentials["email"].strip().lower()).values_list("pk", flat=True).first()
        self._counted_for, is_own = guesses.counted_for(request, credentials["email"], account)
        of_address = {
            "app": "allauth.account",
            "action": "guesses",
            "config": {"guesses": settings.GUESSES_OF_AN_ADDRESS},
        }
        self._login_failed_rl_usage = None if is_own else ratelimit.consume(request, **of_address)
        if not (is_own or self._login_failed_rl_usage) or not guesses.may_guess(self._counted_for):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Who it is; whoever knew the password begins to count anew."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            guesses.forget(self._counted_for)
        return user

    def is_safe_url(self, url: str) -> bool:
        """Whether it stays at the portal's own address, scheme and port included."""
        parts = urlsplit(url)
        is_ours = not (parts.scheme or parts.netloc) or f"{parts.scheme}://{parts.netloc}" == settings.ORIGIN
        return is_ours and url_has_allowed_host_and_scheme(url, {urlsplit(settings.ORIGIN).netloc})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the portal's own address, whatever host the request named."""
        uid, _dash, token = key.partition("-")
        return f"{settings.ORIGIN}{reverse('account_reset_password_from_key', args=[uid, token])}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down is the operator's to see: the page says the same, as soon, to everybody."""
        if template_prefix == "account/email/unknown_account":
            _make_link_for_nobody(email)
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


def _make_link_for_nobody(email: str) -> None:
    """Do what is done for an address that is known: its time would tell."""
    nobody = User(email=email)
    EmailAddress.objects.filter(user_id=nobody.pk, email=email).exists()
    PasswordResetTokenGenerator().make_token(nobody)


def _sealer() -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vigportal second factor")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(base64.b64decode(settings.VAULT_DEPLOYMENT_KEY))))
