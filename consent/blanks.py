"""A consent form to be filled in with a pen: the exact words, yes and no, who decides and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.languages import ENGLISH, Language, language_of
from consent.models import Action, ConsentText, Purpose
from consent.queries import text_for
from consent.reading import Reading, may_give
from families.models import Case, Person


@dataclass(frozen=True)
class Question:
    """One purpose and action: the words as they are read, and for whom a yes of the chosen person counts."""

    purpose: Purpose
    action: Action
    text: ConsentText
    people: Sequence[Person]

    @property
    def language(self) -> Language:
        """The language its words are in: English where nobody has written them in the one that was chosen."""
        return language_of(self.text.language)


@dataclass(frozen=True)
class Blank:
    """The form. Without a maker, who decides and for whom is left open."""

    case: Case
    maker: Person | None
    language: Language
    questions: Sequence[Question]
    made_at: datetime

    @property
    def people(self) -> list[Person]:
        """Everybody whom it is about, the maker first."""
        about = dict.fromkeys(person for question in self.questions for person in question.people)
        return sorted(about, key=lambda person: person != self.maker)

    @property
    def spoken(self) -> str:
        """The language that the paper as a whole is read out in: the chosen one, where all its words are in it."""
        codes = {question.text.language for question in self.questions}
        return self.language.code if codes == {self.language.code} else ENGLISH.code


def blank_for(reading: Reading, maker: Person | None, keys: Iterable[tuple[Purpose, Action]], language: str) -> Blank:
    """The form for these purposes, with the words in force today."""
    service = reading.case.family.service
    questions = [
        Question(
            purpose, action, text_for(service, purpose, action, language),
            may_give(reading, maker, purpose) if maker else (),
        )
        for purpose, action in keys
    ]  # fmt: skip
    return Blank(reading.case, maker, language_of(language), questions, reading.now)
