"""The inspector's report → a film, or the reason against it."""

from fractions import Fraction
from typing import Any

import pytest

from videos.transcode.media import FilmLimits, MediaInfo
from videos.transcode.picture import Turn
from videos.transcode.probe import read_report
from videos.transcode.refusals import Refusal, Why

ONE = 1 << 16
LOOKS = {
    "width": 1920,
    "height": 1080,
    "pixel_format": "yuv420p",
    "range": 1,
    "matrix": 1,
    "primaries": 1,
    "transfer": 1,
    "interlaced": False,
    "turn": [0, ONE, -ONE, 0],
}


def picture(index: int = 0, **more: Any) -> dict[str, Any]:
    """A good picture track of ten frames."""
    told = {"index": index, "type": "video", "codec": "h264", "profile": "High", "time_base": [1, 30], "shape": [1, 1]}
    walked = {"first": LOOKS, "pts": list(range(10)), "keys": [0], "start": 0, "end": 10, "packets": 10}
    return {**told, "width": 1920, "height": 1080, "metadata": {}, **walked, **more}


def sound(index: int = 1, **more: Any) -> dict[str, Any]:
    """A good sound track."""
    walked = {"first": {"rate": 48_000, "channels": 2}, "pts": [], "start": 0, "end": 16_000, "packets": 16}
    told = {"index": index, "type": "audio", "codec": "aac", "time_base": [1, 48_000], "metadata": {}}
    return {**told, **walked, **more}


DATA = {"index": 2, "type": "data", "codec": "", "time_base": [1, 600]}


def report(*streams: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The whole report."""
    told = {"fault": None, "demuxer": "mov", "length": 333_333, "walked": True, "overflow": False}
    return {**told, "streams": list(streams), **more}


def read(told: dict[str, Any]) -> MediaInfo | Refusal:
    """What it comes to."""
    return read_report(told, size=1000, limits=FilmLimits())


def film(*streams: dict[str, Any]) -> MediaInfo:
    """It has to be a film."""
    info = read(report(*streams))
    assert isinstance(info, MediaInfo)
    return info


EMPTY: dict[str, Any] = {"first": None, "pts": [], "keys": [], "start": 0, "end": 0, "packets": 0}
HUGE: dict[str, Any] = {"width": 16_000, "height": 16_000, **EMPTY}
REFUSED = {
    Why.TOO_HEAVY: {"fault": "memory"},
    Why.DAMAGED: {"fault": "InvalidDataError"},
    Why.TOO_MANY_TRACKS: report(picture(), *[DATA] * 32),
    Why.NO_PICTURE: report(sound()),
    Why.NOT_A_FILM: report(DATA),
    Why.TOO_MANY_PIXELS: report(picture(), picture(1, **HUGE), walked=False),
    Why.TOO_LONG: report(picture(**EMPTY), length=7_201_000_000, walked=False),
    Why.TOO_MANY_FRAMES: report(picture(), overflow=True),
    Why.NO_FRAMES: report(picture(**EMPTY), sound()),
    Why.UNKNOWN_FORMAT: report(picture(first=None, codec="cinepak")),
    Why.TOO_SMALL: report(picture(width=8, height=1080)),
    Why.CUT_OFF: report(picture(), sound(), demuxer="matroska", length=10_000_000),
}


@pytest.mark.parametrize("why", REFUSED)
def test_that_what_is_no_film_is_refused_with_its_reason(why: Why) -> None:
    refusal = read(REFUSED[why])
    assert isinstance(refusal, Refusal)
    assert refusal.why is why
    assert "{" not in refusal.sentence


def test_that_a_film_is_too_long_by_its_frames_even_when_its_header_is_short() -> None:
    refusal = read(report(picture(end=30 * 7_200 + 30), length=1))
    assert refusal == Refusal(Why.TOO_LONG, {"minutes": 120, "limit": 120})


def test_that_a_known_codec_of_which_nothing_decodes_is_damaged() -> None:
    assert read(report(picture(first=None))) == Refusal(Why.DAMAGED)


def test_that_the_good_track_is_taken_and_the_rest_left_behind() -> None:
    info = film(picture(0, **EMPTY), DATA, sound(3, first=None), picture(4), sound(5))
    assert info.picture.index == 4
    assert info.sound is not None
    assert info.sound.index == 5


def test_that_a_film_may_have_no_sound() -> None:
    assert film(picture(), sound(first=None)).sound is None
    assert film(picture()).sound is None


def test_that_what_the_engine_needs_is_told() -> None:
    info = film(sound(0, start=-24_000), picture(1, pts=[6, 5, 7, 8], start=5, end=9, shape=[0, 1]))
    assert info.picture.canvas.turn is Turn.CLOCKWISE
    assert info.picture.canvas.shape == 1
    assert info.picture.pts == (5, 6, 7, 8)
    assert info.picture.seconds == Fraction(4, 30)
    assert info.picture.rate == 30
    assert info.lead == Fraction(5, 30) + Fraction(1, 2)


def test_that_an_mp4_with_most_of_it_edited_out_is_not_cut_off() -> None:
    assert isinstance(read(report(picture(), length=10_000_000)), MediaInfo)
