"""Frame numbers, and the moments of the film they show."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.transcode.frames import FrameIndex, Grid, Torn, decoded_times

TICKS = Fraction(1, 90_000)
NTSC = Fraction(30_000, 1001)


@pytest.mark.parametrize("rate", [Fraction(10), Fraction(25), Fraction(30), NTSC, Fraction(60), 2 * NTSC])
def test_that_a_frame_is_a_whole_number_of_ticks(rate: Fraction) -> None:
    grid = Grid(rate)
    assert Fraction(grid.timescale, grid.step) == rate
    assert grid.timescale >= 10_000


steps = st.lists(st.integers(0, 10**6), min_size=0, max_size=50)


@given(first=st.integers(-(10**9), 10**9), steps=steps, last=st.integers(0, 10**4))
def test_that_an_index_survives_its_bytes(first: int, steps: list[int], last: int) -> None:
    pts = [first]
    for step in steps:
        pts.append(pts[-1] + step)
    index = FrameIndex(NTSC, TICKS, tuple(pts), pts[-1] + last, first, 1)
    assert FrameIndex.from_bytes(index.to_bytes()) == index


def test_that_an_even_film_has_a_short_index() -> None:
    index = FrameIndex(Fraction(30), TICKS, tuple(range(0, 3000 * 18_000, 3000)), 3000 * 18_000)
    assert len(index.to_bytes()) < 200


@pytest.mark.parametrize("torn", [b"", b"{}", b"[]", b"null", b"\xff", b'{"version":2}'])
def test_that_torn_bytes_are_no_index(torn: bytes) -> None:
    with pytest.raises(Torn):
        FrameIndex.from_bytes(torn)


def test_that_another_version_or_count_is_no_index() -> None:
    whole = FrameIndex(Fraction(30), TICKS, (0, 3000), 6000).to_bytes()
    for word, other in ((b'"version":1', b'"version":2'), (b'"count":2', b'"count":3')):
        with pytest.raises(Torn):
            FrameIndex.from_bytes(whole.replace(word, other))


def test_that_an_index_from_before_slots_were_chosen_begins_with_its_first_picture() -> None:
    told = FrameIndex(NTSC, TICKS, (900, 3903), 6906, 300, 0)
    assert FrameIndex.from_bytes(told.to_bytes().replace(b',"slots":[300,0]', b"")) == told


def test_that_frames_and_the_films_own_time_lead_to_each_other() -> None:
    index = FrameIndex(Fraction(30), TICKS, (900, 900, 6900, 9900), 12_900)
    assert [index.source_microseconds(frame) for frame in range(5)] == [10_000, 10_000, 76_667, 110_000, 143_333]
    assert index.frame_at(76_667) == 2
    assert index.frame_at(0) == 0
    assert index.frame_at(10**9) == 3


def test_that_the_times_ffmpeg_printed_are_read() -> None:
    printed = "frame:0    pts:0       pts_time:0\nseen=1\nframe:12345 pts:-30 pts_time:-0.1\nseen=1\n"
    assert decoded_times(printed) == [0, -30]
