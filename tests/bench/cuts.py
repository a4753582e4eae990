"""Clips: exact by frame number over many random cuts, and what copying spares against encoding everything anew."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.bench import Figure
from tests.bench.work import looped, openly, ratio
from tests.videos.films import make_film
from tests.videos.transcode.test_cuts import KINDS, all_packets_numbers
from tests.videos.transcode.work import numbers, prepared, some_cuts
from videos.transcode import engine as doors
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.workbench import Workbench

CUTS = 30
MORE_KINDS: dict[str, dict[str, Any]] = {"cinema's twenty-five": {"fps": "25", "seconds": 8}}
FILM = "sample_rotate_and_reflect.mp4"
SECONDS = 100
FIRST = 37  # eight frames before a key frame: about the middle of what a cut can meet


def run() -> list[Figure]:
    with openly() as engine:
        return [*_exactness(engine), *_costs(engine)]


def _exactness(engine: Engine) -> list[Figure]:
    kinds = KINDS | MORE_KINDS
    with tempfile.TemporaryDirectory() as folder:
        wrong = [_wrong(engine, make_film(Path(folder), **kinds[kind]), seed) for seed, kind in enumerate(kinds)]
    cuts = CUTS * len(kinds)
    return [Figure(f"of {cuts} random cuts of {len(kinds)} kinds of film, exact", (cuts - sum(wrong)) / cuts, 1.0)]


def _wrong(engine: Engine, film: Path, seed: int) -> int:
    """How many random cuts have a frame too many, too few or out of place, seen or hidden."""
    wrong = 0
    with Workbench(film.parent / "scratch") as bench:
        study = prepared(engine, bench, film).study
        own = numbers(study)
        for first, end in some_cuts(study.frames, CUTS, seed, longest=150):
            clip = engine.cut_clip(bench, study, first, end)
            wrong += any(found != own[first:end] for found in every_reading(clip))
    return wrong


def every_reading(clip: Study) -> tuple[list[int], ...]:
    """The numbers on its frames as ffmpeg shows them, without heed to edit lists, and of all that its packets hold."""
    return numbers(clip), numbers(clip, ignore_editlist="1"), all_packets_numbers(clip)


def _costs(engine: Engine) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, Workbench(Path(folder)) as bench:
        study = prepared(engine, bench, looped(Path(folder), FILM, SECONDS)).study
        frames = {seconds: round(seconds * study.rate) for seconds in (2, 10, 90)}
        quick = {seconds: partial(_cut, engine, study, count) for seconds, count in frames.items()}
        slow = {seconds: partial(_encode, engine, study, count) for seconds, count in frames.items()}
        return [
            Figure("a clip of 10 s ÷ encoding those 10 s anew", ratio(quick[10], slow[10]), at_most=0.15),
            Figure("a clip of 2 s ÷ encoding those 2 s anew", ratio(quick[2], slow[2]), at_most=0.5),
            Figure("a clip of 90 s ÷ a clip of 10 s", ratio(quick[90], quick[10]), at_most=2),
        ]


def _cut(engine: Engine, study: Study, frames: int) -> None:
    with Workbench(Path(tempfile.gettempdir())) as bench:
        engine.cut_clip(bench, study, FIRST, FIRST + frames)


def _encode(engine: Engine, study: Study, frames: int) -> None:
    with patch.object(doors, "seam_in", lambda *_: None):
        _cut(engine, study, frames)
