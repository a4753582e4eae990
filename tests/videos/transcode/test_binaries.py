"""Which ffmpeg is used."""

from pathlib import Path

import pytest

from videos.transcode import binaries
from videos.transcode.binaries import NoFfmpeg, examine, find_ffmpeg, wheel_ffmpeg


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    find_ffmpeg.cache_clear()


def test_that_the_wheels_binary_can_do_all_that_is_needed() -> None:
    wheel = wheel_ffmpeg()
    assert wheel
    assert examine(wheel).missing == ()
    assert find_ffmpeg(wheel).path == wheel


def test_that_without_a_system_ffmpeg_the_wheel_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert find_ffmpeg().path == wheel_ffmpeg()


def test_that_a_binary_without_tone_mapping_is_named_with_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(binaries._NEEDS, "-filters", ("zscale", "tonemap_of_tomorrow"))
    with pytest.raises(NoFfmpeg, match="tonemap_of_tomorrow"):
        find_ffmpeg(wheel_ffmpeg() or "")


@pytest.mark.parametrize("named", ["/nowhere/ffmpeg", "/bin/true"])
def test_that_a_named_binary_that_is_no_good_is_not_quietly_replaced(named: str) -> None:
    with pytest.raises(NoFfmpeg, match=Path(named).name):
        find_ffmpeg(named)


def test_that_no_ffmpeg_at_all_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(binaries, "wheel_ffmpeg", lambda: None)
    with pytest.raises(NoFfmpeg, match="no ffmpeg here"):
        find_ffmpeg()
