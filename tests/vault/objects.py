"""Sealed objects, made in one go and found from outside."""

from pathlib import Path
from uuid import UUID

from vigportal.vault import storage


def sealed(asset: UUID, plain: bytes) -> str:
    with storage.seal(asset) as writer:
        writer.write(plain)
    return writer.name


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def path_of(name: str, vault: Path) -> Path:
    return vault / name[:2] / name


def sealed_part(asset_id: UUID, plain: bytes) -> tuple[str, int]:
    """As `reader.open_joined` takes it."""
    return sealed(asset_id, plain), len(plain)
