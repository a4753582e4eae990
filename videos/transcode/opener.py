"""Encode the pictures of a clip that can't be copied: those up to the first key frame.

Part of the splicer's program, which runs it by its path; never imported. The law: it decodes nothing but a copy of our
own. The encoder is told what ffmpeg is told (`outputs.py`); whether the pictures fit before the copy's own is for the
splicer to see, byte for byte. Frames are known by their whole-numbered times.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

_PICTURE = {1, 2, 3, 4, 5}  # units of H.264; what the encoder says of itself stays outside
_NONE, _KEY = 0, 1  # types of picture: as the encoder likes, or one that can be entered


def picture_encoder(stream: Any, anew: dict[str, Any]) -> Any:
    """An encoder for more pictures like this stream's, open: it knows how it will describe them."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = stream.width, stream.height, anew["pixels"]
    encoder.sample_aspect_ratio = stream.sample_aspect_ratio
    encoder.framerate = Fraction(*anew["rate"])
    encoder.time_base = 1 / encoder.framerate
    encoder.thread_count = 1
    encoder.options = anew["coding"] | {"x264-params": "annexb=0"}  # units with their length before, as in a file
    encoder.open()
    return encoder


def pictures(film: Any, piece: dict[str, Any], encoder: Any) -> Iterator[Any]:
    """The packets of these frames, encoded anew, with key frames where the order has them."""
    for number, frame in enumerate(_frames(film, piece)):
        frame.pts, frame.time_base = number, encoder.time_base
        frame.pict_type = _KEY if number in piece["anew"]["keys"] else _NONE
        yield from map(_bare, encoder.encode(frame))
    yield from map(_bare, encoder.encode(None))


def _frames(film: Any, piece: dict[str, Any]) -> Iterator[Any]:
    stream = film.streams.video[0]
    film.seek(piece["start"], stream=stream, backward=True)
    for frame in film.decode(stream):
        if frame.pts >= piece["end"]:
            return
        if frame.pts >= piece["start"]:
            yield frame


def _bare(packet: Any) -> Any:
    bare = av.Packet(b"".join(unit for unit in _units(bytes(packet)) if unit[4] & 31 in _PICTURE))
    bare.pts, bare.dts, bare.is_keyframe = packet.pts, packet.dts, packet.is_keyframe
    return bare


def _units(packet: bytes) -> Iterator[bytes]:
    at = 0
    while at + 5 <= len(packet):
        over = at + 4 + int.from_bytes(packet[at : at + 4], "big")
        yield packet[at:over]
        at = over
