"""What a paper shows, compared with its fonts: PDFium draws the paper, FreeType draws the same letters from one file.

Two programs place a letter's edge up to two dots apart; what is left of a difference once its thin lines are taken
away is another letter.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from itertools import groupby, product
from pathlib import Path

import numpy as np
import pypdfium2
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Dots = NDArray[np.int16]
SCALE = 6  # dots to a point
SIZE = 24  # points
FINER = 3
PAGE, LINE, LINES = 480, 42, 17  # points across, points down, lines of a page
ATKINSON = Path("static/vendor/atkinson")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
MARGIN = 18 * 72 / 25.4  # of a paper's page (static/css/paper.css), in points
THIN = 5  # dots
SHIFTS = sorted(product(range(-2, 3), range(-2, 3)), key=lambda shift: abs(shift[0]) + abs(shift[1]))


def sheets(words: Sequence[str], weight: int, row: int) -> Iterator[tuple[Sequence[str], str]]:
    """The words, so many in a row, each in a place of its own: those of a page, and the page's HTML."""
    for start in range(0, len(words), row * LINES):
        page = words[start : start + row * LINES]
        yield page, "".join(_placed(word, weight, *_where(place, row)) for place, word in enumerate(page))


def cells(paper: bytes, row: int, count: int) -> list[Dots]:
    """The ink in each place of a page."""
    page = page_of(paper)
    return [ink_in(page[_cell(*_where(place, row), PAGE // row)]) for place in range(count)]


def page_of(paper: bytes) -> Dots:
    """The first page: 255 is ink."""
    with closing(pypdfium2.PdfDocument(paper)) as document:
        drawn = document[0].render(scale=SCALE).to_pil().convert("L")
    return np.asarray(255 - np.asarray(drawn, dtype=np.int16), dtype=np.int16)


def text_of(paper: bytes) -> str:
    """The words of the first page, as somebody copies them."""
    with closing(pypdfium2.PdfDocument(paper)) as document:
        words: str = document[0].get_textpage().get_text_range()
    return words


def ink_in(dots: Dots) -> Dots:
    """Without the empty edges."""
    down, across = (np.flatnonzero((dots > 64).any(axis=axis)) for axis in (1, 0))
    return dots[down[0] : down[-1] + 1, across[0] : across[-1] + 1] if down.size else dots[:0, :0]


@cache
def from_the_font(word: str, weight: int) -> Dots:
    """The same word, each letter out of the first file of the paper's fonts that has it."""
    large = SIZE * SCALE * FINER  # FreeType bends letters to fit small sizes, and none so large
    drawn = Image.new("L", (large * (len(word) + 1), large * 2))
    across = large / 2
    for name, letters in groupby(word, lambda letter: _file_of(letter, weight)):
        run, font = "".join(letters), _font(name, weight, large)
        ImageDraw.Draw(drawn).text((across, large * 1.4), run, fill=255, font=font, anchor="ls")
        across += font.getlength(run)
    return ink_in(np.asarray(drawn.reduce(FINER), dtype=np.int16))


def are_alike(one: Dots, other: Dots) -> bool:
    """Whether they differ by no more than the edges of one drawing of a letter do from another's."""
    if not one.size or max(abs(a - b) for a, b in zip(one.shape, other.shape, strict=True)) > 3:
        return False
    frame = max(one.shape[0], other.shape[0]) + 8, max(one.shape[1], other.shape[1]) + 8
    still = _framed(one, frame, (0, 0))
    return any(not _differ(still, _framed(other, frame, shift)) for shift in SHIFTS)


def _differ(one: Dots, other: Dots) -> bool:
    apart = Image.fromarray(np.abs(one - other).astype(np.uint8))
    return bool(np.asarray(apart.filter(ImageFilter.MinFilter(THIN))).max() > 128)


def _framed(dots: Dots, frame: tuple[int, int], shift: tuple[int, int]) -> Dots:
    framed = np.zeros(frame, dtype=np.int16)
    down, across = 4 + shift[0], 4 + shift[1]
    framed[down : down + dots.shape[0], across : across + dots.shape[1]] = dots
    return framed


def _where(place: int, row: int) -> tuple[int, int]:
    """Points from the left and from the top."""
    return place % row * (PAGE // row), place // row * LINE


def _placed(word: str, weight: int, left: int, top: int) -> str:
    where = f"position:absolute;margin:0;left:{left}pt;top:{top}pt;white-space:nowrap"
    return f'<p style="{where};font-size:{SIZE}pt;font-weight:{weight}">{word}</p>'


def _cell(left: int, top: int, width: int) -> tuple[slice, slice]:
    left, top = int((MARGIN + left - 2) * SCALE), int((MARGIN + top) * SCALE)
    return slice(top, top + LINE * SCALE), slice(left, left + width * SCALE)


def _file_of(letter: str, weight: int) -> Path:
    bold = "-Bold" if weight >= 600 else ""
    files = ATKINSON / "latin.woff2", ATKINSON / "latin-ext.woff2", DEJAVU / f"DejaVuSans{bold}.ttf"
    return next(each for each in files if letter in _letters_of(each))


@cache
def _font(name: Path, weight: int, dots: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(name, dots)
    if name.suffix == ".woff2":
        font.set_variation_by_axes([weight])
    return font


@cache
def _letters_of(name: Path) -> frozenset[str]:
    return frozenset(map(chr, TTFont(name).getBestCmap()))
