"""What a tus request asks for, how far an upload has come, and what can be answered: frozen data, no rules.

``protocol`` makes all of these and holds the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from videos.upload.fields import Checksum

VERSION = "1.0.0"
ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


class Place(StrEnum):
    """The two kinds of address."""

    UPLOADS = "uploads"
    UPLOAD = "upload"


class Why(StrEnum):
    """Why a request was refused; ``STATUS`` says with which number, ``wording`` with which words."""

    METHOD = "method"
    VERSION = "version"
    UNSUPPORTED = "unsupported"
    BODY = "body"
    LENGTH = "length"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    METADATA = "metadata"
    PART_TYPE = "part_type"
    PART_SIZE = "part_size"
    OFFSET = "offset"
    CHECKSUM = "checksum"
    GONE = "gone"
    FINISHED = "finished"
    LOCKED = "locked"
    GAP = "gap"
    BEYOND = "beyond"
    CHECKSUM_MISMATCH = "checksum_mismatch"
    NO_ROOM = "no_room"
    DAY_FULL = "day_full"
    TOO_MANY = "too_many"
    DISK_FULL = "disk_full"


STATUS = {
    Why.METHOD: 405,
    Why.VERSION: 412,
    Why.UNSUPPORTED: 400,
    Why.BODY: 400,
    Why.LENGTH: 400,
    Why.EMPTY: 400,
    Why.TOO_LARGE: 413,
    Why.METADATA: 400,
    Why.PART_TYPE: 415,
    Why.PART_SIZE: 411,
    Why.OFFSET: 400,
    Why.CHECKSUM: 400,
    Why.GONE: 410,
    Why.FINISHED: 409,
    Why.LOCKED: 423,
    Why.GAP: 409,
    Why.BEYOND: 413,
    Why.CHECKSUM_MISMATCH: 460,
    Why.NO_ROOM: 507,
    Why.DAY_FULL: 429,
    Why.TOO_MANY: 429,
    Why.DISK_FULL: 507,
}


@dataclass(frozen=True)
class Create:
    length: int
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    pass


@dataclass(frozen=True)
class Append:
    offset: int
    size: int
    checksum: Checksum | None = None


@dataclass(frozen=True)
class Terminate:
    pass


@dataclass(frozen=True)
class Options:
    largest: int


Command = Create | Probe | Append | Terminate | Options


@dataclass(frozen=True)
class State:
    """What is so: how far one upload has come. ``is_held``: another request has the lease."""

    length: int
    offset: int = 0
    expires_at: datetime | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    is_held: bool = False
    is_erased: bool = False

    @property
    def is_complete(self) -> bool:
        return self.offset == self.length

    def is_gone(self, now: datetime) -> bool:
        is_late = self.expires_at is not None and self.expires_at <= now
        return self.is_erased or (is_late and not self.is_complete)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Refusal:
    """A no: why, header fields that say more to the sender's program, and figures that its sentence needs."""

    why: Why
    more: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return STATUS[self.why]

    @property
    def headers(self) -> Mapping[str, str]:
        return ALWAYS | dict(self.more)
