"""The list by which a player plays a film that is still being made ready: HLS, RFC 8216.

The law: the parts of an event (4.3.3.5), which grow at the end and nowhere else; each can be decoded without the one
before it (4.3.5.1) but needs the beginning that they share (4.3.2.5). Only parts in a row are listed, from 1 up to the
first that is missing, because what is listed once may never change (6.2.1). Whoever comes begins at the first one
(4.3.5.2). No end (4.3.3.4) is ever written: when there is one, the whole film stands in the parts' place.

Before it stands a list of the copies there are (4.3.4.2), of which the player takes what the line carries. Their parts
are cut at the same frames, so that it can go from one to the other at any part (6.2.4).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, takewhile
from typing import TypeVar

from videos.transcode.frames import Grid

CONTENT_TYPE = "application/vnd.apple.mpegurl"
Part = TypeVar("Part")


@dataclass(frozen=True)
class Copy:
    """A copy in parts: the address of its list, its size in pixels, the most bits of it that one second takes."""

    address: str
    size: tuple[int, int]
    bits: int


def in_a_row(parts: Mapping[int, Part]) -> list[Part]:
    """The beginning (0) and the parts after it, up to the first that is not there."""
    return [parts[number] for number in takewhile(parts.__contains__, count())]


def seconds_of(grid: Grid) -> Fraction:
    """How long a part is: each that is listed has as many frames."""
    return grid.seconds(grid.segment_frames)


def playlist_of(grid: Grid, beginning: str, parts: Sequence[str]) -> str:
    """The list, given the addresses of the beginning and of each part in order."""
    return "".join(f"{line}\n" for line in _lines(seconds_of(grid), beginning, parts))


def copies_of(copies: Iterable[Copy]) -> str:
    """The list of the copies, in the order in which they are given."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for copy in copies:
        width, height = copy.size
        lines += [f"#EXT-X-STREAM-INF:BANDWIDTH={copy.bits},RESOLUTION={width}x{height}", copy.address]
    return "".join(f"{line}\n" for line in lines)


def _lines(seconds: Fraction, beginning: str, parts: Sequence[str]) -> Iterator[str]:
    yield "#EXTM3U"
    yield "#EXT-X-VERSION:7"
    yield f"#EXT-X-TARGETDURATION:{_nearest(seconds)}"
    yield "#EXT-X-PLAYLIST-TYPE:EVENT"
    yield "#EXT-X-INDEPENDENT-SEGMENTS"
    yield "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES"
    yield f'#EXT-X-MAP:URI="{beginning}"'
    for part in parts:
        yield f"#EXTINF:{float(seconds):.6f},"
        yield part


def _nearest(seconds: Fraction) -> int:
    """A whole number, halves upwards: no part is longer when rounded (4.3.3.1)."""
    return int(seconds + Fraction(1, 2))
