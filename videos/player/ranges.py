"""Which bytes of a rendition one request gets: RFC 9110, sections 8.8, 13 and 14.

The law, in the order in which it is asked:

1. Preconditions (13.2.2): ``If-Match``, else ``If-Unmodified-Since``, may end in 412;
   ``If-None-Match``, else ``If-Modified-Since``, may end in 304.
2. ``Range`` counts for GET only (14.2), and while ``If-Range`` is absent or names these very bytes (13.1.5).
3. A range that can't be read, or is of another unit, is ignored: the answer is the whole.
4. A set of ranges is answered with its first satisfiable one, alone (15.3.7 lets a server send less than
   was asked). A set longer than a player ever sends is rejected: 416 (15.5.17).
5. A 206 never carries more than ``LARGEST_PART``, so no answer lives long and consent is asked again soon.

A 200 is the whole rendition, however large: that is for clients that never ask for ranges (players do), and
whoever sends it asks consent again at every ``LARGEST_PART``. Renditions never change once published, so the
ETag is strong and the date too. May this person watch? is settled before this room is entered, so that a
withdrawn film is never answered with a 304.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

LARGEST_PART = 1024 * 1024
MOST_RANGES = 8
LONGEST_HEADER = 512

_RANGES = re.compile(r"bytes[ \t]*=(.*)", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"([0-9]*)-([0-9]*)", re.ASCII)
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


@dataclass(frozen=True)
class Representation:
    """What could be sent. ``etag`` is strong and carries its quotes: ``'"3f2a…"'``."""

    length: int
    etag: str
    modified_at: datetime | None = None

    @property
    def last_modified(self) -> str:
        if self.modified_at is None:
            return ""
        return format_datetime(self.modified_at.astimezone(UTC), usegmt=True)


@dataclass(frozen=True)
class Reply:
    """Status and headers, and the half-open bytes [start, stop) that form the body."""

    status: int
    headers: Mapping[str, str]
    start: int = 0
    stop: int = 0


class Unreadable(Exception):
    """The Range header says nothing that this server understands: it is ignored."""


class Excessive(Exception):
    """The set of ranges is longer than any player's: it is rejected."""


def reply_to(method: str, headers: Mapping[str, str], held: Representation) -> Reply:
    """Answer a GET or HEAD. ``headers`` finds names as spelled here (Django's mapping ignores case)."""
    failed = _failed_precondition(headers, held)
    if failed:
        return Reply(failed, _headers(held))
    if method == "GET" and "Range" in headers and _is_same(headers.get("If-Range"), held):
        return _partial(headers["Range"], held)
    return _whole(method, held)


def _whole(method: str, held: Representation) -> Reply:
    stop = held.length if method == "GET" else 0
    return Reply(200, _headers(held, **{"Content-Length": str(held.length)}), 0, stop)


def _partial(wanted: str, held: Representation) -> Reply:
    try:
        found = next(_satisfiable(wanted, held.length), None)
    except Unreadable:
        return _whole("GET", held)
    except Excessive:
        found = None
    if found is None:
        return Reply(416, _headers(held, **{"Content-Range": f"bytes */{held.length}", "Content-Length": "0"}))
    start, stop = found
    if start == stop:  # the last n bytes of nothing: satisfiable, yet no Content-Range can say it
        return _whole("GET", held)
    part = {"Content-Range": f"bytes {start}-{stop - 1}/{held.length}", "Content-Length": str(stop - start)}
    return Reply(206, _headers(held, **part), start, stop)


def _satisfiable(wanted: str, length: int) -> Iterator[tuple[int, int]]:
    for first, last in parse(wanted):
        start, stop = _placed(first, last, length)
        if start < stop or (length == 0 and first is None and last):
            yield start, min(stop, start + LARGEST_PART)


def _placed(first: int | None, last: int | None, length: int) -> tuple[int, int]:
    if first is None:
        return max(0, length - (last or 0)), length
    return first, length if last is None else min(last + 1, length)


def parse(wanted: str) -> list[tuple[int | None, int | None]]:
    """Read ``bytes=0-99, 500-, -20`` as [(0, 99), (500, None), (None, 20)]."""
    if len(wanted) > LONGEST_HEADER:
        raise Excessive
    known = _RANGES.fullmatch(wanted.strip(" \t"))
    if known is None:
        raise Unreadable
    specs = [spec for spec in (part.strip(" \t") for part in known[1].split(",")) if spec]
    if len(specs) > MOST_RANGES:
        raise Excessive
    if not specs:
        raise Unreadable
    return [_read(spec) for spec in specs]


def _read(spec: str) -> tuple[int | None, int | None]:
    found = _RANGE.fullmatch(spec)
    if found is None or spec == "-":
        raise Unreadable
    first, last = (int(digits) if digits else None for digits in found.groups())
    if first is not None and last is not None and last < first:
        raise Unreadable
    return first, last


def _is_same(validator: str | None, held: Representation) -> bool:
    """If-Range: absent, the strong tag itself, or the very date (13.1.5: never weak, never 'newer than')."""
    return validator is None or validator.strip() in {held.etag, held.last_modified} - {""}


def _failed_precondition(headers: Mapping[str, str], held: Representation) -> int | None:
    if "If-Match" in headers:
        if not _names(headers["If-Match"], held.etag, weakly=False):
            return 412
    elif _has_changed_since(headers.get("If-Unmodified-Since"), held) is True:
        return 412
    if "If-None-Match" in headers:
        return 304 if _names(headers["If-None-Match"], held.etag, weakly=True) else None
    return 304 if _has_changed_since(headers.get("If-Modified-Since"), held) is False else None


def _names(tags: str, etag: str, *, weakly: bool) -> bool:
    if tags.strip() == "*":
        return True
    if len(tags) > LONGEST_HEADER or not _TAGS.fullmatch(tags):
        return False
    listed = re.findall(_TAG, tags)
    return etag in ([tag.removeprefix("W/") for tag in listed] if weakly else listed)


def _has_changed_since(date: str | None, held: Representation) -> bool | None:
    """None means that the question can't be asked: no date here, none there, or not a date at all."""
    if date is None or held.modified_at is None:
        return None
    try:
        asked = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    asked = asked.replace(tzinfo=UTC) if asked.tzinfo is None else asked
    return held.modified_at.replace(microsecond=0) > asked


def _headers(held: Representation, **more: str) -> Mapping[str, str]:
    dated = {"Last-Modified": held.last_modified} if held.modified_at else {}
    return {"Accept-Ranges": "bytes", "ETag": held.etag} | dated | more
