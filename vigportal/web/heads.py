"""How much of a request has come (RFC 9112): what a server has to know before it gives a thread away."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_HEAD = 16 * 1024
SMALL_BODY = 16 * 1024
"""Bytes of a body that is awaited together with its head: whatever a form of words has. A film's part is never."""
_END = b"\r\n\r\n"
_FIELD = re.compile(rb"\r\n(content-length|transfer-encoding|expect|x-forwarded-for)[ \t]*:([^\r\n]*)", re.IGNORECASE)


class TooLong(ValueError):
    """A head of more than LONGEST_HEAD bytes."""


@dataclass(frozen=True)
class Head:
    """A whole head: bytes up to where a thread can begin, whether a body comes behind, and for whom a proxy speaks."""

    begins_at: int
    has_body: bool
    forwarded_for: str


def head_of(got: bytes | bytearray) -> Head | None:
    """The head, if all of it has come. Raises TooLong."""
    end = got.find(_END, 0, LONGEST_HEAD)
    if end < 0:
        if len(got) >= LONGEST_HEAD:
            raise TooLong
        return None
    told = {name.lower(): value.strip() for name, value in _FIELD.findall(bytes(got[:end]))}
    length = told.get(b"content-length", b"0")
    is_small = length.isdigit() and len(length) < 9 and int(length) <= SMALL_BODY
    has_body = not is_small or b"transfer-encoding" in told or b"expect" in told
    forwarded_for = told.get(b"x-forwarded-for", b"").rpartition(b",")[2].strip().decode("latin-1")
    return Head(end + len(_END) + (0 if has_body else int(length)), has_body, forwarded_for)
