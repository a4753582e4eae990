"""What of saying who is in an asset needs another hand, and whose. The law (consent.md, "Second hand"):

Three acts need one: nobody is seen or heard; a person was taken off about whom anything was ever declared there or
above; somebody isn't listed who said no to frames that the asset shares. The other hand is staff of the service, not
assigned to the case; where there is none, an adult who may decide in the case; where a standing no concerns the person,
only whoever may decide for that person.

Where the law is silent, the answer that can only close: whoever said "I am in it" is never taken off by one hand; the
asset is opened to a colleague alone, for seven days: it may show people who agreed to nothing, so the family answers
from what they know.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from consent.appearances import standing_absences
from consent.counting import still_counts
from consent.facts import Asset as Footage
from consent.matters import CUT, share_frames
from consent.models import Absence, Asset, Declaration, Purpose, SecondHand
from consent.queries import BRANCH, GONE, branch_of
from consent.reading import Reading, may_give, reading_of, readings_of
from consent.terms import CLOSING
from families.models import Person
from families.queries import cases_held_by, cases_of_own_family, own_people, practitioners_at
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import Service, User
from vigportal.accounts.queries import seats_with
from vigportal.accounts.roles import Act as Opens

DAYS = timedelta(days=7)
Act, Answer = SecondHand.Act, SecondHand.Answer


@dataclass(frozen=True)
class Need:
    """Another hand is needed for this, which says of these people that they aren't in it."""

    act: SecondHand.Act
    concerned: tuple[Person, ...]


def need_of(asset: Asset, listed: Iterable[Person], now: datetime) -> Need | None:
    """Whether it needs another hand that these are all of them; None where it doesn't."""
    people, reading = list(listed), reading_of(asset.case, now)
    settled = _settled(asset) | {person.pk for person in people}
    off = [person for person in _taken_off(asset) if person.pk not in settled]
    out = [person for person in refusing(asset, reading) if person.pk not in settled]
    concerned = tuple(dict.fromkeys([*off, *out]))
    if not people:
        return Need(Act.NOBODY, concerned)
    return Need(Act.TAKEN_OFF if off else Act.LEFT_OUT, concerned) if concerned else None


def _settled(asset: Asset) -> set[UUID]:
    """Of whom another hand has agreed that they aren't in it; whoever was listed since is open again."""
    hands = asset.second_hands.filter(answer=Answer.AGREED).order_by("answered_at").prefetch_related("concerned")
    agreed = {person.pk: hand.answered_at for hand in hands for person in hand.concerned.all() if hand.answered_at}
    for person, noted_at in asset.appearances.values_list("person", "noted_at"):
        if person in agreed and noted_at > agreed[person]:
            del agreed[person]
    return set(agreed)


def _taken_off(asset: Asset) -> QuerySet[Person]:
    """Who said that they are in it; and who was taken off with a reason and was spoken of, there or above."""
    off = asset.appearances.exclude(taken_off_at=None).exclude(taken_off_why="")
    said = Declaration.objects.filter(scope__in=branch_of(asset), about__in=off.values("person"))
    return Person.objects.filter(Q(pk__in=said.values("about")) | Q(pk__in=asset.objections.values("person")))


def refusing(asset: Asset, reading: Reading) -> list[Person]:
    """About whom a no stands on the asset itself, or on another clip or still that shares its frames."""
    facts = reading.facts
    here = facts.asset_by_id[asset.pk]
    return _about(
        reading,
        lambda scope: scope.kind in CUT and (scope.id == here.id or share_frames(facts, scope, here, sys.maxsize)),
    )


def _about(reading: Reading, is_meant: Callable[[Footage], bool]) -> list[Person]:
    """About whom a no stands whose scope is meant."""
    facts = reading.facts
    noes = (said for said in facts.declarations if said.kind in CLOSING and is_meant(facts.asset_by_id[said.scope]))
    about = {UUID(str(said.about)) for said in noes if still_counts(reading, said)}
    return [person for key, person in reading.people.items() if key in about]


@dataclass(frozen=True)
class Waiting:
    """What waits, and whose hand it can be: a colleague's, else somebody's of the family."""

    hand: SecondHand
    colleagues: tuple[User, ...]
    family: tuple[Person, ...]

    @property
    def names(self) -> str:
        """Whom it waits for; nothing where nobody can answer it."""
        return ", ".join([*(user.name for user in self.colleagues), *(person.name for person in self.family)])

    def is_for(self, actor: User, own: Iterable[Person]) -> bool:
        """Whether `actor`, who is these people in their family, can answer."""
        return actor in self.colleagues or (actor.pk != self.hand.asked_by_id and bool({*own} & {*self.family}))


