"""A clip in full detail: the same frames as its clip, by the numbers on them, and none besides."""

import io
from pathlib import Path

import pytest

from tests.videos.films import make_film
from tests.videos.transcode.work import load, numbers, some_cuts
from videos.transcode.detail import Original
from videos.transcode.engine import Engine, Prepared
from videos.transcode.media import MediaInfo
from videos.transcode.proof import Unfit
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Nameless, Workbench

LARGE = (1920, 1080)
BUSY = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "48")
# a phone that drops frames and holds others: every frame's time is its own
UNEVEN = ("-vf", "setpts='PTS+(mod(N*7,5)-2)*0.2/30/TB',select='gt(mod(n,7),0)'", "-fps_mode", "vfr", *BUSY)
FILMS = {
    "even": {"size": LARGE, "seconds": 4, "picture_options": BUSY},
    "uneven": {"size": LARGE, "seconds": 4, "picture_options": UNEVEN},
}
Made = tuple[Nameless, MediaInfo, Prepared]


@pytest.fixture(scope="module", params=FILMS)
def made(request: pytest.FixtureRequest, engine: Engine, wide_bench: Workbench, tmp_path_factory: object) -> Made:
    film = load(wide_bench, make_film(tmp_path_factory.mktemp("film"), **FILMS[request.param]))  # type: ignore[attr-defined]
    info = engine.inspect_film(film)
    assert not isinstance(info, Refusal)
    ready = engine.prepare_film(wide_bench, film, info)
    assert not isinstance(ready, Refusal)
    return film, info, ready


def test_that_every_cut_has_exactly_the_frames_of_the_study_copy(made: Made, engine: Engine, bench: Workbench) -> None:
    film, info, ready = made
    whole = numbers(ready.study)
    for first, end in some_cuts(ready.study.frames, 12, seed=4, longest=30):
        original = Original(film, info, ready.index, first, end)
        assert original.has_more
        clip = engine.cut_in_full(bench, original, ready.study)
        assert numbers(clip) == numbers(clip, ignore_editlist="1") == whole[first:end], (first, end)
        assert (clip.width, clip.height) == LARGE


def test_that_other_frames_than_those_agreed_on_are_never_shown(made: Made, bench: Workbench) -> None:
    film, info, ready = made
    original = Original(film, info, ready.index, 20, 40)
    pts = ready.index.source_pts
    for decoded in ((), pts[21:], pts[:39], [*pts[:30], *pts[31:]]):
        told = "".join(f"frame:0 pts:{at} pts_time:0\n" for at in sorted(set(decoded)))
        with pytest.raises(Unfit, match="frames"):
            original.prove_frames(bench.load(io.BytesIO(told.encode()), size=len(told)))
    told = "".join(f"frame:0 pts:{at} pts_time:0\n" for at in sorted(set(pts[15:45])))
    original.prove_frames(bench.load(io.BytesIO(told.encode()), size=len(told)))


def test_that_what_is_small_enough_has_no_more(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    film = load(bench, make_film(tmp_path, seconds=1, size=(1280, 720)))
    info = engine.inspect_film(film)
    assert not isinstance(info, Refusal)
    ready = engine.prepare_film(bench, film, info)
    assert not isinstance(ready, Refusal)
    assert not Original(film, info, ready.index, 0, 5).has_more
