"""An object on its way into a bucket: in parts, seen by nobody until the last one is there."""

from __future__ import annotations

import base64
import hashlib
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from vigportal.vault.shelf import ObjectMissing, ShelfAway

if TYPE_CHECKING:
    from vigportal.vault.bucket import Bucket

logger = logging.getLogger(__name__)
PART = 8 * 1024 * 1024  # bytes; a store takes 10,000 parts, so 80 GB, and none but the last below 5 MiB


class BucketIncoming:
    """Holds at most one part in memory. What is smaller than that goes in one request."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket, self._name = bucket, name
        self._held, self._sent = bytearray(), 0
        self._upload, self._parts = "", list[dict[str, Any]]()

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            room = PART - len(self._held)
            self._held += rest[:room]
            rest = rest[room:]
            if len(self._held) == PART:
                self._send_part()

    def publish(self) -> None:
        """Whole, or an error: the store has compared each part's sum, and says the size of the whole."""
        if not self._upload:
            body = bytes(self._held)
            self._bucket.ask("put_object", self._name, Body=body, **_sum(body), **self._bucket.sealing())
            return
        if self._held:
            self._send_part()
        self._put_together()

    def discard(self) -> None:
        """Leaves nothing, as far as the store can be reached; the sweep takes what stays behind."""
        try:
            if self._upload:
                self._give_up()
            self._bucket.delete(self._name)
        except ShelfAway as away:
            logger.warning("object %s: left to the sweep, %s", self._name, away)

    def _give_up(self) -> None:
        with suppress(ObjectMissing):  # put together already, or given up
            self._bucket.ask("abort_multipart_upload", self._name, UploadId=self._upload)

    def _send_part(self) -> None:
        if not self._upload:
            told = {"ChecksumAlgorithm": "SHA256", **self._bucket.sealing()}
            self._upload = self._bucket.ask("create_multipart_upload", self._name, **told)["UploadId"]
        body, self._held = bytes(self._held), bytearray()
        place = {"PartNumber": len(self._parts) + 1}
        words: dict[str, Any] = {"UploadId": self._upload, "Body": body, **place, **_sum(body)}
        answer = self._bucket.ask("upload_part", self._name, **words)
        self._parts.append({"ETag": answer["ETag"], **place, **_sum(body)})
        self._sent += len(body)

    def _put_together(self) -> None:
        """An answer may get lost after the deed: then there is no such upload any more, and the size tells."""
        words = {"UploadId": self._upload, "MultipartUpload": {"Parts": self._parts}}
        try:
            self._bucket.ask("complete_multipart_upload", self._name, **words)
        except ObjectMissing:
            logger.info("object %s: its upload had ended", self._name)
        there = self._bucket.ask("head_object", self._name)["ContentLength"]
        if there != self._sent:
            raise ShelfAway(f"object {self._name} has {there} bytes, not {self._sent}")


def _sum(body: bytes) -> dict[str, str]:
    return {"ChecksumSHA256": base64.b64encode(hashlib.sha256(body).digest()).decode()}
