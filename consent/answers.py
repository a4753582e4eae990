"""What somebody said yes to, no to, and what has ended: one line for each, with the way to change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consent.models import Action, Asset, Purpose
from consent.queries import assets_among
from consent.reading import Reading, reading_of
from consent.saying import Word, words_of
from families.access import own_person_for
from families.models import Person
from families.queries import cases_of_own_family
from vigportal.accounts.models import User


@dataclass(frozen=True)
class Answer:
    """One word of theirs and the film, clip or work that it is about."""

    word: Word
    asset: Asset
    maker: Person


@dataclass(frozen=True)
class Answers:
    """Everything that somebody says now."""

    yeses: Sequence[Answer]
    noes: Sequence[Answer]
    ended: Sequence[Answer]
    now: datetime

    @property
    def ending(self) -> list[Answer]:
        """The yeses that are about to end, and those that ended lately: what home speaks of."""
        soon = [each for each in self.yeses if each.word.ends_soon(self.now)]
        return soon + [each for each in self.ended if each.word.ended_lately(self.now)]


def answers_of(actor: User, now: datetime) -> Answers:
    """In every case that `actor` has a part in."""
    found = [each for case in cases_of_own_family(actor, now) for each in _in_case(actor, reading_of(case, now))]
    return sorted_out(found, now)


def answers_in(reading: Reading, maker: Person) -> Answers:
    """In one case, by one person."""
    return sorted_out(_spoken(reading, maker), reading.now)


def sorted_out(found: Iterable[Answer], now: datetime) -> Answers:
    """Yes, no, and what has ended with nothing said since."""
    each = list(found)
    noes = [answer for answer in each if not answer.word.is_yes and answer.word.no_at]
    ended = [answer for answer in each if not answer.word.is_yes and not answer.word.no_at]
    return Answers([answer for answer in each if answer.word.is_yes], noes, ended, now)


def _in_case(actor: User, reading: Reading) -> list[Answer]:
    return _spoken(reading, own_person_for(actor, reading.case, reading.now))


def _spoken(reading: Reading, maker: Person) -> list[Answer]:
    words = words_of(reading, maker)
    assets = {asset.pk: asset for asset in assets_among({word.scope for word in words})}
    return [Answer(word, assets[word.scope], maker) for word in _in_one(reading, words) if word.scope in assets]


def _in_one(reading: Reading, words: Sequence[Word]) -> list[Word]:
    """A no to everything that the service allows is one line, not nine."""
    told: list[Word] = []
    for word in words:
        noes = [each for each in words if each.scope == word.scope and _is_no(each)]
        is_all = word in noes and len(noes) > 1 and len(noes) == len(reading.asked)
        line = replace(word, purpose=Purpose.EVERYTHING) if is_all else word
        if not is_all or word == noes[0]:
            told.append(line)
    return told


def _is_no(word: Word) -> bool:
    return word.action == Action.VIEW and word.no_at is not None and not word.is_yes
