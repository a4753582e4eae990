"""Every event the ledger can hold: its key, its sentence for people, and the facts it must have.

The rows stand in `vocabulary`, one line for an event. The facts of an event are all required, and there are
no others; what isn't known is said to be None. Sentences are whole and in the passive voice (who did it
stands beside them), and may show a fact in braces. A key is never renamed or taken away, because entries that
use it stay for good.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vigportal.ledger.facts import FACTS, Forgets, NotAFact, written
from vigportal.ledger.vocabulary import cases, consent, footage, keeping, people


@dataclass(frozen=True)
class Event:
    """One kind of thing that can happen."""

    key: str
    sentence: str
    facts: frozenset[str]

    @property
    def forgets(self) -> frozenset[Forgets]:
        """Whose erasure makes an entry of this event blind."""
        return frozenset(FACTS[name].forgets for name in self.facts) - {Forgets.NEVER}


class NotAnEvent(ValueError):
    """An event that the table doesn't have, or facts that are not the event's."""


def _named(*tables: Iterable[tuple[str, str, str]]) -> Mapping[str, Event]:
    rows = [row for table in tables for row in table]
    return {key: Event(key, sentence, frozenset(facts.split())) for key, sentence, facts in rows}


EVENTS = _named(people.ROWS, cases.ROWS, footage.ROWS, consent.ROWS, keeping.ROWS)
GROUPS: Mapping[str, frozenset[str]] = {
    group: frozenset(_named(rows))
    for group, rows in {
        "footage": footage.ROWS,
        "consent": consent.ROWS,
        "cases": cases.ROWS,
        "people": people.ROWS,
        "keeping": keeping.ROWS,
    }.items()
}
"""The same events as a reader looks for them: what was watched and cut, said, agreed, who came in, what was kept."""


def written_facts(event: str, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as the ledger keeps them, or a loud no: an unknown event, a fact too few, a fact too many."""
    if event not in EVENTS:
        raise NotAnEvent(f"{event}: not in the table of events")
    required = EVENTS[event].facts
    if missing := sorted(required - facts.keys()):
        raise NotAnEvent(f"{event}: missing {', '.join(missing)}")
    if unknown := sorted(facts.keys() - required):
        raise NotAnEvent(f"{event}: has no {', '.join(unknown)}")
    try:
        return {name: written(name, facts[name]) for name in sorted(facts)}
    except NotAFact as reason:
        raise NotAnEvent(f"{event}: {reason}") from reason
