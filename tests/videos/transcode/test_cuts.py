"""Clips are exactly the frames that were agreed, and stills exactly the frame that was meant."""

import io
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.samples import sample
from tests.videos.films import make_film, number_of
from tests.videos.transcode.test_own_films import X265, tagged
from tests.videos.transcode.work import content, numbers, pictures, prepared, some_cuts, sound
from videos.transcode import outputs, runner
from videos.transcode.boxes import walk
from videos.transcode.engine import Engine, OutsideTheFilm
from videos.transcode.made import Prepared, Study
from videos.transcode.splicing import keys_of, seam_in
from videos.transcode.workbench import Workbench

KINDS: dict[str, dict[str, Any]] = {
    "television's rate, turned, uneven, frames out of order": {
        "name": "film.mov",
        "fps": "30000/1001",
        "seconds": 8,
        "laid": "turned right",
        "size": (180, 320),
        "picture_options": ("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p"),
        "options": ("-vf", "select='not(between(mod(n,11),3,6))'", "-fps_mode", "passthrough"),
    },
    "sixty a second": {"fps": "60", "seconds": 4, "picture_options": (*X265, "-pix_fmt", "yuv420p")},
    "HLG, slow, without sound": {
        "name": "film.mov",
        "fps": "10",
        "seconds": 12,
        "sound": "none",
        "picture_options": tagged("arib-std-b67", "bt2020", "bt2020nc"),
    },
}
CUTS_OF_EACH = 7


@dataclass(frozen=True)
class Bed:
    """A prepared film, the numbers on its frames, and where its clips can lie."""

    engine: Engine
    bench: Workbench
    made: Prepared
    numbers: list[int]

    def cut(self, first: int, end: int) -> Study:
        return self.engine.cut_clip(self.bench, self.made.study, first, end)


@pytest.fixture(scope="module", params=KINDS)
def bed(
    request: pytest.FixtureRequest, engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory
) -> Bed:
    film = make_film(tmp_path_factory.mktemp("film"), **KINDS[request.param])
    made = prepared(engine, wide_bench, film)
    return Bed(engine, wide_bench, made, numbers(made.study))


