"""A copy of a film in parts, read while ffmpeg still writes it: so it can be watched before it is whole.

The law: a part is handed on when all its bytes are there, in order, and never twice; it holds as many frames as were
meant. A beginning that tells of more than picture and sound is handed on to nobody. The short part that ends the film
is left: by then the whole copy is there, and proven.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from videos.transcode.boxes import Box, telling_boxes, walk
from videos.transcode.proof import Unfit
from videos.transcode.workbench import Nameless

BEGINS = b"ftyp"
_BEGINNING, _PART = (BEGINS, b"moov"), (b"moof", b"mdat")
_PICTURE = 1


@dataclass
class Growing:
    """A file that ffmpeg writes in parts of `frames` frames each, and how far it was read.

    Where it goes on with another file, its times are `behind`: ticks of the picture track, samples of the sound.
    """

    file: Nameless
    frames: int
    behind: tuple[int, int] = (0, 0)
    _read: int = 0

    def parts(self) -> Iterator[bytes]:
        """What has become whole since it was last asked: the beginning (``ftyp``, ``moov``), then part by part.

        Raises Unfit for anything else.
        """
        with self.file.reader() as reader:
            while part := self._next(reader):
                self._read += len(part)
                yield part

    def _next(self, reader: BinaryIO) -> bytes:
        reader.seek(self._read)
        length = _length(reader, _PART if self._read else _BEGINNING)
        if not length or self._read + length > self.file.size:
            return b""
        reader.seek(self._read)
        part = reader.read(length)
        if not self._read:
            return _bare(part)
        return _moved(part, self.behind) if _pictures_in(part) == self.frames else b""


def _length(reader: BinaryIO, kinds: tuple[bytes, bytes]) -> int:
    """Of two boxes of these kinds, one behind the other; 0 while their headers aren't there."""
    length = 0
    for kind in kinds:
        header = reader.read(8)
        if len(header) < 8:
            return 0
        if header[4:] != kind or (size := int.from_bytes(header[:4], "big")) < 8:
            raise Unfit("parts")
        length += size
        reader.seek(size - 8, io.SEEK_CUR)
    return length


def _bare(beginning: bytes) -> bytes:
    if telling_boxes(io.BytesIO(beginning), len(beginning)):
        raise Unfit("boxes")
    return beginning


def _pictures_in(part: bytes) -> int:
    """Frames of the picture track (``trun``: flags, then how many)."""
    return sum(number for track, box, number in _told(part) if box.kind == b"trun" and track == _PICTURE)


def _moved(part: bytes, behind: tuple[int, int]) -> bytes:
    """Every track's time (``tfdt``: version 1 and flags, then 64 bits) so much later."""
    moved = bytearray(part)
    for track, box, _ in _told(part):
        if box.kind == b"tfdt" and any(behind):
            at = slice(box.start + 4, box.start + 12)
            later = behind[0 if track == _PICTURE else 1]
            moved[at] = (int.from_bytes(part[at], "big") + later).to_bytes(8, "big")
    return bytes(moved)


def _told(part: bytes) -> Iterator[tuple[int, Box, int]]:
    """Each box about a track, with the track's number and its own first number behind the flags."""
    track = 0
    for box in walk(io.BytesIO(part), len(part), {b"moof": 0, b"traf": 0}):
        number = int.from_bytes(part[box.start + 4 : box.start + 8], "big")
        track = number if box.kind == b"tfhd" else track
        yield track, box, number
