"""An object store that stumbles: asked again after a growing pause, and given up with a plain word.

Every request to the store goes through `patiently`. What passes by itself (no answer, a slow or a cut one, 429, 5xx, a
checksum that the line spoiled) is tried again; what doesn't (no such object, no permission, no such bucket) is said at
once. The client's own retries are off: they would multiply with these, and don't cover the body of an answer.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError, ResponseStreamingError
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from vigportal.vault.shelf import ObjectMissing, ShelfAway

T = TypeVar("T")
TRIES = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0  # seconds; doubled each time
BUDGET = 40.0  # seconds after which nothing is begun anew

BUSY = {"SlowDown", "Throttling", "RequestTimeout"}
SPOILED = {"BadDigest", "IncompleteBody", "MalformedXML", "XAmzContentSHA256Mismatch"}  # it was well when it was sent
PASSING_CODES = BUSY | SPOILED
MISSING_CODES = {"NoSuchKey", "NoSuchUpload", "NotFound", "404"}
BROKEN_LINES = (HTTPClientError, HTTPError, IncompleteReadError, ResponseStreamingError, ResponseParserError)
_chance = random.SystemRandom()  # so that many workers don't all come back in the same moment


class Stumbled(Exception):
    """An answer that isn't what was asked for, and may be at the next try."""


def patiently(name: str, do: Callable[[], T]) -> T:
    """What `do` gives, in the end. Raises ObjectMissing of `name`, or ShelfAway."""
    given_up = time.monotonic() + BUDGET
    for attempt in range(1, TRIES + 1):
        try:
            return do()
        except (Stumbled, ClientError, BotoCoreError, *BROKEN_LINES) as fault:
            if _is_missing(fault):
                raise ObjectMissing(name) from None
            if not _passes(fault) or attempt == TRIES or time.monotonic() > given_up:
                raise ShelfAway(f"the object store, after {attempt} tries: {fault}") from fault
        time.sleep(pause_after(attempt))
    raise AssertionError


def pause_after(attempt: int) -> float:
    """Between half and all of a pause that doubles with each attempt, in seconds."""
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
    return _chance.uniform(whole / 2, whole)


def _is_missing(fault: Exception) -> bool:
    return isinstance(fault, ClientError) and _code_of(fault) in MISSING_CODES


def _passes(fault: Exception) -> bool:
    if isinstance(fault, ClientError):
        status = fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or status == 429 or _code_of(fault) in PASSING_CODES
    return isinstance(fault, (Stumbled, *BROKEN_LINES))


def _code_of(fault: ClientError) -> str:
    return str(fault.response.get("Error", {}).get("Code", ""))
