"""What other apps write into accounts within their own transaction. Plain functions, never atomic themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from vigportal.accounts.models import Invitation, Membership, Service, User
from vigportal.accounts.roles import Role

INVITATION_HOLDS = timedelta(days=7)


def make_invitation(
    *, service: Service, role: Role, email: str, name: str, actor: User | None, now: datetime
) -> tuple[Membership, str]:
    """An empty seat and the token that takes it, once, within seven days. The token itself is stored nowhere."""
    token = secrets.token_urlsafe(32)
    seat = Membership.objects.create(service=service, role=role.value, starts_at=now)
    Invitation.objects.create(
        membership=seat,
        email=email.strip().lower(),
        name=name,
        token_hash=hash_of(token),
        made_by=actor,
        made_at=now,
        expires_at=now + INVITATION_HOLDS,
    )
    return seat, token


def hash_of(token: str) -> str:
    """SHA-256 of a token, in hex. The token has 256 random bits, so a fast hash is enough (ASVS 5.0, 11.4.2)."""
    return hashlib.sha256(token.encode()).hexdigest()
