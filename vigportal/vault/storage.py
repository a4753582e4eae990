"""The doors of the vault: seal, delete, destroy, sweep, check. Plain bytes pass through memory, and lie
nowhere."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from vigportal.vault.chunks import SEGMENT, Damaged, Sealer
from vigportal.vault.keys import DamagedKey, KeyDestroyed, KeyMissing, destroy_key, key_for
from vigportal.vault.reader import open_sealed
from vigportal.vault.shelf import Incoming, ObjectMissing, bound_to, new_name, shelf

BATCH = 500


class SealedWriter:
    """Takes plain bytes; `size` and `sha256` tell of those so far. Nothing has its `name` until the end."""

    def __init__(self, name: str, sealer: Sealer, incoming: Incoming) -> None:
        self.name, self.size = name, 0
        self._sealer, self._incoming, self._hash = sealer, incoming, hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes | memoryview) -> int:
        for sealed in self._sealer.feed(data):
            self._incoming.write(sealed)
        self._hash.update(data)
        self.size += len(data)
        return len(data)


@contextmanager
def seal(asset_id: UUID) -> Iterator[SealedWriter]:
    """Seal one object. Leaving the block well publishes it, safe on the disk; else nothing is left."""
    name, key = new_name(), key_for(asset_id)
    sealer, incoming = Sealer(key, bound_to(asset_id, name)), shelf().receive(name)
    try:
        incoming.write(sealer.header)
        yield SealedWriter(name, sealer, incoming)
        incoming.write(sealer.finish())
        key_for(asset_id)  # erased while this was being written: nothing new may appear
        incoming.publish()
    except BaseException:
        incoming.discard()
        raise


def exists(name: str) -> bool:
    return shelf().exists(name)


def delete(name: str) -> None:
    """Take the bytes away. Whatever wasn't there stays away."""
    shelf().delete(name)


def destroy(asset_id: UUID, names: Iterable[str], *, now: datetime) -> None:
    """Erase an asset: first the key, and with it every copy of its bytes anywhere; then these bytes."""
    destroy_key(asset_id, now=now)
    for name in names:
        delete(name)


def sweep_orphans(*, older_than: datetime) -> list[str]:
    """Delete what killed writers left half-written, and say which."""
    return shelf().sweep(older_than)


def sweep_nobodys(owned_among: Callable[[list[str]], set[str]], *, older_than: datetime) -> list[str]:
    """Delete the whole objects that stand since before `older_than` and that nobody owns, and say which."""
    old = list(shelf().names(older_than))
    nobodys = [name for batch in _batches(old) for name in sorted(set(batch) - owned_among(batch))]
    for name in nobodys:
        delete(name)
    return nobodys


def _batches(names: list[str]) -> Iterator[list[str]]:
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))


class Condition(Enum):
    WHOLE = "whole"
    MISSING = "missing"
    DAMAGED = "damaged"
    KEY_MISSING = "its key is missing"
    KEY_DESTROYED = "its key was destroyed"
    KEY_DAMAGED = "its key is damaged"
    UNREADABLE = "can't be read just now"
    NOBODYS = "nobody's"


@dataclass(frozen=True)
class Finding:
    name: str
    asset_id: UUID | None
    condition: Condition


CONDITIONS: dict[type[Exception], Condition] = {
    ObjectMissing: Condition.MISSING,
    Damaged: Condition.DAMAGED,
    KeyMissing: Condition.KEY_MISSING,
    KeyDestroyed: Condition.KEY_DESTROYED,
    DamagedKey: Condition.KEY_DAMAGED,
    OSError: Condition.UNREADABLE,
}


def check(objects: Iterable[tuple[str, UUID]]) -> Iterator[Finding]:
    """Open every object that somebody owns, from end to end; then name those that nobody owns."""
    known = set()
    for name, asset_id in objects:
        known.add(name)
        yield Finding(name, asset_id, _condition(name, asset_id))
    for name in shelf().names():
        if name not in known:
            yield Finding(name, None, Condition.NOBODYS)


def _condition(name: str, asset_id: UUID) -> Condition:
    try:
        with open_sealed(name, asset_id) as plain:
            while plain.read(SEGMENT):
                pass
    except tuple(CONDITIONS) as problem:
        return next(found for kind, found in CONDITIONS.items() if isinstance(problem, kind))
    return Condition.WHOLE
