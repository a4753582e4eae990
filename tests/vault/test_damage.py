"""Reading what isn't whole, or isn't yours: refused, never served in part."""

import os
import random
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.vault.objects import alter, lying, path_of, put, sealed_part
from vigportal.vault import keys, storage
from vigportal.vault.chunks import PLAIN, SEGMENT, Damaged, DamagedHeader, DamagedSegment
from vigportal.vault.reader import WrongSize, open_joined, open_sealed
from vigportal.vault.shelf import ObjectMissing, ShelfAway

pytestmark = pytest.mark.usefixtures("shelves")
NOISE = random.Random(5).randbytes(4 * PLAIN)


def test_that_a_damaged_segment_is_refused_and_never_served_in_part(asset: UUID) -> None:
    name, size = sealed_part(asset, NOISE[: 3 * PLAIN])
    alter(name, lambda raw: raw.__setitem__(slice(SEGMENT + 70_000, SEGMENT + 70_010), bytes(10)))
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
def test_that_a_cut_object_is_refused(asset: UUID, length: int) -> None:
    name, size = sealed_part(asset, NOISE[: 3 * PLAIN - 100])
    alter(name, lambda raw: raw.__delitem__(slice(length, None)))
    with pytest.raises(Damaged):
        open_sealed(name, asset)
    with pytest.raises(Damaged), open_joined([(name, size)], asset) as file:
        file.read(1)


def test_that_an_object_cut_while_it_is_read_is_refused(asset: UUID, shelves: str, vault: Path) -> None:
    name, _ = sealed_part(asset, NOISE[: 3 * PLAIN])
    with open_sealed(name, asset) as file:
        assert file.read(10) == NOISE[:10]
        if shelves == "disk":
            os.truncate(path_of(name, vault), SEGMENT + 5)
        else:
            put(name, lying(name)[: SEGMENT + 5])
        file.seek(2 * PLAIN)
        with pytest.raises((DamagedSegment, ShelfAway)):
            file.read(10)


def test_that_an_object_opens_for_its_own_asset_only(asset: UUID, service: UUID) -> None:
    other = uuid4()
    keys.create_key(other, service)
    name, _ = sealed_part(asset, b"x")
    with pytest.raises(Damaged):
        open_sealed(name, other)


def test_that_an_object_opens_under_its_own_name_only(asset: UUID) -> None:
    (one, _), (two, size) = sealed_part(asset, b"one"), sealed_part(asset, b"two")
    put(two, lying(one))
    with pytest.raises(Damaged):
        open_sealed(two, asset)
    with pytest.raises(Damaged), open_joined([(two, size)], asset) as file:
        file.read()


def test_that_a_missing_part_is_said(asset: UUID) -> None:
    parts = [sealed_part(asset, NOISE[:100]), sealed_part(asset, NOISE[:100])]
    storage.delete(parts[1][0])
    with open_joined(parts, asset) as file:
        assert file.read(100) == NOISE[:100]
        with pytest.raises(ObjectMissing):
            file.read(1)
    with pytest.raises(ObjectMissing):
        open_sealed(parts[1][0], asset)


def test_that_a_part_of_another_length_is_refused(asset: UUID) -> None:
    name, size = sealed_part(asset, NOISE[:100])
    for wrong in (size - 1, size + 1):
        with pytest.raises(WrongSize), open_joined([(name, wrong)], asset) as file:
            file.read()


def test_that_something_else_in_an_objects_place_is_refused(asset: UUID) -> None:
    name, _ = sealed_part(asset, b"x")
    put(name, NOISE[:5000].replace(b"\x28", b""))
    with pytest.raises(DamagedHeader):
        open_sealed(name, asset)


def test_that_what_vanishes_while_it_is_read_is_read_to_its_end_or_said_to_be_missing(
    asset: UUID, shelves: str
) -> None:
    name, _ = sealed_part(asset, NOISE)
    with open_sealed(name, asset) as file:
        storage.delete(name)
        if shelves == "disk":
            assert file.read() == NOISE
        else:
            with pytest.raises(ObjectMissing):
                file.read()
