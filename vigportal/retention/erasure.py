"""The list that a certificate of erasure vouches for. Quiet room.

One line for each piece of footage, `kind asset when-its-key-was-destroyed`, in the order of the ids, each ending
with a newline. The digest is the SHA-256 of those lines in UTF-8, so anybody who holds the list can check it with
`sha256sum`. The list holds ids alone: it says that something is gone, not what it was.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from vigportal.retention.rules import Kind


@dataclass(frozen=True)
class Erased:
    """One piece of footage whose data key is no more."""

    kind: Kind
    asset: UUID
    key_destroyed_at: datetime

    def line(self) -> str:
        """The line of the list."""
        when = self.key_destroyed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{self.kind.value} {self.asset} {when}\n"


def text_of(erased: Iterable[Erased]) -> str:
    """The list as the digest covers it."""
    return "".join(each.line() for each in sorted(set(erased), key=lambda each: each.asset))


def digest_of(erased: Iterable[Erased]) -> str:
    """SHA-256 of the list, in hexadecimal."""
    return hashlib.sha256(text_of(erased).encode()).hexdigest()


def as_data(erased: Iterable[Erased]) -> list[dict[str, str]]:
    """The list for a JSON column."""
    rows = (each.line().split() for each in sorted(set(erased), key=lambda each: each.asset))
    return [{"kind": kind, "asset": asset, "key_destroyed_at": when} for kind, asset, when in rows]


def from_data(rows: Iterable[Mapping[str, str]]) -> tuple[Erased, ...]:
    """The list out of a JSON column."""
    return tuple(
        Erased(Kind(row["kind"]), UUID(row["asset"]), datetime.fromisoformat(row["key_destroyed_at"])) for row in rows
    )
