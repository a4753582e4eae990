"""What would be said, as the rule would read it; and what that would do, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from consent import facts
from consent.actions.accepting import Said
from consent.foresight import noes_left_standing, shut_by
from consent.models import Declaration
from consent.reading import Reading


def proposals_of(said: Said, kind: Declaration.Kind, now: datetime) -> list[facts.Declaration]:
    """One for each person it is about. Without an end it is a yes for today, which is all that is asked here."""
    return [
        facts.Declaration(
            id=said.id_about(person),
            number=0,
            kind=kind,
            about=person.pk,
            by=said.by.pk if said.by else None,
            scope=said.scope.pk,
            recorded_at=now,
            lines=tuple(
                facts.Line(line.purpose, line.action, line.text.version if line.text else None) for line in said.lines
            ),
            evidence=said.evidence,
            viewers=frozenset(viewer.pk for viewer in said.viewers) or None,
            from_at=now,
            until_at=said.until_at or now + timedelta(days=1),
            later_footage=said.later_footage,
            lifts=frozenset(no.pk for no in said.lifts),
        )
        for person in said.about
    ]


def noes_it_leaves(reading: Reading, proposed: Sequence[facts.Declaration]) -> list[UUID]:
    """The speaker's own noes that a yes would not lift."""
    found = {
        UUID(str(no.id)): no.number for yes in proposed for no in noes_left_standing(reading.facts, yes, reading.now)
    }
    return sorted(found, key=lambda no: found[no])


def assets_it_shuts(reading: Reading, proposed: Sequence[facts.Declaration], viewer: UUID) -> set[UUID]:
    """What can be watched today and couldn't be any more. It tells of everybody's answers: for staff only."""
    return {
        UUID(str(question.asset)) for no in proposed for question in shut_by(reading.facts, no, [viewer], reading.now)
    }
