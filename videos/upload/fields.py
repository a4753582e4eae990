"""The header fields of tus 1.0.0, one by one, bounded and strict: what can't be read is None, never an error.

``Upload-Metadata`` is ``key base64,key base64,key``: keys are unique printable ASCII without blank or comma;
a missing value is an empty one. Values here are text for people, so they have to be UTF-8 without control
characters. ``Upload-Checksum`` is ``algorithm base64`` of one part's bytes.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LONGEST_METADATA = 8192
MOST_PAIRS = 16
ALGORITHMS = {"sha256": 32, "sha1": 20}

_NUMBER = re.compile(r"[0-9]{1,64}", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}", re.ASCII)
_PAIR = re.compile(r"([!-+\--~]{1,64})(?: ([A-Za-z0-9+/=]*))?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Checksum:
    """What the sender says the bytes of one part hash to."""

    algorithm: str
    digest: bytes

    def is_of(self, part: Iterable[bytes]) -> bool:
        seen = hashlib.new(self.algorithm, usedforsecurity=False)
        for piece in part:
            seen.update(piece)
        return seen.digest() == self.digest


def read_number(written: str | None) -> int | None:
    """A whole number from 0 up, in plain digits: no sign, no blank, no other script's digits."""
    return int(written) if written is not None and _NUMBER.fullmatch(written) else None


def read_metadata(written: str) -> Mapping[str, str] | None:
    if len(written) > LONGEST_METADATA:
        return None
    pairs = [_read_pair(pair) for pair in written.split(",")] if written else []
    read = {pair[0]: pair[1] for pair in pairs if pair is not None}
    return MappingProxyType(read) if len(read) == len(pairs) <= MOST_PAIRS else None


def write_metadata(metadata: Mapping[str, str]) -> str:
    written = ((key, b64encode(value.encode()).decode()) for key, value in metadata.items())
    return ",".join(f"{key} {value}".rstrip() for key, value in written)


def read_checksum(written: str) -> Checksum | None:
    algorithm, _, encoded = written.partition(" ")
    digest = _decode(encoded)
    if digest is None or len(digest) != ALGORITHMS.get(algorithm):
        return None
    return Checksum(algorithm, digest)


def _read_pair(pair: str) -> tuple[str, str] | None:
    found = _PAIR.fullmatch(pair)
    value = _decode(found[2] or "") if found else None
    if found is None or value is None:
        return None
    text = _as_text(value)
    return None if text is None else (found[1], text)


def _as_text(value: bytes) -> str | None:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _decode(encoded: str) -> bytes | None:
    if not _BASE64.fullmatch(encoded) or len(encoded) % 4:
        return None
    decoded = b64decode(encoded)
    return decoded if b64encode(decoded).decode() == encoded else None
