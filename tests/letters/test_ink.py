"""What a paper shows, by its ink: every letter of every language it may be in, as its font has it, in both weights.

Reading the words out of a PDF proves nothing about what is printed: a wrong letter can carry the right meaning.
"""

import re
import string
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from consent.languages import LANGUAGES
from tests.letters import ink
from vigportal.letters.papers import paper_of

TOKENS = Path("static/css/tokens.css").read_text()
WEIGHTS = (400, 700)
OF_NAMES = "µʻˈßøåæðþũơưẹọĉŝʼ‰–—…“”„€№"  # names and notes come in other languages than the pages
LETTERS = sorted(
    {letter for each in LANGUAGES.values() for letter in each.sample if not letter.isspace()}
    | set(string.ascii_letters + string.digits + string.punctuation + OF_NAMES) - set("<&")
)
WORDS = (
    *(each.own for each in LANGUAGES.values()), *(each.signature for each in LANGUAGES.values()),
    "Šimůnek", "Tř", "Žák", "Zażółć", "Gęślą", "İbrahim", "Ștefănuț", "Kővágó", "Žukauskaitė", "Nguyễn", "עברית",
    "O’Brien-N’Diaye",
)  # fmt: skip


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize(("words", "row"), [(LETTERS, 12), (WORDS, 2)], ids=["letters", "words"])
def test_that_what_is_printed_is_what_the_font_has(words: list[str], row: int, weight: int) -> None:
    wrong = []
    for page, body in ink.sheets(words, weight, row):
        shown = ink.cells(paper_with(body), row, len(page))
        wrong += [word for word, dots in zip(page, shown, strict=True) if not _is(word, dots, weight)]
    assert not wrong


def _is(word: str, dots: ink.Dots, weight: int) -> bool:
    return ink.are_alike(dots, ink.from_the_font(word, weight))


def test_that_letters_that_differ_by_an_accent_are_not_alike() -> None:
    for one, other in ("čć", "žż", "şș", "üű", "Ii", "ıi", "йи", "بپ", "كک"):
        assert not ink.are_alike(ink.from_the_font(one, 400), ink.from_the_font(other, 400)), one + other


def test_that_each_font_is_asked_for_the_letters_it_has_and_no_others() -> None:
    """A range that promises more prints boxes, where the next font of the line has the letter."""
    families = re.findall(r'@font-face \{\s*font-family: "([^"]+)"', TOKENS)
    ranges = dict(re.findall(r'url\("\.\./([^"]+)"\)[^;]*;\s*unicode-range: ([^;]+);', TOKENS))
    assert len(set(families)) == len(families) == len(ranges) == 2
    for name, promised in ranges.items():
        assert _points(promised) == set(TTFont(Path("static") / name).getBestCmap()), name


def _points(ranges: str) -> set[int]:
    found = (each.strip().removeprefix("U+").partition("-") for each in ranges.split(","))
    return {point for first, _, last in found for point in range(int(first, 16), int(last or first, 16) + 1)}


def test_that_every_family_of_the_page_is_a_family_of_its_papers() -> None:
    """Both lines begin alike: the portal's own letters, then those that the machine has."""
    own = re.search(r"--face: (.+?), system-ui", TOKENS)
    assert own is not None
    for line in re.findall(r"font: [^\"]*([^;]+);", Path("static/css/paper.css").read_text()):
        assert line.startswith(own[1]), line


def test_that_the_words_of_such_a_paper_can_be_copied_out_of_it() -> None:
    words = [word for word in WORDS if not re.search("[\u0590-\u06ff]", word)]
    assert ink.text_of(paper_with(f"<p>{' '.join(words)}</p>")).split()[: len(words)] == words


def paper_with(body: str) -> bytes:
    """A paper of the portal's look, with this in it."""
    return paper_of("bare.html", {"more": body})
