"""A copy of a film in parts, read while ffmpeg still writes it: so it can be watched before it is whole.

The law: a part is handed on when all its bytes are there, in order, and never twice; it holds as many frames as were
meant. A beginning that tells of more than picture and sound is handed on to nobody. The short part that ends the film
is left: by then the whole copy is there, and proven.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from videos.transcode.boxes import telling_boxes, walk
from videos.transcode.proof import Unfit
from videos.transcode.workbench import Nameless

_BEGINNING, _PART = (b"ftyp", b"moov"), (b"moof", b"mdat")
_PICTURE = 1


@dataclass
class Growing:
    """A file that ffmpeg writes in parts of `frames` frames each, and how far it was read."""

    file: Nameless
    frames: int
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
        return part if _pictures_in(part) == self.frames else b""


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
    track = count = 0
    for box in walk(io.BytesIO(part), len(part), {b"moof": 0, b"traf": 0}):
        number = int.from_bytes(part[box.start + 4 : box.start + 8], "big")
        track = number if box.kind == b"tfhd" else track
        count += number if box.kind == b"trun" and track == _PICTURE else 0
    return count
