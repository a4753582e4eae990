"""What a file kept elsewhere bears witness to: where every chain of the ledger ends, and what was erased and why.

Cut back together with its head, a chain passes as whole; put back from a backup of yesterday, an erased film passes as
there. Only what lies apart from database, bytes and keys tells. A line each, in words and ids alone:

    <chain> <number> <hash>                    where a chain ends
    erased <asset> <key destroyed at> <why>    what a certificate vouches for
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from vigportal.accounts.models import Service
from vigportal.accounts.queries import seats_with
from vigportal.accounts.roles import Act
from vigportal.ledger.chain import Head
from vigportal.ledger.models import PORTAL, ChainHead, Entry
from vigportal.retention.erasure import from_data
from vigportal.retention.models import Certificate

ERASED = "erased"
NAMES = "witness-*.txt"
STAMP = "witness-%Y%m%dT%H%M%S%f.txt"


@dataclass(frozen=True)
class Grave:
    """Something erased: when its key was destroyed, and why."""

    destroyed_at: datetime
    why: Certificate.Why


@dataclass(frozen=True)
class Witness:
    """What one such file says."""

    heads: Mapping[UUID, Head]
    graves: Mapping[UUID, Grave]


def read(path: Path) -> Witness:
    """What the file says. Raises ValueError where it is none."""
    rows = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    graves = {UUID(row[1]): Grave(datetime.fromisoformat(row[2]), Certificate.Why(row[3])) for row in rows if _is(row)}
    return Witness({UUID(row[0]): Head(int(row[1]), row[2]) for row in rows if not _is(row)}, graves)


def is_behind(witness: Witness) -> bool:
    """Whether a chain of this database runs past what the file says: it was written before the database's last day."""
    ends = ChainHead.objects.exclude(pk=PORTAL).values_list("chain", "number")
    return any(number > witness.heads.get(chain, Head()).number for chain, number in ends)


def newest() -> Path | None:
    """The newest file in VIG_WITNESS_DIR."""
    return max(settings.WITNESS_DIR.glob(NAMES), default=None) if settings.WITNESS_DIR else None


def keep_witness(now: datetime) -> None:
    """Write it into VIG_WITNESS_DIR, where one is set, and send each service's part to its managers."""
    if settings.WITNESS_DIR:
        settings.WITNESS_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_to(settings.WITNESS_DIR / f"{now.astimezone(UTC):{STAMP}}")
    for service in Service.objects.order_by("pk"):
        _send(service, now)


def write_to(path: Path) -> None:
    """The whole of it, in a file that is new."""
    heads = ChainHead.objects.order_by("pk")
    with path.open("x", encoding="ascii") as file:
        path.chmod(0o600)
        file.writelines((*map(_head, heads), *_graves(Certificate.objects.order_by("pk"))))


def _send(service: Service, now: datetime) -> None:
    """A service without a manager has nobody to send it to; one that can't be sent is the log's to tell."""
    to = sorted({seat.user.email for seat in seats_with(service, Act.MANAGE_PEOPLE, now) if seat.user})
    if not to:
        return
    chains = Entry.objects.of_service(service.pk).values("chain")
    lines = [
        *map(_head, ChainHead.objects.filter(pk__in=chains).order_by("pk")),
        *_graves(Certificate.objects.filter(service=service)),
    ]
    words = _("Keep this file where the portal can't reach it. It holds numbers alone, and proves the ledger whole.")
    mail = EmailMessage(_("You have a message"), words, None, to)
    mail.attach(f"{now.astimezone(UTC):{STAMP}}", "".join(lines), "text/plain")
    mail.send()


def _head(head: ChainHead) -> str:
    return f"{head.chain} {head.number} {head.hash}\n"


def _graves(certificates: Iterable[Certificate]) -> Iterator[str]:
    for certificate in certificates:
        for each in from_data(certificate.erased):
            yield f"{ERASED} {each.asset} {each.key_destroyed_at.isoformat()} {certificate.why}\n"


def _is(row: list[str]) -> bool:
    return row[:1] == [ERASED]
