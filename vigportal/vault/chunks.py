"""◇ The public Tink format for sealed streams: AES256-GCM-HKDF with SHA-256, in segments of 256 KiB.

The law is https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming (‖ means "followed by"):

    header  = its length (1 byte: 40) ‖ salt (32) ‖ nonce prefix (7)
    AES key = HKDF-SHA256(data key, salt, info = associated data)
    segment = AES-GCM(AES key, nonce, plain bytes) ‖ tag (16)
    nonce   = nonce prefix ‖ index (4 bytes) ‖ end mark (1 byte: 1 for the last segment, else 0)

The header counts into the first segment, so segment i begins at byte i × SEGMENT. Index and end mark are in
the nonce, so a segment opens only in its own place: swapped, dropped or appended ones are refused like
changed ones.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32
SALT = 32
NONCE_PREFIX = 7
HEADER = 1 + SALT + NONCE_PREFIX
TAG = 16
SEGMENT = 256 * 1024
PLAIN = SEGMENT - TAG


class Damaged(Exception):
    """These sealed bytes are not what was sealed: changed, cut, moved, or meant for another key or asset."""


class DamagedHeader(Damaged):
    """The object is too short, too long by a stub, or doesn't begin like one."""


class DamagedSegment(Damaged):
    """Segment `index` doesn't open. Which of key, associated data, place or bytes is wrong can't be told."""

    def __init__(self, index: int) -> None:
        super().__init__(f"segment {index} doesn't open")
        self.index = index


@dataclass(frozen=True)
class Shape:
    """What lies where in a sealed object of `sealed_size` bytes. Plain offsets in, indexes and spans out."""

    sealed_size: int

    def __post_init__(self) -> None:
        tail = self.sealed_size - (self.segments - 1) * SEGMENT
        if self.sealed_size < HEADER + TAG or tail <= TAG:
            raise DamagedHeader(f"no sealed object has {self.sealed_size} bytes")

    @property
    def segments(self) -> int:
        return -(-self.sealed_size // SEGMENT)

    @property
    def plain_size(self) -> int:
        return self.sealed_size - HEADER - self.segments * TAG

    def index_at(self, offset: int) -> int:
        """The segment that holds the plain byte at `offset`."""
        return (offset + HEADER) // PLAIN

    def plain_start(self, index: int) -> int:
        """The plain offset at which segment `index` begins."""
        return max(0, index * PLAIN - HEADER)

    def sealed_span(self, index: int) -> tuple[int, int]:
        """Where segment `index` lies in the object: its first byte and its length."""
        start = max(HEADER, index * SEGMENT)
        return start, min((index + 1) * SEGMENT, self.sealed_size) - start


def _cipher(key: bytes, salt: bytes, associated: bytes) -> AESGCM:
    if len(key) != KEY:
        raise ValueError(f"a data key has {KEY} bytes")
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=associated).derive(key))


def _nonce(prefix: bytes, index: int, end_mark: int) -> bytes:
    return prefix + index.to_bytes(4) + end_mark.to_bytes(1)


class Sealer:
    """Plain bytes in, sealed bytes out: write `header`, all that `feed` yields, then `finish`.

    It holds back up to one segment, because only at the end it is known which one is last.
    """

    def __init__(self, key: bytes, associated: bytes) -> None:
        salt, self._prefix = os.urandom(SALT), os.urandom(NONCE_PREFIX)
        self.header = HEADER.to_bytes(1) + salt + self._prefix
        self._cipher = _cipher(key, salt, associated)
        self._index = 0
        self._room = PLAIN - HEADER
        self._held = bytearray()

    def feed(self, data: bytes | memoryview) -> Iterator[bytes]:
        """The segments that are full now and surely not the last. Has to be read to its end."""
        rest = memoryview(data)
        while len(self._held) + len(rest) > self._room:
            wanted = self._room - len(self._held)
            self._held += rest[:wanted]
            rest = rest[wanted:]
            yield self._close(end_mark=0)
        self._held += rest

    def finish(self) -> bytes:
        """The last segment, which may be empty only in an object that is."""
        return self._close(end_mark=1)

    def _close(self, end_mark: int) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._index, end_mark), self._held, None)
        self._index, self._room = self._index + 1, PLAIN
        self._held.clear()
        return sealed


class Opener:
    """Opens the segments of one sealed object, in any order, each wholly or not at all."""

    def __init__(self, key: bytes, associated: bytes, header: bytes, sealed_size: int) -> None:
        self.shape = Shape(sealed_size)
        if len(header) != HEADER or header[0] != HEADER:
            raise DamagedHeader("doesn't begin like a sealed object")
        self._cipher = _cipher(key, header[1 : 1 + SALT], associated)
        self._prefix = header[1 + SALT :]

    def open(self, index: int, sealed: bytes) -> bytes:
        end_mark = int(index == self.shape.segments - 1)
        try:
            return self._cipher.decrypt(_nonce(self._prefix, index, end_mark), sealed, None)
        except InvalidTag:
            raise DamagedSegment(index) from None
