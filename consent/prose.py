"""What can be said of a text without understanding it: how long its sentences are, what was changed. Quiet room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

SENTENCE = re.compile(r"[^.!?؟۔:;\n]+")
PIECE = re.compile(r"\n|[^\s]+")
LONG = 20
"""Words in a sentence that a tired reader loses the beginning of."""


@dataclass(frozen=True)
class Ease:
    """How easy a text is to read, as far as counting tells."""

    sentences: int
    words: int
    longest: str

    @property
    def average(self) -> int:
        """Words in a sentence."""
        return round(self.words / max(self.sentences, 1))

    @property
    def longest_words(self) -> int:
        """Words in the longest sentence."""
        return len(self.longest.split())

    @property
    def is_easy(self) -> bool:
        """No sentence is long."""
        return self.longest_words <= LONG


def ease_of(text: str) -> Ease:
    """Counts sentences and words, and finds the longest sentence."""
    sentences = [found for found in map(str.strip, SENTENCE.findall(text)) if found]
    longest = max(sentences, key=lambda sentence: len(sentence.split()), default="")
    return Ease(len(sentences), sum(len(sentence.split()) for sentence in sentences), longest)


class Kind(StrEnum):
    """What happened to a piece of a text."""

    SAME = "same"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True)
class Piece:
    """Some words in a row with the same fate."""

    kind: Kind
    words: str


def changes_between(before: str, after: str) -> tuple[Piece, ...]:
    """The new text word by word, with what was taken out of the old one where it stood."""
    return tuple(piece for piece in _pieces(PIECE.findall(before), PIECE.findall(after)) if piece.words)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step, first, end, new_first, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece(Kind.SAME, _joined(new[new_first:new_end]))
        else:
            yield Piece(Kind.TAKEN, _joined(old[first:end]))
            yield Piece(Kind.ADDED, _joined(new[new_first:new_end]))


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n")
