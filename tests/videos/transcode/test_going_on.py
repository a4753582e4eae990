"""A film made in several runs is the film made in one: frames, sound, times, and all beside it."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.videos.films import make_film, number_of
from tests.videos.transcode.test_own_films import PAIRS, tagged, timed
from tests.videos.transcode.work import load, numbers, sound
from videos.transcode.engine import Engine
from videos.transcode.frames import Grid
from videos.transcode.made import Begun, Looking, Prepared, Study
from videos.transcode.media import MediaInfo
from videos.transcode.outputs import Quality
from videos.transcode.proof import Unfit
from videos.transcode.workbench import Nameless, Workbench

Parts = dict[Quality, list[bytes]]
SIZE = (640, 368)  # just large enough for a small copy
FILMS: dict[str, dict[str, Any]] = {
    "a phone's, turned, in pairs of which one gives way, of three parts": {
        "fps": "60",
        "size": (368, 640),
        "laid": "turned right",
        "options": timed(PAIRS),
    },
    "HLG with frames out of order, without sound": {
        "name": "film.mov",
        "fps": "25",
        "sound": "none",
        "picture_options": (*tagged("arib-std-b67", "bt2020", "bt2020nc"), "-bf", "3"),
    },
    "a camcorder's, uneven, begun late": {
        "name": "film.ts",
        "options": (
            *("-vf", "select='not(between(mod(n,11),3,6))'", "-fps_mode", "passthrough"),
            *("-output_ts_offset", "1000"),
        ),
    },
    "interlaced, with frames out of order, picture late": {
        "picture_options": ("-c:v", "libx264", "-bf", "3", "-flags", "+ildct+ilme", "-pix_fmt", "yuv420p"),
        "options": ("-vf", "setfield=tff,setpts=PTS+0.7/TB", "-fps_mode", "passthrough"),
    },
}


def run(engine: Engine, bench: Workbench, data: bytes, begun: Begun | None = None) -> tuple[Prepared, Parts]:
    """What comes of it, and the parts that were handed on."""
    film = load(bench, data)
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    parts: Parts = {Quality.CLEAR: [], Quality.SAVING: []}

    def take(study: Study, part: bytes) -> None:
        parts[study.quality].append(part)

    made = engine.prepare_film(bench, film, info, Looking(on_part=take), begun)
    assert isinstance(made, Prepared)
    return made, parts


def run_stretch(engine: Engine, bench: Workbench, data: bytes, frames: tuple[int, int]) -> Parts:
    """The parts of it."""
    film = load(bench, data)
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    parts: Parts = {Quality.CLEAR: [], Quality.SAVING: []}
    engine.make_stretch(
        bench, film, info, Looking(on_part=lambda study, part: parts[study.quality].append(part)), frames
    )
    return parts


def begun_with(bench: Workbench, parts: Parts, count: int, frames: int) -> Begun:
    files: dict[Quality, Nameless] = {}
    for quality, pieces in parts.items():
        data = b"".join(pieces[: count + 1])
        files[quality] = bench.load(io.BytesIO(data), size=len(data))
    return Begun(count * frames, files[Quality.CLEAR], files[Quality.SAVING])


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILMS)
def test_that_several_runs_make_what_one_makes(kind: str, engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    """The first part by one that broke off, the second as a stretch apart, the rest behind both."""
    wishes: dict[str, Any] = {"seconds": 5, "size": SIZE} | FILMS[kind]
    data = make_film(tmp_path, **wishes).read_bytes()
    whole, parts = run(engine, bench, data)
    assert whole.small
    frames = Grid(whole.study.rate).segment_frames
    stretch = run_stretch(engine, bench, data, (frames, 2 * frames))
    assert [len(pieces) for pieces in stretch.values()] == [2, 2]
    begun = {quality: [*pieces[:2], stretch[quality][1]] for quality, pieces in parts.items()}
    made, rest = run(engine, bench, data, begun_with(bench, begun, 2, frames))
    assert made.small
    meant = numbers(whole.study)
    assert numbers(made.study) == meant
    assert numbers(made.small) == numbers(whole.small)
    assert made.index == whole.index
    assert made.waveform == whole.waveform
    assert np.array_equal(heard(made.study), heard(whole.study))
    assert np.array_equal(heard(made.small), heard(whole.small))
    assert (made.strip is None) == (whole.strip is None)
    assert {quality: len(pieces) for quality, pieces in rest.items()} == {
        quality: len(pieces) - 2 for quality, pieces in parts.items()
    }
    for others in (stretch, rest):
        assert {quality: pieces[0] for quality, pieces in others.items()} == {
            quality: pieces[0] for quality, pieces in parts.items()
        }
    assert_in_step([*begun[Quality.CLEAR], *rest[Quality.CLEAR][1:]], meant)


def heard(study: Study) -> np.ndarray:
    return sound(study) if study.has_sound else np.zeros(0)


def assert_in_step(parts: list[bytes], meant: list[int]) -> None:
    """As they are watched, one behind the other: every frame at its time."""
    with av.open(io.BytesIO(b"".join(parts)), "r") as film:
        frames = list(film.decode(video=0))
        step = frames[1].pts
    assert [number_of(frame) for frame in frames] == meant[: len(frames)]
    assert [frame.pts for frame in frames] == [number * (step or 0) for number in range(len(frames))]
    assert len(frames) > len(meant) * 2 // 3


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A part, and a second that is shorter."""
    return make_film(tmp_path_factory.mktemp("film"), seconds=3, size=SIZE).read_bytes()


@pytest.fixture(scope="module")
def parts(engine: Engine, wide_bench: Workbench, film: bytes) -> Parts:
    """What is handed on of it."""
    return run(engine, wide_bench, film)[1]


def test_that_what_does_not_fit_is_not_gone_on_with(
    engine: Engine, bench: Workbench, parts: Parts, tmp_path: Path
) -> None:
    another = make_film(tmp_path, seconds=3, size=(800, 480)).read_bytes()
    with pytest.raises(Unfit):
        run(engine, bench, another, begun_with(bench, parts, 1, 60))


def test_that_what_lacks_its_small_copy_is_not_gone_on_with(
    engine: Engine, bench: Workbench, film: bytes, parts: Parts
) -> None:
    begun = replace(begun_with(bench, parts, 1, 60), small=None)
    with pytest.raises(Unfit):
        run(engine, bench, film, begun)
