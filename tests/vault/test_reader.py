"""Reading sealed bytes at any place, exactly as if they lay there plain; and refusing what isn't whole."""

import io
import os
import random
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import av
import numpy as np
import pytest
from django.core.files.storage import storages
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from pytest_django import Settings

from vigportal.vault import keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT, Damaged, DamagedHeader, DamagedSegment
from vigportal.vault.reader import SealedFile, WrongSize, open_joined, open_sealed
from vigportal.vault.shelf import ObjectMissing

Part = tuple[str, int]
MOST = 3 * PLAIN + 1000
NOISE = random.Random(5).randbytes(2 * MOST)
unhurried = pace(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sealed(asset: UUID, plain: bytes) -> Part:
    with storage.seal(asset) as writer:
        writer.write(plain)
    return writer.name, writer.size


def path_of(name: str, settings: Settings) -> Path:
    return Path(settings.VAULT_DIR, name[:2], name)


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


@unhurried
@given(size=near_edges(MOST), wanted=steps)
def test_that_one_object_reads_like_a_plain_file(asset: UUID, size: int, wanted: Steps) -> None:
    plain = NOISE[:size]
    with open_sealed(sealed(asset, plain)[0], asset) as file:
        assert file.size == size
        read_alike(file, plain, wanted)


@unhurried
@given(cuts=st.lists(near_edges(MOST), max_size=6), wanted=steps)
def test_that_joined_parts_read_like_a_plain_file(asset: UUID, cuts: list[int], wanted: Steps) -> None:
    edges = [0, *sorted(cuts), MOST]  # equal cuts make empty parts
    parts = [sealed(asset, NOISE[start:stop]) for start, stop in pairwise(edges)]
    with open_joined(parts, asset) as file:
        assert file.size == MOST
        read_alike(file, NOISE[:MOST], wanted)


def test_that_it_is_a_file_to_whoever_expects_one(asset: UUID) -> None:
    name, _ = sealed(asset, NOISE[:500_000])
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
    parts = [sealed(asset, NOISE[:1000]) for _ in range(5)]
    files = [open_sealed(parts[0][0], asset), open_joined(parts, asset)]
    for file in files:
        file.read()
        file.close()
        with pytest.raises(ValueError, match="closed"):
            file.read(1)
    assert held() <= before


def test_that_many_parts_never_hold_many_files(asset: UUID) -> None:
    parts = [sealed(asset, NOISE[:100]) for _ in range(40)]
    with open_joined(parts, asset) as file:
        before = len(held())
        assert file.read() == NOISE[:100] * 40
        assert len(held()) <= before + 2


def test_that_reading_along_two_tracks_opens_each_segment_once(asset: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    name, _ = sealed(asset, NOISE[: 2 * PLAIN])
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


# What isn't whole, or isn't yours


def test_that_a_damaged_segment_is_refused_and_never_served_in_part(asset: UUID, settings: Settings) -> None:
    name, size = sealed(asset, NOISE[: 3 * PLAIN])
    with path_of(name, settings).open("r+b") as raw:
        raw.seek(SEGMENT + 70_000)
        raw.write(bytes(10))
    with open_sealed(name, asset) as file:
        assert file.read(PLAIN - 40) == NOISE[: PLAIN - 40]
        for offset, length in [(0, PLAIN), (PLAIN - 40, 1), (PLAIN, size), (0, -1)]:
            file.seek(offset)
            with pytest.raises(DamagedSegment):
                file.read(length)
            assert file.tell() == offset
            buffer = bytearray(b"-" * 2 * PLAIN)
            with pytest.raises(DamagedSegment):
                file.readinto(buffer)
            assert set(buffer) == {ord("-")}
        file.seek(2 * PLAIN - 40)
        assert file.read(1000) == NOISE[2 * PLAIN - 40 :][:1000]


CUTS = [0, 10, 55, 56, SEGMENT - 1, SEGMENT, SEGMENT + 16, SEGMENT + 17, 2 * SEGMENT, 3 * SEGMENT - 200]


@pytest.mark.parametrize("length", CUTS)
def test_that_a_cut_object_is_refused(asset: UUID, settings: Settings, length: int) -> None:
    name, size = sealed(asset, NOISE[: 3 * PLAIN - 100])
    os.truncate(path_of(name, settings), length)
    with pytest.raises(Damaged):
        open_sealed(name, asset)
    with pytest.raises(Damaged), open_joined([(name, size)], asset) as file:
        file.read(1)


def test_that_an_object_cut_while_it_is_read_is_refused(asset: UUID, settings: Settings) -> None:
    name, _ = sealed(asset, NOISE[: 3 * PLAIN])
    with open_sealed(name, asset) as file:
        assert file.read(10) == NOISE[:10]
        os.truncate(path_of(name, settings), SEGMENT + 5)
        file.seek(2 * PLAIN)
        with pytest.raises(DamagedSegment):
            file.read(10)


def test_that_an_object_opens_for_its_own_asset_only(asset: UUID, service: UUID) -> None:
    other = uuid4()
    keys.create_key(other, service)
    name, _ = sealed(asset, b"x")
    with pytest.raises(Damaged):
        open_sealed(name, other)


def test_that_an_object_opens_under_its_own_name_only(asset: UUID, settings: Settings) -> None:
    (one, _), (two, size) = sealed(asset, b"one"), sealed(asset, b"two")
    path_of(one, settings).replace(path_of(two, settings))
    with pytest.raises(Damaged):
        open_sealed(two, asset)
    with pytest.raises(Damaged), open_joined([(two, size)], asset) as file:
        file.read()


def test_that_a_missing_part_is_said(asset: UUID) -> None:
    parts = [sealed(asset, NOISE[:100]), sealed(asset, NOISE[:100])]
    storage.delete(parts[1][0])
    with open_joined(parts, asset) as file:
        assert file.read(100) == NOISE[:100]
        with pytest.raises(ObjectMissing):
            file.read(1)
    with pytest.raises(ObjectMissing):
        open_sealed(parts[1][0], asset)


def test_that_a_part_of_another_length_is_refused(asset: UUID) -> None:
    name, size = sealed(asset, NOISE[:100])
    for wrong in (size - 1, size + 1):
        with pytest.raises(WrongSize), open_joined([(name, wrong)], asset) as file:
            file.read()


def test_that_something_else_in_an_objects_place_is_refused(asset: UUID, settings: Settings) -> None:
    name, _ = sealed(asset, b"x")
    path_of(name, settings).write_bytes(NOISE[:5000].replace(b"\x28", b""))
    with pytest.raises(DamagedHeader):
        open_sealed(name, asset)


def test_that_what_is_being_read_can_be_read_to_its_end_after_its_name_is_gone(asset: UUID) -> None:
    name, _ = sealed(asset, NOISE[: 2 * PLAIN])
    with open_sealed(name, asset) as file:
        storage.delete(name)
        assert file.read() == NOISE[: 2 * PLAIN]


def test_that_the_shelf_comes_from_the_settings(asset: UUID, settings: Settings, tmp_path: Path) -> None:
    name, _ = sealed(asset, b"x")
    elsewhere = {"BACKEND": "vigportal.vault.disk.Disk", "OPTIONS": {"location": tmp_path / "elsewhere"}}
    settings.STORAGES = {**settings.STORAGES, "vault": elsewhere}
    assert not storages["vault"].exists(name)


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


def test_that_a_film_plays_from_its_sealed_parts(asset: UUID) -> None:
    plain = drawn_film()
    parts = [sealed(asset, plain[start : start + 300_000]) for start in range(0, len(plain), 300_000)]
    assert len(parts) > 2
    with open_joined(parts, asset) as file, av.open(file, "r") as ours, av.open(io.BytesIO(plain), "r") as theirs:
        for container in (ours, theirs):
            container.seek(1_000_000)
        pairs = list(zip(ours.decode(video=0), theirs.decode(video=0), strict=True))
        assert len(pairs) > 20
        assert all((one.to_ndarray() == two.to_ndarray()).all() for one, two in pairs)
