"""Papers: tagged, in their language, with a title, words that can be read, and nothing from anywhere else."""

import builtins
import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.letters.pdf import Pdf
from vigportal.letters import papers
from vigportal.letters.answers import paper_answer
from vigportal.letters.papers import NoLetters, NoPapers, NotOurs, own_file, paper_of

NOBODYS = "\ue000"
"""Unicode gives it to nobody, so no font has it."""


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has WeasyPrint and not what it needs."""
    real = builtins.__import__

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)


def test_that_a_paper_tells_a_screen_reader_what_it_is() -> None:
    made = Pdf(paper_of("paper.html", {"what": "supervision"}))
    for fact in ("/MarkInfo <</Marked true>>", "/StructTreeRoot", "/Lang (en-gb)", "/DisplayDocTitle true",
                 "/Title (What you said)", 'pdfuaid:part="1"'):  # fmt: skip
        assert fact in made.text, fact
    assert {"H1", "P", "Table", "TH", "TD"} <= set(made.structure)


def test_that_the_words_of_a_paper_can_be_read_out_of_it() -> None:
    made = Pdf(paper_of("paper.html", {"what": "Siân’s film: łódź, ŵyl, на русі, مرحبا"}))
    assert made.says("Yes, to Siân’s film: łódź, ŵyl, на русі")
    assert not made.says("Yes, to somebody else’s film")


def test_that_a_paper_is_set_in_the_portals_own_letters() -> None:
    made = Pdf(paper_of("paper.html", {"what": "łódź"}))
    assert all("Atkinson" in font for font in re.findall(r"/BaseFont /\w+\+([\w-]+)", made.text)), made.text


def test_that_a_paper_is_in_the_language_that_is_spoken() -> None:
    with translation.override("nl"):
        assert "/Lang (nl)" in Pdf(paper_of("paper.html", {"what": "supervisie"})).text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.png",
        "file:///etc/passwd",
        "/elsewhere/x.png",
        "/static/../manage.py",
        "/static/css/no-such.css",
        "/static/",
    ],
)
def test_that_a_paper_takes_nothing_but_our_own_static_files(address: str) -> None:
    with pytest.raises(NotOurs):
        paper_of("paper.html", {"what": "supervision", "more": f'<img src="{address}" alt="A picture">'})


def test_that_our_own_static_files_are_found() -> None:
    assert own_file(f"{papers.NOWHERE}/static/css/paper.css").read_text().startswith("/* A paper")


def test_that_a_paper_is_kept_by_nobody_on_the_way_and_named_for_what_it_is() -> None:
    answer = paper_answer("paper.html", {"what": "supervision"}, "consent-form")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="consent-form.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-1.7")


def test_that_a_machine_that_cannot_make_papers_says_what_it_lacks(no_pango: None) -> None:
    with pytest.raises(NoPapers, match="libpango"):
        paper_of("paper.html", {"what": "supervision"})


def test_that_there_the_same_words_are_a_page_to_print(no_pango: None) -> None:
    answer = paper_answer("paper.html", {"what": "supervision"}, "consent-form")
    assert answer["Content-Type"].startswith("text/html")
    assert answer["Cache-Control"] == "no-store"
    assert "This machine can’t make papers" in answer.content.decode()
    assert "Yes, to supervision." in answer.content.decode()


def test_that_a_letter_that_no_font_has_is_told_instead_of_a_box(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NoLetters) as no:
        paper_of("paper.html", {"what": NOBODYS + " and again " + NOBODYS})
    assert no.value.letters == NOBODYS
    answer = paper_answer("paper.html", {"what": NOBODYS}, "consent-form")
    page = " ".join(answer.content.decode().split())
    assert answer["Content-Type"].startswith("text/html")
    assert f"The portal’s machine has no letters for: <bdi>{NOBODYS}</bdi>" in page
    assert f"Yes, to {NOBODYS}." in page
    assert not caplog.messages  # a letter of somebody's name is nothing for the log


@pytest.mark.parametrize("unseen", ["a\u200bb", "a\u00adb", "a\u2028b", "\ufeffa", "کودک\u200cها", "a\tb"])
def test_that_what_has_no_ink_needs_no_font(unseen: str) -> None:
    assert paper_of("paper.html", {"what": unseen})


def test_that_a_paper_itself_has_no_word_about_machines() -> None:
    assert not Pdf(paper_of("paper.html", {"what": "supervision"})).says("This machine")
    assert "css/paper.css" in render_to_string("paper.html", {"what": "supervision"})
