"""Join stretches of pictures from several files, and the sound of one, into a film; then look into what came of it.

A program of its own, like the inspector, whose report it prints: one start of Python for both. The law: it copies
packets and decodes nothing. The film has one sample description, the first stretch's; where another's differs in a
single byte nothing is written, and the report is empty. Times begin at 0, a frame is one step long, and no packet from
before a stretch, or from its end on, is copied. However long a film is, no more of it is held than a packet a track.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain
from pathlib import Path
from runpy import run_path
from typing import Any

import av
import av.error


def main(order: dict[str, Any]) -> dict[str, Any]:
    """The inspector's report on the film, or nothing: they don't fit, and no film was written."""
    try:
        with ExitStack() as stack:
            opened = [stack.enter_context(_opened(order, stretch["path"])) for stretch in order["stretches"]]
            sound = stack.enter_context(_opened(order, order["sound"])) if order["sound"] else None
            fits = len({_description(film) for film in opened}) == 1
            if fits:
                _write(order, opened, sound)
    except (av.error.FFmpegError, MemoryError, LookupError):
        return {}
    return _inspected(order["inspect"]) if fits else {}


def _inspected(order: dict[str, Any]) -> dict[str, Any]:
    """By its path: where there is no cage the file can be read, but the folder around it not be searched."""
    inspector = run_path(str(Path(__file__).with_name("inspector.py")))
    report: dict[str, Any] = inspector["main"](order)
    return report


def _opened(order: dict[str, Any], path: str) -> Any:
    return av.open(path, format="mov", options=order["limits"])


def _description(film: Any) -> tuple[Any, ...]:
    """All that a player is told about the picture before its first packet."""
    stream = film.streams.video[0]
    context = stream.codec_context
    return bytes(context.extradata or b""), context.codec_tag, stream.width, stream.height, stream.time_base


def _write(order: dict[str, Any], opened: list[Any], sound: Any) -> None:
    with av.open(order["film"], "w", format="mp4", options=order["options"]) as film:
        target = film.add_stream_from_template(opened[0].streams.video[0])
        pictures = chain(*(_copied(*pair, target) for pair in zip(opened, order["stretches"], strict=True)))
        tracks = [_numbered(pictures, order["step"])]
        if sound:
            heard = sound.streams.audio[0]
            tracks.append(_moved(sound.demux(heard), film.add_stream_from_template(heard)))
        for packet in merge(*tracks, key=lambda packet: packet.dts * packet.time_base):
            film.mux(packet)


def _moved(packets: Any, target: Any) -> Iterator[Any]:
    for packet in packets:
        if packet.pts is None:
            return
        packet.stream = target
        yield packet


def _copied(film: Any, stretch: dict[str, Any], target: Any) -> Iterator[Any]:
    """Its packets from the start of the stretch, which is a key frame, up to its end."""
    stream = film.streams.video[0]
    if stretch["start"]:
        film.seek(stretch["start"], stream=stream, backward=True)
    for packet in _moved(film.demux(stream), target):
        if packet.pts >= stretch["end"]:
            return
        if packet.pts >= stretch["start"]:
            yield packet


def _numbered(packets: Any, step: int) -> Iterator[Any]:
    for number, packet in enumerate(packets):
        packet.pts = packet.dts = number * step
        packet.duration = step
        yield packet


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
