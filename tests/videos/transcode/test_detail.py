"""A clip in full detail: the same frames as its clip, by the numbers on them, and none besides."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.samples import IS_WHOLE
from tests.videos.films import make_film
from tests.videos.transcode.test_own_films import PAIRS, timed
from tests.videos.transcode.work import load, numbers, some_cuts
from videos.transcode.detail import Original
from videos.transcode.engine import Engine
from videos.transcode.made import Prepared, Study
from videos.transcode.media import MediaInfo
from videos.transcode.picture import full_size
from videos.transcode.proof import Unfit
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Nameless, Workbench

LARGE = (1440, 810)
BUSY = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "48")
# a phone that drops frames and holds others: every frame's time is its own
UNEVEN = ("-vf", "setpts='PTS+(mod(N*7,5)-2)*0.2/30/TB',select='gt(mod(n,7),0)'", "-fps_mode", "vfr", *BUSY)
FILMS: dict[str, dict[str, Any]] = {
    "uneven": {"size": LARGE, "seconds": 3, "picture_options": UNEVEN},
    "in pairs": {"size": LARGE, "fps": "60", "picture_options": BUSY, "options": timed(PAIRS)},
    "a list of packets, standing": {"name": "film.ts", "size": LARGE[::-1], "seconds": 3, "picture_options": BUSY},
}
Made = tuple[Nameless, MediaInfo, Prepared]


def made_of(engine: Engine, bench: Workbench, path: Path) -> Made:
    film = load(bench, path)
    info = engine.inspect_film(film)
    assert not isinstance(info, Refusal)
    ready = engine.prepare_film(bench, film, info)
    assert not isinstance(ready, Refusal)
    return film, info, ready


def in_full(engine: Engine, bench: Workbench, made: Made, first: int, end: int) -> Study:
    film, info, ready = made
    return engine.cut_in_full(bench, Original(film, info, ready.index, first, end), ready.study)


@pytest.fixture(scope="module", params=FILMS)
def made(
    request: pytest.FixtureRequest, engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    return made_of(engine, wide_bench, make_film(tmp_path_factory.mktemp("film"), **FILMS[request.param]))


def test_that_every_cut_has_exactly_the_frames_of_the_study_copy(made: Made, engine: Engine, bench: Workbench) -> None:
    _film, info, ready = made
    whole = numbers(ready.study)
    for first, end in some_cuts(ready.study.frames, 8 if IS_WHOLE else 5, seed=4, longest=20):
        clip = in_full(engine, bench, made, first, end)
        assert numbers(clip) == numbers(clip, ignore_editlist="1") == whole[first:end], (first, end)
        assert (clip.width, clip.height) == full_size(info.picture.canvas) != (ready.study.width, ready.study.height)


def test_that_other_frames_than_those_agreed_on_are_never_shown(made: Made, bench: Workbench) -> None:
    film, info, ready = made
    original = Original(film, info, ready.index, 20, 40)
    pts = ready.index.source_pts
    for decoded in ((), pts[21:], pts[:38], [*pts[:30], *pts[33:]]):
        with pytest.raises(Unfit):
            original.prove_frames(printed(bench, decoded))
    original.prove_frames(printed(bench, pts[10:45]))


def printed(bench: Workbench, decoded: Any) -> Nameless:
    """As the filter of the recipe writes down the times of what was decoded."""
    told = "".join(f"frame:0 pts:{at} pts_time:0\n" for at in sorted(set(decoded)))
    return bench.load(io.BytesIO(told.encode()), size=len(told))
