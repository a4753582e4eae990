"""The history of consent as people read it: who said what about whom, when, on which words, until when; in order.

Of a case: everything, for the practitioner who holds it. Of somebody of the family: only what they said themselves,
because one parent never learns another's answer. The words that were read stand once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from consent.models import ConsentText, Declaration
from consent.queries import said_by, said_in
from families.models import Case, Person


@dataclass(frozen=True)
class History:
    """What was said, the oldest first, and every text that was read for it."""

    said: Sequence[Declaration]

    @property
    def texts(self) -> list[ConsentText]:
        """Each once, in the order in which they were first read."""
        read = (line.text for said in self.said for line in said.lines.all() if line.text)
        return list({text.pk: text for text in read}.values())


def history_of(case: Case) -> History:
    """Everything that was said in a case."""
    return History(list(_whole(said_in(case)).order_by("number")))


def own_history_of(people: QuerySet[Person]) -> History:
    """What these people said themselves, in whichever case."""
    return History(list(_whole(said_by(people)).order_by("recorded_at", "case", "number")))


def _whole(rows: QuerySet[Declaration]) -> QuerySet[Declaration]:
    """With everything that a line of the history or a receipt shows, in a constant number of queries."""
    return rows.select_related(
        "recorded_by", "second_signer", "voids", "proof", "case__family__service"
    ).prefetch_related("lines__text", "viewers", "lifts", "voided_by")
