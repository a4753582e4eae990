"""tus 1.0.0 as data: headers → command → reply. Extensions: creation, termination, expiration, checksum.

The law is tus.io/protocols/resumable-upload 1.0.0. Where it leaves a choice, or this server is stricter:

- Every request but OPTIONS names ``Tus-Resumable: 1.0.0``, else 412; every reply names it.
- Uploads are made at one address (POST) and live at their own (HEAD, PATCH, DELETE).
- The whole length is said at once: no ``Upload-Defer-Length``, no ``Upload-Concat``, no body on POST.
- A part says how long it is (411): else a broken line can't be told from the end of the part.
- ``X-HTTP-Method-Override`` counts on POST only: elsewhere a GET could write, past the cross-site checks.
- sha1 is among the checksums because the extension demands it; our own pages send sha256.
- A finished upload has become a film: it is erased as a film, not terminated here.

No bytes, rows or clocks in here. ``read`` turns headers into a command, ``judge`` holds it against what is so
(whoever receives judges again under its own lease), ``reply`` says what became of it.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TypeVar

from videos.upload.commands import (
    ALWAYS,
    VERSION,
    Append,
    Command,
    Create,
    Options,
    Place,
    Probe,
    Refusal,
    Reply,
    State,
    Terminate,
    Why,
)
from videos.upload.fields import ALGORITHMS, read_checksum, read_metadata, read_number, write_metadata

EXTENSIONS = "creation,termination,expiration,checksum"
PART_TYPE = "application/offset+octet-stream"
T = TypeVar("T")


class _Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read(method: str, headers: Mapping[str, str], *, place: Place, largest: int) -> Command | Refusal:
    """``headers`` finds names as spelled here (Django's mapping ignores case)."""
    if method == "POST":
        method = headers.get("X-HTTP-Method-Override", method)
    reader = READERS[place].get(method)
    if reader is None:
        return Refusal(Why.METHOD, {"Allow": ", ".join(READERS[place])})
    if method != "OPTIONS" and headers.get("Tus-Resumable") != VERSION:
        return Refusal(Why.VERSION, {"Tus-Version": VERSION})
    try:
        return reader(headers, largest)
    except _Refused as refused:
        return Refusal(refused.why)


def judge(command: Command, state: State, *, now: datetime) -> Refusal | None:
    """May this be done with an upload that has come so far?"""
    if state.is_gone(now):
        return Refusal(Why.GONE)
    for why, objects in OBJECTIONS:
        if objects(command, state):
            return Refusal(why)
    return None


def reply(command: Command, state: State, *, location: str = "") -> Reply:
    """What became of it; ``state`` is as it is afterwards. (Options ask about no upload: see below.)"""
    if isinstance(command, Create):
        return Reply(201, ALWAYS | {"Location": location} | _expiry(state))
    if isinstance(command, Terminate):
        return Reply(204, ALWAYS)
    offset = {"Upload-Offset": str(state.offset)}
    if isinstance(command, Append):
        return Reply(204, ALWAYS | offset | _expiry(state))
    return Reply(200, ALWAYS | offset | _expiry(state) | _told_at_creation(state))


def reply_to_options(command: Options) -> Reply:
    return Reply(
        204,
        ALWAYS
        | {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(command.largest),
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        },
    )


def _expiry(state: State) -> dict[str, str]:
    if state.expires_at is None or state.is_complete:
        return {}
    return {"Upload-Expires": format_datetime(state.expires_at.astimezone(UTC), usegmt=True)}


def _told_at_creation(state: State) -> dict[str, str]:
    metadata = {"Upload-Metadata": write_metadata(state.metadata)} if state.metadata else {}
    return {"Upload-Length": str(state.length)} | metadata


def _read_create(headers: Mapping[str, str], largest: int) -> Create:
    _refuse(Why.UNSUPPORTED, when="Upload-Defer-Length" in headers or "Upload-Concat" in headers)
    _refuse(Why.BODY, when=headers.get("Content-Length") not in {None, "", "0"})
    _refuse(Why.BODY, when="Transfer-Encoding" in headers)
    length = _needed(read_number(headers.get("Upload-Length")), Why.LENGTH)
    _refuse(Why.EMPTY, when=length == 0)
    _refuse(Why.TOO_LARGE, when=length > largest)
    return Create(length, _needed(read_metadata(headers.get("Upload-Metadata", "")), Why.METADATA))


def _read_append(headers: Mapping[str, str], _largest: int) -> Append:
    _refuse(Why.PART_TYPE, when=headers.get("Content-Type", "").lower() != PART_TYPE)
    offset = _needed(read_number(headers.get("Upload-Offset")), Why.OFFSET)
    size = _needed(read_number(headers.get("Content-Length")), Why.PART_SIZE)
    _refuse(Why.PART_SIZE, when="Transfer-Encoding" in headers)
    if "Upload-Checksum" not in headers:
        return Append(offset, size)
    return Append(offset, size, _needed(read_checksum(headers["Upload-Checksum"]), Why.CHECKSUM))


def _needed(found: T | None, why: Why) -> T:
    if found is None:
        raise _Refused(why)
    return found


def _refuse(why: Why, *, when: bool) -> None:
    if when:
        raise _Refused(why)


Reader = Callable[[Mapping[str, str], int], Command]
READERS: Mapping[Place, Mapping[str, Reader]] = {
    Place.UPLOADS: {
        "OPTIONS": lambda _headers, largest: Options(largest),
        "POST": _read_create,
    },
    Place.UPLOAD: {
        "OPTIONS": lambda _headers, largest: Options(largest),
        "HEAD": lambda _headers, _largest: Probe(),
        "PATCH": _read_append,
        "DELETE": lambda _headers, _largest: Terminate(),
    },
}


def _is_locked(command: Command, state: State) -> bool:
    return state.is_held and isinstance(command, Append | Terminate)


def _is_finished(command: Command, state: State) -> bool:
    return state.is_complete and isinstance(command, Terminate)


def _is_gap(command: Command, state: State) -> bool:
    return isinstance(command, Append) and command.offset != state.offset


def _is_beyond(command: Command, state: State) -> bool:
    return isinstance(command, Append) and command.offset + command.size > state.length


OBJECTIONS = (
    (Why.FINISHED, _is_finished),
    (Why.LOCKED, _is_locked),
    (Why.GAP, _is_gap),
    (Why.BEYOND, _is_beyond),
)
