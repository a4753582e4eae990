"""How loud a film is, from its beginning to its end, and where somebody speaks: what is drawn under its picture.

The law: so many stretches of equal length over the whole film, each with its loudest sample in hundredths of the
loudest that there can be. Sound that ends before the picture leaves silence. Voices (`voices.py`) are found in the
same samples as they pass. Version 1 had none: a page takes what is not there for nothing to draw.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

from videos.transcode.voices import Ear, Heard

HEARD_RATE = 8_000
SAMPLE = 2  # bytes: whole numbers, the lower byte first
A_SECOND = 20
MOST = 2_000
_LOUDEST = 32_768
_VERSION = 2


@dataclass(frozen=True)
class Waveform:
    """The loudest of each stretch, 0 to 100; from when to when somebody speaks, in hundredths of a second."""

    peaks: tuple[int, ...]
    voices: tuple[Heard, ...] = ()

    def to_bytes(self) -> bytes:
        """JSON, as the page reads it."""
        voices = [(one.start, one.end) for one in self.voices]
        return json.dumps({"version": _VERSION, "peaks": self.peaks, "voices": voices}, separators=(",", ":")).encode()


def waveform_of(heard: BinaryIO, seconds: Fraction, lead: Fraction) -> Waveform:
    """From samples (`HEARD_RATE` a second, one channel) that begin `lead` seconds into a film of `seconds`."""
    count = min(MOST, max(1, int(seconds * A_SECOND)))
    ends = [round((seconds * number / count - lead) * HEARD_RATE) for number in range(1, count + 1)]
    ear = Ear(HEARD_RATE)
    peaks = tuple(_loudest(piece) for piece in _overheard(_pieces(heard, ends), ear))
    return Waveform(peaks, ear.voices(round(lead * 100), round(seconds * 100)))


def _overheard(pieces: Iterator[array[int]], ear: Ear) -> Iterator[array[int]]:
    for piece in pieces:
        ear.hear(piece)
        yield piece


def _pieces(heard: BinaryIO, ends: list[int]) -> Iterator[array[int]]:
    at = 0
    for end in ends:
        data = heard.read(max(0, end - at) * SAMPLE)
        at = max(at, end)
        yield array("h", data[: len(data) // SAMPLE * SAMPLE])


def _loudest(piece: array[int]) -> int:
    loudest = max(piece, default=0), -min(piece, default=0)
    return round(max(loudest) * 100 / _LOUDEST)
