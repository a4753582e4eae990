"""tus 1.0.0 by table: methods and addresses, commands held against what is so, and what is replied."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from videos.upload.commands import (
    STATUS,
    Append,
    Command,
    Create,
    Options,
    Place,
    Probe,
    Refusal,
    State,
    Terminate,
    Why,
)
from videos.upload.protocol import judge, read, reply, reply_to_options

# A busy machine is not a fault of the code: nothing here is timed.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
LARGEST = 4_000_000_000
POST = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000"}
PATCH = {
    "Tus-Resumable": "1.0.0",
    "Content-Type": "application/offset+octet-stream",
    "Content-Length": "100",
    "Upload-Offset": "0",
}


def b64(value: str) -> str:
    return b64encode(value.encode()).decode()


@pytest.mark.parametrize(
    ("method", "place", "command"),
    [
        ("OPTIONS", Place.UPLOADS, Options(LARGEST)),
        ("OPTIONS", Place.UPLOAD, Options(LARGEST)),
        ("HEAD", Place.UPLOAD, Probe()),
        ("DELETE", Place.UPLOAD, Terminate()),
    ],
)
def test_that_each_method_is_its_command(method: str, place: Place, command: Command) -> None:
    assert read(method, {"Tus-Resumable": "1.0.0"}, place=place, largest=LARGEST) == command


@pytest.mark.parametrize(
    ("method", "place", "allow"),
    [
        ("GET", Place.UPLOADS, "OPTIONS, POST"),
        ("HEAD", Place.UPLOADS, "OPTIONS, POST"),
        ("PATCH", Place.UPLOADS, "OPTIONS, POST"),
        ("DELETE", Place.UPLOADS, "OPTIONS, POST"),
        ("GET", Place.UPLOAD, "OPTIONS, HEAD, PATCH, DELETE"),
        ("PUT", Place.UPLOAD, "OPTIONS, HEAD, PATCH, DELETE"),
        ("POST", Place.UPLOAD, "OPTIONS, HEAD, PATCH, DELETE"),
        ("patch", Place.UPLOAD, "OPTIONS, HEAD, PATCH, DELETE"),
    ],
)
def test_that_each_address_has_its_methods(method: str, place: Place, allow: str) -> None:
    assert read(method, PATCH | POST, place=place, largest=LARGEST) == Refusal(Why.METHOD, {"Allow": allow})


def test_that_options_asks_for_no_version_and_names_all_that_is_offered() -> None:
    command = read("OPTIONS", {}, place=Place.UPLOADS, largest=LARGEST)
    assert isinstance(command, Options)
    answer = reply_to_options(command)
    assert answer.status == 204
    assert answer.headers == {
        "Tus-Resumable": "1.0.0",
        "Cache-Control": "no-store",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,termination,expiration,checksum",
        "Tus-Max-Size": str(LARGEST),
        "Tus-Checksum-Algorithm": "sha256,sha1",
    }


def overridden(method: str, override: str, place: Place = Place.UPLOAD) -> Command | Refusal:
    return read(method, PATCH | {"X-HTTP-Method-Override": override}, place=place, largest=LARGEST)


def test_that_a_post_may_stand_for_another_method() -> None:
    assert overridden("POST", "PATCH") == Append(0, 100)
    assert overridden("POST", "DELETE") == Terminate()


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_that_a_reading_method_never_turns_into_a_writing_one(method: str) -> None:
    answer = overridden(method, "DELETE")
    assert answer != Terminate()


EARLY, LATE = NOW + timedelta(seconds=1), NOW
HALF = State(1000, 500, EARLY)
WHOLE = State(1000, 1000, LATE)


@pytest.mark.parametrize(
    ("command", "state", "why"),
    [
        (Append(500, 500), HALF, None),
        (Append(500, 0), HALF, None),
        (Append(500, 501), HALF, Why.BEYOND),
        (Append(499, 100), HALF, Why.GAP),
        (Append(501, 100), HALF, Why.GAP),
        (Append(10**60, 100), HALF, Why.GAP),
        (Append(500, 10**60), HALF, Why.BEYOND),
        (Append(1000, 0), WHOLE, None),
        (Append(1000, 1), WHOLE, Why.BEYOND),
        (Append(500, 500), State(1000, 500, EARLY, is_held=True), Why.LOCKED),
        (Append(0, 500), State(1000, 500, EARLY, is_held=True), Why.LOCKED),
        (Terminate(), State(1000, 500, EARLY, is_held=True), Why.LOCKED),
        (Probe(), State(1000, 500, EARLY, is_held=True), None),
        (Terminate(), HALF, None),
        (Terminate(), WHOLE, Why.FINISHED),
        (Probe(), HALF, None),
        (Probe(), WHOLE, None),
        (Probe(), State(1000, 500), None),
        (Probe(), State(1000, 500, LATE), Why.GONE),
        (Append(500, 1), State(1000, 500, LATE), Why.GONE),
        (Terminate(), State(1000, 500, LATE), Why.GONE),
        (Probe(), State(1000, 500, EARLY, is_erased=True), Why.GONE),
        (Append(0, 1), State(1000, 1000, is_erased=True, is_held=True), Why.GONE),
    ],
)
def test_that_a_command_is_held_against_what_is_so(command: Command, state: State, why: Why | None) -> None:
    assert judge(command, state, now=NOW) == (None if why is None else Refusal(why))


EXPIRES = {"Upload-Expires": "Tue, 03 Nov 2026 09:30:01 GMT"}
TOLD = State(1000, 500, EARLY, {"filename": "Léo.mp4", "empty": ""})


@pytest.mark.parametrize(
    ("command", "state", "status", "headers"),
    [
        (Create(1000), State(1000, 0, EARLY), 201, {"Location": "/films/1"} | EXPIRES),
        (Append(0, 500), HALF, 204, {"Upload-Offset": "500"} | EXPIRES),
        (Append(500, 500), WHOLE, 204, {"Upload-Offset": "1000"}),
        (Terminate(), HALF, 204, {}),
        (Probe(), State(1000), 200, {"Upload-Offset": "0", "Upload-Length": "1000"}),
        (
            Probe(),
            TOLD,
            200,
            EXPIRES
            | {
                "Upload-Offset": "500",
                "Upload-Length": "1000",
                "Upload-Metadata": f"filename {b64('Léo.mp4')},empty",
            },
        ),
    ],
)
def test_that_the_reply_says_how_far_it_has_come(
    command: Command, state: State, status: int, headers: dict[str, str]
) -> None:
    answer = reply(command, state, location="/films/1")
    assert answer.status == status
    assert answer.headers == {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"} | headers


def test_that_every_reason_has_its_number_and_keeps_the_version() -> None:
    assert set(STATUS) == set(Why)
    assert {Refusal(why).headers["Tus-Resumable"] for why in Why} == {"1.0.0"}
    named = (Why.VERSION, Why.TOO_LARGE, Why.PART_TYPE, Why.GAP, Why.CHECKSUM_MISMATCH, Why.GONE, Why.LOCKED)
    assert [Refusal(why).status for why in named] == [412, 413, 415, 409, 460, 410, 423]


@unhurried
@given(st.lists(st.integers(0, 400), max_size=12), st.integers(1, 1000))
def test_that_parts_in_order_are_taken_until_the_film_is_whole(sizes: list[int], length: int) -> None:
    offset = 0
    for size in sizes:
        refused = judge(Append(offset, size), State(length, offset), now=NOW)
        assert (refused is None) == (offset + size <= length)
        offset += size if refused is None else 0
    assert offset <= length
