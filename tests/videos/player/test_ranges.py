"""The table of RFC 9110's ranges and preconditions, and what holds for any header whatever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videos.player.ranges import LARGEST_PART, Reply, Representation, reply_to

# A busy machine is not a fault of the code: nothing here is timed.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

MIB = 1024 * 1024
TAG = '"7f3a"'
WHEN = datetime(2026, 11, 3, 9, 30, 15, 250_000, tzinfo=UTC)
DATE = "Tue, 03 Nov 2026 09:30:15 GMT"
LATER = "Tue, 03 Nov 2026 09:30:16 GMT"
EARLIER = "Tue, 03 Nov 2026 09:30:14 GMT"
SHORT = Representation(1000, TAG, WHEN)
LONG = Representation(5 * MIB + 7, TAG, WHEN)
EMPTY = Representation(0, TAG, WHEN)


def ask(held: Representation = SHORT, /, **headers: str) -> Reply:
    return reply_to("GET", {name.replace("_", "-"): value for name, value in headers.items()}, held)


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-1", 0, 2),
        ("bytes=0-", 0, 1000),
        ("bytes=0-999", 0, 1000),
        ("bytes=0-1000", 0, 1000),
        ("bytes=999-", 999, 1000),
        ("bytes=100-199", 100, 200),
        ("bytes=-1", 999, 1000),
        ("bytes=-1000", 0, 1000),
        ("bytes=-5000", 0, 1000),
        ("BYTES=5-6", 5, 7),
        ("bytes = 5-6 ", 5, 7),
        ("bytes=5-99999999999999999999999999999", 5, 1000),
        ("bytes=5-6,100-200", 5, 7),
        ("bytes=, ,5-6,", 5, 7),
        ("bytes=4000-, 5-6", 5, 7),
        ("bytes=-0,5-6", 5, 7),
        ("bytes=0-1,0-1,0-1,0-1,0-1,0-1,0-1,0-1", 0, 2),
    ],
)
def test_that_a_readable_range_is_answered_with_exactly_those_bytes(wanted: str, start: int, stop: int) -> None:
    reply = ask(Range=wanted)
    assert (reply.status, reply.start, reply.stop) == (206, start, stop)
    assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/1000"
    assert reply.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=5",
        "bytes=6-5",
        "bytes=0-1,6-5",
        "bytes=0-1;2-3",
        "bytes=+5-6",
        "bytes=5 -6",
        "bytes=0x1-2",
        "bytes=1_0-20",
        "bytes=٠-٩",
        "bytes=--1",
        "bytes=1-2-3",
        "items=0-5",
        "0-5",
    ],
)
def test_that_an_unreadable_range_is_ignored(wanted: str) -> None:
    reply = ask(Range=wanted)
    assert (reply.status, reply.start, reply.stop) == (200, 0, 1000)
    assert "Content-Range" not in reply.headers


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (SHORT, "bytes=1000-"),
        (SHORT, "bytes=1000-1001"),
        (SHORT, "bytes=99999999999999999999999-"),
        (SHORT, "bytes=-0"),
        (SHORT, "bytes=1000-,2000-"),
        (EMPTY, "bytes=0-"),
        (EMPTY, "bytes=0-0"),
        (SHORT, "bytes=" + ",".join(["0-1"] * 9)),
        (SHORT, "bytes=" + "0" * 600 + "-"),
    ],
)
def test_that_what_cannot_be_satisfied_says_how_long_the_film_is(held: Representation, wanted: str) -> None:
    reply = ask(held, Range=wanted)
    assert (reply.status, reply.start, reply.stop) == (416, 0, 0)
    assert reply.headers["Content-Range"] == f"bytes */{held.length}"


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-", 0, MIB),
        ("bytes=7-", 7, MIB + 7),
        (f"bytes={5 * MIB}-", 5 * MIB, 5 * MIB + 7),
        (f"bytes=0-{3 * MIB}", 0, MIB),
        (f"bytes=-{2 * MIB}", 3 * MIB + 7, 4 * MIB + 7),
    ],
)
def test_that_a_part_is_never_larger_than_a_mebibyte(wanted: str, start: int, stop: int) -> None:
    reply = ask(LONG, Range=wanted)
    assert (reply.status, reply.start, reply.stop) == (206, start, stop)
    assert reply.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{LONG.length}"


def test_that_without_a_range_the_whole_film_is_sent() -> None:
    reply = ask(LONG)
    assert (reply.status, reply.start, reply.stop) == (200, 0, LONG.length)
    assert reply.headers == {
        "Accept-Ranges": "bytes",
        "ETag": TAG,
        "Last-Modified": DATE,
        "Content-Length": str(LONG.length),
    }


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-5"}, {"Range": "bytes=5000-"}])
def test_that_a_head_names_the_whole_length_and_sends_nothing(headers: dict[str, str]) -> None:
    reply = reply_to("HEAD", headers, SHORT)
    assert (reply.status, reply.start, reply.stop) == (200, 0, 0)
    assert reply.headers["Content-Length"] == "1000"


def test_that_the_last_bytes_of_nothing_are_an_empty_whole() -> None:
    reply = ask(EMPTY, Range="bytes=-5")
    assert (reply.status, reply.headers["Content-Length"]) == (200, "0")


@pytest.mark.parametrize(
    ("validator", "status"),
    [
        (TAG, 206),
        (DATE, 206),
        (f"W/{TAG}", 200),
        ('"other"', 200),
        ("7f3a", 200),
        (LATER, 200),
        (EARLIER, 200),
        ("", 200),
        ("*", 200),
    ],
)
def test_that_a_range_counts_only_if_it_is_of_the_same_bytes(validator: str, status: int) -> None:
    assert ask(Range="bytes=0-5", If_Range=validator).status == status


def test_that_an_undated_film_matches_no_date() -> None:
    undated = Representation(1000, TAG)
    assert "Last-Modified" not in ask(undated).headers
    assert ask(undated, Range="bytes=0-5", If_Range="").status == 200
    assert ask(undated, If_Modified_Since=LATER).status == 200
    assert ask(undated, If_Unmodified_Since=EARLIER).status == 200


def test_that_an_unsatisfiable_range_of_other_bytes_is_just_ignored() -> None:
    assert ask(Range="bytes=5000-", If_Range='"other"').status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_None_Match": TAG}, 304),
        ({"If_None_Match": f"W/{TAG}"}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": f'"a", {TAG}'}, 304),
        ({"If_None_Match": f'"a" ,, W/"b",{TAG} ,'}, 304),
        ({"If_None_Match": '"a,7f3a"'}, 200),
        ({"If_None_Match": "7f3a"}, 200),
        ({"If_None_Match": ""}, 200),
        ({"If_None_Match": f'{TAG} "b"'}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": LATER}, 200),
        ({"If_None_Match": TAG, "Range": "bytes=0-5"}, 304),
        ({"If_Modified_Since": DATE}, 304),
        ({"If_Modified_Since": LATER}, 304),
        ({"If_Modified_Since": EARLIER}, 200),
        ({"If_Modified_Since": "Tuesday, 03-Nov-26 09:30:15 GMT"}, 304),
        ({"If_Modified_Since": "Tue Nov  3 09:30:15 2026"}, 304),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({"If_Modified_Since": "Tue, 03 Nov 99999999999999999999 09:30:15 GMT"}, 200),
        ({"If_Match": TAG}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": f"W/{TAG}"}, 412),
        ({"If_Match": '"other"'}, 412),
        ({"If_Match": TAG, "If_Unmodified_Since": EARLIER}, 200),
        ({"If_Match": '"other"', "If_None_Match": TAG}, 412),
        ({"If_Unmodified_Since": DATE}, 200),
        ({"If_Unmodified_Since": EARLIER}, 412),
        ({"If_Unmodified_Since": "never"}, 200),
        ({"If_Unmodified_Since": EARLIER, "Range": "bytes=0-5"}, 412),
    ],
)
def test_that_preconditions_come_before_ranges_and_in_their_order(headers: dict[str, str], status: int) -> None:
    reply = ask(**headers)
    assert reply.status == status
    assert reply.headers["ETag"] == TAG
    assert (reply.stop == 0) == (status != 200)


HEADERS = ("Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")
PIECES = st.sampled_from(["bytes", "=", "-", ",", " ", "0", "9", "12345", "W/", '"', "a", "*", "GMT", "٣", DATE, TAG])
VALUES = st.text(max_size=80) | st.lists(PIECES, max_size=20).map("".join) | st.dates().map(str)


@unhurried
@given(
    headers=st.dictionaries(st.sampled_from(HEADERS), VALUES),
    length=st.integers(0, 3 * MIB),
    method=st.sampled_from(["GET", "HEAD"]),
)
def test_that_no_header_breaks_it_and_no_answer_leaves_the_film(
    headers: dict[str, str], length: int, method: str
) -> None:
    reply = reply_to(method, headers, Representation(length, TAG, WHEN))
    assert reply.status in {200, 206, 304, 412, 416}
    assert 0 <= reply.start <= reply.stop <= length
    assert reply.status != 206 or 0 < reply.stop - reply.start <= LARGEST_PART
    assert reply.status in {200, 206} or reply.start == reply.stop


@unhurried
@given(length=st.integers(1, 4 * MIB), start=st.integers(0, 4 * MIB))
def test_that_a_player_that_keeps_asking_gets_every_byte_once(length: int, start: int) -> None:
    held, at, seen = Representation(length, TAG), start, 0
    while (reply := ask(held, Range=f"bytes={at}-")).status == 206:
        assert reply.start == at
        seen, at = seen + reply.stop - reply.start, reply.stop
    assert seen == max(0, length - start)


@unhurried
@given(st.integers(-(10**9), 10**9))
def test_that_304_is_for_whoever_already_has_it(seconds: int) -> None:
    asked = WHEN.replace(microsecond=0) + timedelta(seconds=seconds)
    since = asked.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert ask(If_Modified_Since=since).status == (304 if seconds >= 0 else 200)
