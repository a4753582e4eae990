"""How allauth behaves here: no open sign-up (seats are taken by invitation), TOTP secrets sealed in the database."""

import base64

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Seats are made by a manager or practitioner and taken with an invitation."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """TOTP secrets and recovery seeds are sealed with a key derived from the deployment's key."""

    def encrypt(self, text: str) -> str:
        """Seals a secret for the database."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opens a secret from the database; raises cryptography's InvalidToken where it was changed."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code for an authenticator app."""
        return str(segno.make(url, error="m").svg_inline(scale=5, border=2, light="#fff"))


def _sealer() -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vigportal second factor")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(base64.b64decode(settings.VAULT_DEPLOYMENT_KEY))))
