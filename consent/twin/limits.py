"""What a service allows at the moment asked about, as rows of numbers and moments that a database can compare.

Quiet room. A *manner* is a way of asking: purpose, action, viewer, moment, last number that counts. For a service it
becomes one *matter* for each thing that its action needs, or none: then every question asked so is shut. Cut-offs are
counted here, so that the query only compares: whoever was born by `adult_by` is an adult on that day of the service,
and a yes begun at `begun_after` or before has outlived the service's longest duration.

What can't be read closes: a purpose or action that isn't known, a ceiling that isn't there or isn't made of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import index

from consent.facts import Asset, Ceiling, Question
from consent.matters import NEEDS, Matter, is_within, matters_of
from consent.policy import PURPOSES
from consent.terms import AssetKind
from consent.voices import strength_needed
from families.ability import ADULT_AGE, Since, value_at
from families.standing import Breadth

ANYTHING = (Asset("", AssetKind.CASE, None, 0),)
"""Stands for whatever is asked about: what a service allows is the same for all of it."""
DAWN = datetime.min.replace(tzinfo=UTC)


def limits_of(manner: Question, ceilings: tuple[Since[Ceiling], ...]) -> Iterator[Mapping[str, object]]:
    """The matters of a manner under a service's ceilings, each as a row."""
    ceiling = value_at(ceilings, manner.at)
    is_known = manner.purpose in PURPOSES and manner.action in NEEDS
    if ceiling is None or not is_known or not is_within(ceiling, manner):
        return
    try:
        yield from [_row(matter) for matter in matters_of(manner, ceiling, ANYTHING)]
    except TypeError:
        return


def _row(matter: Matter) -> Mapping[str, object]:
    return {
        "purpose": str(matter.purpose),
        "act": str(matter.action),
        "viewer": matter.viewer,
        "at": matter.at,
        "up_to": matter.up_to,
        "begun_after": _before(matter.at, matter.allowance.longest),
        "oldest_text": index(matter.allowance.oldest_text),
        "strength": strength_needed(matter),
        "is_wide": matter.breadth == Breadth.WIDE,
        "adult_by": _born_by(matter, ADULT_AGE),
        "competent_by": _born_by(matter, matter.ages.presumed_competent),
        "assent_by": _born_by(matter, matter.ages.assent_from),
    }


def _before(at: datetime, longest: timedelta) -> datetime:
    """So long before, or the beginning of time."""
    return at - longest if longest < at - DAWN else DAWN


def _born_by(matter: Matter, age: int) -> str:
    """The last day of birth of those who are of this age, as text: of 29 February too, which comes on 1 March.

    Text orders days as pairs of month and day do, whether the year has that day or not.
    """
    today = matter.at.astimezone(matter.ages.zone).date()
    return f"{min(max(today.year - age, 0), 9999):04d}-{today:%m-%d}"
