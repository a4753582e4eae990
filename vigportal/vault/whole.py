"""A whole file, sealed for a backup in the vault's own format, under a key that the deployment's key gives."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vigportal.vault.chunks import HEADER, KEY, Damaged, Opener, Sealer
from vigportal.vault.keys import deployment_keys

PIECE = 1024 * 1024
INFO = b"vigportal database of a backup"


def seal_file(plain: Path, to: Path) -> None:
    """Seal `plain` into `to`, a file that its owner alone may read."""
    sealer = Sealer(_key(deployment_keys()[0]), INFO)
    to.touch(mode=0o600)
    with plain.open("rb") as source, to.open("wb") as file:
        file.write(sealer.header)
        while piece := source.read(PIECE):
            file.writelines(sealer.feed(piece))
        file.write(sealer.finish())


def open_file(sealed: Path, to: Path) -> None:
    """Open `sealed` into `to`. Raises Damaged where it is cut, changed, or sealed with another deployment key."""
    for number, outer in enumerate(keys := deployment_keys(), start=1):
        try:
            _open_under(_key(outer), sealed, to)
        except Damaged:
            if number == len(keys):
                raise
        else:
            return


def _open_under(key: bytes, sealed: Path, to: Path) -> None:
    to.touch(mode=0o600)
    with sealed.open("rb") as source, to.open("wb") as file:
        opener = Opener(key, INFO, source.read(HEADER), sealed.stat().st_size)
        for index in range(opener.shape.segments):
            start, size = opener.shape.sealed_span(index)
            source.seek(start)
            file.write(opener.open(index, source.read(size)))


def _key(deployment_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=INFO).derive(deployment_key)
