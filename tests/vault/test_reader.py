"""Reading sealed bytes at any place, exactly as if they lay there plain; and refusing what isn't whole."""

import io
import random
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from tests.vault.objects import sealed_part
from vigportal.vault.chunks import PLAIN
from vigportal.vault.reader import SealedFile, open_joined, open_sealed

MOST = 3 * PLAIN + 1000
NOISE = random.Random(5).randbytes(2 * MOST)
unhurried = pace(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def held() -> set[str]:
    """The files that this process holds open."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def near_edges(limit: int) -> st.SearchStrategy[int]:
    """Any place up to `limit`, the edges of segments above all."""
    edges = [edge + step for edge in (0, PLAIN - 40, 2 * PLAIN - 40, limit) for step in (-1, 0, 1)]
    return st.integers(0, limit) | st.sampled_from([edge for edge in edges if 0 <= edge <= limit])


Steps = list[tuple[int, int]]
steps = st.lists(st.tuples(near_edges(2 * MOST), near_edges(2 * MOST)), min_size=1, max_size=12)


def read_alike(file: SealedFile, plain: bytes, wanted: Steps) -> None:
    """Both files give the same for each (offset, length), by both ways of reading."""
    mirror = io.BytesIO(plain)
    for offset, length in wanted:
        assert file.seek(offset) == mirror.seek(offset)
        assert file.read(length) == mirror.read(length)
        assert file.tell() == mirror.tell()
        ours, theirs = bytearray(length), bytearray(length)
        file.seek(offset)
        mirror.seek(offset)
        assert file.readinto(ours) == mirror.readinto(theirs)
        assert ours == theirs


@pytest.mark.usefixtures("shelves")
@unhurried
@given(size=near_edges(MOST), wanted=steps)
def test_that_one_object_reads_like_a_plain_file(asset: UUID, size: int, wanted: Steps) -> None:
    plain = NOISE[:size]
    with open_sealed(sealed_part(asset, plain)[0], asset) as file:
        assert file.size == size
        read_alike(file, plain, wanted)


@pytest.mark.usefixtures("shelves")
@unhurried
@given(cuts=st.lists(near_edges(MOST), max_size=6), wanted=steps)
def test_that_joined_parts_read_like_a_plain_file(asset: UUID, cuts: list[int], wanted: Steps) -> None:
    edges = [0, *sorted(cuts), MOST]  # equal cuts make empty parts
    parts = [sealed_part(asset, NOISE[start:stop]) for start, stop in pairwise(edges)]
    with open_joined(parts, asset) as file:
        assert file.size == MOST
        read_alike(file, NOISE[:MOST], wanted)


@pytest.mark.usefixtures("shelves")
def test_that_it_is_a_file_to_whoever_expects_one(asset: UUID) -> None:
    name, _ = sealed_part(asset, NOISE[:500_000])
    with open_sealed(name, asset) as file:
        assert file.readable()
        assert file.seekable()
        assert not file.writable()
        assert file.seek(-10, io.SEEK_END) == 499_990
        assert file.seek(5, io.SEEK_CUR) == 499_995
        assert file.read(None) == NOISE[499_995:500_000]
        with pytest.raises(ValueError, match="before the beginning"):
            file.seek(-1)
        file.seek(0)
        assert io.BufferedReader(file).read() == NOISE[:500_000]


def test_that_a_closed_file_says_so_and_holds_nothing(asset: UUID) -> None:
    before = held()
    parts = [sealed_part(asset, NOISE[:1000]) for _ in range(5)]
    files = [open_sealed(parts[0][0], asset), open_joined(parts, asset)]
    for file in files:
        file.read()
        file.close()
        with pytest.raises(ValueError, match="closed"):
            file.read(1)
    assert held() <= before


def test_that_many_parts_never_hold_many_files(asset: UUID) -> None:
    parts = [sealed_part(asset, NOISE[:100]) for _ in range(40)]
    with open_joined(parts, asset) as file:
        before = len(held())
        assert file.read() == NOISE[:100] * 40
        assert len(held()) <= before + 2


def test_that_reading_along_two_tracks_opens_each_segment_once(asset: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = sealed_part(asset, NOISE[: 2 * PLAIN])
    opened = list[int]()
    with open_sealed(name, asset) as file:
        part = file._part(0)
        monkeypatch.setattr(part._standing, "read", watched(part._standing.read, opened))
        for step in range(50):
            for offset in (step * 100, PLAIN + step * 100):
                file.seek(offset)
                assert file.read(100) == NOISE[offset : offset + 100]
    assert len(opened) == 2


def watched(read: object, opened: list[int]) -> object:
    def reading(start: int, length: int) -> bytes:
        opened.append(start)
        return read(start, length)  # type: ignore[operator,no-any-return]

    return reading


def drawn_film() -> bytes:
    film = io.BytesIO()
    with av.open(film, "w", format="mp4") as drawing:
        stream = drawing.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(50):
            picture = np.random.default_rng(number).integers(0, 255, (240, 320, 3), dtype=np.uint8)
            drawing.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        drawing.mux(stream.encode())
    return film.getvalue()


@pytest.mark.usefixtures("shelves")
def test_that_a_film_plays_from_its_sealed_parts(asset: UUID) -> None:
    plain = drawn_film()
    parts = [sealed_part(asset, plain[start : start + 300_000]) for start in range(0, len(plain), 300_000)]
    assert len(parts) > 2
    with open_joined(parts, asset) as file, av.open(file, "r") as ours, av.open(io.BytesIO(plain), "r") as theirs:
        for container in (ours, theirs):
            container.seek(1_000_000)
        pairs = list(zip(ours.decode(video=0), theirs.decode(video=0), strict=True))
        assert len(pairs) > 20
        assert all((one.to_ndarray() == two.to_ndarray()).all() for one, two in pairs)
