"""Worlds of the table and of chance as they stand in the tables, and the questions put to their rows."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction

from consent.facts import Question
from tests.consent.rows import Shelf, Written, furnish
from tests.consent.storable import storable
from tests.consent.story import rows
from tests.consent.worlds import BYTES, world

UNHEARD_OF = ("447", "448", "451", "453")
"""Rows whose tree the tables refuse: a parent that nobody knows, a film without one, a case with one."""
HIGHLIGHTS = (*(str(number) for number in range(461, 475)), "558")
"""Rows about highlight films. No table says yet what one is made of."""
OLD_LAWS = ("555",)
"""Rows of an older law: the gate knows the newest only."""


@dataclass(frozen=True)
class Asked:
    """A question to a world, and the same as it is put to the rows."""

    world: Written
    question: Question

    @property
    def put(self) -> Question:
        """With the ids of the rows."""
        return self.world.question(self.question)


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


def table() -> list[Asked]:
    """Every row that the tables can hold."""
    told = (row for row in rows() if row.number not in (*HIGHLIGHTS, *OLD_LAWS))
    held = ((row, storable(row.facts)) for row in told)
    return [Asked(Written(row.number, facts), row.question) for row, facts in held if facts is not None]


def drawn(seed: int, count: int) -> Iterator[Asked]:
    """Of each of so many random worlds that can be written: its questions, each of them about every asset."""
    chance = random.Random(seed)
    for place in range(count):
        chosen = world(chance.randbytes(BYTES))
        facts = storable(chosen.facts)
        if facts is not None:
            each = Written(f"world {place} of {seed}", facts)
            questions = (replace(q, asset=asset.id) for q in chosen.questions for asset in facts.assets)
            yield from (Asked(each, question) for question in dict.fromkeys(questions))