def waiting_among(hands: Iterable[SecondHand], now: datetime) -> list[Waiting]:
    """Each with whom it waits for, in a constant number of queries for every service among them."""
    rows = list(hands)
    cases = {row.asset.case_id: row.asset.case for row in rows}
    prefetch_related_objects(list(cases.values()), practitioners_at(now))
    readings = readings_of(cases.values(), now)
    staff = {service: _staff(service, now) for service in {case.family.service for case in cases.values()}}
    held = {key: {row.practitioner.user_id for row in case.held_by} for key, case in cases.items()}  # type: ignore[attr-defined]
    return [
        _waiting(row, readings[row.asset.case_id], staff[row.asset.case.family.service], held[row.asset.case_id])
        for row in rows
    ]


def _staff(service: Service, now: datetime) -> list[User]:
    """Practitioners and supervisors, in no order of rank."""
    seats = seats_with(service, Opens.HOLD_CASES, now).exclude(user=None).select_related("user").order_by("user__name")
    return list(dict.fromkeys(seat.user for seat in seats if seat.user))


def _waiting(hand: SecondHand, reading: Reading, staff: list[User], held: set[UUID | None]) -> Waiting:
    concerned = set(hand.concerned.all())
    above = {step.pk for step in branch_of(hand.asset)}
    noed = {*_about(reading, lambda scope: scope.id in above), *refusing(hand.asset, reading)} & concerned
    colleagues = [] if noed else [user for user in staff if user.pk not in held and user.pk != hand.asked_by_id]
    return Waiting(hand, tuple(colleagues), () if colleagues else tuple(_deciders(reading, noed)))


def _deciders(reading: Reading, people: set[Person]) -> list[Person]:
    """Who may decide in the case: for all of these, where there are any."""
    each: Mapping[Person, list[Person]] = {
        person: may_give(reading, person, Purpose.PRACTICE) for person in reading.people.values()
    }
    return [person for person, for_whom in each.items() if for_whom and people <= set(for_whom)]


def waiting_on(asset: Asset, now: datetime) -> Waiting | None:
    """What waits for another hand on this very asset, if something does."""
    return next(iter(waiting_among(_open(now).filter(asset=asset), now)), None)


def hands_wanted_of(actor: User, now: datetime) -> list[Waiting]:
    """What waits for `actor`: as staff of the service, or as themselves in their family."""
    own = list(own_people(actor, now))
    at_work = Q(asset__case__family__service__in=seats_that_may(actor, Opens.HOLD_CASES, now).values("service"))
    rows = _open(now).filter(at_work | Q(asset__case__family__people__in=own)).exclude(asked_by=actor).distinct()
    return [each for each in waiting_among(rows, now) if each.is_for(actor, own)]


def hands_asked_by(actor: User, now: datetime) -> list[Waiting]:
    """What `actor` said and another hand hasn't answered yet, in cases that they hold."""
    return waiting_among(_open(now).filter(asked_by=actor, asset__case__in=cases_held_by(actor, now)), now)


def is_let_in(actor: User, asset: Asset, now: datetime) -> bool:
    """Whether `actor` is a colleague whose hand is asked for on this very asset."""
    waiting = waiting_on(asset, now)
    return waiting is not None and actor in waiting.colleagues


def _open(now: datetime) -> QuerySet[SecondHand]:
    rows = SecondHand.objects.filter(answer=None, asked_at__gt=now - DAYS).order_by("asked_at")
    named = rows.select_related("asset__case__family__service", f"asset__{BRANCH}", "asked_by")
    return named.prefetch_related("people", "concerned")


def told_to(actor: User, now: datetime) -> tuple[QuerySet[SecondHand], QuerySet[Absence]]:
    """What was agreed of who is in something of `actor`'s own family, and which films they are said not to be in."""
    agreed = SecondHand.objects.filter(asset__case__in=cases_of_own_family(actor, now), answer=Answer.AGREED)
    agreed = agreed.exclude(asset__state__in=GONE).select_related(f"asset__{BRANCH}", "asked_by", "answered_by")
    absences = standing_absences().filter(person__in=own_people(actor, now)).exclude(film__state__in=GONE)
    return agreed, absences.select_related("film__film__cycle", "film__case")
