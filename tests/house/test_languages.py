"""Pages are offered in the languages they are wholly translated into, and in no other."""

import re
from pathlib import Path

from django.conf import settings

from tests.house.source import ROOT

SENTENCE = re.compile(r'\{% translate "([^"]+)"')
ANSWER = re.compile(r'^msgid "([^"]+)"\nmsgstr "([^"]*)"', re.MULTILINE)


def test_that_every_language_offered_has_every_sentence() -> None:
    sentences = {each for page in ROOT.glob("templates/**/*.html") for each in SENTENCE.findall(page.read_text())}
    assert sentences
    for code, _name in settings.LANGUAGES:
        assert code == settings.LANGUAGE_CODE or not sentences - answered(ROOT / "locale" / code), code


def test_that_an_empty_answer_is_none(tmp_path: Path) -> None:
    catalogue = tmp_path / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir()
    catalogue.write_text(
        'msgid "Yes"\nmsgstr "Ja"\n\nmsgid "No"\nmsgstr ""\n\n#, fuzzy\nmsgid "Name"\nmsgstr "Naam?"\n'
    )
    assert answered(tmp_path) == {"Yes"}
    assert answered(tmp_path / "nowhere") == set()


def answered(folder: Path) -> set[str]:
    """The sentences of a catalogue that have an answer which nobody doubts."""
    catalogue = folder / "LC_MESSAGES" / "django.po"
    rows = catalogue.read_text().split("\n\n") if catalogue.is_file() else []
    found = (ANSWER.search(row) for row in rows if "#, fuzzy" not in row)
    return {row[1] for row in found if row and row[2]}
