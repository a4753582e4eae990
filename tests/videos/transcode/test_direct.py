"""Films that can be watched as they were filmed: which they are, and that nothing but picture and sound is left."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser

from tests.videos.films import BITS, PLACES, make_film, with_places
from tests.videos.transcode.test_cuts_in_browser import READ
from tests.videos.transcode.test_phone_films import TELLING
from tests.videos.transcode.test_probe import LOOKS, ONE, film, picture, sound
from tests.videos.transcode.work import content, exif, load
from videos.transcode.boxes import walk
from videos.transcode.direct import plays_as_it_is
from videos.transcode.engine import Engine
from videos.transcode.media import MediaInfo
from videos.transcode.proof import Unfit, prove_direct
from videos.transcode.workbench import Nameless, Workbench

PLAIN = ("-movflags", "+faststart", "-use_editlist", "0")  # as a phone writes it


def looking(**more: Any) -> dict[str, Any]:
    """A picture track whose first frame looks like this."""
    return picture(first=LOOKS | more)


KINDS: dict[str, tuple[MediaInfo, bool]] = {
    "a phone's": (film(picture(), sound()), True),
    "without sound": (film(picture()), True),
    "upright": (film(looking(turn=None)), True),
    "in full range": (film(looking(pixel_format="yuvj420p", range=2)), True),
    "mirrored": (film(looking(turn=[-ONE, 0, 0, ONE])), False),
    "interlaced": (film(looking(interlaced=True)), False),
    "ten bits": (film(looking(pixel_format="yuv420p10le")), False),
    "HLG": (film(looking(transfer=18, primaries=9, matrix=9)), False),
    "wide colours": (film(looking(primaries=12)), False),
    "4K": (film(looking(width=3840, height=2160)), False),
    "odd pixels": (film(picture(shape=[4, 3])), False),
    "HEVC": (film(picture(codec="hevc", profile="Main")), False),
    "a screen's profile": (film(picture(profile="High 4:4:4 Predictive")), False),
    "another sound": (film(picture(), sound(codec="opus")), False),
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_film_is_shown_as_it_is_only_where_browsers_show_it_well(kind: str) -> None:
    info, plays = KINDS[kind]
    assert plays_as_it_is(info, set()) == plays


def test_that_what_an_edit_list_hides_is_never_shown() -> None:
    assert not plays_as_it_is(film(picture()), {b"elst"})


def freed(engine: Engine, bench: Workbench, path: Path) -> Nameless | None:
    """The film as it is, if it can be."""
    loaded = load(bench, path)
    info = engine.inspect_film(loaded)
    assert isinstance(info, MediaInfo)
    return engine.free_film(bench, loaded, info)


def test_that_place_device_and_day_are_gone_wherever_a_phone_put_them(
    each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    path = make_film(tmp_path, options=(*with_places(), "-use_editlist", "0"))
    told = path.read_bytes()
    planted = [*PLACES.values(), "GPS 51.5334 -0.1255", "iPhone 14 Pro"]
    assert b"GPS 51.5334" in told
    copy = freed(each_engine, bench, path)
    assert copy is not None
    data = content(copy)
    assert not [word for word in planted if word.encode() in data]
    assert not [line for line in exif(data) if TELLING.search(line)]
    assert not re.search(rb"x264|Lavf", data)
    assert data.index(b"moov") < data.index(b"mdat")


def test_that_every_packet_of_picture_and_sound_is_the_films_own(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    path = make_film(tmp_path, options=PLAIN, picture_options=(*B_FRAMES, "-g", "30"))
    copy = freed(engine, bench, path)
    assert copy is not None
    assert frames(io.BytesIO(content(copy))) == frames(io.BytesIO(path.read_bytes()))


B_FRAMES = ("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p")


def frames(file: io.BytesIO) -> list[tuple[float, bytes]]:
    """Time and content of every decoded picture, and of all sound."""
    with av.open(file, "r") as film:
        decoded: Any = film.decode(video=0, audio=0)
        return [(frame.time, frame.to_ndarray().tobytes()) for frame in decoded]


TABLES = {
    "even": (),
    "uneven times, frames out of order": (
        *("-vf", "setpts='PTS+0.6*random(1)/30/TB'", "-fps_mode", "passthrough"),
        *("-c:v", "libx264", "-bf", "3", "-g", "7", "-video_track_timescale", "90000"),
    ),
    "a chunk for each packet": ("-chunk_duration", "1", "-g", "2"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_that_the_table_of_contents_stands_first_in_room_left_for_it(
    kind: str, each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    path = make_film(tmp_path, seconds=20, options=(*TABLES[kind], "-use_editlist", "0"))
    copy = freed(each_engine, bench, path)
    assert copy is not None
    data = content(copy)
    top = [box for box in walk(io.BytesIO(data), len(data)) if not box.path]
    assert [box.kind for box in top] == [b"ftyp", b"moov", b"free", b"free", b"mdat"]
    assert len(data) < path.stat().st_size + 128 * 1024
    with av.open(io.BytesIO(data), "r") as film_:
        assert len(list(film_.decode(video=0))) == 600


def test_that_an_edit_list_keeps_a_film_waiting(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    assert freed(engine, bench, make_film(tmp_path)) is None


def test_that_a_copy_with_less_than_its_film_is_unfit(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    report: dict[str, Any] = {"fault": None, "walked": True, "overflow": False, "chapters": 0, "metadata": {}}
    good = report | {"streams": [picture(metadata={}, others=0), sound(metadata={})]}
    info = film(picture(), sound())
    prove_direct(good, set(), info)
    broken: dict[str, dict[str, Any]] = {
        "tracks": {"streams": good["streams"][:1]},
        "count": {"streams": [picture(metadata={}, pts=list(range(9))), good["streams"][1]]},
        "turn": {"streams": [looking(turn=None) | {"metadata": {}}, good["streams"][1]]},
        "bare": {"metadata": {"location": "+51.5-0.1/"}},
        "units": {"streams": [picture(metadata={}, others=1), good["streams"][1]]},
        "unreadable": {"fault": "InvalidDataError"},
    }
    for fault, change in broken.items():
        with pytest.raises(Unfit, match=fault):
            prove_direct(good | change, set(), info)
    with pytest.raises(Unfit, match="bare"):
        prove_direct(good, {b"udta"}, info)


AT_ONCE = {
    "sample_empty_track.mp4": True,
    "sample_android_slow_motion.mp4": False,  # an edit list
    "portrait_4k60.mp4": False,
    "dolbyVision-hdr.MOV": False,
    "sample_rotate_and_reflect.mp4": False,
}


@pytest.mark.phone_films
@pytest.mark.parametrize("name", AT_ONCE)
def test_that_of_the_phone_films_those_are_watchable_at_once(
    name: str, engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    copy = freed(engine, bench, phone_films / name)
    assert (copy is not None) == AT_ONCE[name]
    if copy is not None:
        assert not [line for line in exif(content(copy)) if TELLING.search(line)]


@pytest.mark.journey
@pytest.mark.parametrize("laid", ["upright", "turned right", "upside down"])
def test_that_chromium_shows_it_upright_and_frame_by_frame(
    laid: str, browser: Browser, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    size = (320, 180) if laid == "upside down" else (180, 320)
    copy = freed(engine, bench, make_film(tmp_path, seconds=1, size=size, laid=laid, sound="none", options=PLAIN))
    assert copy is not None
    page = browser.new_page()
    asked = {"film": base64.b64encode(content(copy)).decode(), "frames": 30, "rate": 30, "bits": BITS}
    seen = page.evaluate(READ, asked)
    page.close()
    assert seen["numbers"] == list(range(30))
