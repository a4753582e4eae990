"""The words of the ledger: closed, named, and never a place for a name."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from string import Formatter
from uuid import UUID

import allauth
import pytest
from allauth.mfa.models import Authenticator

from vigportal.ledger.events import EVENTS, Event, NotAnEvent, written_facts
from vigportal.ledger.facts import FACTS, Forgets, Kind, NotAFact, word, written
from vigportal.ledger.vocabulary import cases, consent, footage, keeping, people
from vigportal.ledger.vocabulary.words import WORDS

ROWS = [row for table in (people, cases, footage, consent, keeping) for row in table.ROWS]
ONE, TWO = UUID(int=1), UUID(int=2)


class Colour(Enum):
    """Some app's closed words."""

    RED = "red"
    SKY = "SKY_BLUE"
    PROSE = "the colour of Rosa's coat"
    NUMBER = 7


def test_that_no_event_stands_twice() -> None:
    assert [key for key, count in Counter(key for key, _, _ in ROWS).items() if count > 1] == []
    assert len(EVENTS) == len(ROWS)


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.key)
def test_that_an_event_is_well_formed(event: Event) -> None:
    assert re.fullmatch(r"[a-z][a-z_]{2,39}", event.key)
    assert event.facts <= FACTS.keys()
    shown = {name for _, name, _, _ in Formatter().parse(event.sentence) if name}
    assert shown <= event.facts
    assert event.sentence.endswith(".")


def test_that_every_fact_is_used_and_every_listed_word_belongs_to_a_fact_of_words() -> None:
    used = {name for event in EVENTS.values() for name in event.facts}
    assert used == FACTS.keys()
    assert {FACTS[name].kind for name in WORDS} <= {Kind.WORD, Kind.WORDS}


def test_that_an_event_says_whose_going_makes_it_blind() -> None:
    assert EVENTS["signed_in"].forgets == frozenset()
    assert EVENTS["person_taken_off"].forgets == {Forgets.WITH_PERSON, Forgets.WITH_FOOTAGE}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("film", ONE, str(ONE)),
        ("film", str(ONE).upper(), str(ONE)),
        ("film", None, None),
        ("people", [TWO, ONE, TWO], [str(ONE), str(TWO)]),
        ("people", {ONE}, [str(ONE)]),
        ("people", [], []),
        ("reason", Colour.RED, "red"),
        ("reason", Colour.SKY, "SKY_BLUE"),
        ("role", "practitioner", "practitioner"),
        ("purposes", (Colour.SKY, Colour.RED), ["SKY_BLUE", "red"]),
        ("parts", ["name", Colour.RED], ["name", "red"]),
        ("number", 3, 3),
        ("until_on", date(2027, 2, 28), "2027-02-28"),
        ("planned_for", datetime(2027, 2, 28, tzinfo=UTC), "2027-02-28T00:00:00.000000+00:00"),
        (
            "planned_for",
            datetime(2027, 2, 28, 1, 0, 0, 5, tzinfo=timezone(timedelta(hours=2))),
            "2027-02-27T23:00:00.000005+00:00",
        ),
        ("digest", "ab" * 32, "ab" * 32),
    ],
)
def test_that_a_fact_is_kept_in_one_form(name: str, value: object, kept: object) -> None:
    assert written(name, value) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("film", "Leo's birthday"),
        ("film", 7),
        ("film", Colour.RED),
        ("people", ONE),
        ("people", str(ONE)),
        ("people", ["Rosa"]),
        ("reason", "rosa"),
        ("reason", "practitioner"),
        ("reason", Colour.PROSE),
        ("reason", Colour.NUMBER),
        ("reason", [Colour.RED]),
        ("role", "Practitioner"),
        ("role", ["practitioner"]),
        ("purposes", Colour.RED),
        ("purposes", "name"),
        ("parts", ["Rosa"]),
        ("number", True),
        ("number", 0.5),
        ("number", "3"),
        ("until_on", datetime(2027, 2, 28, tzinfo=UTC)),
        ("until_on", "2027-02-28"),
        ("planned_for", datetime(2027, 2, 28)),  # noqa: DTZ001 -- a time without its zone is the case
        ("planned_for", date(2027, 2, 28)),
        ("digest", "Rosa"),
        ("digest", "AB" * 32),
    ],
)
def test_that_a_name_or_prose_is_no_fact_and_is_not_repeated(name: str, value: object) -> None:
    with pytest.raises(NotAFact) as refusal:
        written(name, value)
    assert name in str(refusal.value)
    assert str(value) not in str(refusal.value)


def test_that_every_way_to_sign_in_that_the_library_has_is_a_word() -> None:
    library = Path(allauth.__file__).parent
    source = "".join(path.read_text() for path in library.rglob("*.py"))
    assert set(re.findall(r'record_authentication\([^)]*?method="(\w+)"', source)) - WORDS["method"] == set()
    assert set(Authenticator.Type.values) - WORDS["factor"] == set()


def test_that_a_purpose_is_a_closed_word() -> None:
    assert word(Colour.SKY) == "SKY_BLUE"
    with pytest.raises(NotAFact):
        word("practice")


@pytest.mark.parametrize(
    ("event", "facts", "says"),
    [
        ("nothing_such", {}, "table of events"),
        ("film_ready", {}, "missing film"),
        ("film_ready", {"film": ONE, "clip": TWO}, "has no clip"),
        ("film_ready", {"film": "Leo"}, "film: an id"),
    ],
)
def test_that_an_event_has_its_facts_and_no_others(event: str, facts: dict[str, object], says: str) -> None:
    with pytest.raises(NotAnEvent, match=says):
        written_facts(event, facts)


def test_that_what_is_not_known_is_said_to_be_none() -> None:
    assert written_facts("goal_rated", {"goal": ONE, "cycle": None, "role": "family", "value": 4}) == {
        "cycle": None,
        "goal": str(ONE),
        "role": "family",
        "value": 4,
    }
