"""What real phones and cameras made, and what must happen to it (the table beside the films)."""

import io
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.samples import IS_WHOLE, sample
from tests.videos.transcode.work import content, exif, first_picture, inspected, load, prepared
from videos.transcode.engine import Engine
from videos.transcode.made import Prepared
from videos.transcode.refusals import Refusal, Why
from videos.transcode.workbench import Workbench

pytestmark = [pytest.mark.phone_films, pytest.mark.usefixtures("work_once")]

# Name: upright size, frames of the study copy, its rate, sound.
READY: dict[str, tuple[tuple[int, int], int, Fraction, bool]] = {
    "dolbyVision-hdr.MOV": ((720, 1280), 4, Fraction(30), True),
    "sample_with_color_info.mp4": ((720, 1280), 9, Fraction(30), True),
    "h265_with_metadata_track.mp4": ((720, 1280), 3, Fraction(30_000, 1001), True),
    "portrait_4k60.mp4": ((720, 1280), 18, Fraction(60), True),
    "sample_android_slow_motion.mp4": ((1280, 720), 16, Fraction(30), False),
    "sample_rotate_and_reflect.mp4": ((720, 1080), 30, Fraction(30_000, 1001), True),
    "sample_video_only.mp4": ((1080, 720), 30, Fraction(30_000, 1001), False),
    "sample_empty_track.mp4": ((1080, 720), 30, Fraction(30_000, 1001), True),
    "sample_with_invalid_nalu.mp4": ((1080, 720), 30, Fraction(30_000, 1001), False),
    "one-by-one-person-detection.mp4": ((768, 432), 1394, Fraction(10), False),
}
# Name: pictures of the film, frames of the study copy. What is uneven holds some of them.
PICTURES = {
    "mkv_last_frame.mkv": (30, 30),
    "uneven15_phone.3gp": (71, 85),
    "trim_last_frame.mp4": (167, 167),
    "white_last_frame.mp4": (300, 300),
    "tremble_24fps_even244.mp4": (192, 192),
    "tremble_60fps_200ticks.mp4": (480, 480),
    "tremble_60fps_iphoneSE3like.mp4": (480, 480),
    "vfr60_90000.mp4": (240, 240),
}
USUAL = list(READY) if IS_WHOLE else [name for name, (_, frames, *_) in READY.items() if frames < 100]
TELLING = re.compile(
    r"gps|location|make\b|model|software|creation|author|comment|android|com\.apple|title", re.IGNORECASE
)


