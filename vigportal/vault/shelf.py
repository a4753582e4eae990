"""Where sealed objects stand: what the vault asks of settings.STORAGES["vault"], and how objects are named.

A name says nothing: 32 random hex digits. It is bound into the object (see `bound_to`), so an object
neither opens for another asset nor in the place of another object of its own asset.
"""

import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from django.core.files.storage import storages

NAME = re.compile("[0-9a-f]{32}")


class ObjectMissing(Exception):
    """No object of this name stands on the shelf."""


class ShelfAway(OSError):
    """The store of sealed objects can't be reached, or doesn't do what it is asked. What lies there is safe."""


class Incoming(Protocol):
    """An object that is being written; nobody sees it until it is published, whole and safe on the disk."""

    def write(self, data: bytes) -> None: ...
    def publish(self) -> None: ...
    def discard(self) -> None: ...


class Standing(Protocol):
    """An object that is there, read by ranges of sealed bytes."""

    size: int

    def read(self, start: int, length: int) -> bytes: ...
    def close(self) -> None: ...


class Shelf(Protocol):
    """A disk, or a bucket; the same tests are run on both. What a writer left behind stays unseen until the sweep."""

    def receive(self, name: str) -> Incoming: ...
    def fetch(self, name: str) -> Standing: ...
    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...
    def names(self, older_than: datetime | None = None) -> Iterator[str]: ...
    def sweep(self, older_than: datetime) -> list[str]: ...


def shelf() -> Shelf:
    return cast("Shelf", storages["vault"])


def new_name() -> str:
    return secrets.token_hex(16)


def bound_to(asset_id: UUID, name: str) -> bytes:
    """The associated data of an object: its asset, then its own name, 16 bytes each."""
    return asset_id.bytes + bytes.fromhex(name)
