"""The doors of the key store: a data key per asset ← a key per service ← the deployment's key.

Destroying an asset's key destroys every byte sealed with it, wherever copies of those bytes lie. Rotating
wraps keys anew and touches no sealed byte. Nothing is remembered between two calls, so what one process
destroys is gone for all.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vigportal.vault import strongbox
from vigportal.vault.strongbox import KeyLingers
from vigportal.vault.tree import KEY, DamagedKey, KeyDestroyed, KeyMissing, KeyTaken, Tree, WrongDeploymentKey

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
        return Tree(db, _deployment_key()).key(asset_id.bytes)


def destroy_key(asset_id: UUID, *, now: datetime) -> None:
    """Gone, and a tombstone left (for an unknown asset too). Asking again keeps the first time."""
    with _scrubbing() as tree:
        tree.destroy(asset_id.bytes, now.isoformat())


def rotate_service_key(service_id: UUID) -> None:
    """A new key for the service; its assets' keys are wrapped anew."""
    with _scrubbing() as tree:
        tree.rotate_service(service_id.bytes)


def rotate_deployment_key(old: bytes, new: bytes) -> None:
    """Wrap the services' keys by `new`. From then on `old` is refused: restart the portal with `new`."""
    with strongbox.writing(_folder()) as db:
        tree = Tree(db, old)
        tree.claim()
        tree.rotate_deployment(new)
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
        copy = Tree(db, _deployment_key())
        copy.prove()
        tree.take_in(copy)


def prove_deployment_key() -> None:
    """For start-up: raises WrongDeploymentKey when this store was made with another one."""
    with _writing():
        pass


def deployment_key_from(text: str) -> bytes:
    """The 32 bytes that `text` writes in base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise ImproperlyConfigured("A deployment key is 32 random bytes, written in base64.")
    return key


@contextmanager
def _writing() -> Iterator[Tree]:
    with strongbox.writing(_folder()) as db:
        tree = Tree(db, _deployment_key())
        tree.claim()
        yield tree


@contextmanager
def _scrubbing() -> Iterator[Tree]:
    with _writing() as tree:
        yield tree
    strongbox.scrub(_folder())


def _folder() -> Path:
    return Path(settings.VAULT_KEYS_DIR)


def _deployment_key() -> bytes:
    return deployment_key_from(settings.VAULT_DEPLOYMENT_KEY)
