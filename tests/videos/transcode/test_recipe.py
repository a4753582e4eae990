"""The arguments for ffmpeg."""

from fractions import Fraction

import pytest

from tests.videos.transcode.test_probe import film, picture, sound
from videos.transcode.frames import Grid
from videos.transcode.media import Places
from videos.transcode.recipe import Stretch, cut, full, prepare, still

PLACES = Places(*(f"/proc/self/fd/{number}" for number in range(3, 10)))
WITHOUT_SMALL = Places(*(f"/proc/self/fd/{number}" for number in range(3, 9)))
STRETCH = Stretch("/proc/self/fd/3", Grid(Fraction(30_000, 1001)), 100, 160, has_sound=True)
FILM = film(picture(), sound())
CALLS = {
    "prepare": prepare(film(picture(), sound()), PLACES, threads=2),
    "prepare without sound": prepare(film(picture()), PLACES, threads=2),
    "prepare what is small": prepare(film(picture(), sound()), WITHOUT_SMALL, threads=2),
    "cut": cut(STRETCH, "/proc/self/fd/4", threads=2),
    "full": full(
        STRETCH,
        film(picture(), sound()),
        film(picture()).picture.slots,
        Places(*(f"/proc/self/fd/{at}" for at in (5, 4, 6))),
        threads=2,
    ),
    "still": still(STRETCH, "/proc/self/fd/4", threads=2),
}


def value(argv: list[str], name: str) -> str:
    """What follows an option."""
    return argv[argv.index(name) + 1]


@pytest.mark.parametrize("call", CALLS)
def test_that_every_limit_stands_before_the_input(call: str) -> None:
    before = CALLS[call][: CALLS[call].index("-i")]
    assert value(before, "-protocol_whitelist") == "file"
    assert value(before, "-format_whitelist") == value(before, "-f") == "mov"
    assert "h264" in value(before, "-codec_whitelist").split(",")
    assert value(before, "-max_streams") == "32"
    assert value(before, "-max_pixels") == "40000000"
    assert value(before, "-max_alloc") == "268435456"
    assert float(value(before, "-t")) > 0
    assert {"-nostdin", "-noautorotate"} <= set(before)


@pytest.mark.parametrize("call", CALLS)
def test_that_nothing_but_picture_and_sound_goes_on(call: str) -> None:
    after = CALLS[call][CALLS[call].index("-i") :]
    outputs = after.count("-fs")
    assert outputs == sum(part.startswith("/proc/self/fd/") for part in after) - CALLS[call].count("-i")
    for option in ("-map_metadata", "-map_chapters", "-sn", "-dn", "-fps_mode"):
        assert after.count(option) == outputs


@pytest.mark.parametrize("call", CALLS)
def test_that_only_open_files_are_named(call: str) -> None:
    words = [word for word in CALLS[call] if "/" in word and not word.startswith("/proc/self/fd/")]
    assert all(word == value(CALLS[call], "-filter_complex") for word in words)


@pytest.mark.parametrize("call", ["prepare", "prepare without sound", "cut"])
def test_that_study_copy_and_clip_share_every_setting(call: str) -> None:
    argv = CALLS[call]
    settings = {"-c:v": "libx264", "-preset": "veryfast", "-crf": "23", "-profile:v": "high", "-bf": "0", "-g": "15"}
    rest = {"-keyint_min": "15", "-sc_threshold": "0", "-pix_fmt": "yuv420p", "-use_editlist": "0"}
    assert {name: value(argv, name) for name in settings | rest} == settings | rest
    assert value(argv, "-movflags") == "+faststart"


def test_that_a_film_without_sound_gets_none() -> None:
    assert "aac" in CALLS["prepare"]
    assert "-c:a" not in CALLS["prepare without sound"]


def test_that_a_cut_goes_by_whole_numbers() -> None:
    graph = value(CALLS["cut"], "-filter_complex")
    assert "trim=end_pts=160160:start_pts=100100" in graph
    first, end = STRETCH.grid.samples(100), STRETCH.grid.samples(160)
    assert f"atrim=end_pts={end}:start_pts={first + 1024}" in graph
    assert float(value(CALLS["cut"], "-ss")) < 100 * 1001 / 30_000


def test_that_a_clip_too_short_for_sound_has_none() -> None:
    short = Stretch("/proc/self/fd/3", Grid(Fraction(60)), 10, 12, has_sound=True)
    assert "-c:a" not in cut(short, "/proc/self/fd/4", threads=2)
    assert not Stretch("x", Grid(Fraction(10)), 0, 100, has_sound=False).has_room_for_sound


def test_that_interlaced_pictures_are_woven_and_others_left() -> None:
    looks = picture()["first"] | {"interlaced": True}
    assert "bwdif" in value(prepare(film(picture(first=looks)), PLACES, threads=2), "-filter_complex")
    assert "bwdif" not in value(CALLS["prepare"], "-filter_complex")
