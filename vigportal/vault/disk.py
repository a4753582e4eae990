"""Sealed objects in a folder, as a Django storage. Nobody else knows their paths."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage

from vigportal.vault.shelf import NAME, ObjectMissing

DRAFT = ".part"


class DiskIncoming:
    """A draft beside the place it will take, so that taking it is one rename: seen whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path, self._draft = path, path.with_suffix(DRAFT)
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def publish(self) -> None:
        os.fsync(self._file.fileno())
        self._file.close()
        self._draft.rename(self._path)
        settle(self._path.parent)

    def discard(self) -> None:
        self._file.close()
        for path in (self._draft, self._path):
            path.unlink(missing_ok=True)


class DiskStanding:
    """An open file, read by position; it can be read to its end even when its name is deleted meanwhile."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("rb", buffering=0)
        except FileNotFoundError:
            raise ObjectMissing(path.name) from None
        self.size = os.fstat(self._file.fileno()).st_size

    def read(self, start: int, length: int) -> bytes:
        return os.pread(self._file.fileno(), length, start)

    def close(self) -> None:
        self._file.close()


class Disk(Storage):
    """Objects fan out over 256 folders, by the first two digits of their names.

    Django's own doors (`open`, `save`, `url`) stay shut: what goes through them would not be sealed.
    """

    def __init__(self, location: str | Path) -> None:
        self._root = Path(location)

    def receive(self, name: str) -> DiskIncoming:
        path = self._place(name)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            settle(path.parent.parent)
        return DiskIncoming(path)

    def fetch(self, name: str) -> DiskStanding:
        return DiskStanding(self._place(name))

    def exists(self, name: str) -> bool:
        return self._place(name).exists()

    def delete(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def names(self, older_than: datetime | None = None) -> Iterator[str]:
        standing = (path for path in self._root.glob("??/*") if NAME.fullmatch(path.name))
        return (path.name for path in standing if older_than is None or _touched_at(path) < older_than)

    def sweep(self, older_than: datetime) -> list[str]:
        """Delete the drafts that a killed writer left behind, and say which."""
        left = [path for path in self._root.glob(f"??/*{DRAFT}") if _touched_at(path) < older_than]
        for path in left:
            path.unlink(missing_ok=True)
        return [path.stem for path in left]

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise SuspiciousFileOperation(f"{name!r} is not a name of the vault's")
        return self._root / name[:2] / name


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk: a new name is safe only when its folder is."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _touched_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # published or discarded while it was looked for
        return datetime.max.replace(tzinfo=UTC)
