"""Look into one film and print one line of JSON. A program of its own: run as a file, in the fence, never imported.

The law: it says what it finds and decides nothing; `probe.py` decides. It is handed the film as an open file
(/proc/self/fd/N), opens it with the one demuxer that was named, with codecs from the list only, and stops at the first
limit. Before the picture's size and the film's length are known to be sane, nothing is decoded.
"""

import array
import ctypes
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
import av.sidedata.sidedata

_MOST_TRIED = 300  # packets given to a decoder before a track counts as having no picture or no sound
_AXES = {"a": 0, "b": 1, "c": 3, "d": 4}  # of the display matrix: x' = a·x + c·y, y' = b·x + d·y
_MATRIX = "DISPLAYMATRIX"
_BACK = 5  # parts of a second: pictures may come a little out of order, not so far
_PICTURE_AND_ITS_PARAMETERS = {1, 2, 3, 4, 5, 7, 8}  # units of H.264; whatever else there is can say anything


class Track:
    """What one pass over the packets gathers about a picture or sound track."""

    def __init__(self, stream: Any, order: dict[str, Any]) -> None:
        self.stream = stream
        self.decodes = _may_decode(stream, order)
        self.pts = array.array("q")
        self.keys: list[int] = []
        self.end = 0
        self.is_reordered = False
        self.is_avc1 = stream.codec_context is not None and stream.codec_context.codec_tag == "avc1"
        self.others = 0 if _describes_only(stream) else 1
        self.tried = self.behind = 0
        self.furthest: int | None = None
        self.first: dict[str, Any] | None = None

    def take(self, packet: Any) -> None:
        """Note one packet, and decode until the first frame has been seen."""
        self._try(packet)
        self._look_back(packet.dts)
        when = packet.dts if packet.pts is None else packet.pts
        if when is None or packet.is_discard or not packet.size:
            return
        if self.is_avc1:
            self.others += _count_others(bytes(packet))
        if packet.is_keyframe:
            self.keys.append(len(self.pts))
        self.pts.append(when)
        self.end = max(self.end, when + (packet.duration or 0))
        self.is_reordered |= packet.dts is not None and packet.dts != when

    def _look_back(self, dts: int | None) -> None:
        """Counts what comes again: times begin anew where films were put one behind the other."""
        if dts is None:
            return
        self.furthest = dts if self.furthest is None else max(self.furthest, dts)
        self.behind += (self.furthest - dts) * self.stream.time_base * _BACK > 1

    def _try(self, packet: Any) -> None:
        if self.first is not None or not self.decodes or self.tried >= _MOST_TRIED:
            return
        self.tried += 1
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            return
        if frames:
            self.first = _picture(frames[0]) if self.stream.type == "video" else _sound(frames[0])
            self.decodes = False


def _count_others(packet: bytes) -> int:
    """How many units of an H.264 packet of an MP4 file are neither picture nor its parameters."""
    at = count = 0
    while at + 5 <= len(packet):
        count += packet[at + 4] & 31 not in _PICTURE_AND_ITS_PARAMETERS
        at += 4 + int.from_bytes(packet[at : at + 4], "big")
    return count


def _describes_only(stream: Any) -> bool:
    """Whether an H.264 track's description holds parameters and nothing behind or between them."""
    context = stream.codec_context
    if context is None or context.codec_tag != "avc1":
        return True
    told, at = bytes(context.extradata or b""), 5
    for mask, kind in ((31, 7), (255, 8)):
        for _ in range(told[at] & mask if at < len(told) else 0):
            if told[at + 3 : at + 4] == b"" or told[at + 3] & 31 != kind:
                return False
            at += 2 + int.from_bytes(told[at + 1 : at + 3], "big")
        at += 1
    return len(told) - at in {0, 4} and told[at + 3 :] in {b"", b"\0"}


def _may_decode(stream: Any, order: dict[str, Any]) -> bool:
    context = stream.codec_context
    if context is None or context.codec.name not in order["codecs"]:
        return False
    context.options = {"max_pixels": str(order["pixels"])}
    context.thread_count = 1
    return True


def _picture(frame: Any) -> dict[str, Any]:
    turns = {key.type.name: memoryview(bytes(key)).cast("i") for key in frame.side_data if key.type.name == _MATRIX}
    return {
        "width": frame.width,
        "height": frame.height,
        "pixel_format": frame.format.name,
        "range": int(frame.color_range),
        "matrix": int(frame.colorspace),
        "primaries": int(frame.color_primaries),
        "transfer": int(frame.color_trc),
        "interlaced": bool(frame.interlaced_frame),
        "turn": [turns[_MATRIX][at] for at in _AXES.values()] if turns else None,
    }


def _sound(frame: Any) -> dict[str, Any]:
    return {"rate": frame.sample_rate, "channels": frame.layout.nb_channels}


