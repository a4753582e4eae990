"""The doors of the key store: a data key per asset ← a key per service ← the deployment's key.

Destroying an asset's key destroys every byte sealed with it, wherever copies of those bytes lie. Rotating
wraps keys anew and touches no sealed byte. Nothing is remembered between two calls, so what one process
destroys is gone for all.

While the deployment's key is rotated there are two, the one in use and the next; whichever the store knows opens it.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vigportal.vault import strongbox
from vigportal.vault.keepers import keeper_of
from vigportal.vault.strongbox import KeyLingers
from vigportal.vault.tree import KEY, DamagedKey, KeyDestroyed, KeyMissing, KeyTaken, Tree, WrongDeploymentKey

T = TypeVar("T")

__all__ = [
    "DamagedKey",
    "KeyDestroyed",
    "KeyLingers",
    "KeyMissing",
    "KeyTaken",
    "WrongDeploymentKey",
    "copy_keys",
    "create_key",
    "deployment_key_from",
    "deployment_keys",
    "destroy_key",
    "key_for",
    "prove_deployment_key",
    "restore_keys",
    "rotate_deployment_key",
    "rotate_service_key",
]


def create_key(asset_id: UUID, service_id: UUID) -> None:
    """Give the asset a key of its own. Asking again changes nothing, and a destroyed one never comes back."""
    with _writing() as tree:
        tree.add(asset_id.bytes, service_id.bytes, os.urandom(KEY))


def key_for(asset_id: UUID) -> bytes:
    """The asset's data key, or KeyMissing, or KeyDestroyed."""
    with strongbox.reading(_folder()) as db:
        return _under_the_key_that_fits(lambda outer: Tree(db, outer).key(asset_id.bytes))


def destroy_key(asset_id: UUID, *, now: datetime) -> None:
    """Gone, and a tombstone left (for an unknown asset too). Asking again keeps the first time."""
    with _scrubbing() as tree:
        tree.destroy(asset_id.bytes, now.isoformat())


def rotate_service_key(service_id: UUID) -> None:
    """A new key for the service; its assets' keys are wrapped anew."""
    with _scrubbing() as tree:
        tree.rotate_service(service_id.bytes)


def rotate_deployment_key(old: bytes, new: bytes) -> None:
    """Wrap the services' keys by `new`; from then on `old` is refused. Done already, it only wipes once more.

    Whoever runs with both keys (see `deployment_keys`) doesn't notice.
    """
    with strongbox.writing(_folder()) as db:
        try:
            _claimed(db, old).rotate_deployment(new)
        except WrongDeploymentKey:
            Tree(db, new).prove()
    strongbox.scrub(_folder())


def copy_keys(path: Path) -> None:
    """A backup: one file, useless without the deployment key.

    It still holds what is destroyed later, so it has to go soon itself.
    """
    prove_deployment_key()
    strongbox.copy_to(_folder(), path)


def restore_keys(path: Path) -> None:
    """Take in what a backup knows and this store doesn't. What either has destroyed stays destroyed."""
    with strongbox.reading_copy(path) as db, _scrubbing() as tree:
        tree.take_in(_under_the_key_that_fits(lambda outer: _proved(db, outer)))


def prove_deployment_key() -> None:
    """For start-up: raises WrongDeploymentKey when this store was made with another one."""
    with _writing():
        pass


def deployment_key_from(text: str) -> bytes:
    """The 32 bytes that `text` stands for: written in base64, or kept by a key service (see `keepers`)."""
    key = keeper_of(text).give(text)
    if len(key) != KEY:
        raise ImproperlyConfigured("A deployment key is 32 random bytes, written in base64.")
    return key


def deployment_keys() -> list[bytes]:
    """The key in use, and while it is rotated the next one."""
    return [deployment_key_from(text) for text in _texts()]


def _texts() -> list[str]:
    return [settings.VAULT_DEPLOYMENT_KEY, *filter(None, [settings.VAULT_DEPLOYMENT_KEY_NEXT])]


@contextmanager
def _writing() -> Iterator[Tree]:
    with strongbox.writing(_folder()) as db:
        yield _under_the_key_that_fits(lambda outer: _claimed(db, outer))


@contextmanager
def _scrubbing() -> Iterator[Tree]:
    with _writing() as tree:
        yield tree
    strongbox.scrub(_folder())


def _under_the_key_that_fits(do: Callable[[bytes], T]) -> T:
    """The older one first: a rotation that ends between two tries has then been waited for."""
    for text in _texts():
        outer = deployment_key_from(text)
        with suppress(WrongDeploymentKey):
            return do(outer)
    raise WrongDeploymentKey


def _claimed(db: sqlite3.Connection, deployment_key: bytes) -> Tree:
    tree = Tree(db, deployment_key)
    tree.claim()
    return tree


def _proved(db: sqlite3.Connection, deployment_key: bytes) -> Tree:
    tree = Tree(db, deployment_key)
    tree.prove()
    return tree


def _folder() -> Path:
    return Path(settings.VAULT_KEYS_DIR)
