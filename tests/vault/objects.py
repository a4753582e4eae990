"""Sealed objects, made in one go and found from outside."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

from vigportal.vault import storage
from vigportal.vault.shelf import shelf


def sealed(asset: UUID, plain: bytes) -> str:
    with storage.seal(asset) as writer:
        writer.write(plain)
    return writer.name


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def path_of(name: str, vault: Path) -> Path:
    return vault / name[:2] / name


def lying(name: str) -> bytes:
    """The sealed bytes, wherever they stand."""
    with closing(shelf().fetch(name)) as standing:
        return standing.read(0, standing.size)


def put(name: str, raw: bytes) -> None:
    """These bytes in the object's place, as somebody would who got at the disk or the bucket."""
    incoming = shelf().receive(name)
    incoming.write(raw)
    incoming.publish()


def alter(name: str, change: Callable[[bytearray], object]) -> None:
    raw = bytearray(lying(name))
    change(raw)
    put(name, bytes(raw))


def sealed_part(asset_id: UUID, plain: bytes) -> tuple[str, int]:
    """As `reader.open_joined` takes it."""
    return sealed(asset_id, plain), len(plain)
