"""tus 1.0.0, header by header: what each makes of a request, and that no header whatever breaks it."""

import hashlib
from base64 import b64encode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from videos.upload.commands import (
    Append,
    Command,
    Create,
    Place,
    Refusal,
    Why,
)
from videos.upload.fields import Checksum, read_metadata, write_metadata
from videos.upload.protocol import read

# A busy machine is not a fault of the code: nothing here is timed.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LARGEST = 4_000_000_000
POST = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000"}
PATCH = {
    "Tus-Resumable": "1.0.0",
    "Content-Type": "application/offset+octet-stream",
    "Content-Length": "100",
    "Upload-Offset": "0",
}
SHA256 = hashlib.sha256(b"part").digest()
SHA1 = hashlib.sha1(b"part", usedforsecurity=False).digest()


def b64(value: str | bytes) -> str:
    return b64encode(value.encode() if isinstance(value, str) else value).decode()


def make(**changed: str | None) -> Command | Refusal:
    return read("POST", _with(POST, changed), place=Place.UPLOADS, largest=LARGEST)


def send(**changed: str | None) -> Command | Refusal:
    return read("PATCH", _with(PATCH, changed), place=Place.UPLOAD, largest=LARGEST)


def _with(headers: dict[str, str], changed: dict[str, str | None]) -> dict[str, str]:
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in {**headers, **named}.items() if value is not None}


def test_that_an_upload_is_made_with_its_length_and_what_is_said_about_it() -> None:
    told = f"filename {b64('Léo, à table.mp4')},filetype {b64('video/mp4')},again ,kept"
    assert make(Upload_Metadata=told) == Create(
        1000, {"filename": "Léo, à table.mp4", "filetype": "video/mp4", "again": "", "kept": ""}
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"Upload-Length": None}, Why.LENGTH),
        ({"Upload-Length": ""}, Why.LENGTH),
        ({"Upload-Length": "-1"}, Why.LENGTH),
        ({"Upload-Length": "+1"}, Why.LENGTH),
        ({"Upload-Length": " 1"}, Why.LENGTH),
        ({"Upload-Length": "1.0"}, Why.LENGTH),
        ({"Upload-Length": "1e3"}, Why.LENGTH),
        ({"Upload-Length": "0x10"}, Why.LENGTH),
        ({"Upload-Length": "1_000"}, Why.LENGTH),
        ({"Upload-Length": "١٠"}, Why.LENGTH),
        ({"Upload-Length": "10,10"}, Why.LENGTH),
        ({"Upload-Length": "9" * 65}, Why.LENGTH),
        ({"Upload-Length": "9" * 5000}, Why.LENGTH),
        ({"Upload-Length": "0"}, Why.EMPTY),
        ({"Upload-Length": "000"}, Why.EMPTY),
        ({"Upload-Length": str(LARGEST + 1)}, Why.TOO_LARGE),
        ({"Upload-Length": "9" * 64}, Why.TOO_LARGE),
        ({"Upload-Length": None, "Upload-Defer-Length": "1"}, Why.UNSUPPORTED),
        ({"Upload-Defer-Length": "1"}, Why.UNSUPPORTED),
        ({"Upload-Concat": "partial"}, Why.UNSUPPORTED),
        ({"Content-Length": "5"}, Why.BODY),
        ({"Transfer-Encoding": "chunked"}, Why.BODY),
        ({"Tus-Resumable": None}, Why.VERSION),
        ({"Tus-Resumable": "0.2.2"}, Why.VERSION),
        ({"Tus-Resumable": "1.0.0, 1.0.0"}, Why.VERSION),
        ({"Upload-Metadata": ","}, Why.METADATA),
        ({"Upload-Metadata": "name !!!!"}, Why.METADATA),
        ({"Upload-Metadata": "name Zg"}, Why.METADATA),
        ({"Upload-Metadata": "name Zh=="}, Why.METADATA),
        ({"Upload-Metadata": "name Z==="}, Why.METADATA),
        ({"Upload-Metadata": "name  Zg=="}, Why.METADATA),
        ({"Upload-Metadata": " Zg=="}, Why.METADATA),
        ({"Upload-Metadata": "name Zg==, kind Zg=="}, Why.METADATA),
        ({"Upload-Metadata": "name Zg==,name Zg=="}, Why.METADATA),
        ({"Upload-Metadata": "naïve Zg=="}, Why.METADATA),
        ({"Upload-Metadata": f"{'k' * 65} Zg=="}, Why.METADATA),
        ({"Upload-Metadata": "name " + b64(b"\xff\xfe")}, Why.METADATA),
        ({"Upload-Metadata": "name " + b64("a\x00b")}, Why.METADATA),
        ({"Upload-Metadata": "name " + b64("a\nb")}, Why.METADATA),
        ({"Upload-Metadata": ",".join(f"k{n}" for n in range(17))}, Why.METADATA),
        ({"Upload-Metadata": "name " + b64("x" * 9000)}, Why.METADATA),
    ],
)
def test_that_an_upload_that_is_not_plain_is_not_made(changed: dict[str, str | None], why: Why) -> None:
    assert make(**changed) == Refusal(why, {"Tus-Version": "1.0.0"} if why is Why.VERSION else {})


