"""What is taken as evidence: decoded and drawn anew, or not at all."""

import io
import json

import pytest
from PIL import Image

from consent.pictures import LARGEST_FILE, LONGEST_SIDE, MOST_PIXELS, Fault, NotTaken, drawing_of, photo_of
from tests.consent.papers import PAYLOAD, a_photo, forgeries, giant_png, signature
from vigportal.letters.papers import the_maker


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_that_a_photo_becomes_a_jpeg_of_our_own(kind: str) -> None:
    with Image.open(io.BytesIO(photo_of(a_photo(kind)))) as kept:
        assert (kept.format, kept.size, kept.mode) == ("JPEG", (400, 300), "RGB")
        assert not kept.info.keys() & {"exif", "icc_profile", "comment", "xmp"}


def test_that_places_and_names_in_a_photo_are_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Rosa's kitchen"  # turned by 90 degrees; a description
    exif.get_ifd(0x8825)[2] = (55.0, 56.0, 57.0)  # a latitude
    data = a_photo("JPEG", exif=exif.tobytes())
    assert b"kitchen" in data
    kept = photo_of(data)
    assert b"kitchen" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (300, 400)


def test_that_a_photo_that_was_cut_off_isnt_taken_after_a_paper_was_made_either() -> None:
    the_maker()  # its library switches Pillow to taking them, for the whole process
    with pytest.raises(NotTaken):
        photo_of(a_photo("JPEG")[:-400])


def test_that_a_second_file_behind_the_picture_is_left_behind() -> None:
    kept = photo_of(a_photo("JPEG") + PAYLOAD)
    assert PAYLOAD not in kept
    assert kept.startswith(b"\xff\xd8")
    assert kept.endswith(b"\xff\xd9")


def test_that_what_is_seen_through_is_white_and_large_is_made_smaller() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (3000, 1000), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(photo_of(clear.getvalue()))) as kept:
        assert kept.size == (LONGEST_SIDE, 800)
        assert kept.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(("data", "fault"), forgeries(), ids=lambda value: getattr(value, "value", ""))
def test_that_what_is_no_photo_is_not_taken(data: bytes, fault: Fault) -> None:
    with pytest.raises(NotTaken) as no:
        photo_of(data)
    assert no.value.fault == fault


def test_that_the_largest_is_made_smaller_and_one_row_more_is_not_even_opened() -> None:
    width, height = 10_000, MOST_PIXELS // 10_000
    with Image.open(io.BytesIO(photo_of(giant_png(width, height)))) as kept:
        assert kept.size == (LONGEST_SIDE, LONGEST_SIDE // 2)
    with pytest.raises(NotTaken) as no:
        photo_of(giant_png(width, height + 1))
    assert no.value.fault == Fault.TOO_LARGE


def test_that_a_file_is_measured_before_it_is_opened() -> None:
    with pytest.raises(NotTaken) as no:
        photo_of(a_photo("JPEG") + bytes(LARGEST_FILE))
    assert no.value.fault == Fault.TOO_LARGE


def test_that_strokes_become_a_picture() -> None:
    with Image.open(io.BytesIO(drawing_of(signature()))) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("PNG", (1000, 320), "L")
        ink = [sum(drawn.crop(box).histogram()[:128]) for box in ((90, 90, 310, 190), (800, 0, 1000, 320))]
        assert ink[0] > 300, "there is ink along the line"
        assert ink[1] == 0, "and none beside it"


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{}",
        "[[]]",
        "[[1]]",
        "[[1, 2, 3]]",
        "[[100, 100]]",  # a dot
        "[[100, 100, 100, 101]]",
        '[["1", "2", "900", "300"]]',
        "[[true, false, 900, 300]]",
        "[[0.5, 0.5, 900, 300]]",
        "[[-1, 0, 900, 300]]",
        "[[0, 0, 1001, 300]]",
        "[[0, 0, 900, 321]]",
        "[[NaN, 0, 900, 300]]",
        "[[1e999, 0, 900, 300]]",
        "[" * 20_000,
        "<svg onload=alert(1)>",
        "data:image/png;base64,AAAA",
        json.dumps([[0, 0, 900, 300]] * 301),
        json.dumps([[0, 0, 900, 300] * 6001]),
    ],
)
def test_that_what_was_not_drawn_here_is_not_taken(told: str) -> None:
    with pytest.raises(NotTaken) as no:
        drawing_of(told)
    assert no.value.fault == Fault.NOT_DRAWN
