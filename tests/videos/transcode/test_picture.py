"""Turn, size and colour of the study copy."""

from fractions import Fraction

import pytest

from videos.transcode.colouring import filters_for
from videos.transcode.picture import Canvas, Colour, Turn, study_size, turn_of

ONE = 1 << 16
SDR, UNTAGGED = Colour(1, 1, 1, 1), Colour(0, 2, 2, 2)
HLG, PQ, P3 = Colour(1, 9, 9, 18), Colour(1, 9, 9, 16), Colour(1, 1, 12, 1)


def canvas(width: int = 1920, height: int = 1080, **more: object) -> Canvas:
    """A picture as stored."""
    told = {"shape": Fraction(1), "turn": Turn.NONE, "colour": SDR} | more
    return Canvas(width, height, **told)  # type: ignore[arg-type]


def test_that_what_zimg_takes_is_scaled_by_it_and_the_rest_by_swscale() -> None:
    taken = [canvas(pixels="yuvj420p"), canvas(641, 480, pixels="yuv444p"), canvas(640, 481, pixels="yuv422p")]
    left = [canvas(), canvas(pixels="bgr24"), canvas(pixels="yuv420p10le"), canvas(640, 481, pixels="yuv420p")]
    assert [filters_for(stored)[0][0] for stored in taken + left] == ["zscale"] * 3 + ["scale"] * 4
    untold = filters_for(canvas(640, 480, colour=Colour(1, 0, 2, 2), pixels="yuv420p"))[0][1]
    assert untold["matrixin"] == "smpte170m"


@pytest.mark.parametrize("turn", list(Turn))
def test_that_each_of_the_eight_turns_is_recognised(turn: Turn) -> None:
    assert turn_of([ONE * sign for sign in turn.value]) is turn


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [
        (None, Turn.NONE),
        ([0, 0, 0, 0], Turn.NONE),
        ([ONE, 3, -3, ONE], Turn.NONE),
        ([2 * ONE, 0, 0, ONE], Turn.NONE),
        ([0, 46341, -46340, 0], Turn.CLOCKWISE),
        ([-(2**31), 2**31 - 1, -(2**31), -(2**31)], Turn.HALF),
    ],
)
def test_that_an_absurd_matrix_is_the_turn_it_comes_closest_to(matrix: list[int] | None, turn: Turn) -> None:
    assert turn_of(matrix) is turn


SIZES = [
    (canvas(), (1280, 720)),
    (canvas(turn=Turn.CLOCKWISE), (720, 1280)),
    (canvas(3840, 2160, turn=Turn.ANTICLOCKWISE), (720, 1280)),
    (canvas(1080, 1920), (720, 1280)),
    (canvas(768, 432), (768, 432)),
    (canvas(639, 361), (640, 360)),
    (canvas(720, 576, shape=Fraction(16, 15)), (768, 576)),
    (canvas(1440, 1080, shape=Fraction(4, 3)), (1280, 720)),
    (canvas(16000, 400), (4096, 102)),
    (canvas(16, 16), (16, 16)),
]


@pytest.mark.parametrize(("stored", "size"), SIZES)
def test_that_the_short_side_is_720_at_most_and_never_grows(stored: Canvas, size: tuple[int, int]) -> None:
    assert study_size(stored) == size


def names(stored: Canvas) -> list[str]:
    """The filters in order."""
    return [name for name, _ in filters_for(stored)]


@pytest.mark.parametrize("colour", [HLG, PQ])
def test_that_hdr_is_brought_to_size_before_it_is_mapped(colour: Colour) -> None:
    filters = filters_for(canvas(3840, 2160, colour=colour))
    assert filters[0][0] == "zscale"
    assert (filters[0][1]["width"], filters[0][1]["height"]) == (1280, 720)
    assert "tonemap" in [name for name, _ in filters]


def test_that_wide_colours_are_narrowed_and_plain_ones_only_scaled() -> None:
    assert "zscale" in names(canvas(colour=P3))
    assert "tonemap" not in names(canvas(colour=P3))
    assert "zscale" not in names(canvas())


@pytest.mark.parametrize(
    ("stored", "matrix"),
    [
        (canvas(colour=UNTAGGED), "bt709"),
        (canvas(640, 480, colour=UNTAGGED), "smpte170m"),
        (canvas(640, 480), "bt709"),
        (canvas(colour=Colour(2, 5, 5, 6)), "smpte170m"),
    ],
)
def test_that_the_films_own_matrix_counts_and_an_untagged_one_goes_by_size(stored: Canvas, matrix: str) -> None:
    name, options = filters_for(stored)[0]
    assert (name, options["in_color_matrix"], options["out_color_matrix"]) == ("scale", matrix, "bt709")


@pytest.mark.parametrize("turn", list(Turn))
def test_that_every_picture_ends_without_side_data_and_tagged(turn: Turn) -> None:
    assert names(canvas(turn=turn))[-3:] == ["sidedata", "setsar", "setparams"]