@pytest.mark.parametrize("name", USUAL)
def test_that_a_phones_film_becomes_ready_and_upright(
    name: str, engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    assert_ready(name, engine, bench, phone_films)


@pytest.mark.parametrize("name", sample([name for name in READY if not name.startswith("one-by-one")], 3))
def test_that_the_wheels_ffmpeg_makes_it_ready_too(
    name: str, wheel_engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    assert_ready(name, wheel_engine, bench, phone_films)


def assert_ready(name: str, engine: Engine, bench: Workbench, phone_films: Path) -> None:
    """As the table says, upright, and with nothing of the home in it."""
    size, frames, rate, has_sound = READY[name]
    made = prepared(engine, bench, phone_films / name)
    study = made.study
    assert (study.width, study.height, study.frames, study.rate, study.has_sound) == (*size, frames, rate, has_sound)
    assert made.index.count == frames
    assert_upright(phone_films / name, made)
    assert_bare(made, phone_films / name)


@pytest.mark.parametrize("name", sample(list(PICTURES), 3))
def test_that_none_of_its_pictures_is_lost(name: str, engine: Engine, bench: Workbench, phone_films: Path) -> None:
    pictures, frames = PICTURES[name]
    index = prepared(engine, bench, phone_films / name).index
    assert (len(set(index.source_pts)), index.count) == (pictures, frames)


def assert_upright(film: Path, made: Prepared) -> None:
    """Of all eight ways to lay the stored picture, the one that its matrix names is most like ours."""
    stored, turn = first_frame(film)
    ours = small(first_picture(made.study))
    lies_down = turn is not None and turn[0] == 0
    likeness = {name: alike(small(np.ascontiguousarray(way)), ours) for name, way in ways(stored, lies_down).items()}
    meant = meant_way(turn)
    assert likeness[meant] > 0.95, likeness
    assert likeness[meant] == max(likeness.values()), likeness


def ways(stored: np.ndarray, lies_down: bool) -> dict[tuple[int, ...], np.ndarray]:  # noqa: FBT001 -- a test's own
    """The stored picture, laid in every way that has this shape, under the signs of its matrix."""
    if lies_down:
        turned = stored.T
        return {
            (0, 1, 1, 0): turned,
            (0, 1, -1, 0): np.fliplr(turned),
            (0, -1, 1, 0): np.flipud(turned),
            (0, -1, -1, 0): np.rot90(turned, 2),
        }
    return {
        (1, 0, 0, 1): stored,
        (-1, 0, 0, 1): np.fliplr(stored),
        (1, 0, 0, -1): np.flipud(stored),
        (-1, 0, 0, -1): np.rot90(stored, 2),
    }


def meant_way(turn: tuple[int, ...] | None) -> tuple[int, ...]:
    """The signs of a display matrix; upright where there is none."""
    return tuple(int(np.sign(value)) for value in turn) if turn else (1, 0, 0, 1)


def first_frame(film: Path) -> tuple[np.ndarray, tuple[int, ...] | None]:
    """As stored, in grey, with the a, b, c, d of its display matrix."""
    with av.open(str(film), "r") as opened:
        frame = next(opened.decode(video=0))
        told: Any = list(frame.side_data)  # its stub says a mapping of strings; it is a row of side data
        sides = [np.frombuffer(bytes(side), "<i4") for side in told if side.type.name == "DISPLAYMATRIX"]
        grey = frame.reformat(format="gray").to_ndarray()
    return grey, tuple(int(value) for value in sides[0][[0, 1, 3, 4]]) if sides else None


def small(frame: np.ndarray) -> np.ndarray:
    """Averages of 24 × 24 fields."""
    rows = np.array_split(frame.astype(float), 24, axis=0)
    return np.array([[field.mean() for field in np.array_split(row, 24, axis=1)] for row in rows])


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation: blind to brightness, which tone-mapping changes."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def assert_bare(made: Prepared, film: Path) -> None:
    """None of the film's labels is in an output, nor anything else that tells of a place, a device or a day."""
    with av.open(str(film), "r") as opened:
        labels = [*opened.metadata.items(), *(item for stream in opened.streams for item in stream.metadata.items())]
    words = {value.encode() for name, value in labels if TELLING.search(name) and len(value) > 3}
    for output in (made.study.file, made.poster):
        data = content(output)
        assert not [word for word in words if word in data]
        assert not [line for line in exif(data) if TELLING.search(line)]


def test_that_an_iphones_film_without_sound_leaves_its_turn_and_its_hdr_behind(
    each_engine: Engine, bench: Workbench, phone_films: Path, tmp_path: Path
) -> None:
    silent = tmp_path / "silent.mov"
    source = str(phone_films / "sample_with_color_info.mp4")
    subprocess.run(
        [each_engine.binary.path, "-v", "error", "-i", source, "-map", "0:v", "-c", "copy", silent], check=True
    )
    made = prepared(each_engine, bench, silent)
    assert not made.study.has_sound
    assert_upright(silent, made)


def test_that_the_original_does_tell_where_it_was_made(phone_films: Path) -> None:
    data = (phone_films / "dolbyVision-hdr.MOV").read_bytes()
    assert b"iPhone 14 Pro" in data
    assert not shutil.which("exiftool") or {"GPSCoordinates", "Make", "Model"} <= set(
        re.findall(r"\w+", " ".join(exif(data)))
    )


def test_that_the_index_maps_slow_motion_to_its_source_times(
    engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    made = prepared(engine, bench, phone_films / "sample_android_slow_motion.mp4")
    assert made.index.source_pts == (0,) * 10 + tuple(range(29_281, 44_282, 3000))
    assert abs(made.study.frames / made.study.rate - Fraction(47_281, 90_000)) < Fraction(1, 60)
    assert made.index.source_microseconds(made.index.count) == 525_344


def test_that_frames_which_the_phone_cut_away_are_not_counted(
    engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    picture = inspected(engine, bench, phone_films / "dolbyVision-hdr.MOV").picture
    assert (picture.pts, picture.seconds) == ((0, 20, 40, 60), Fraction(80, 600))


def test_that_a_film_without_a_picture_is_refused_in_words(engine: Engine, bench: Workbench, phone_films: Path) -> None:
    refusal = engine.inspect_film(load(bench, phone_films / "sample_audio_only.mp4"))
    assert refusal == Refusal(Why.NO_PICTURE)
    assert "no picture" in refusal.sentence


def test_that_the_good_track_is_used_where_one_is_empty(engine: Engine, bench: Workbench, phone_films: Path) -> None:
    info = inspected(engine, bench, phone_films / "sample_empty_track.mp4")
    assert (info.picture.index, len(info.picture.pts)) == (0, 30)


@pytest.mark.parametrize("name", ["dolbyVision-hdr.MOV", "sample_with_color_info.mp4"])
def test_that_an_iphones_hdr_is_as_bright_as_hlg_means_it_on_an_ordinary_screen(
    name: str, engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    """HLG is made to be watched unmapped on an ordinary screen: paler, but no darker and no brighter."""
    stored, _ = first_frame(phone_films / name)
    study: Any = prepared(engine, bench, phone_films / name).study
    with av.open(io.BytesIO(content(study.file)), "r") as opened:
        ours = next(opened.decode(video=0)).reformat(format="gray").to_ndarray()
    assert abs(float(ours.mean()) - float(stored.mean())) < 12
