"""What an entry may say: ids, closed words, numbers, digests, dates. Never a name, never free text.

An entry can't be changed, so it forgets by going blind: when the row that an id points at is anonymised or
erased, the id that stays behind tells nothing. `Forgets` says which row that is. The kind of a fact belongs
to its name, the same in every event, so a new fact is one more name in `_NAMES`.

A word is closed when it is the member of an enum, or stands in the list of its fact (`vocabulary.words`): any
other string could be anybody's name, and is refused.
A required fact that is not known is said to be so: its value is None.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from uuid import UUID

from vigportal.ledger.vocabulary.words import WORDS


class Kind(Enum):
    """What a fact's value is."""

    ID = "id"
    IDS = "ids"
    WORD = "word"
    WORDS = "words"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    DIGEST = "digest"


class Forgets(Enum):
    """Whose going makes a fact blind."""

    WITH_PERSON = "person"
    WITH_FOOTAGE = "footage"
    WITH_CASE = "case"
    NEVER = "never"  # it tells of nobody


@dataclass(frozen=True)
class Fact:
    """What an entry keeps under one name."""

    kind: Kind
    forgets: Forgets


_NAMES = (
    (Kind.ID, Forgets.WITH_PERSON, "about account assignment guardianship holder member person practitioner"),
    (Kind.ID, Forgets.WITH_PERSON, "supervising supervisor"),
    (Kind.ID, Forgets.WITH_FOOTAGE, "asset clip film heading moved_to still upload viewing"),
    (Kind.ID, Forgets.WITH_CASE, "case comment cycle declaration family filming goal note review"),
    (Kind.ID, Forgets.WITH_CASE, "proof scope share voided"),
    (Kind.ID, Forgets.NEVER, "certificate hold invitation text"),
    (Kind.IDS, Forgets.WITH_PERSON, "people"),
    (Kind.IDS, Forgets.WITH_FOOTAGE, "assets"),
    (Kind.IDS, Forgets.WITH_CASE, "declarations"),
    (Kind.WORD, Forgets.NEVER, "basis factor kind method outcome reason role trigger"),
    (Kind.WORDS, Forgets.NEVER, "parts purposes reasons"),
    (Kind.NUMBER, Forgets.NEVER, "attempt count first_frame last_frame law number size value"),
    (Kind.DAY, Forgets.NEVER, "until_on"),
    (Kind.MOMENT, Forgets.NEVER, "planned_for"),
    (Kind.DIGEST, Forgets.NEVER, "digest"),
)

FACTS: Mapping[str, Fact] = {name: Fact(kind, forgets) for kind, forgets, names in _NAMES for name in names.split()}


class NotAFact(ValueError):
    """A value that its fact may not hold. The error names the fact, and never repeats the value."""


def written(name: str, value: object) -> object:
    """The value as the ledger keeps it, in JSON."""
    if value is None:
        return None
    try:
        return _WRITERS[FACTS[name].kind](name, value)
    except NotAFact as reason:
        raise NotAFact(f"{name}: {reason}") from None


def word(value: object) -> str:
    """A closed word's own text, which must not look like prose."""
    if not (isinstance(value, Enum) and isinstance(value.value, str) and _WORD.fullmatch(value.value)):
        raise NotAFact("a word is the member of an enum, or listed in vocabulary/words.py")
    return str(value.value)


def identity(value: object) -> str:
    """A UUID, also one that is written out."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise NotAFact("an id is a UUID") from None


def moment(value: object) -> str:
    """A moment in UTC, always to the microsecond, as every database gives it back."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise NotAFact("a moment is a time with its zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _word(name: str, value: object) -> str:
    if type(value) is str and value in WORDS.get(name, ()):
        return value
    return word(value)


def _identity(_name: str, value: object) -> str:
    return identity(value)


def _moment(_name: str, value: object) -> str:
    return moment(value)


def _number(_name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotAFact("a number is whole")
    return int(value)


def _day(_name: str, value: object) -> str:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise NotAFact("a day is a date without a time")
    return value.isoformat()


def _digest(_name: str, value: object) -> str:
    if not (isinstance(value, str) and _DIGEST.fullmatch(value)):
        raise NotAFact("a digest is 64 hexadecimal digits")
    return value


def _each(writer: Callable[[str, object], str]) -> Callable[[str, object], list[str]]:
    def write(name: str, value: object) -> list[str]:
        if isinstance(value, str | Enum) or not isinstance(value, Iterable):
            raise NotAFact("several values come as a list or a set")
        return sorted({writer(name, one) for one in value})

    return write


_WRITERS: Mapping[Kind, Callable[[str, object], object]] = {
    Kind.ID: _identity,
    Kind.IDS: _each(_identity),
    Kind.WORD: _word,
    Kind.WORDS: _each(_word),
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.DIGEST: _digest,
}
