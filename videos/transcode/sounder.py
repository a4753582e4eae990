"""The sound of a clip: the copy's own packets, and anew only what lies at both ends, where it is faded.

Part of the splicer's program, which runs it by its path; never imported. The law: a packet of AAC holds the 2,048
samples from its own time on, and shares each of them with a neighbour. It is copied only where all that it holds
belongs to the clip, and only beside packets whose windows meet its own (ISO/IEC 14496-3, 4.6.11: the overlapping
halves cancel what each has bent); else the whole sound is encoded anew. Copied packets keep their distance to the
picture to a sample: the first one, the encoder's silent run-in, lasts as much longer or shorter as that needs.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import av
import av.error
import av.filter

_PACKET = 1024  # samples
_SPARED = 64 * _PACKET  # a clip that is shorter has little to copy
_TRIED = 8  # packets, in which a joint is looked for
_BEFORE = 3 * _PACKET  # what an encoder has heard before its packets are used, or a decoder
_SINGLE, _PAIR = 0, 1  # elements of a packet
_BEGINS_LONG, _ENDS_LONG = {0, 1}, {0, 3}  # windows, by the half that meets a neighbour


class _Window(NamedTuple):
    """How a packet goes over into the next: by what kind of window, and of what shape."""

    kind: int
    shape: int


Packets = Iterable[tuple[int, bytes]]
"""With the time of each, in samples of the copy."""


def sound_encoder(stream: Any, coding: dict[str, str]) -> Any:
    """An encoder for more sound like this stream's, open: it knows how it will describe it."""
    encoder = av.CodecContext.create("aac", "w")
    encoder.rate, encoder.layout, encoder.format = stream.rate, stream.layout.name, "fltp"
    encoder.options = coding
    encoder.open()
    return encoder


def sounds(film: Any, anew: dict[str, Any], target: Any) -> Iterator[Any]:
    """The packets of the sound of [start, end), for a track of the new film."""
    first, end = anew["start"], anew["end"]
    packets = _joined(film, anew["ends"], first, end) or _whole(film, anew["coding"], first, end)
    for number, (time, data) in enumerate(packets):
        packet = av.Packet(data)
        packet.stream, packet.time_base = target, target.time_base
        packet.pts = packet.dts = time - first if number else 0
        packet.duration = min(_PACKET, end - time)
        yield packet


def _whole(film: Any, coding: dict[str, str], first: int, end: int) -> Packets:
    return _encoded(film, coding, first + _PACKET, end, {"in": first + _PACKET, "out": end - _PACKET})


def _joined(film: Any, coding: dict[str, str], first: int, end: int) -> Packets | None:
    """A beginning and an end anew, with the copy's own packets between them; nothing where they don't meet."""
    begins = next((time for time, _ in _own(film, first, end) if time >= first + _PACKET // 2), end)
    if end - begins < _SPARED:
        return None
    fade = {"in": max(begins, first + _PACKET)}
    opening = dict(_encoded(film, coding, begins, begins + (_TRIED + 4) * _PACKET, fade))
    joint = _joint(opening, dict(_own(film, begins, max(opening, default=begins))), begins + 2 * _PACKET, 1)
    last = end - 2 * _PACKET - (end - begins) % _PACKET
    closing = dict(_encoded(film, coding, last - _TRIED * _PACKET - _BEFORE, end, {"out": end - _PACKET}))
    parting = _joint(dict(_own(film, min(closing, default=end), end)), closing, last, -1)
    if joint is None or parting is None:
        return None
    return _in_a_row(opening, film, closing, joint, parting)


def _in_a_row(
    opening: dict[int, bytes], film: Any, closing: dict[int, bytes], joint: int, parting: int
) -> Iterator[tuple[int, bytes]]:
    yield from ((time, data) for time, data in opening.items() if time < joint)
    yield from _own(film, joint, parting)
    yield from ((time, data) for time, data in closing.items() if time >= parting)


def _joint(before: Mapping[int, bytes], after: Mapping[int, bytes], nearest: int, way: int) -> int | None:
    """A time at which one can go over from the packets before to those after it."""
    times = range(nearest, nearest + way * _TRIED * _PACKET, way * _PACKET)
    return next((time for time in times if _meet(before, after, time)), None)


def _meet(before: Mapping[int, bytes], after: Mapping[int, bytes], time: int) -> bool:
    """Whether the packets on both sides of a joint overlap as each does with its own neighbour."""
    sides = (before, time - _PACKET), (after, time - _PACKET), (after, time)
    ends, own, begins = (_window(packets.get(at, b"")) for packets, at in sides)
    if ends is None or own is None or begins is None:
        return False
    return ends.kind in _ENDS_LONG and begins.kind in _BEGINS_LONG and ends.shape == own.shape


def _window(packet: bytes) -> _Window | None:
    """A packet's first one (ISO/IEC 14496-3, 4.4.2.1); nothing where its channels have one each."""
    bits = int.from_bytes(packet[:4].ljust(4, b"\xff"), "big")
    element, has_common = bits >> 29, bits >> 24 & 1
    if element == _SINGLE:
        return _Window(bits >> 14 & 3, bits >> 13 & 1)
    return _Window(bits >> 21 & 3, bits >> 20 & 1) if element == _PAIR and has_common else None


def _own(film: Any, first: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The copy's own packets of [first, end)."""
    for packet in _from(film, first):
        if packet.pts is None or packet.pts >= end:
            return
        if packet.pts >= first:
            yield packet.pts, bytes(packet)


def _from(film: Any, sample: int) -> Iterator[Any]:
    stream = film.streams.audio[0]
    film.seek(max(0, sample), stream=stream, backward=True)
    yield from film.demux(stream)


def _encoded(
    film: Any, coding: dict[str, str], first: int, end: int, fades: Mapping[str, int]
) -> list[tuple[int, bytes]]:
    """[first, end) anew, fading in or out from these samples on; the first packet is the run-in before it."""
    stream = film.streams.audio[0]
    encoder, graph = sound_encoder(stream, coding), _graph(stream, first, end, fades)
    made = [packet for frame in _filtered(_decoded(film, first, end), graph) for packet in encoder.encode(frame)]
    made += encoder.encode(None)
    times = range(first - _PACKET, end, _PACKET)
    return [(time, bytes(packet)) for time, packet in zip(times, made, strict=False)]


def _decoded(film: Any, first: int, end: int) -> Iterator[Any]:
    for packet in _from(film, first - _BEFORE):
        if packet.pts is not None and packet.pts >= end:
            return
        yield from packet.decode()


def _graph(stream: Any, first: int, end: int, fades: Mapping[str, int]) -> Any:
    graph = av.filter.Graph()
    steps = [
        graph.add("atrim", start_pts=str(first), end_pts=str(end)),
        graph.add("asetpts", expr=f"PTS-{first}"),
        *(
            graph.add("afade", type=way, start_sample=str(at - first), nb_samples=str(_PACKET))
            for way, at in fades.items()
        ),
    ]
    graph.link_nodes(graph.add_abuffer(template=stream), *steps, graph.add("abuffersink")).configure()
    return graph


def _filtered(frames: Iterator[Any], graph: Any) -> Iterator[Any]:
    for frame in frames:
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: Any) -> Iterator[Any]:
    """What has come out so far: the graph asks for more, or ends, by raising."""
    try:
        while True:
            yield graph.pull()
    except (av.error.BlockingIOError, av.error.EOFError):
        return
