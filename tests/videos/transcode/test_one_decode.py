"""Everything that one call makes of a film: both copies in step, the filmstrip, how loud it is."""

import io
from pathlib import Path

import av
import numpy as np
import pytest

from tests.videos.films import make_film, number_on
from tests.videos.transcode.work import content, numbers, prepared, sound
from videos.transcode.engine import Engine
from videos.transcode.workbench import Workbench

RATE = 48_000
SKEW = round(0.040 * RATE)


def test_that_sound_and_picture_are_in_step_in_both_copies_at_start_middle_and_end(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    """A click at each second, as its frame begins: never 40 ms away from that frame, in any copy or clip."""
    seconds, fps = 8, 25
    when = np.arange(seconds * RATE)
    clicks = np.where(when % RATE < 480, 0.8, 0.0)
    film = make_film(
        tmp_path,
        seconds=seconds,
        fps=str(fps),
        size=(640, 368),
        sound=clicks,
        sound_options=("-c:a", "aac", "-ac", "2"),
    )
    made = prepared(engine, bench, film)
    assert made.small
    for copy in (made.study, made.small):
        assert numbers(copy) == list(range(seconds * fps))
        heard = np.abs(sound(copy))
        for second in (1, seconds // 2, seconds - 1):
            near = np.flatnonzero(heard[second * RATE - 4800 : second * RATE + 4800] > 0.3)
            assert abs(near[0] - 4800) <= SKEW, (copy.quality, second)


def test_that_the_small_copy_has_the_same_frames_and_goes_through_a_slow_line(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    noisy = ("-vf", "noise=alls=60:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    made = prepared(engine, bench, make_film(tmp_path, seconds=4, fps="15", size=(960, 540), picture_options=noisy))
    small = made.small
    assert small
    assert (small.width, small.height, small.frames) == (854, 480, made.study.frames)
    assert numbers(small) == numbers(made.study)
    assert small.file.size * 8 / 4 < 1_000_000 < made.study.file.size * 8 / 4


def test_that_a_clip_of_the_small_copy_is_exact_too(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    made = prepared(engine, bench, make_film(tmp_path, seconds=4, size=(640, 368)))
    assert made.small
    for first, end in ((0, 1), (7, 52), (30, 90), (44, 47), (61, 120)):
        clip = engine.cut_clip(bench, made.small, first, end)
        assert numbers(clip) == numbers(clip, ignore_editlist="1") == list(range(first, end))


@pytest.mark.parametrize(("size", "is_there"), [((640, 360), 0), ((640, 368), 1), ((360, 640), 0)])
def test_that_what_is_small_has_no_small_copy(
    size: tuple[int, int], is_there: int, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    assert bool(prepared(engine, bench, make_film(tmp_path, seconds=1, size=size)).small) == is_there


def test_that_each_picture_of_the_filmstrip_is_of_its_own_frame(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    made = prepared(engine, bench, make_film(tmp_path, seconds=13.5, fps="12"))
    assert made.strip
    layout = made.study.layout
    with av.open(io.BytesIO(content(made.strip)), "r") as sheet:
        whole = next(sheet.decode(video=0)).to_ndarray(format="gray")
    assert (layout.every, layout.count, whole.shape) == (12, 14, (180, 1600))
    for place in range(layout.count):
        top, left = place // 10 * layout.height, place % 10 * layout.width
        thumb = whole[top : top + layout.height, left : left + layout.width]
        assert number_on(thumb) == place * layout.every


def test_that_loudness_lies_where_it_is_heard(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    when = np.arange(4 * RATE) / RATE
    loud = np.where((when >= 2) & (when < 3), 0.8 * np.sin(2 * np.pi * 440 * when), 0.0)
    made = prepared(engine, bench, make_film(tmp_path, seconds=4, sound=loud))
    assert made.waveform
    peaks = np.array(made.waveform.peaks)
    assert len(peaks) == 80
    assert peaks[41:59].min() > 60
    assert max(peaks[:38].max(), peaks[62:].max()) < 5


def test_that_a_film_without_sound_has_no_waveform(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    assert prepared(engine, bench, make_film(tmp_path, seconds=1, sound="none")).waveform is None
