"""The form to be filled in with a pen: the exact words in force, yes and no alike, in the language that was chosen."""

import builtins
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consent.languages import LANGUAGES, language_of
from consent.models import Declaration, Purpose
from consent.queries import text_for
from tests.cast import Cast, make_adult, make_cast, make_guardianship, new_id, signed_in
from tests.consent.service import main_of, make_grace, publish, text_page
from tests.letters.pdf import Pdf
from tests.videos.makers import allow_everything
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    allow_everything(cast)
    return cast


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


def form_of(cast: Cast) -> str:
    return reverse("consent:blank_form", args=[cast.case.pk])


def test_that_the_paper_asks_what_was_chosen_in_the_words_in_force_and_nothing_else(cast: Cast, maya: Client) -> None:
    grace = make_grace(cast)
    publish(cast, grace, Purpose.SUPERVISION, "Our own words about supervision.", "counts")
    told: dict[str, Any] = {"ask": ["supervision-view", "training-view"], "maker": str(cast.mother.pk)}
    answer = maya.get(form_of(cast), told)
    assert answer["Content-Disposition"] == 'attachment; filename="consent-form.pdf"'
    paper = Pdf(answer.content)
    for words in (
        "Our own words about supervision.",
        text_for(cast.service, Purpose.TRAINING).body,
        "words of version 2, English",
        "words of version 1, English",
        "Harbour Family Service",
        "Rosa",
        "themselves, Leo",
        "Signature",
        "Date",
    ):
        assert paper.says(words), words
    assert not paper.says(text_for(cast.service, Purpose.RESEARCH).body)
    assert {"H1", "H2", "P"} <= set(paper.structure)
    assert "/Lang (en-gb)" in paper.text
    assert paper.letters.count("YesNo") == 4  # each question: the answer, and whether it holds for later films


def test_that_nothing_chosen_is_everything_the_service_allows_with_nobody_named(cast: Cast, maya: Client) -> None:
    paper = Pdf(maya.get(form_of(cast)).content)
    for purpose in Purpose:
        if purpose != Purpose.EVERYTHING:
            assert paper.says(text_for(cast.service, purpose).body), purpose
    assert not paper.says("Rosa")


def test_that_it_is_in_the_chosen_language_where_there_are_words_in_it(cast: Cast, maya: Client) -> None:
    told = {"form_id": new_id(), "number": "1", "language": "pl", "words_in_it": "Przełożony to ogląda.", "sure": "on"}
    signed_in(make_grace(cast)).post(text_page("add_language", Purpose.SUPERVISION), told)
    paper = Pdf(maya.get(form_of(cast), {"language": "pl", "ask": ["supervision-view", "team-view"]}).content)
    assert paper.says("Przełożony to ogląda.")
    assert paper.says("Tak (Yes)")
    assert paper.says("words of version 2, Polish")
    assert paper.says("words of version 1, English")
    assert "/Lang (en-gb)" in paper.text  # not all of it is Polish
    wholly = Pdf(maya.get(form_of(cast), {"language": "pl", "ask": ["supervision-view"]}).content)
    assert "/Lang (pl)" in wholly.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_every_language_has_its_letters(code: str, cast: Cast, maya: Client) -> None:
    answer = maya.get(form_of(cast), {"language": code, "ask": ["team-view"]})
    assert answer["Content-Type"] == "application/pdf"  # where a letter is lacking it is a page that says so
    paper = Pdf(answer.content)
    if language_of(code).direction == "ltr":
        assert paper.says(language_of(code).signature)


def test_that_the_paper_says_where_a_yes_of_this_person_does_not_count(cast: Cast, maya: Client) -> None:
    ines = make_adult(cast.family, "Ines", cast.maya, cast.since, relation="Grandmother")
    make_guardianship(cast.leo, ines, cast.maya, cast.since, verified=False)
    told: dict[str, Any] = {"maker": str(ines.pk), "ask": ["supervision-view"]}
    assert Pdf(maya.get(form_of(cast), told).content).says("Ines")


@pytest.mark.parametrize("told", [{"ask": ["everything-view"]}, {"maker": "somebody"}, {"language": "xx"}])
def test_that_what_cannot_be_printed_is_asked_again(told: dict[str, Any], cast: Cast, maya: Client) -> None:
    answer = maya.get(form_of(cast), told)
    assert "Select a valid choice." in main_of(answer)


def test_that_printing_keeps_nothing(cast: Cast, maya: Client) -> None:
    before = Entry.objects.count()
    maya.get(form_of(cast))
    assert (Entry.objects.count(), Declaration.objects.count()) == (before, 0)


def test_that_without_limits_there_is_nothing_to_print() -> None:
    cast = make_cast()
    answer = signed_in(cast.maya).get(form_of(cast))
    assert "Your service has not said yet what films may be used for." in main_of(answer)


def test_that_a_machine_without_papers_shows_the_form_as_a_page(
    cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name == "weasyprint":
            raise OSError("no Pango")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", lacking)
    answer = maya.get(form_of(cast))
    assert answer["Content-Type"].startswith("text/html")
    assert "This machine can’t make papers" in answer.content.decode()
    assert text_for(cast.service, Purpose.SUPERVISION).body.splitlines()[0] in main_of(answer)
