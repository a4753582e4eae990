"""The words that are read before a yes."""

from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.utils import timezone

from consent.defaults import ALLOWED
from consent.models import Action, ConsentText, Purpose
from consent.queries import text_for, text_with
from tests.cast import make_service
from vigportal.accounts.models import Service

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("purpose", "action"), [(row[0], row[1]) for row in ALLOWED])
def test_that_every_purpose_of_the_first_day_has_its_words(purpose: str, action: str) -> None:
    text = text_for(make_service(), Purpose(purpose), Action(action))
    assert (text.service, text.version, text.language) == (None, 1, "en-gb")
    assert len(text.body.split()) > 20


def test_that_the_words_are_short_enough_for_a_nine_year_old() -> None:
    for text in ConsentText.objects.all():
        for sentence in text.body.replace(":", ".").replace("\n", " ").split("."):
            assert len(sentence.split()) <= 26, sentence


def make_text(version: int, *, language: str = "en-gb", service: Service | None = None) -> ConsentText:
    return ConsentText.objects.create(
        service=service, purpose="practice", version=version, language=language, body="…", published_at=timezone.now()
    )


def test_that_a_services_own_newest_words_go_before_the_portals_and_are_nobody_elses() -> None:
    ours, theirs = make_service("Ours"), make_service("Theirs")
    make_text(1, service=ours)
    newest = make_text(2, service=ours)
    assert text_for(ours, Purpose.PRACTICE) == newest
    assert text_for(theirs, Purpose.PRACTICE).service is None


def test_that_the_readers_language_goes_first_and_english_stands_in() -> None:
    service = make_service()
    welsh = make_text(1, language="cy")
    assert text_for(service, Purpose.PRACTICE, language="cy") == welsh
    assert text_for(service, Purpose.PRACTICE, language="nl").language == "en-gb"


def test_that_words_once_written_stay_as_they_are() -> None:
    text = text_for(make_service(), Purpose.PRACTICE)
    with pytest.raises(Error), transaction.atomic():
        ConsentText.objects.filter(pk=text.pk).update(body="Something else")


def test_that_an_unknown_text_is_none() -> None:
    assert text_with(uuid4()) is None