@pytest.mark.parametrize("length", ["1", "0007", str(LARGEST)])
def test_that_the_largest_and_the_smallest_film_are_welcome(length: str) -> None:
    assert make(Upload_Length=length, Content_Length="0") == Create(int(length))


@pytest.mark.parametrize(
    ("changed", "command"),
    [
        ({}, Append(0, 100)),
        ({"Upload-Offset": "900"}, Append(900, 100)),
        ({"Content-Length": "0"}, Append(0, 0)),
        ({"Content-Type": "Application/Offset+Octet-Stream"}, Append(0, 100)),
        ({"Upload-Checksum": f"sha256 {b64(SHA256)}"}, Append(0, 100, Checksum("sha256", SHA256))),
        ({"Upload-Checksum": f"sha1 {b64(SHA1)}"}, Append(0, 100, Checksum("sha1", SHA1))),
        ({"Upload-Offset": None}, Why.OFFSET),
        ({"Upload-Offset": "-1"}, Why.OFFSET),
        ({"Upload-Offset": "none"}, Why.OFFSET),
        ({"Upload-Offset": "9" * 65}, Why.OFFSET),
        ({"Content-Type": None}, Why.PART_TYPE),
        ({"Content-Type": "application/octet-stream"}, Why.PART_TYPE),
        ({"Content-Type": "application/offset+octet-stream; charset=utf-8"}, Why.PART_TYPE),
        ({"Content-Length": None}, Why.PART_SIZE),
        ({"Content-Length": ""}, Why.PART_SIZE),
        ({"Content-Length": "-5"}, Why.PART_SIZE),
        ({"Transfer-Encoding": "chunked"}, Why.PART_SIZE),
        ({"Upload-Checksum": ""}, Why.CHECKSUM),
        ({"Upload-Checksum": "sha256"}, Why.CHECKSUM),
        ({"Upload-Checksum": "sha256 "}, Why.CHECKSUM),
        ({"Upload-Checksum": f"sha256  {b64(SHA256)}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"sha256 {b64(SHA1)}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"SHA256 {b64(SHA256)}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"md5 {b64(b'0' * 16)}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"crc32 {b64(b'0' * 4)}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"sha256 {SHA256.hex()}"}, Why.CHECKSUM),
        ({"Upload-Checksum": f"sha256 {b64(SHA256)} "}, Why.CHECKSUM),
        ({"Tus-Resumable": "2"}, Why.VERSION),
    ],
)
def test_that_a_part_says_where_it_goes_and_how_long_it_is(
    changed: dict[str, str | None], command: Command | Why
) -> None:
    answer = send(**changed)
    assert (answer.why if isinstance(answer, Refusal) else answer) == command


@pytest.mark.parametrize("checksum", [Checksum("sha256", SHA256), Checksum("sha1", SHA1)])
def test_that_a_checksum_is_of_all_the_pieces_in_order(checksum: Checksum) -> None:
    assert checksum.is_of([b"pa", b"", b"rt"])
    assert not checksum.is_of([b"rt", b"pa"])
    assert not checksum.is_of([])


NAMES = (*PATCH, *POST, "Upload-Metadata", "Upload-Checksum", "Upload-Defer-Length", "X-HTTP-Method-Override")
METHODS = st.sampled_from(["OPTIONS", "POST", "HEAD", "PATCH", "DELETE", "GET", "TRACE", ""])
PIECES = [
    "sha256",
    "sha1",
    " ",
    ",",
    "=",
    "Zg==",
    "0",
    "9",
    "-",
    "1.0.0",
    "name",
    b64(SHA256),
    "PATCH",
    "\xff",
]
VALUES = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@unhurried
@given(
    method=METHODS,
    place=st.sampled_from(Place),
    headers=st.dictionaries(st.sampled_from(NAMES), VALUES),
    plain=st.sampled_from([{}, PATCH | POST]),
)
def test_that_no_header_breaks_it(method: str, place: Place, headers: dict[str, str], plain: dict[str, str]) -> None:
    answer = read(method, plain | headers, place=place, largest=LARGEST)
    if isinstance(answer, Refusal):
        assert 400 <= answer.status < 500
    elif isinstance(answer, Create):
        assert 0 < answer.length <= LARGEST
    elif isinstance(answer, Append):
        assert min(answer.offset, answer.size) >= 0


KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","), min_size=1, max_size=20)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)


@unhurried
@given(st.dictionaries(KEYS, TEXTS, max_size=16))
@example({"filename": "%2e%2e/../etc/passwd\u202e4pm.exe"})
def test_that_what_is_told_comes_back_as_it_was_told(metadata: dict[str, str]) -> None:
    assert read_metadata(write_metadata(metadata)) == metadata
