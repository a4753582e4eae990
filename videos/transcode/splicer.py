"""Join the freshly encoded head of a clip to the study copy's own packets, then look into what came of it.

A program of its own, like the inspector, whose report it prints: one start of Python for both. The law: it copies
packets and decodes nothing. The clip has one sample description, the head's; where the study copy's differs in a
single byte nothing is written, and the report is empty. Times begin at 0, a frame is one step long, and no packet from
before the seam, or from the clip's end on, is copied.
"""

import json
import sys
from collections.abc import Iterator
from heapq import merge
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import av
import av.error


def main(order: dict[str, Any]) -> dict[str, Any]:
    """The inspector's report on the clip, or nothing: the two don't fit, and no clip was written."""
    try:
        with _opened(order, "head") as head, _opened(order, "study") as study:
            fits = _description(head) == _description(study)
            if fits:
                _write(order, head, study)
    except (av.error.FFmpegError, MemoryError, LookupError):
        return {}
    return _inspected(order["inspect"]) if fits else {}


def _inspected(order: dict[str, Any]) -> dict[str, Any]:
    sys.path.append(str(Path(__file__).parent))
    report: dict[str, Any] = import_module("inspector").main(order)
    return report


def _opened(order: dict[str, Any], name: str) -> Any:
    return av.open(order[name], format="mov", options=order["limits"])


def _description(film: Any) -> tuple[Any, ...]:
    """All that a player is told about the picture before its first packet."""
    stream = film.streams.video[0]
    context = stream.codec_context
    return bytes(context.extradata or b""), context.codec_tag, stream.width, stream.height, stream.time_base


def _write(order: dict[str, Any], head: Any, study: Any) -> None:
    fresh = [packet for packet in head.demux() if packet.pts is not None]
    with av.open(order["clip"], "w", format="mp4", options=order["options"]) as clip:
        tracks = [
            _moved([packet for packet in fresh if packet.stream is stream], clip.add_stream_from_template(stream))
            for stream in head.streams
        ]
        tracks[0] = _numbered(chain(tracks[0], _copied(study, order, clip.streams[0])), order["step"])
        for packet in merge(*tracks, key=lambda packet: packet.dts * packet.time_base):
            clip.mux(packet)


def _moved(packets: Any, target: Any) -> Iterator[Any]:
    for packet in packets:
        packet.stream = target
        yield packet


def _copied(study: Any, order: dict[str, Any], target: Any) -> Iterator[Any]:
    """The study copy's packets from the seam, which is a key frame, up to the clip's end."""
    stream = study.streams.video[0]
    study.seek(order["seam"], stream=stream, backward=True)
    for packet in study.demux(stream):
        if packet.pts is None or packet.pts >= order["end"]:
            return
        if packet.pts >= order["seam"]:
            packet.stream = target
            yield packet


def _numbered(packets: Any, step: int) -> Iterator[Any]:
    for number, packet in enumerate(packets):
        packet.pts = packet.dts = number * step
        packet.duration = step
        yield packet


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
