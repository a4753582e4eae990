"""How loud a film is, from its beginning to its end: what is drawn under its picture.

The law: so many stretches of equal length over the whole film, each with its loudest sample in hundredths of the
loudest that there can be. Sound that ends before the picture leaves silence.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

HEARD_RATE = 8_000
SAMPLE = 2  # bytes: whole numbers, the lower byte first
A_SECOND = 20
MOST = 2_000
_LOUDEST = 32_768
_VERSION = 1


@dataclass(frozen=True)
class Waveform:
    """The loudest of each stretch, 0 to 100."""

    peaks: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """JSON, as the page reads it."""
        return json.dumps({"version": _VERSION, "peaks": self.peaks}, separators=(",", ":")).encode()


def waveform_of(heard: BinaryIO, seconds: Fraction, lead: Fraction) -> Waveform:
    """From samples (`HEARD_RATE` a second, one channel) that begin `lead` seconds into a film of `seconds`."""
    count = min(MOST, max(1, int(seconds * A_SECOND)))
    ends = [round((seconds * number / count - lead) * HEARD_RATE) for number in range(1, count + 1)]
    return Waveform(tuple(_loudest(piece) for piece in _pieces(heard, ends)))


def _pieces(heard: BinaryIO, ends: list[int]) -> Iterator[array[int]]:
    at = 0
    for end in ends:
        data = heard.read(max(0, end - at) * SAMPLE)
        at = max(at, end)
        yield array("h", data[: len(data) // SAMPLE * SAMPLE])


def _loudest(piece: array[int]) -> int:
    loudest = max(piece, default=0), -min(piece, default=0)
    return round(max(loudest) * 100 / _LOUDEST)
