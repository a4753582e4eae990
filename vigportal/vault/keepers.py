"""Who keeps the deployment's key: a secret of this machine, or a key service (KMS) that holds a key nobody ever sees.

In the settings stands either the key itself in base64, or `kms:` and the key as the service has sealed it, which is
worth nothing without the service. The service is asked at first need and again every five minutes: when its key is
disabled, this portal opens no film any more after that.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vigportal.vault.tree import KEY

T = TypeVar("T")
BY_SERVICE = "kms:"
REMEMBERED_SECONDS = 300
MEANT_FOR = {"portal": "vigportal", "place": "deployment"}  # bound to the sealed key: it opens for nothing else


class KeeperAway(OSError):
    """The key service can't be reached. What it keeps is safe."""


class KeeperRefuses(KeeperAway):
    """The key service says no: its key is disabled, not ours to use, or didn't seal this."""


class Keeper(Protocol):
    """Makes a deployment key, takes one that there is, and gives it back: always as the text for the settings."""

    def make(self) -> str: ...
    def take(self, key: bytes) -> str: ...
    def give(self, text: str) -> bytes: ...


class LocalKeeper:
    """The text is the key, and whoever reads the settings has it."""

    def make(self) -> str:
        return self.take(os.urandom(KEY))

    def take(self, key: bytes) -> str:
        return base64.b64encode(key).decode()

    def give(self, text: str) -> bytes:
        return _in_base64(text)


class ServiceKeeper:
    """A key service that speaks as AWS KMS does: GenerateDataKey, Encrypt, Decrypt, signed with SigV4."""

    def make(self) -> str:
        words = {"KeyId": settings.VAULT_KMS_KEY, "KeySpec": "AES_256"}
        return _sealed(self._ask("generate_data_key", **words)["CiphertextBlob"])

    def take(self, key: bytes) -> str:
        return _sealed(self._ask("encrypt", KeyId=settings.VAULT_KMS_KEY, Plaintext=key)["CiphertextBlob"])

    def give(self, text: str) -> bytes:
        return _remembered(text, lambda: self._opened(text.removeprefix(BY_SERVICE)))

    def _opened(self, text: str) -> bytes:
        blob = _in_base64(text)
        key: bytes = self._ask("decrypt", KeyId=settings.VAULT_KMS_KEY, CiphertextBlob=blob)["Plaintext"]
        return key

    def _ask(self, operation: str, **words: Any) -> Any:
        if not settings.VAULT_KMS_KEY:
            raise ImproperlyConfigured("A deployment key that begins with kms: needs VIG_VAULT_KMS_KEY.")
        asker = _asker()
        try:
            return getattr(asker, operation)(EncryptionContext=MEANT_FOR, **words)
        except ClientError as fault:
            status = fault.response["ResponseMetadata"]["HTTPStatusCode"]
            raise (KeeperAway if status >= 500 else KeeperRefuses)(str(fault)) from fault
        except BotoCoreError as fault:
            raise KeeperAway(str(fault)) from fault
        finally:
            asker.close()


def keeper_of(text: str) -> Keeper:
    """Who keeps the key that stands in the settings as `text`."""
    return ServiceKeeper() if text.startswith(BY_SERVICE) else LocalKeeper()


def forget() -> None:
    """The service is asked anew."""
    with _lock:
        _known.clear()


_lock = threading.Lock()
_known: dict[str, tuple[float, bytes]] = {}
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def _remembered(text: str, ask: Callable[[], bytes]) -> bytes:
    """One thread asks, and the others wait for its answer."""
    with _lock:
        asked_at, key = _known.get(text, (0.0, b""))
        if not key or time.monotonic() - asked_at > REMEMBERED_SECONDS:
            _known.pop(text, None)
            key = ask()
            _known[text] = time.monotonic(), key
        return key


def _asker() -> Any:
    told = {"endpoint_url": settings.VAULT_KMS_ENDPOINT or None, "region_name": settings.VAULT_KMS_REGION or None}
    secret = {
        "aws_access_key_id": settings.VAULT_KMS_ACCESS_KEY,
        "aws_secret_access_key": settings.VAULT_KMS_SECRET_KEY,
    }
    patience = Config(connect_timeout=3, read_timeout=5, retries={"total_max_attempts": 4, "mode": "standard"})
    known = {name: value for name, value in secret.items() if value}
    return boto3.Session(**known).client("kms", config=patience, **told)


def _sealed(blob: bytes) -> str:
    return BY_SERVICE + base64.b64encode(blob).decode()


def _in_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
