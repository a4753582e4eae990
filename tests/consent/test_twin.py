"""The SQL twin against the rule: every row of the table, random worlds, and wrong ways to say it in SQL.

pytest tests/consent/test_twin.py                                        300 worlds
pytest tests/consent/test_twin.py -k worlds --hypothesis-profile=long    30,000 worlds
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import settings

from consent.facts import Question
from consent.models import Asset, Ceiling, Purpose
from consent.policy import decide
from consent.twin import asking
from consent.twin.asking import LAW, allowed_among, open_among
from families.models import PersonFact
from tests.consent.mutants import twin
from tests.consent.rows import Shelf, Written, furnish
from tests.consent.storable import storable
from tests.consent.story import read, rows
from tests.consent.worlds import BYTES, USUAL_EXAMPLES, world

BATCH, BATCHES = 50, 6
UNHEARD_OF = ("447", "448", "451", "453")
"""Rows whose tree the tables refuse: a parent that nobody knows, a film without one, a case with one."""
HIGHLIGHTS = tuple(str(number) for number in range(461, 475))
"""Rows about highlight films. No table says yet what one is made of."""
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)  # no slots: what the rule says is kept
class Asked:
    """A question to a world, and the same as it is put to the rows."""

    world: Written
    question: Question

    @property
    def put(self) -> Question:
        """With the ids of the rows."""
        return self.world.question(self.question)

    @cached_property
    def is_allowed(self) -> bool:
        """What the rule says."""
        return decide(self.world.facts, self.question).allowed


@contextmanager
def written(worlds: Iterable[Written]) -> Iterator[None]:
    """The worlds stand in the tables while the block runs."""
    shelf = Shelf()
    furnish(shelf)
    for each in worlds:
        each.put_on(shelf)
    with transaction.atomic():
        shelf.write()
        yield
        transaction.set_rollback(True)


def differing(asked: Iterable[Asked]) -> list[tuple[str, Question, bool]]:
    """Where the twin doesn't say what the rule says, all asked at once; and whether it opens there."""
    put = {each: each.put for each in asked}
    open_now = allowed_among(put.values())
    differ = [each for each, question in put.items() if each.is_allowed != (question in open_now)]
    return [(each.world.name, each.question, put[each] in open_now) for each in differ]


def table() -> list[Asked]:
    """Every row that the tables can hold."""
    held = ((row, storable(row.facts)) for row in rows() if row.number not in HIGHLIGHTS)
    return [Asked(Written(row.number, facts), row.question) for row, facts in held if facts is not None]


def test_that_the_twin_answers_every_row_of_the_table_as_the_rule_does() -> None:
    asked = table()
    answers = {row.number: row.is_yes for row in rows()}
    changed = [each.world.name for each in asked if each.is_allowed != answers.pop(each.world.name)]
    assert set(changed) == {"199"}, "a yes for no viewer at all"
    assert answers.keys() == {*UNHEARD_OF, *HIGHLIGHTS}, "every other row is written"
    with written(each.world for each in asked):
        assert differing(asked) == []


def test_that_the_tables_still_hold_nothing_of_highlight_films() -> None:
    assert "made_of" not in {field.name for field in Asset._meta.get_fields()}, "the twin has to learn it"


