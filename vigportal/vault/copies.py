"""Sealed objects on their way into a backup and back. What is copied stays sealed: without its key it is nothing.

Objects never change and are never named twice, so only what is new is copied. What the vault no longer has goes from
the copy too: a backup is no place where erased footage lives on.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vigportal.vault.disk import Disk
from vigportal.vault.shelf import ObjectMissing, Shelf, shelf

PIECE = 1024 * 1024


@dataclass(frozen=True)
class Copied:
    """How many objects were new, were there already, were taken away."""

    new: int
    kept: int
    gone: int


def copy_objects(to: Path) -> Copied:
    """Makes the folder hold what the vault holds."""
    there = Disk(to)
    here, held = set(shelf().names()), set(there.names())
    new = sum(_copied(name, shelf(), there) for name in sorted(here - held))
    for name in held - here:
        there.delete(name)
    return Copied(new, len(here & held), len(held - here))


def restore_objects(source: Path) -> int:
    """Brings back what the vault lacks; says how many that were. Nothing that is there is touched."""
    there = Disk(source)
    return sum(_copied(name, there, shelf()) for name in sorted(set(there.names()) - set(shelf().names())))


def _copied(name: str, source: Shelf, to: Shelf) -> bool:
    """Whether it was still there to be copied: what is erased meanwhile is left out."""
    try:
        standing = source.fetch(name)
    except ObjectMissing:
        return False
    with closing(standing):
        incoming = to.receive(name)
        try:
            for piece in _pieces(standing.size):
                incoming.write(standing.read(*piece))
            incoming.publish()
        except BaseException:
            incoming.discard()
            raise
    return True


def _pieces(size: int) -> Iterator[tuple[int, int]]:
    return ((start, min(PIECE, size - start)) for start in range(0, size, PIECE))
