"""The rows of the key tree: what each key is wrapped by, and what it is bound to.

A wrapped key is nonce (12) ‖ AES-256-GCM(outer key, inner key) (32) ‖ tag (16): 60 bytes, always. Its
associated data is its place in the tree, so a row put in another's place doesn't open. Ids are the 16 bytes
of a UUID.
"""

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32
NONCE = 12
WRAPPED = NONCE + KEY + 16
DEPLOYMENT, SERVICE, ASSET = b"deployment", b"service", b"asset"
PROOF = bytes(KEY)  # a known text: whoever can open it holds the right deployment key

PATH = """
SELECT destroyed.at, service_id, service_key.wrapped, asset_key.wrapped
FROM (SELECT ? AS asset_id)
LEFT JOIN destroyed USING (asset_id)
LEFT JOIN asset_key USING (asset_id)
LEFT JOIN service_key USING (service_id)
"""
LIVING = """
SELECT asset_id, wrapped FROM asset_key
WHERE service_id = ? AND asset_id NOT IN (SELECT asset_id FROM destroyed)
"""
CLAIM = "INSERT INTO deployment SELECT ? WHERE NOT EXISTS (SELECT 1 FROM deployment)"


class KeyMissing(Exception):
    """This asset never had a key here."""


class KeyDestroyed(Exception):
    """This asset's key was destroyed; what was sealed with it can't be opened again."""

    def __init__(self, asset_id: UUID, destroyed_at: datetime) -> None:
        super().__init__(f"the key of {asset_id} was destroyed at {destroyed_at.isoformat()}")
        self.destroyed_at = destroyed_at


class KeyTaken(Exception):
    """The asset has a key under another service; footage never moves between services."""


class WrongDeploymentKey(Exception):
    """The key store was made with another deployment key."""


class DamagedKey(Exception):
    """A row of the key store was changed, or put in another's place."""


def wrap(outer: bytes, inner: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(outer).encrypt(nonce, inner, place)


def unwrap(outer: bytes, wrapped: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(outer).decrypt(wrapped[:NONCE], wrapped[NONCE:], place)
    except InvalidTag:
        raise DamagedKey(place) from None


class Tree:
    """The key tree in one connection, under one deployment key. Whoever writes holds a transaction."""

    def __init__(self, db: sqlite3.Connection, deployment_key: bytes) -> None:
        self._db = db
        self._deployment_key = deployment_key

    def rows(self, statement: str, *values: bytes | str) -> list[Any]:
        """All rows at once: a statement read in part keeps the write-ahead file from being emptied."""
        return self._db.execute(statement, values).fetchall()

    def claim(self) -> None:
        """A new store is this deployment key's from now on; any other store has to be already."""
        self.rows(CLAIM, wrap(self._deployment_key, PROOF, DEPLOYMENT))
        self.prove()

    def prove(self) -> None:
        """Raises WrongDeploymentKey, unless it is the one that the store was made (or last rotated) with."""
        try:
            for (proof,) in self.rows("SELECT proof FROM deployment"):
                unwrap(self._deployment_key, proof, DEPLOYMENT)
        except DamagedKey:
            raise WrongDeploymentKey from None

    def key(self, asset_id: bytes) -> bytes:
        """The asset's data key. One statement, so one moment: a rotation is seen all before or all after."""
        ((destroyed_at, service_id, service, asset),) = self.rows(PATH, asset_id)
        if destroyed_at:
            raise KeyDestroyed(UUID(bytes=asset_id), datetime.fromisoformat(destroyed_at))
        if not service:
            raise KeyMissing(UUID(bytes=asset_id))
        return unwrap(self._opened(service_id, service), asset, ASSET + asset_id + service_id)

    def add(self, asset_id: bytes, service_id: bytes, key: bytes) -> None:
        """Enter a key. One that is there already stays as it is."""
        try:
            self.key(asset_id)
        except KeyMissing:
            wrapped = wrap(self._service_key(service_id), key, ASSET + asset_id + service_id)
            self.rows("INSERT INTO asset_key VALUES (?, ?, ?)", asset_id, service_id, wrapped)
        else:
            self._expect_service(asset_id, service_id)

    def destroy(self, asset_id: bytes, at: str) -> None:
        """Overwrite the key where it stands, and leave a tombstone with the first time."""
        self._put_asset(asset_id, bytes(WRAPPED))
        self.rows("INSERT OR IGNORE INTO destroyed VALUES (?, ?)", asset_id, at)

    def rotate_service(self, service_id: bytes) -> None:
        old, new = self._service_key(service_id), os.urandom(KEY)
        for asset_id, wrapped in self.rows(LIVING, service_id):
            place = ASSET + asset_id + service_id
            self._put_asset(asset_id, wrap(new, unwrap(old, wrapped, place), place))
        self._put_service(service_id, wrap(self._deployment_key, new, SERVICE + service_id))

    def rotate_deployment(self, new: bytes) -> None:
        for service_id, wrapped in self.rows("SELECT service_id, wrapped FROM service_key"):
            self._put_service(service_id, wrap(new, self._opened(service_id, wrapped), SERVICE + service_id))
        self.rows("UPDATE deployment SET proof = ?", wrap(new, PROOF, DEPLOYMENT))
        self._deployment_key = new

    def take_in(self, copy: "Tree") -> None:
        """What `copy` knows and this tree doesn't. What either has destroyed stays destroyed."""
        for asset_id, at in copy.rows("SELECT asset_id, at FROM destroyed"):
            self.destroy(asset_id, at)
        for asset_id, service_id in copy.rows("SELECT asset_id, service_id FROM asset_key"):
            with suppress(KeyDestroyed):
                self.add(asset_id, service_id, copy.key(asset_id))

    def _service_key(self, service_id: bytes) -> bytes:
        """The service's key, made at first need."""
        for (wrapped,) in self.rows("SELECT wrapped FROM service_key WHERE service_id = ?", service_id):
            return self._opened(service_id, wrapped)
        key = os.urandom(KEY)
        wrapped = wrap(self._deployment_key, key, SERVICE + service_id)
        self.rows("INSERT INTO service_key VALUES (?, ?)", service_id, wrapped)
        return key

    def _opened(self, service_id: bytes, wrapped: bytes) -> bytes:
        try:
            return unwrap(self._deployment_key, wrapped, SERVICE + service_id)
        except DamagedKey:
            self.prove()  # says so when all of them are shut, not just this row
            raise

    def _expect_service(self, asset_id: bytes, service_id: bytes) -> None:
        if [(service_id,)] != self.rows("SELECT service_id FROM asset_key WHERE asset_id = ?", asset_id):
            raise KeyTaken(UUID(bytes=asset_id))

    def _put_asset(self, asset_id: bytes, wrapped: bytes) -> None:
        self.rows("UPDATE asset_key SET wrapped = ? WHERE asset_id = ?", wrapped, asset_id)

    def _put_service(self, service_id: bytes, wrapped: bytes) -> None:
        self.rows("UPDATE service_key SET wrapped = ? WHERE service_id = ?", wrapped, service_id)