@pytest.mark.slow
def test_that_the_twin_agrees_with_the_rule_on_random_worlds() -> None:
    tried = yeses = 0
    batches = BATCHES * max(1, settings().max_examples // USUAL_EXAMPLES)
    for seed in range(batches):
        asked = list(_everything_asked(seed))
        worlds = dict.fromkeys(each.world for each in asked)
        with written(worlds):
            assert differing(asked) == []
        tried += len(worlds)
        yeses += sum(each.is_allowed for each in asked[::7])
    assert tried >= 0.9 * BATCH * batches, "worlds that the tables can't hold are few"
    assert yeses >= tried / 4, "enough of it is open"


def _everything_asked(seed: int) -> Iterator[Asked]:
    """Of every world that can be written: its questions, each of them about every asset."""
    chance = random.Random(seed)
    for place in range(BATCH):
        drawn = world(chance.randbytes(BYTES))
        facts = storable(drawn.facts)
        if facts is not None:
            each = Written(f"world {place} of {seed}", facts)
            questions = (replace(q, asset=asset.id) for q in drawn.questions for asset in facts.assets)
            yield from (Asked(each, question) for question in dict.fromkeys(questions))


MUTANTS = twin.MUTANTS
TEXT: Mapping[str, str] = {name: (asking.HERE / f"{name}.sql").read_text(encoding="utf-8") for name in LAW}


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_that_the_table_alone_notices_that_a_mutant_opens_what_is_shut() -> None:
    shut = [each for each in table() if not each.is_allowed]
    with written(each.world for each in shut):
        given = [asking.as_json(rows) for rows in asking.what_is_asked([each.put for each in shut])]
        right = asking.the_query(connection.vendor)
        assert not _opens(right, given)
        mutants = {name: right.replace(TEXT[file], TEXT[file].replace(old, new)) for name, file, old, new in MUTANTS}
        survivors = [name for name, query in mutants.items() if not _opens(query, given)]
    assert not survivors, "\n".join(survivors)


def _opens(query: str, given: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchone() is not None


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant[0])
def test_that_the_text_a_mutant_of_the_twin_changes_stands_there_once(mutant: tuple[str, str, str, str]) -> None:
    _, file, old, new = mutant
    assert TEXT[file].count(old) == 1
    assert old != new


def test_that_at_least_15_mutants_of_the_twin_have_names_of_their_own() -> None:
    assert len({mutant[0] for mutant in MUTANTS}) == len(MUTANTS) >= 15


def make_base(name: str) -> tuple[Written, list[UUID]]:
    """A world in which mother and child are in three clips, and one of the clips is shut by a no."""
    facts, _question = read("base; mum withdraws for kid (on C2)", "supervision on C")
    made = Written(name, facts)
    return made, [made.id(clip) for clip in ("C", "C2", "M")]


def test_that_a_list_costs_three_queries_whatever_it_holds() -> None:
    made = [make_base(f"family {n}") for n in range(12)]
    now = read("", "supervision on C")[1].at
    with written(each for each, _ in made):
        for clips, found in ((made[0][1], 2), ([clip for _, those in made for clip in those], 24)):
            with CaptureQueriesContext(connection) as queries:
                seen = open_among(clips, viewer=None, purpose=Purpose.SUPERVISION, now=now)
            assert (len(queries), len(seen)) == (3, found)


UNREADABLE: tuple[dict[str, object], ...] = (
    {"allows": []},
    {"ages": {"presumed_competent": 16, "assent_from": 5}, "allows": [{"purpose": "supervision"}]},
    {
        "ages": {"presumed_competent": "16", "assent_from": 5},
        "allows": [
            {
                "purpose": "supervision",
                "action": "view",
                "longest_days": 730,
                "oldest_text": 1,
                "evidence": "spoken",
                "breadth": "narrow",
            }
        ],
    },
)


def test_that_a_ceiling_that_cannot_be_read_shuts_its_own_service_alone() -> None:
    (one, clips), (_other, more) = made = [make_base("one"), make_base("other")]
    now = read("", "supervision on C")[1].at
    with written(each for each, _ in made):
        for rules in UNREADABLE:
            with transaction.atomic():
                Ceiling.objects.create(service_id=one.id("service"), rules=rules, effective_at=now)
                seen = open_among([*clips, *more], viewer=None, purpose=Purpose.SUPERVISION, now=now)
                transaction.set_rollback(True)
            assert seen == {more[0], more[2]}


@pytest.mark.parametrize("day", ["1990", "1990-13-01", "nineteen90", "199O-01-01"])
def test_that_a_day_of_birth_that_cannot_be_read_shuts(day: str) -> None:
    made, clips = make_base("one")
    now = read("", "supervision on C")[1].at
    with written([made]):
        assert open_among(clips, viewer=None, purpose=Purpose.SUPERVISION, now=now) == {clips[0], clips[2]}
        first = PersonFact.objects.filter(person=made.id("mum")).latest("id")
        PersonFact.objects.create(
            person_id=first.person_id, kind="born_on", value=day, recorded_at=now, recorded_by_id=first.recorded_by_id
        )
        assert open_among(clips, viewer=None, purpose=Purpose.SUPERVISION, now=now) == frozenset()


def test_that_nothing_is_open_of_what_nobody_knows() -> None:
    now = read("", "supervision on C")[1].at
    assert open_among([uuid4()], viewer=None, purpose=Purpose.SUPERVISION, now=now) == frozenset()
    assert open_among([], viewer=None, purpose=Purpose.SUPERVISION, now=now) == frozenset()
