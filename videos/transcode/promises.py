"""How long a file says that picture and sound last, apart from all else that is in it.

Quiet room. A list of captions may rightly go on behind the last picture, and the file's own length counts it in.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")


def promised(streams: Sequence[Mapping[str, Any]], length: int) -> Fraction:
    """Seconds, by each track's own word (Matroska's); else by the file's `length` (µs), if it has no other tracks."""
    seen = [stream for stream in streams if "end" in stream]
    told = [_seconds(stream["metadata"].get("DURATION", "")) for stream in seen]
    if any(told):
        return max(told)
    return Fraction(length, 1_000_000) if len(seen) == len(streams) else Fraction(0)


def _seconds(clock: str) -> Fraction:
    """``00:01:02.500000000``; 0 for anything else."""
    found = _CLOCK.fullmatch(clock)
    hours, minutes, seconds = map(Fraction, found.groups()) if found else (Fraction(0),) * 3
    return hours * 3600 + minutes * 60 + seconds
