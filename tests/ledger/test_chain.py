"""The chain: one written form for every value, and no silent change."""

import copy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigportal.ledger.chain import GENESIS, Break, Fault, Head, Link, NotCanonical, canonical, first_break, link

ALLOWED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (-7, "-7"),
        ("é", '"é"'),
        ('"\\\n\x01', r'"\"\\\n\u0001"'),
        ([1, [2]], "[1,[2]]"),
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
    ],
)
def test_that_a_value_has_one_written_form(value: object, written: str) -> None:
    assert canonical(value) == written.encode()


@pytest.mark.parametrize(
    "value",
    [0.5, 1.0, float("nan"), 2**53, -(2**53), b"x", (1,), {1: 2}, {"é": 1}, {1, 2}, "\ud800", [0.5], {"a": 0.5}],
)
def test_that_what_could_be_written_in_two_ways_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(ALLOWED)
def test_that_order_of_keys_never_matters(value: object) -> None:
    assert canonical(_turned_round(value)) == canonical(value)


def _turned_round(value: object) -> object:
    if isinstance(value, dict):
        return {key: _turned_round(value[key]) for key in reversed(value)}
    return [_turned_round(one) for one in value] if isinstance(value, list) else value


def test_that_a_link_is_the_hash_that_sha256sum_gives() -> None:
    # (head -c 32 /dev/zero; printf '%s' '{"a":"é\n","b":[1,null,true]}') | sha256sum
    known = "8870488b29123c2c7610b662231fa098b8403c9ea1d5fe535904bed68aa0b588"
    assert link(GENESIS, {"b": [1, None, True], "a": "é\n"}) == known


def _chain(length: int) -> tuple[list[Link], Head]:
    links: list[Link] = []
    head = Head()
    for number in range(1, length + 1):
        sealed = {"number": number, "event": "viewed"}
        links.append(Link(number, head.hash, link(head.hash, sealed), sealed))
        head = Head(number, links[-1].hash)
    return links, head


@pytest.mark.parametrize("length", [0, 1, 5])
def test_that_an_untouched_chain_is_whole(length: int) -> None:
    assert first_break(*_chain(length)) is None


WHOLE, HEAD = _chain(5)
FORGED = replace(WHOLE[2], sealed={"number": 3, "event": "signed_in"})
REHASHED = replace(FORGED, hash=link(WHOLE[1].hash, FORGED.sealed))


@pytest.mark.parametrize(
    ("links", "head", "broken_at"),
    [
        ([*WHOLE[:2], FORGED, *WHOLE[3:]], HEAD, Break(3, Fault.ALTERED)),
        ([*WHOLE[:2], REHASHED, *WHOLE[3:]], HEAD, Break(4, Fault.UNLINKED)),
        ([*WHOLE[:4], replace(WHOLE[4], sealed={"number": 5, "event": "x"})], HEAD, Break(5, Fault.ALTERED)),
        ([*WHOLE[:4], replace(WHOLE[4], sealed={"size": 0.5})], HEAD, Break(5, Fault.ALTERED)),
        (WHOLE[1:], HEAD, Break(1, Fault.MISSING)),
        ([*WHOLE[:2], *WHOLE[3:]], HEAD, Break(3, Fault.MISSING)),
        ([*WHOLE[:3], WHOLE[2], *WHOLE[3:]], HEAD, Break(4, Fault.MISSING)),
        ([WHOLE[0], WHOLE[2], WHOLE[1], *WHOLE[3:]], HEAD, Break(2, Fault.MISSING)),
        (WHOLE[:4], HEAD, Break(5, Fault.HEAD)),
        ([], HEAD, Break(1, Fault.HEAD)),
        (WHOLE, replace(HEAD, number=4), Break(6, Fault.HEAD)),
        (WHOLE, replace(HEAD, hash=GENESIS), Break(6, Fault.HEAD)),
    ],
)
def test_that_the_first_break_is_found(links: list[Link], head: Head, broken_at: Break) -> None:
    assert first_break(links, head) == broken_at


@given(st.integers(0, 4), st.sampled_from(["number", "event"]), st.integers() | st.text(max_size=4))
def test_that_any_other_value_in_any_entry_breaks_the_chain(place: int, key: str, value: object) -> None:
    links = copy.deepcopy(WHOLE)
    if links[place].sealed[key] == value:
        return
    links[place] = replace(links[place], sealed={**links[place].sealed, key: value})
    assert first_break(links, HEAD) == Break(place + 1, Fault.ALTERED)
