"""The film of the walk: the one that was named, or a drawn one; a shorter one goes round until it is long enough."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from vigportal.demo.film import Wish, draw_film

SHORTEST = 60
Stream = VideoStream | AudioStream


def film_from(file: Path | None) -> tuple[bytes, str]:
    """Its bytes, and what is to be said about them."""
    data, name = (file.read_bytes(), file.name) if file else (_drawn(), "the drawn film")
    with av.open(io.BytesIO(data), "r") as film:
        seconds = float(_length(film))
    if seconds >= SHORTEST:
        return data, f"{name}: {seconds:.0f} s, {len(data) / 1e6:.1f} MB"
    rounds = math.ceil(SHORTEST / seconds)
    data = looped(data, rounds)
    return data, f"{name} lasts {seconds:.1f} s: looped {rounds} times to reach {SHORTEST} s, {len(data) / 1e6:.1f} MB"


def looped(data: bytes, rounds: int) -> bytes:
    """The same packets again and again, moved in time and otherwise untouched; rotation and colours are kept."""
    written = io.BytesIO()
    with av.open(io.BytesIO(data), "r") as film, av.open(written, "w", format=_kind_of(film)) as loop:
        streams: dict[int, Stream] = {each.index: loop.add_stream_from_template(each) for each in _carried(film)}
        for index, stream in streams.items():
            stream.codec_context.codec_tag = film.streams[index].codec_context.codec_tag
        period, late = _length(film), _lateness(data)
        for turn in range(rounds):
            for packet in _packets(data):
                _move(packet, period * turn, late[packet.stream.index])
                packet.stream = streams[packet.stream.index]
                loop.mux(packet)
    return written.getvalue()


def _drawn() -> bytes:
    film = io.BytesIO()
    draw_film(Wish(seconds=SHORTEST), film)
    return film.getvalue()


def _kind_of(film: InputContainer) -> str:
    return "mov" if "mov" in film.format.name else "matroska"


def _packets(data: bytes) -> Iterator[Packet[Any]]:
    with av.open(io.BytesIO(data), "r") as film:
        for packet in film.demux(*_carried(film)):
            if packet.dts is not None:
                yield packet


def _lateness(data: bytes) -> Counter[int]:
    """By how much a stream's packets are decoded after they are shown: some phones write that, no muxer takes it."""
    late: Counter[int] = Counter()
    for packet in _packets(data):
        if packet.dts is not None and packet.pts is not None:
            late[packet.stream.index] = max(late[packet.stream.index], packet.dts - packet.pts)
    return late


def _move(packet: Packet[Any], seconds: Fraction, late: int) -> None:
    by = math.ceil(seconds / packet.time_base)
    packet.dts = packet.dts + by - late if packet.dts is not None else None
    packet.pts = packet.pts + by if packet.pts is not None else None


def _carried(film: InputContainer) -> list[Stream]:
    return [*film.streams.video, *film.streams.audio]


def _length(film: InputContainer) -> Fraction:
    """From the first decoding time to the end of what is shown last, over all streams that are carried."""
    first: list[Fraction] = []
    last: list[Fraction] = []
    for packet in film.demux(*_carried(film)):
        if packet.dts is not None and packet.time_base:
            first.append(packet.dts * packet.time_base)
            shown = packet.pts if packet.pts is not None else packet.dts
            last.append((max(shown, packet.dts) + (packet.duration or 0)) * packet.time_base)
    return max(last) - min(first) if last else Fraction(0)
