"""A sealed object, or several joined, as one seekable file of plain bytes.

A damaged segment is refused, never served in part: a read that meets one returns nothing at all. Only what
is asked for is opened, and little is kept: a film's picture and sound lie apart, so two segments of each of
two parts stay at hand.
"""

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING
from uuid import UUID

from vigportal.vault.chunks import HEADER, Damaged, Opener
from vigportal.vault.keys import key_for
from vigportal.vault.shelf import bound_to, shelf

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AT_HAND = 2

# The C library's allocator gives a range's memory back at its end, and the next one pays for it again page by page
# (2.0 ms for 1 MiB, not 0.5). Having once freed one large block, it keeps up to twice as much; none of it is touched.
bytes(16 * 1024 * 1024)


class WrongSize(Damaged):
    """A part opens, but isn't as long as it was when it was sealed."""


def open_sealed(name: str, asset_id: UUID) -> "SealedFile":
    """One object of unknown size. Its end is opened first, for only that proves that nothing was cut off."""
    key = key_for(asset_id)
    whole = SealedPart(name, asset_id, key, None)
    return SealedFile([(name, whole.size)], asset_id, key, {0: whole})


def open_joined(parts: Sequence[tuple[str, int]], asset_id: UUID) -> "SealedFile":
    """Objects of one asset end to end, opened as they are reached, each held to the size it was sealed with.

    The cheaper door for one object too, where its size is known: nothing is opened but what is read.
    """
    return SealedFile(parts, asset_id, key_for(asset_id), {})


class SealedPart:
    """One sealed object, read by plain offsets. What its size has to be is known, or its end has to prove it."""

    def __init__(self, name: str, asset_id: UUID, key: bytes, size: int | None) -> None:
        self._standing = shelf().fetch(name)
        try:
            header = self._standing.read(0, HEADER)
            self._opener = Opener(key, bound_to(asset_id, name), header, self._standing.size)
            self._segment = lru_cache(maxsize=AT_HAND)(self._open_segment)
            self._expect(size)
        except BaseException:
            self._standing.close()
            raise

    @property
    def size(self) -> int:
        return self._opener.shape.plain_size

    def pieces(self, start: int, stop: int) -> Iterator[memoryview]:
        """The plain bytes from `start` to `stop` (inside the object), in pieces no longer than a segment."""
        shape = self._opener.shape
        while start < stop:
            index = shape.index_at(start)
            begin = shape.plain_start(index)
            piece = memoryview(self._segment(index))[start - begin : stop - begin]
            yield piece
            start += len(piece)

    def close(self) -> None:
        self._segment.cache_clear()
        self._standing.close()

    def _expect(self, size: int | None) -> None:
        if size is None:
            self._segment(self._opener.shape.segments - 1)
        elif size != self.size:
            raise WrongSize(f"{self.size} bytes, not {size}")

    def _open_segment(self, index: int) -> bytes:
        return self._opener.open(index, self._standing.read(*self._opener.shape.sealed_span(index)))


class SealedFile(io.RawIOBase):
    """Parts end to end. Unlike other raw files, a read is only short at the end of the file."""

    def __init__(
        self, parts: Sequence[tuple[str, int]], asset_id: UUID, key: bytes, at_hand: dict[int, SealedPart]
    ) -> None:
        self._parts, self._asset_id, self._key, self._at_hand = parts, asset_id, key, at_hand
        self._starts = list(accumulate((size for _, size in parts), initial=0))
        self._position = 0

    @property
    def size(self) -> int:
        return self._starts[-1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if position < 0:
            raise ValueError("before the beginning of the file")
        self._position = position
        return position

    def read(self, size: int | None = -1, /) -> bytes:
        if self.closed:
            raise ValueError("the file is closed")
        stop = self.size if size is None or size < 0 else min(self._position + size, self.size)
        data = b"".join(self._pieces(self._position, stop))
        self._position += len(data)
        return data

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        super().close()
        while self._at_hand:
            self._at_hand.popitem()[1].close()

    def _pieces(self, start: int, stop: int) -> Iterator[memoryview]:
        while start < stop:
            index = bisect_right(self._starts, start) - 1  # the last that starts here, so empty parts are passed over
            begin, end = self._starts[index : index + 2]
            yield from self._part(index).pieces(start - begin, min(stop, end) - begin)
            start = end

    def _part(self, index: int) -> SealedPart:
        if index not in self._at_hand and len(self._at_hand) >= AT_HAND:
            self._at_hand.pop(next(iter(self._at_hand))).close()
        part = self._at_hand.pop(index, None) or self._open_part(*self._parts[index])
        self._at_hand[index] = part  # the one used last stands last
        return part

    def _open_part(self, name: str, size: int) -> SealedPart:
        return SealedPart(name, self._asset_id, self._key, size)
