"""The chain that makes a silent change of the ledger visible.

    hash_n = SHA-256(hash_{n-1} ‖ canonical(entry_n)),   hash_0 = 32 zero bytes

`canonical` is RFC 8785 (JSON Canonicalization Scheme) for the values an entry may hold: null, booleans,
integers within ±(2^53 − 1), strings, lists, and objects with ASCII keys. Fractions are refused, so no two
programs can write one number in two ways. Entries of one chain are numbered 1, 2, 3 … without a gap.

A chain shows that an entry was altered, dropped or put in between. Whoever may rewrite all of it and its head
can still do so: only a head that was kept somewhere else shows that.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

GENESIS = "0" * 64
LARGEST = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no single written form."""


def canonical(value: object) -> bytes:
    """The one way to write this value."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(previous_hash: str, sealed: Mapping[str, object]) -> str:
    """The hash of an entry that follows the one with `previous_hash`."""
    return hashlib.sha256(bytes.fromhex(previous_hash) + canonical(sealed)).hexdigest()


class Fault(Enum):
    """In which way a chain is not whole."""

    MISSING = "missing"  # a number is skipped, twice there, or out of order
    UNLINKED = "unlinked"  # it doesn't name the hash of the entry before it
    ALTERED = "altered"  # its own hash isn't the hash of what it says
    HEAD = "head"  # the chain ends elsewhere than its head says


@dataclass(frozen=True)
class Link:
    """One stored entry as the chain sees it."""

    number: int
    previous_hash: str
    hash: str
    sealed: Mapping[str, object]


@dataclass(frozen=True)
class Head:
    """Where a chain ends."""

    number: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Break:
    """The first place where a chain is not whole."""

    number: int
    fault: Fault


def first_break(links: Iterable[Link], head: Head) -> Break | None:
    """Walks a chain from its first entry, holding one entry at a time."""
    end = Head()
    for each in links:
        if fault := _fault_after(end, each):
            return Break(end.number + 1 if fault is Fault.MISSING else each.number, fault)
        end = Head(each.number, each.hash)
    return None if end == head else Break(end.number + 1, Fault.HEAD)


def _fault_after(end: Head, each: Link) -> Fault | None:
    if each.number != end.number + 1:
        return Fault.MISSING
    if each.previous_hash != end.hash:
        return Fault.UNLINKED
    if each.hash != _hash_or_nothing(end.hash, each.sealed):
        return Fault.ALTERED
    return None


def _hash_or_nothing(previous_hash: str, sealed: Mapping[str, object]) -> str | None:
    """What can't be written canonically can't have been entered."""
    try:
        return link(previous_hash, sealed)
    except NotCanonical:
        return None


def _check(value: object) -> None:
    if value is None:
        return
    check = _CHECKS.get(type(value))
    if check is None:
        raise NotCanonical(type(value).__name__)
    check(value)


def _object(value: dict[object, object]) -> None:
    for key, inner in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonical("a key that is not plain ASCII")
        _check(inner)


def _list(value: list[object]) -> None:
    for inner in value:
        _check(inner)


def _text(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical("half a surrogate pair") from None


def _number(value: int) -> None:
    if abs(value) > LARGEST:
        raise NotCanonical("a number too large to be exact everywhere")


_CHECKS: Mapping[type, Callable[[Any], None]] = {
    bool: _number,
    int: _number,
    str: _text,
    list: _list,
    dict: _object,
}
