"""Sealed objects in a bucket of an S3 store, as a Django storage. Nobody else knows its client.

Ranges are read through the client: `open()` would fetch the whole object first, and an address that carries its own
permission would outlive a no, so there is none. Each write carries its SHA-256, which the store compares; the store
seals once more by itself (SSE), on top of what is sealed already.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NoReturn

from botocore.config import Config
from django.core.exceptions import SuspiciousFileOperation
from storages.backends.s3 import S3Storage

from vigportal.vault.incoming import BucketIncoming
from vigportal.vault.patience import patiently
from vigportal.vault.shelf import NAME
from vigportal.vault.standing import BucketStanding

CONNECTIONS = 64  # as many as a web process has threads
CONNECT_SECONDS, SILENT_SECONDS = 3, 6  # then a try is given up; see `patience`


def _config(addressing: str) -> Config:
    return Config(
        s3={"addressing_style": addressing},
        signature_version="s3v4",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=SILENT_SECONDS,
        max_pool_connections=CONNECTIONS,
        retries={"total_max_attempts": 1, "mode": "standard"},
        request_checksum_calculation="when_required",  # SHA-256 is given with each write
        response_checksum_validation="when_required",  # a sealed segment proves itself
    )


class Bucket(S3Storage):  # type: ignore[misc] # django-storages has no types
    """Objects by their names under `location`. Django's own doors stay shut: what goes through them isn't sealed."""

    def __init__(self, **options: Any) -> None:
        addressing = "path" if options.get("endpoint_url") else "auto"
        super().__init__(client_config=_config(addressing), querystring_auth=False, **options)
        self._lock, self._askers = threading.Lock(), dict[int, Any]()

    def receive(self, name: str) -> BucketIncoming:
        return BucketIncoming(self, name)

    def fetch(self, name: str) -> BucketStanding:
        return BucketStanding(self, name)

    def exists(self, name: str) -> bool:
        return any(name == each for each, _ in self._listed(self._key(name)))

    def delete(self, name: str) -> None:
        self.ask("delete_object", name)

    def names(self, older_than: datetime | None = None) -> Iterator[str]:
        """In pages of a thousand; the listing knows each object's time."""
        return (name for name, at in self._listed(self._prefix) if older_than is None or at < older_than)

    def sweep(self, older_than: datetime) -> list[str]:
        """Give up what killed writers had begun to send, and say which."""
        left = [each for each in self._begun() if each["Initiated"] < older_than]
        for each in left:
            self.ask("abort_multipart_upload", self._name_of(each["Key"]), UploadId=each["UploadId"])
        return [self._name_of(each["Key"]) for each in left]

    def ask(self, operation: str, name: str, **words: Any) -> Any:
        """One request about one object, tried again where that helps. Raises ObjectMissing, ShelfAway."""
        return self.patiently_ask(operation, name, lambda answer: answer, **words)

    def patiently_ask(self, operation: str, name: str, take: Callable[[Any], Any], **words: Any) -> Any:
        """The same; `take` reads the answer to its end, and belongs to the try."""
        key = self._key(name)

        def once() -> Any:
            return take(getattr(self.asker, operation)(Bucket=self.bucket_name, Key=key, **words))

        return patiently(name, once)

    def sealing(self) -> Mapping[str, str]:
        """What the store is told about sealing once more, with each object that is begun."""
        return dict(self.object_parameters)

    @property
    def asker(self) -> Any:
        """One for all threads of a process, which it is made for; a forked child makes its own."""
        with self._lock:
            if os.getpid() not in self._askers:
                told = {"region_name": self.region_name, "endpoint_url": self.endpoint_url, "verify": self.verify}
                self._askers = {os.getpid(): self._create_session().client("s3", config=self.client_config, **told)}
            return self._askers[os.getpid()]

    def _key(self, name: str) -> str:
        if not NAME.fullmatch(name):
            raise SuspiciousFileOperation(f"{name!r} is not a name of the vault's")
        return self._prefix + name

    @property
    def _prefix(self) -> str:
        return f"{self.location.strip('/')}/".lstrip("/")

    def _name_of(self, key: str) -> str:
        return key.removeprefix(self._prefix)

    def _listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        pages = self._pages("list_objects_v2", prefix, {"ContinuationToken": "NextContinuationToken"})
        for each in (row for page in pages for row in page.get("Contents", [])):
            if NAME.fullmatch(self._name_of(each["Key"])):
                yield self._name_of(each["Key"]), each["LastModified"]

    def _begun(self) -> Iterator[Any]:
        turned = {"KeyMarker": "NextKeyMarker", "UploadIdMarker": "NextUploadIdMarker"}
        pages = self._pages("list_multipart_uploads", self._prefix, turned)
        rows = (row for page in pages for row in page.get("Uploads", []))
        return (row for row in rows if NAME.fullmatch(self._name_of(row["Key"])))

    def _pages(self, operation: str, prefix: str, turned: Mapping[str, str]) -> Iterator[Any]:
        """Each page of a listing, tried again by itself where that helps."""
        words: dict[str, Any] = {"Bucket": self.bucket_name, "Prefix": prefix}
        while True:
            page = patiently("a listing", partial(getattr(self.asker, operation), **words))
            yield page
            if not page.get("IsTruncated"):
                return
            words |= {word: page[told] for word, told in turned.items() if page.get(told)}

    def _open(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("the vault's own doors read and write here")

    _save = url = listdir = size = get_modified_time = _open
