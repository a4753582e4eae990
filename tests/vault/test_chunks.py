"""The format, against Tink itself, and what it refuses."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tink import TinkError

from tests.vault.oracle import tink
from vigportal.vault.chunks import (
    HEADER,
    PLAIN,
    SEGMENT,
    TAG,
    Damaged,
    DamagedHeader,
    DamagedSegment,
    Opener,
    Sealer,
    Shape,
)

KEY = bytes(range(32))
BOUND = b"an asset and a name"
FIRST = PLAIN - HEADER  # plain bytes in the first segment
EDGES = [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + PLAIN - 1, FIRST + PLAIN, FIRST + PLAIN + 1, 5 * PLAIN + 77]

unhurried = settings(deadline=None, max_examples=60)


def seal(plain: bytes, key: bytes = KEY, bound: bytes = BOUND, step: int = 100_000) -> bytes:
    sealer = Sealer(key, bound)
    sealed = [sealer.header]
    for start in range(0, len(plain), step):
        sealed += sealer.feed(plain[start : start + step])
    return b"".join([*sealed, sealer.finish()])


def unseal(sealed: bytes, key: bytes = KEY, bound: bytes = BOUND) -> bytes:
    opener = Opener(key, bound, sealed[:HEADER], len(sealed))
    spans = [opener.shape.sealed_span(index) for index in range(opener.shape.segments)]
    return b"".join(opener.open(i, sealed[start : start + size]) for i, (start, size) in enumerate(spans))


@pytest.mark.parametrize("size", EDGES)
def test_that_tink_opens_what_we_sealed(size: int) -> None:
    plain = os.urandom(size)
    with tink(KEY).new_decrypting_stream(io.BytesIO(seal(plain)), BOUND) as stream:
        assert stream.read() == plain


@pytest.mark.parametrize("size", EDGES)
def test_that_we_open_what_tink_sealed(size: int) -> None:
    plain, sealed = os.urandom(size), io.BytesIO()
    kept = sealed.getvalue
    stream = tink(KEY).new_encrypting_stream(sealed, BOUND)
    stream.write(plain)
    sealed.close = lambda: None  # type: ignore[method-assign] # closing Tink's stream would take the bytes along
    stream.close()
    assert unseal(kept()) == plain


@pytest.mark.parametrize("size", EDGES)
def test_that_tink_and_we_refuse_the_same_cut(size: int) -> None:
    cut = seal(os.urandom(size))[:-1]
    with pytest.raises(Damaged):
        unseal(cut)
    with pytest.raises(TinkError), tink(KEY).new_decrypting_stream(io.BytesIO(cut), BOUND) as stream:
        stream.read()


@pytest.mark.parametrize("size", EDGES)
def test_that_the_shape_is_what_was_sealed(size: int) -> None:
    shape = Shape(len(seal(bytes(size))))
    assert shape.plain_size == size
    assert sum(length for _, length in map(shape.sealed_span, range(shape.segments))) + HEADER == shape.sealed_size


@unhurried
@given(st.integers(0, 50 * PLAIN))
def test_that_offsets_find_their_segment(offset: int) -> None:
    shape = Shape(100 * SEGMENT)
    index = shape.index_at(offset)
    assert shape.plain_start(index) <= offset < shape.plain_start(index + 1)


@unhurried
@given(st.binary(max_size=200), st.integers(999, 300_000), st.integers(0, 3 * PLAIN))
def test_that_it_does_not_matter_how_bytes_are_fed(start: bytes, step: int, size: int) -> None:
    plain = start + bytes(size)
    assert unseal(seal(plain, step=step)) == plain


def test_that_a_sealer_holds_back_one_segment_at_most() -> None:
    sealer = Sealer(KEY, BOUND)
    assert [len(sealed) for sealed in sealer.feed(bytes(3 * PLAIN - HEADER))] == [SEGMENT - HEADER, SEGMENT]
    assert len(sealer.finish()) == SEGMENT


def test_that_two_sealings_of_the_same_bytes_share_nothing() -> None:
    one, two = seal(bytes(1000)), seal(bytes(1000))
    assert one[1:HEADER] != two[1:HEADER]
    assert one[HEADER:] != two[HEADER:]


SEALED = seal(os.urandom(3 * PLAIN + 5))
SEGMENTS = [SEALED[start : start + SEGMENT] for start in range(0, len(SEALED), SEGMENT)]
OTHER = seal(os.urandom(3 * PLAIN + 5))


def flipped(at: int) -> bytes:
    return SEALED[:at] + bytes([SEALED[at] ^ 1]) + SEALED[at + 1 :]


REFUSED = {
    "nothing": b"",
    "half a header": SEALED[: HEADER // 2],
    "only a header": SEALED[:HEADER],
    "one byte less than the shortest": seal(b"")[:-1],
    "another first byte": flipped(0),
    "another salt": flipped(5),
    "another nonce prefix": flipped(HEADER - 1),
    "a bit of the first segment": flipped(HEADER),
    "a bit in the middle": flipped(2 * SEGMENT + 9),
    "a bit of the last tag": flipped(len(SEALED) - 1),
    "cut inside a segment": SEALED[: 2 * SEGMENT + 1000],
    "cut between segments": SEALED[: 2 * SEGMENT],
    "cut down to a stub": SEALED[: 2 * SEGMENT + TAG],
    "a byte more": SEALED + b"\0",
    "a segment more": SEALED + SEGMENTS[1],
    "segments swapped": SEGMENTS[0] + SEGMENTS[2] + SEGMENTS[1] + SEGMENTS[3],
    "a segment twice": SEGMENTS[0] + SEGMENTS[1] + SEGMENTS[1] + SEGMENTS[3],
    "a segment dropped": SEGMENTS[0] + SEGMENTS[2] + SEGMENTS[3],
    "another object's segment": SEALED[:SEGMENT] + OTHER[SEGMENT : 2 * SEGMENT] + SEALED[2 * SEGMENT :],
    "another object's header": OTHER[:HEADER] + SEALED[HEADER:],
}


@pytest.mark.parametrize("sealed", REFUSED.values(), ids=REFUSED.keys())
def test_that_damage_is_refused(sealed: bytes) -> None:
    unseal(SEALED)
    with pytest.raises(Damaged):
        unseal(sealed)


@unhurried
@given(st.integers(0, 8 * len(SEALED) - 1))
def test_that_any_flipped_bit_is_refused(bit: int) -> None:
    damaged = bytearray(SEALED)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        unseal(bytes(damaged))


def test_that_another_key_or_asset_opens_nothing() -> None:
    for key, bound in [(bytes(32), BOUND), (KEY, b"another asset"), (KEY, b"")]:
        opener = Opener(key, bound, SEALED[:HEADER], len(SEALED))
        for index, sealed in enumerate([SEALED[HEADER:SEGMENT], *SEGMENTS[1:]]):
            with pytest.raises(DamagedSegment) as refused:
                opener.open(index, sealed)
            assert refused.value.index == index


def test_that_a_whole_segment_opens_beside_a_damaged_one() -> None:
    opener = Opener(KEY, BOUND, SEALED[:HEADER], len(SEALED))
    with pytest.raises(DamagedSegment):
        opener.open(1, SEGMENTS[2])
    assert len(opener.open(2, SEGMENTS[2])) == PLAIN


@pytest.mark.parametrize("key", [b"", KEY[:-1], KEY + b"\0"])
def test_that_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(key, BOUND)


@pytest.mark.parametrize("size", [0, HEADER, HEADER + TAG - 1, SEGMENT + TAG, 7 * SEGMENT + 1])
def test_that_a_size_no_sealed_object_has_is_refused(size: int) -> None:
    with pytest.raises(DamagedHeader):
        Shape(size)
