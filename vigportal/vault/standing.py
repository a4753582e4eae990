"""An object in a bucket, read by ranges: each a request, so whoever reads on is given a stretch in one."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from vigportal.vault.chunks import HEADER
from vigportal.vault.patience import Stumbled
from vigportal.vault.shelf import ShelfAway

if TYPE_CHECKING:
    from vigportal.vault.bucket import Bucket

AHEAD = 1024 * 1024  # bytes fetched at once when reading goes on where it ended
PIECE = 8 * 1024  # bytes between two looks at the clock
SLOWEST_SECONDS = 30  # for one answer: 35 kB/s is no store
RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class BucketStanding:
    """Keeps one stretch in memory. An object that is deleted while it is read is missing from then on."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket, self._name = bucket, name
        self.size, self._start = -1, 0
        self._held = self._first()
        self._next = len(self._held)

    def read(self, start: int, length: int) -> bytes:
        """As a file would: short only at the object's end."""
        stop = min(start + length, self.size)
        if start >= stop:
            return b""
        if not (self._start <= start and stop <= self._start + len(self._held)):
            ahead = AHEAD if start == self._next else 0
            self._held, self._start = self._range(start, min(max(stop, start + ahead), self.size)), start
        self._next = stop
        return bytes(memoryview(self._held)[start - self._start : stop - self._start])

    def close(self) -> None:
        self._held = b""

    def _first(self) -> bytes:
        """The header's bytes, and with them the size of the whole. Nothing can be read from an empty object."""
        try:
            return self._range(0, HEADER)
        except ShelfAway as away:
            if isinstance(away.__cause__, ClientError) and _code(away.__cause__) == "InvalidRange":
                self.size = 0
                return b""
            raise

    def _range(self, start: int, stop: int) -> bytes:
        wanted = f"bytes={start}-{stop - 1}"
        body: bytes = self._bucket.patiently_ask("get_object", self._name, self._taken(start, stop), Range=wanted)
        return body

    def _taken(self, start: int, stop: int) -> Any:
        def take(answer: Any) -> bytes:
            first, last, size = _told(answer.get("ContentRange", ""))
            if first != start or self.size not in {-1, size}:
                raise Stumbled(f"another range than {start}-{stop}")
            body = _read(answer["Body"], last + 1 - first)
            if len(body) != min(stop, size) - start:
                raise Stumbled(f"{len(body)} bytes instead of {min(stop, size) - start}")
            self.size = size
            return body

        return take


def _told(content_range: str) -> tuple[int, int, int]:
    """First byte, last byte, size of the whole."""
    if found := RANGE.fullmatch(content_range):
        first, last, size = map(int, found.groups())
        return first, last, size
    raise Stumbled("an answer without its range")


def _read(body: Any, length: int) -> bytes:
    """All of it, or as far as it comes; a connection that isn't read to its end isn't used again."""
    late, pieces, left = time.monotonic() + SLOWEST_SECONDS, list[bytes](), length
    try:
        while left and (piece := body.read(min(PIECE, left))):
            pieces.append(piece)
            left -= len(piece)
            if left and time.monotonic() > late:
                raise Stumbled("too slow")
    finally:
        if left:
            body.close()
    return b"".join(pieces)


def _code(fault: ClientError) -> str:
    return str(fault.response.get("Error", {}).get("Code", ""))
