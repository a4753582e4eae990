"""Join stretches of pictures from several files, and the sound of one, into a film; then look into what came of it.

A program of its own, like the inspector, whose report it prints: one start of Python for all. The law: it copies
packets, and what can't be copied the opener and the sounder encode anew. A track has one sample description; where one
of its pieces has another, in a single byte, nothing is written, and the report is empty. Times begin at 0, a frame is
one step long, and no packet from before a stretch, or from its end on, is copied. However long a film is, no more of
it is held than a packet a track; of a clip's sound, what is encoded anew.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
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
            sound = stack.enter_context(_opened(order, order["sound"]["path"])) if order["sound"] else None
            made = [_pictures(*pair) for pair in zip(opened, order["stretches"], strict=True)]
            fits = len({description for description, _packets in made}) == 1 and _sounds_alike(order, sound)
            if fits:
                _write(order, opened[0], [packets for _description, packets in made], sound)
    except (av.error.FFmpegError, MemoryError, LookupError, ValueError):
        return {}
    report: dict[str, Any] = _beside("inspector.py")["main"](order["inspect"]) if fits else {}
    return report


@cache
def _beside(name: str) -> dict[str, Any]:
    """By its path: where there is no cage the file can be read, but the folder around it not be searched."""
    return run_path(str(Path(__file__).with_name(name)))


def _opened(order: dict[str, Any], path: str) -> Any:
    return av.open(path, format="mov", options=order["limits"])


def _pictures(film: Any, stretch: dict[str, Any]) -> tuple[Any, Iterator[Any]]:
    """All that a player is told about these pictures before the first packet, and their packets."""
    stream, anew = film.streams.video[0], stretch["anew"]
    size = stream.codec_context.codec_tag, stream.width, stream.height, stream.time_base
    if not anew:
        return (_described(stream.codec_context), *size), _copied(film, stretch)
    opener = _beside("opener.py")
    encoder = opener["picture_encoder"](stream, anew)
    return (_described(encoder), *size), opener["pictures"](film, stretch, encoder)


def _described(context: Any) -> bytes:
    return bytes(context.extradata or b"")


def _sounds_alike(order: dict[str, Any], film: Any) -> bool:
    """Whether sound that is encoded anew is described as its copy is, so that packets of both make one track."""
    anew = order["sound"] and order["sound"]["anew"]
    if not anew:
        return True
    stream = film.streams.audio[0]
    return _described(_beside("sounder.py")["sound_encoder"](stream, anew["ends"])) == _described(stream.codec_context)


def _write(order: dict[str, Any], like: Any, pictures: list[Iterator[Any]], sound: Any) -> None:
    with av.open(order["film"], "w", format="mp4", options=order["options"]) as film:
        target = film.add_stream_from_template(like.streams.video[0])
        tracks = [_numbered(chain(*pictures), target, order["step"])]
        if sound:
            tracks.append(_heard(film, sound, order["sound"]["anew"]))
        for packet in merge(*tracks, key=lambda packet: packet.dts * packet.time_base):
            film.mux(packet)


def _heard(film: Any, sound: Any, anew: dict[str, Any] | None) -> Iterator[Any]:
    stream = sound.streams.audio[0]
    target = film.add_stream_from_template(stream)
    packets: Iterator[Any] = _beside("sounder.py")["sounds"](sound, anew, target) if anew else sound.demux(stream)
    return _moved(packets, target)


def _moved(packets: Any, target: Any) -> Iterator[Any]:
    for packet in packets:
        if packet.pts is None:
            return
        packet.stream = target
        yield packet


def _copied(film: Any, stretch: dict[str, Any]) -> Iterator[Any]:
    """Its packets from the start of the stretch, which is a key frame, up to its end."""
    stream = film.streams.video[0]
    if stretch["start"]:
        film.seek(stretch["start"], stream=stream, backward=True)
    for packet in film.demux(stream):
        if packet.pts is None or packet.pts >= stretch["end"]:
            return
        if packet.pts >= stretch["start"]:
            yield packet


def _numbered(packets: Any, target: Any, step: int) -> Iterator[Any]:
    for number, packet in enumerate(packets):
        packet.stream, packet.time_base = target, target.time_base
        packet.pts = packet.dts = number * step
        packet.duration = step
        yield packet


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
