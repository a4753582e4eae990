"""Films of every kind that phones, cameras and browsers make, drawn by the tests: what comes out of them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from tests.samples import sample
from tests.videos.films import LAID, PLACES, make_film, moments_of, numbers_in, with_places
from tests.videos.transcode.work import content, inspected, load, numbers, prepared
from videos.transcode import engine as engine_room
from videos.transcode.engine import Engine
from videos.transcode.made import Looking
from videos.transcode.media import MediaInfo
from videos.transcode.runner import Unwanted
from videos.transcode.workbench import Workbench

NTSC = Fraction(30_000, 1001)
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")


def tagged(transfer: str, primaries: str, matrix: str, pixels: str = "yuv420p10le") -> tuple[str, ...]:
    """HEVC with these colour tags."""
    labels = f"setparams=color_trc={transfer}:color_primaries={primaries}:colorspace={matrix}"
    tags = ("-color_trc", transfer, "-color_primaries", primaries, "-colorspace", matrix)
    return (*X265, "-vf", f"format={pixels},{labels}", *tags)


KINDS: dict[str, tuple[str, dict[str, Any], Fraction | int]] = {
    "a phone's": ("film.mp4", {}, 30),
    "a camera's, with frames out of order": (
        "film.mov",
        {"fps": "25", "picture_options": ("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p")},
        25,
    ),
    "television's rate": ("film.mkv", {"fps": "30000/1001"}, NTSC),
    "sixty a second, HEVC": ("film.mp4", {"fps": "60", "picture_options": (*X265, "-pix_fmt", "yuv420p")}, 60),
    "slow motion": ("film.mp4", {"fps": "240", "seconds": 1}, 60),
    "uneven": (
        "film.mp4",
        {"seconds": 4, "options": ("-vf", "select='not(between(mod(n,11),3,6))'", "-fps_mode", "passthrough")},
        30,
    ),
    "a camcorder's, begun late": ("film.ts", {"options": ("-output_ts_offset", "1000")}, 30),
    "a browser's": (
        "film.webm",
        {"picture_options": ("-c:v", "libvpx", "-cpu-used", "8"), "sound_options": ("-c:a", "libopus")},
        30,
    ),
    "an old camera's": ("film.avi", {"picture_options": ("-c:v", "mpeg4"), "sound_options": ("-c:a", "mp3")}, 30),
    "an old phone's": ("film.3gp", {"size": (352, 288), "picture_options": ("-c:v", "h263")}, 30),
    "one picture a second": ("film.mp4", {"fps": "1", "seconds": 4}, 5),
    "one picture": ("film.mp4", {"seconds": 1 / 30, "sound": "none"}, 30),
    "HLG": ("film.mov", {"picture_options": tagged("arib-std-b67", "bt2020", "bt2020nc")}, 30),
    "PQ": ("film.mp4", {"picture_options": tagged("smpte2084", "bt2020", "bt2020nc")}, 30),
    "wide colours": ("film.mp4", {"picture_options": tagged("bt709", "smpte432", "bt709", "yuv420p")}, 30),
    "a screen's": ("film.mkv", {"picture_options": ("-c:v", "libx264rgb", "-pix_fmt", "bgr24")}, 30),
    "interlaced": (
        "film.mp4",
        {"picture_options": ("-c:v", "libx264", "-flags", "+ildct+ilme", "-pix_fmt", "yuv420p", "-vf", "setfield=tff")},
        30,
    ),
    "sound late": ("film.mp4", {"options": ("-af", "asetpts=PTS+0.5/TB")}, 30),
    "picture late": (
        "film.mp4",
        {"options": ("-vf", "setpts=PTS+0.7/TB", "-fps_mode", "passthrough"), "seconds": 3},
        30,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_frame_of_the_index_shows_the_moment_it_names(
    kind: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    assert_index_true(kind, engine, bench, tmp_path)


@pytest.mark.parametrize(
    "kind", sample(["a phone's", "uneven", "a camcorder's, begun late", "a browser's", "a screen's"], 3)
)
def test_that_the_wheels_ffmpeg_keeps_the_same_index(
    kind: str, wheel_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    assert_index_true(kind, wheel_engine, bench, tmp_path)


def assert_index_true(kind: str, engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    """The number on each frame of the study copy is the one at the film's own time that the index gives for it."""
    name, wishes, rate = KINDS[kind]
    film = make_film(tmp_path, name, **wishes)
    made = prepared(engine, bench, film)
    number_at = moments_of(film)
    assert numbers(made.study) == [number_at[pts] for pts in made.index.source_pts]
    assert made.study.rate == rate
    assert made.study.has_sound == (wishes.get("sound") != "none")


def timed(times: str) -> tuple[str, ...]:
    """Options for a film with these times, in ticks of 1/90,000."""
    moved = f"settb=1/90000,setpts='{times}'"
    return ("-vf", moved, "-fps_mode", "passthrough", "-enc_time_base", "1:90000", "-video_track_timescale", "90000")