@pytest.fixture(scope="module")
def plain(engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Bed:
    made = prepared(engine, wide_bench, make_film(tmp_path_factory.mktemp("plain"), seconds=4))
    return Bed(engine, wide_bench, made, numbers(made.study))


@pytest.fixture(scope="module")
def wheels(wheel_engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Bed:
    made = prepared(wheel_engine, wide_bench, make_film(tmp_path_factory.mktemp("wheels"), seconds=3))
    return Bed(wheel_engine, wide_bench, made, numbers(made.study))


def test_that_every_cut_holds_its_frames_and_no_other(bed: Bed) -> None:
    for first, end in some_cuts(bed.made.study.frames, CUTS_OF_EACH, seed=7):
        clip = bed.cut(first, end)
        wanted = bed.numbers[first:end]
        assert numbers(clip) == wanted, (first, end)
        assert numbers(clip, ignore_editlist="1") == wanted, (first, end)
        assert all_packets_numbers(clip) == wanted, (first, end)
        assert clip.frames == end - first


def all_packets_numbers(clip: Study) -> list[int]:
    """The numbers on all frames that can be got from the file's packets, hidden or not."""
    found = []
    with av.open(
        io.BytesIO(content(clip.file)), "r", options={"ignore_editlist": "1", "advanced_editlist": "0"}
    ) as film:
        for packet in film.demux(film.streams.video[0]):
            found += [number_of(frame) for frame in packet.decode()]
        assert film.streams.video[0].frames == len(found)
    return found


@pytest.mark.parametrize(("first", "seam"), [(0, 15), (1, 14), (13, 2), (14, 16), (15, 15), (31, 14)])
def test_that_only_the_opening_is_encoded_anew_and_the_rest_are_the_study_copys_own_packets(
    first: int, seam: int, plain: Bed
) -> None:
    own = packets(plain.made.study)
    clip = plain.cut(first, 70)
    assert packets(clip)[seam:] == own[first + seam : 70]
    assert_made_anew(packets(clip)[:seam], own)
    assert numbers(clip) == list(range(first, 70))
    assert_keys_apart(clip)


@pytest.mark.parametrize("codec", ["mjpeg", "h263"])
def test_that_a_clip_of_an_old_cameras_film_is_spliced_too(
    codec: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    """Their colour lies elsewhere between the pixels, and an encoder would name the place."""
    coded = ("-c:v", codec, "-q:v", "3")
    film = make_film(tmp_path, "film.mov", size=(352, 288), picture_options=coded, sound="none")
    study = prepared(engine, bench, film).study
    clip = engine.cut_clip(bench, study, 5, 40)
    assert numbers(clip) == list(range(5, 40))
    assert packets(clip)[10:] == packets(study)[15:40]


def test_that_a_clip_is_spliced_without_bubblewrap_too(plain: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind Landlock the folder of the programs can't be listed, only they themselves be read."""
    monkeypatch.setattr(runner, "_cage", str)
    clip = plain.cut(20, 80)
    assert numbers(clip) == list(range(20, 80))
    assert packets(clip)[10:] == packets(plain.made.study)[30:80]


def assert_made_anew(found: list[bytes], own: list[bytes]) -> None:
    """Not from the same encode: where nearly nothing changes, both come to the same bytes for a few frames."""
    assert found[0] not in own
    assert len(set(found) & set(own)) < max(1, len(found) // 2)


def packets(study: Study) -> list[bytes]:
    """The picture's packets, in order."""
    with av.open(io.BytesIO(content(study.file)), "r") as film:
        return [bytes(packet) for packet in film.demux(video=0) if packet.size]


def test_that_two_key_frames_never_touch(plain: Bed) -> None:
    for first in sample(range(16), 4):
        assert_keys_apart(plain.cut(first, 60))


def assert_keys_apart(clip: Study) -> None:
    """Between any two there is another frame."""
    keys = keys_of(clip.file)
    assert min(after - before for before, after in pairwise(keys)) > 1, keys


def test_that_a_clip_is_encoded_anew_where_the_study_copy_was_made_with_other_settings(
    plain: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(outputs.H264, "level", "5.1")  # as after a change of settings, or of ffmpeg
    clip = plain.cut(20, 80)
    assert numbers(clip) == list(range(20, 80))
    assert_made_anew(packets(clip), packets(plain.made.study))
    assert keys_of(clip.file) == (0, 15, 30, 45)


def test_that_a_clip_of_a_film_that_another_ffmpeg_prepared_is_exact(engine: Engine, wheels: Bed) -> None:
    assert numbers(engine.cut_clip(wheels.bench, wheels.made.study, 17, 77)) == list(range(17, 77))


SEAMS = {
    "the next key frame": (0, 15, 3, 40, 15),
    "never the first frame itself": (0, 15, 15, 60, 30),
    "nor the frame behind it": (0, 15, 14, 60, 30),
    "none inside": (0, 15, 3, 15, None),
    "one frame behind the seam": (0, 15, 3, 16, 15),
    "a clip's own": (0, 4, 1, 40, 4),
}


@pytest.mark.parametrize("name", SEAMS)
def test_that_the_seam_is(name: str) -> None:
    opening, then, first, end, seam = SEAMS[name]
    assert seam_in([opening, *range(then, 100, 15)], first, end) == seam


def test_that_there_is_no_seam_among_uneven_key_frames() -> None:
    assert seam_in([0, 15, 31, 45], 3, 60) is None
    assert seam_in([], 3, 60) is None


def test_that_a_clip_is_cut_alike_by_the_wheels_ffmpeg(wheels: Bed) -> None:
    for first, end in ((0, 1), (14, 16), (15, 45), (44, 90), (89, 90)):
        assert numbers(wheels.cut(first, end)) == list(range(first, end))


def test_that_a_clip_of_a_clip_is_exact_too(plain: Bed) -> None:
    clip = plain.cut(20, 80)
    again = plain.engine.cut_clip(plain.bench, clip, 5, 25)
    assert numbers(again) == list(range(25, 45))


@pytest.mark.parametrize(("first", "end"), [(-1, 5), (5, 5), (6, 5), (0, 121), (120, 121)])
def test_that_frames_outside_the_film_cannot_be_cut(plain: Bed, first: int, end: int) -> None:
    with pytest.raises(OutsideTheFilm):
        plain.cut(first, end)


def test_that_a_clip_has_no_edit_list(plain: Bed) -> None:
    clip = plain.cut(31, 77)
    data = content(clip.file)
    assert not {box.kind for box in walk(io.BytesIO(data), len(data))} & {b"edts", b"elst"}


def test_that_a_still_is_the_frame_that_was_meant(bed: Bed) -> None:
    for frame in (0, 1, 14, 15, 16, bed.made.study.frames - 1):
        still = bed.engine.take_still(bed.bench, bed.made.study, frame)
        with av.open(io.BytesIO(content(still)), "r") as picture:
            shown = next(picture.decode(video=0))
        assert number_of(shown) == bed.numbers[frame]
        assert (shown.width, shown.height) == (bed.made.study.width, bed.made.study.height)


def test_that_a_still_has_the_colours_of_the_film(plain: Bed) -> None:
    still = plain.engine.take_still(plain.bench, plain.made.study, 85)
    with av.open(io.BytesIO(content(still)), "r") as picture:
        shown = next(picture.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert np.abs(shown - pictures(plain.made.study)[85].astype(int)).mean() < 4


RATE = 48_000


def noise(seconds: float) -> np.ndarray:
    """Loud all over."""
    return np.random.default_rng(1).uniform(-0.8, 0.8, round(seconds * RATE))


def loud_only(first: float, end: float, seconds: float) -> np.ndarray:
    """Silence, but for a loud noise from `first` to `end`."""
    when = np.arange(round(seconds * RATE)) / RATE
    return np.where((when >= first) & (when < end), noise(seconds), 0.0)


# short and long ones, their beginnings 0, 7 and 10 frames behind a key frame; at least a second of noise between two
QUIET = [(30, 60), (97, 127), (165, 210), (247, 263), (300, 370), (412, 482), (520, 590)]


@pytest.fixture(scope="module")
def noisy(engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Bed:
    """Loud all over, but for the quiet stretches."""
    loud = noise(21)
    for first, end in QUIET:
        loud[first * RATE // 30 : end * RATE // 30] = 0
    told = {"seconds": 21, "sound": loud, "sound_options": ("-c:a", "flac")}
    made = prepared(engine, wide_bench, make_film(tmp_path_factory.mktemp("noisy"), "film.mkv", **told))
    return Bed(engine, wide_bench, made, [])


@pytest.mark.parametrize(("first", "end"), QUIET)
def test_that_nothing_from_before_or_after_a_clip_is_heard_in_it(first: int, end: int, noisy: Bed) -> None:
    around = np.abs(sound(noisy.made.study))
    assert around[(first - 5) * RATE // 30 : first * RATE // 30].max() > 0.3
    assert around[end * RATE // 30 : (end + 5) * RATE // 30].max() > 0.3
    heard = sound(noisy.cut(first, end))
    assert np.abs(heard).max() < 0.03
    assert np.sqrt((heard**2).mean()) < 0.001


def test_that_the_sound_of_a_clip_is_its_own_and_in_step(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    """Loud from frame 60 to 75: in a clip that begins with frame 45 that is half a second later, to 5 ms."""
    made = prepared(engine, bench, make_film(tmp_path, seconds=4, sound=loud_only(2.0, 2.5, 4)))
    for study, begins in ((made.study, 2.0), (engine.cut_clip(bench, made.study, 45, 105), 0.5)):
        loud = np.flatnonzero(np.abs(sound(study)) > 0.2) / RATE
        assert abs(loud[0] - begins) < 0.005
        assert abs(loud[-1] - begins - 0.5) < 0.005


def test_that_a_clip_too_short_for_sound_has_none_and_a_longer_one_has_all_but_the_run_in(plain: Bed) -> None:
    assert not plain.cut(10, 11).has_sound
    heard = sound(plain.cut(10, 40))
    assert np.abs(heard[1100:2000]).max() > 0.3
    assert 48_000 <= len(heard) < 48_000 + 2048


def test_that_sound_and_picture_stay_in_step_to_the_end(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    """A click every second, at frames 0, 30, 60, …: never more than 10 ms away from its frame."""
    when = np.arange(20 * RATE)
    clicks = np.where(when % RATE < 480, 0.8, 0.0)
    film = make_film(tmp_path, "film.mkv", seconds=20, sound=clicks, sound_options=("-c:a", "libopus", "-ac", "2"))
    heard = np.abs(sound(prepared(engine, bench, film).study))
    for second in range(1, 20):
        near = np.flatnonzero(heard[second * RATE - 4800 : second * RATE + 4800] > 0.3)
        assert abs(near[0] - 4800) < 480
