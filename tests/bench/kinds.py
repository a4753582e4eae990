"""What some kinds of film cost: HDR, against the same film taken for an ordinary one; HEVC until it can be watched."""

import os
import statistics
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.bench import Figure
from tests.bench.house import cpu_of
from tests.bench.preparing import ingest_film, look_into, seal_original, together
from tests.bench.work import ROUNDS, looped, openly, ratio, spent
from tests.videos.killing import below
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.picture import Colour

HDR, HEVC, SHORT = "sample_with_color_info.mp4", "h265_with_metadata_track.mp4", 30
ORDINARY = Colour(range=1, matrix=1, primaries=1, transfer=1)


def run() -> list[Figure]:
    with openly() as engine, tempfile.TemporaryDirectory() as name:
        return [_hdr(engine, Path(name), ROUNDS), _first_part(engine, Path(name), ROUNDS)]


def _hdr(engine: Engine, folder: Path, rounds: int) -> Figure:
    film = looped(folder, HDR, SHORT)
    info = look_into(engine, film)
    assert info.picture.canvas.colour.is_hdr
    canvas = replace(info.picture.canvas, colour=ORDINARY)
    plain = replace(info, picture=replace(info.picture, canvas=canvas))
    figure = ratio(partial(together, engine, film, info), partial(together, engine, film, plain), rounds)
    return Figure("HDR ÷ the same film taken for an ordinary one", figure, at_most=1.7)


def _first_part(engine: Engine, folder: Path, rounds: int) -> Figure:
    """All that was spent until the first two seconds could be played, against what two seconds cost on the whole."""
    original = seal_original(looped(folder, HEVC, SHORT))
    costs, waits = [], []
    for _ in range(rounds):
        began, at, first = time.monotonic(), spent(), list[tuple[float, float]]()

        def note(_study: Study, first: list[tuple[float, float]] = first) -> None:
            first.append((spent() + sum(map(cpu_of, below(os.getpid()))), time.monotonic()))

        ingest_film(engine, folder, original, note)
        costs.append((first[0][0] - at) / ((spent() - at) / (SHORT / 2)))
        waits.append(first[0][1] - began)
    told = f"HEVC: what is spent until its first 2 s can be played ÷ what 2 s cost ({statistics.median(waits):.1f} s)"
    return Figure(told, statistics.median(costs), at_most=2)
