"""A copy read while it is written: whole parts only, in order, once, and the same frames as the copy itself."""

import io
import os
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from tests.videos.films import make_film, number_of
from tests.videos.transcode.work import content, load, numbers
from videos.transcode.engine import Engine
from videos.transcode.frames import KEY_EVERY, Grid
from videos.transcode.made import Looking, Prepared
from videos.transcode.media import MediaInfo
from videos.transcode.parts import Growing
from videos.transcode.proof import Unfit
from videos.transcode.workbench import Nameless, Workbench

SECONDS = 7


@pytest.fixture(scope="module")
def made(
    engine: Engine, wide_bench: Workbench, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Prepared, list[bytes]]:
    """A film with all its parts."""
    film = load(wide_bench, make_film(tmp_path_factory.mktemp("film"), seconds=SECONDS))
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    parts: list[bytes] = []
    prepared = engine.prepare_film(wide_bench, film, info, Looking(on_part=lambda _, part: parts.append(part)))
    assert isinstance(prepared, Prepared)
    return prepared, parts


@pytest.fixture
def growing(bench: Workbench) -> Growing:
    return Growing(bench.output(expects=1), Grid(Fraction(30)).segment_frames)


def write(file: Nameless, data: bytes) -> None:
    os.write(file.number, data)


@pytest.mark.parametrize(
    ("rate", "frames"), [("30", 60), ("30000/1001", 60), ("25", 60), ("24", 60), ("60", 120), ("1", 15)]
)
def test_that_a_part_is_whole_key_distances_and_two_seconds_at_least(rate: str, frames: int) -> None:
    grid = Grid(Fraction(rate))
    assert grid.segment_frames == frames
    assert not frames % KEY_EVERY
    assert grid.seconds(frames) >= 2


def test_that_parts_show_the_frames_of_the_copy(made: tuple[Prepared, list[bytes]], tmp_path: Path) -> None:
    prepared, parts = made
    assert len(parts) == 1 + SECONDS * 30 // 60
    joined = b"".join(parts)
    with av.open(io.BytesIO(joined), "r") as film:
        frames = list(film.decode(video=0))
        shown = [number_of(frame) for frame in frames]
    assert shown == numbers(prepared.study)[: len(shown)] == list(range(180))
    times = [frame.pts or 0 for frame in frames]
    assert {after - before for before, after in pairwise(times)} == {1000}
    assert frames[0].pts == 0


def test_that_every_part_can_be_shown_with_the_beginning_alone(made: tuple[Prepared, list[bytes]]) -> None:
    beginning, *rest = made[1]
    for number, part in enumerate(rest):
        with av.open(io.BytesIO(beginning + part), "r") as film:
            first = next(film.decode(video=0))
        assert number_of(first) == number * 60


def test_that_nothing_is_handed_on_before_it_is_whole_and_nothing_twice(
    made: tuple[Prepared, list[bytes]], growing: Growing
) -> None:
    parts = made[1]
    for part in parts:
        for piece in (part[:5], part[5:11], part[11:-1]):
            write(growing.file, piece)
            assert list(growing.parts()) == []
        write(growing.file, part[-1:])
        assert list(growing.parts()) == [part]
        assert list(growing.parts()) == []


def test_that_what_came_at_once_is_handed_on_in_order(made: tuple[Prepared, list[bytes]], growing: Growing) -> None:
    write(growing.file, b"".join(made[1]))
    assert list(growing.parts()) == made[1]


def test_that_a_shorter_part_is_the_end_and_stays(made: tuple[Prepared, list[bytes]], bench: Workbench) -> None:
    growing = Growing(bench.output(expects=1), 75)
    write(growing.file, b"".join(made[1]))
    assert list(growing.parts()) == made[1][:1]


@pytest.mark.parametrize(
    "strange",
    [
        b"\0\0\0\x10moovmvhd\0\0\0\0\0\0\0\x08free",
        b"\0\0\0\x08ftyp\0\0\0\x08mdat",
        b"\0\0\0\x01ftyp" + bytes(24),
        b"\0\0\0\x08ftyp\0\0\0\x10moov\0\0\0\x08uuid",
    ],
)
def test_that_anything_else_is_handed_on_to_nobody(strange: bytes, growing: Growing) -> None:
    write(growing.file, strange)
    with pytest.raises(Unfit):
        list(growing.parts())


def test_that_who_wants_no_parts_gets_the_same_copy(
    made: tuple[Prepared, list[bytes]], engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    film = load(bench, make_film(tmp_path, seconds=SECONDS))
    info = engine.inspect_film(film)
    assert isinstance(info, MediaInfo)
    alone = engine.prepare_film(bench, film, info)
    assert isinstance(alone, Prepared)
    assert content(alone.study.file) == content(made[0].study.file)