PAIRS = "6000*floor(N/4)+751*mod(N,4)+750*eq(mod(N,4),3)"
SHORT_END = "with a last picture of hardly any length"
EVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "trembling": ("film.mp4", {"fps": "60", "options": timed("1500*N+100*mod(2*N,5)")}),
    "in pairs": ("film.mp4", {"fps": "60", "options": timed(PAIRS)}),
    "of no name": ("film.mp4", {"fps": "122/5", "seconds": 3}),
    SHORT_END: ("film.mp4", {"sound": "none"}),
}


def with_short_end(film: Path) -> Path:
    """The film with a last packet that lasts one tick."""
    short = film.with_name("short.mp4")
    with av.open(str(film), "r") as whole, av.open(str(short), "w") as into:
        track = into.add_stream_from_template(whole.streams.video[0])
        packets = [packet for packet in whole.demux(video=0) if packet.size]
        packets[-1].duration = 1
        for packet in packets:
            packet.stream = track
            into.mux(packet)
    return short


@pytest.mark.parametrize("kind", EVEN)
def test_that_no_picture_is_lost_or_doubled(kind: str, each_engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    name, wishes = EVEN[kind]
    film = make_film(tmp_path, name, **{"seconds": 1, **wishes})
    film = with_short_end(film) if kind == SHORT_END else film
    made = prepared(each_engine, bench, film)
    assert numbers(made.study) == numbers_in(film) == list(range(made.study.frames))
    assert made.study.frames == len(set(made.index.source_pts))


def test_that_a_picture_beyond_full_hd_is_told_to_its_end(
    engine: Engine, bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given more time by its weight; how far it is goes by its length."""
    monkeypatch.setattr(engine_room, "_weight", lambda _: Fraction(8))
    film, told = load(bench, make_film(tmp_path)), list[float]()
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    engine.prepare_film(bench, film, info, Looking(on_progress=told.append))
    assert told[-1] > 0.9


@pytest.mark.parametrize("laid", sample(list(LAID), 4))  # the others lie in tests below, and in `test_direct`
def test_that_a_film_is_upright_however_it_was_laid(
    laid: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    made = prepared(engine, bench, make_film(tmp_path, laid=laid, size=(180, 320), seconds=0.5))
    assert numbers(made.study) == list(range(15))
    assert (made.study.width, made.study.height) == (180, 320)


@pytest.mark.parametrize("laid", ["turned right", "mirrored", "mirrored and turned left"])
def test_that_a_film_without_sound_is_upright_too(
    laid: str, each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    """ffmpeg treats a film with one track differently."""
    made = prepared(each_engine, bench, make_film(tmp_path, laid=laid, size=(180, 320), seconds=0.5, sound="none"))
    assert numbers(made.study) == list(range(15))


def test_that_a_large_film_becomes_720_and_an_odd_shape_square(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    large = prepared(engine, bench, make_film(tmp_path, size=(1920, 1080), seconds=0.3)).study
    odd = prepared(engine, bench, make_film(tmp_path, options=("-vf", "setsar=4/3"), seconds=0.3)).study
    assert (large.width, large.height, odd.width, odd.height) == (1280, 720, 426, 180)


def test_that_a_picture_which_changes_its_size_midway_goes_on(
    each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    small = make_film(tmp_path, "small.ts", sound="none").read_bytes()
    offset = ("-output_ts_offset", "2")
    large = make_film(tmp_path, "large.ts", sound="none", size=(640, 360), options=offset).read_bytes()
    assert numbers(prepared(each_engine, bench, small + large).study) == [*range(60), *range(60)]


def test_that_nothing_of_the_home_is_left(each_engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    film = make_film(tmp_path, "film.mov", options=with_places())
    kept = film.read_bytes()
    assert all(value.encode() in kept for value in PLACES.values() if "Z" not in value)
    assert b"GPS 51.5334" in kept
    made = prepared(each_engine, bench, film)
    clip = each_engine.cut_clip(bench, made.study, 10, 40)
    still = each_engine.take_still(bench, made.study, 20)
    for output in (made.study.file, made.poster, clip.file, still):
        data = content(output)
        assert not [word for word in (*PLACES.values(), "GPS", "51.53", "iPhone", "Apple") if word.encode() in data]


def test_that_a_film_beyond_the_memory_is_worked_on_without_a_name_on_disk(engine: Engine, tmp_path: Path) -> None:
    film, scratch = make_film(tmp_path), tmp_path / "scratch"
    with Workbench(scratch, memory=0) as bench:
        made = prepared(engine, bench, film)
        clip = engine.cut_clip(bench, made.study, 10, 40)
        assert numbers(clip) == list(range(10, 40))
        assert list(scratch.iterdir()) == []


def test_that_the_poster_shows_a_frame_of_the_film(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    made = prepared(engine, bench, make_film(tmp_path, seconds=3, size=(180, 320), laid="turned right"))
    poster = tmp_path / "poster.jpg"
    poster.write_bytes(content(made.poster))
    assert numbers_in(poster) == [9]


def test_that_progress_only_grows_and_a_film_nobody_wants_is_left(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    path = make_film(tmp_path, seconds=20)
    info, film = inspected(engine, bench, path), load(bench, path)
    told: list[float] = []
    engine.prepare_film(bench, film, info, Looking(on_progress=told.append))
    assert told == sorted(told)
    assert told[-1] > 0.9
    with pytest.raises(Unwanted):
        engine.prepare_film(bench, film, info, Looking(is_unwanted=lambda: True))