def main(order: dict[str, Any]) -> dict[str, Any]:
    """The report on the film that the order names; a fault is reported, not raised."""
    _name_all_side_data()
    _limit_each_piece(order["piece"])
    try:
        with _opened(order) as film:
            return {"fault": None} | _report(film, order)
    except MemoryError:
        return {"fault": "memory"}
    except av.error.FFmpegError as fault:
        return {"fault": "memory" if fault.errno == 12 else type(fault).__name__}
    except (ArithmeticError, ValueError, LookupError) as fault:  # numbers that no film has
        return {"fault": type(fault).__name__}


def _name_all_side_data() -> None:
    """What PyAV has no name for gets one: a new kind of side data ended the whole inspection."""

    def missing(kind: Any, value: int) -> Any:
        member = object.__new__(kind)
        member._name_, member._value_ = f"KIND_{value}", value
        return member

    known: Any = av.sidedata.sidedata.Type
    known._missing_ = classmethod(missing)


def _limit_each_piece(most: int) -> None:
    """Bytes that the libraries may take at once: the same as ffmpeg's ``-max_alloc``, for which PyAV has no option."""
    maps = Path("/proc/self/maps").read_text(encoding="ascii", errors="replace").splitlines()
    for path in {line.split(maxsplit=5)[-1] for line in maps if "libavutil" in line}:
        ctypes.CDLL(path).av_max_alloc(ctypes.c_size_t(most))


def _opened(order: dict[str, Any]) -> Any:
    limits = {
        "protocol_whitelist": "file",
        "format_whitelist": order["demuxer"],
        "codec_whitelist": ",".join(order["codecs"]),
        "max_streams": str(order["streams"] + 1),  # one more than may be, so that too many can be told
        "max_pixels": str(order["pixels"]),
        "threads": "1",
    }
    return av.open(order["path"], format=order["demuxer"], options=limits, metadata_errors="replace")


def _report(film: Any, order: dict[str, Any]) -> dict[str, Any]:
    length = film.duration or 0
    wanted = [stream for stream in film.streams if stream.type in {"video", "audio"} and not _is_cover(stream)]
    sane = length <= order["microseconds"] and all(_fits(stream, order["pixels"]) for stream in wanted)
    tracks = {stream.index: Track(stream, order) for stream in wanted}
    overflow = sane and _pass(film, tracks, order)
    return {
        "demuxer": order["demuxer"],
        "length": length,
        "metadata": dict(film.metadata),
        "chapters": len(film.chapters()),
        "walked": sane,
        "overflow": overflow,
        "streams": [_stream(stream, tracks.get(stream.index)) for stream in film.streams],
    }


def _fits(stream: Any, pixels: int) -> bool:
    width, height = _size(stream)
    return width * height <= pixels


def _size(stream: Any) -> tuple[int, int]:
    """Nothing for a picture in a format that nobody knows."""
    context = stream.codec_context if stream.type == "video" else None
    return (context.width, context.height) if context else (0, 0)


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & (stream.disposition.attached_pic | stream.disposition.timed_thumbnails))


def _pass(film: Any, tracks: dict[int, Track], order: dict[str, Any]) -> bool:
    """One walk over all packets. True when there were more than any film has."""
    left = order["packets"]
    for packet in _packets(film, [track.stream for track in tracks.values()]):
        left -= 1
        if left < 0:
            return True
        track = tracks[packet.stream.index]  # a flushing packet's own stream_index is always 0
        track.take(packet)
    return False


def _packets(film: Any, streams: list[Any]) -> Iterator[Any]:
    """A film that breaks off in the middle is read as far as it goes: its frames are counted, not guessed."""
    if not streams:
        return
    try:
        yield from film.demux(streams)
    except av.error.FFmpegError:
        return


def _stream(stream: Any, track: Track | None) -> dict[str, Any]:
    context = stream.codec_context
    base = stream.time_base
    facts = {
        "index": stream.index,
        "type": stream.type,
        "codec": context.codec.name if context else "",
        "profile": (context.profile or "") if context else "",
        "tag": context.codec_tag if context else "",
        "time_base": [base.numerator, base.denominator] if base else [0, 1],
        "metadata": dict(stream.metadata),
    }
    if stream.type == "video":
        width, height = _size(stream)
        facts |= {"width": width, "height": height, "shape": _shape(stream)}
    return facts | (_walked(track) if track else {})


def _shape(stream: Any) -> list[int]:
    ratio = stream.sample_aspect_ratio if stream.codec_context else None
    return [ratio.numerator, ratio.denominator] if ratio else [1, 1]


def _walked(track: Track) -> dict[str, Any]:
    return {
        "first": track.first,
        "pts": track.pts.tolist() if track.stream.type == "video" else [],
        "keys": track.keys if track.stream.type == "video" else [],
        "start": min(track.pts, default=0),
        "end": track.end,
        "packets": len(track.pts),
        "reordered": track.is_reordered,
        "behind": track.behind,
        "others": track.others,
    }


if __name__ == "__main__":
    found = main(json.loads(sys.argv[1])) | {"kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    sys.stdout.write(json.dumps(found, separators=(",", ":")))
