"""The list of a film's parts, line by line; and what may stand in it."""

from fractions import Fraction
from itertools import pairwise

import pytest

from videos.player.playlist import in_a_row, playlist_of, seconds_of
from videos.transcode.frames import Grid


def test_that_the_list_says_what_a_player_needs_and_no_more() -> None:
    assert playlist_of(Grid(Fraction(30)), "../0", ["../1", "../2"]).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:2",
        "#EXT-X-PLAYLIST-TYPE:EVENT",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        "#EXT-X-START:TIME-OFFSET=0,PRECISE=YES",
        '#EXT-X-MAP:URI="../0"',
        "#EXTINF:2.000000,",
        "../1",
        "#EXTINF:2.000000,",
        "../2",
    ]


def test_that_a_list_only_ever_grows_at_its_end() -> None:
    grid, parts = Grid(Fraction(25)), [f"../{number}" for number in range(1, 9)]
    lists = [playlist_of(grid, "../0", parts[:there]) for there in range(1, 9)]
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(lists))
    assert not any("ENDLIST" in each for each in lists)


@pytest.mark.parametrize(
    ("rate", "frames", "told", "target"),
    [
        ("30", 60, "2.000000", 2),
        ("30000/1001", 60, "2.002000", 2),
        ("25", 60, "2.400000", 2),
        ("24", 60, "2.500000", 3),
        ("24000/1001", 60, "2.502500", 3),
        ("50", 105, "2.100000", 2),
        ("60", 120, "2.000000", 2),
        ("60000/1001", 120, "2.002000", 2),
        ("15", 30, "2.000000", 2),
        ("10", 30, "3.000000", 3),
        ("7", 15, "2.142857", 2),
        ("1", 15, "15.000000", 15),
    ],
)
def test_that_a_part_is_whole_key_distances_and_two_seconds_at_least(
    rate: str, frames: int, told: str, target: int
) -> None:
    grid = Grid(Fraction(rate))
    lines = playlist_of(grid, "../0", ["../1"]).splitlines()
    assert grid.segment_frames == frames
    assert f"#EXTINF:{told}," in lines
    assert f"#EXT-X-TARGETDURATION:{target}" in lines
    assert seconds_of(grid) >= 2
    assert round(seconds_of(grid)) <= target


@pytest.mark.parametrize(
    ("there", "row"),
    [
        ([], []),
        ([1, 2], []),
        ([0], [0]),
        ([0, 1, 2], [0, 1, 2]),
        ([2, 0, 1], [0, 1, 2]),
        ([0, 2, 3], [0]),
        ([0, 1, 3, 4], [0, 1]),
    ],
)
def test_that_a_row_ends_before_the_first_that_is_missing(there: list[int], row: list[int]) -> None:
    assert in_a_row({number: number for number in there}) == row
