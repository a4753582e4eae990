"""The second factor of people who are made at the terminal (demo, smoke): a true one, with a true secret.

The demonstration weakens nothing: its sign-ins need the same six figures. They are shown where it was started, by
the one who started it, which nobody else can see.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
import time
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.utils import timezone

from vigportal.accounts.models import User

STEP_SECONDS = 30
_ENOUGH = 5  # seconds, for a busy machine to hand a code in


def give_factor(user: User) -> str:
    """An authenticator app's secret for `user`; returns it in base32."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    sealed = get_adapter().encrypt(secret)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
    return secret


def secret_of(user: User) -> str:
    """The secret that `give_factor` made. Raises Authenticator.DoesNotExist."""
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return str(get_adapter().decrypt(held.data["secret"]))


def code_to_hand_in(secret: str) -> str:
    """What the app shows, as somebody waits for the next figures where these are about to go."""
    left = STEP_SECONDS - timezone.now().timestamp() % STEP_SECONDS
    if left < _ENOUGH:
        time.sleep(left)
    return code_at(secret, timezone.now())


def code_at(secret: str, at: datetime) -> str:
    """The six figures of RFC 6238 (SHA-1, 30 seconds), as authenticator apps show them."""
    counter = struct.pack(">Q", int(at.timestamp()) // STEP_SECONDS)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
