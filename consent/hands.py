"""What of saying who is in an asset needs another hand, and whose. The law (consent.md, "Second hand"):

Three acts need one: nobody is seen or heard; a person was taken off about whom anything was ever declared there or
above; somebody isn't listed who said no to frames that the asset shares. The other hand is staff of the service, not
assigned to the case; where there is none, an adult who may decide in the case; where a standing no concerns the person,
only whoever may decide for that person. It is let in for that one asset for seven days.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from consent.appearances import absent_from
from consent.counting import still_counts
from consent.facts import Asset as Footage
from consent.matters import CUT, share_frames
from consent.models import Absence, Appearance, Asset, Declaration, Purpose, SecondHand
from consent.queries import GONE, branch_of
from consent.reading import Reading, may_give, reading_of
from consent.terms import CLOSING
from families.models import Person
from families.queries import cases_held_by, cases_of_own_family, own_people, practitioners_of
from vigportal.accounts.models import Membership, User, in_force
from vigportal.accounts.roles import Role

DAYS = timedelta(days=7)
HANDS = (Role.PRACTITIONER, Role.SUPERVISOR)
Act, Answer = SecondHand.Act, SecondHand.Answer


@dataclass(frozen=True)
class Need:
    """Another hand is needed for this, which says of these people that they aren't in it."""

    act: SecondHand.Act
    concerned: tuple[Person, ...]


def need_of(asset: Asset, listed: Iterable[Person], now: datetime) -> Need | None:
    """Whether it needs another hand that these are all of them; None where it doesn't."""
    people, reading = list(listed), reading_of(asset.case, now)
    settled = set(_settled(asset).values_list("pk", flat=True)) | {person.pk for person in people}
    off = [person for person in _taken_off(asset) if person.pk not in settled]
    out = [person for person in refusing(asset, reading) if person.pk not in settled]
    concerned = tuple(dict.fromkeys([*off, *out]))
    if not people:
        return Need(Act.NOBODY, concerned)
    return Need(Act.TAKEN_OFF if off else Act.LEFT_OUT, concerned) if concerned else None


def _settled(asset: Asset) -> QuerySet[Person]:
    """Of whom another hand has agreed already that they aren't in it, with nothing said against it since."""
    newest = asset.objections.values_list("said_at", flat=True).last()
    agreed = asset.second_hands.filter(answer=Answer.AGREED)
    agreed = agreed.filter(answered_at__gt=newest) if newest else agreed
    still_off = Person.objects.filter(pk__in=agreed.values("concerned"))
    later = Appearance.objects.filter(asset=asset, taken_off_at__isnull=False)
    later = later.filter(taken_off_at__gt=agreed.order_by("-answered_at").values("answered_at")[:1])
    return still_off.exclude(pk__in=later.values("person"))


def _taken_off(asset: Asset) -> QuerySet[Person]:
    """Who was taken off it with a reason, and about whom anything was ever declared there or above."""
    off = asset.appearances.exclude(taken_off_at=None).exclude(taken_off_why="")
    said = Declaration.objects.filter(scope__in=branch_of(asset), about__in=off.values("person"))
    return Person.objects.filter(pk__in=off.values("person")).filter(pk__in=said.values("about"))


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


def waiting_on(assets: Iterable[Asset], now: datetime) -> QuerySet[SecondHand]:
    """What waits for another hand on these."""
    return _open(now).filter(asset__in=list(assets))


def _open(now: datetime) -> QuerySet[SecondHand]:
    rows = SecondHand.objects.filter(answer=None, asked_at__gt=now - DAYS)
    return rows.select_related("asset__case__family__service", "asked_by")


def colleagues_for(hand: SecondHand, now: datetime) -> QuerySet[User]:
    """Staff of the service who aren't assigned to the case; none where only the person's own word counts."""
    if deciders_needed(hand, now):
        return User.objects.none()
    return _colleagues(hand, now)


def _colleagues(hand: SecondHand, now: datetime) -> QuerySet[User]:
    case = hand.asset.case
    seats = Membership.objects.filter(in_force(now), service=case.family.service_id, role__in=HANDS)
    assigned = practitioners_of(case, now).values("practitioner__user")
    users = User.objects.filter(pk__in=seats.values("user")).exclude(pk__in=assigned)
    return users.exclude(pk=hand.asked_by_id)


def deciders_needed(hand: SecondHand, now: datetime) -> list[Person]:
    """About whom a no stands, of those who aren't in it, it says: then only their own decision-maker is the hand."""
    reading = reading_of(hand.asset.case, now)
    concerned = set(hand.concerned.values_list("pk", flat=True))
    return [person for person in _noed(hand.asset, reading) if person.pk in concerned]


def _noed(asset: Asset, reading: Reading) -> list[Person]:
    above = {step.pk for step in branch_of(asset)}
    return list(dict.fromkeys([*_about(reading, lambda scope: scope.id in above), *refusing(asset, reading)]))


def family_for(hand: SecondHand, now: datetime) -> list[Person]:
    """Whose word in the family is the other hand, if it is anybody's there."""
    reading, needed = reading_of(hand.asset.case, now), deciders_needed(hand, now)
    if not needed and _colleagues(hand, now).exists():
        return []
    each = ((person, may_give(reading, person, Purpose.PRACTICE)) for person in reading.people.values())
    return [person for person, for_whom in each if for_whom and set(needed) <= set(for_whom)]


def names_for(hand: SecondHand, now: datetime) -> list[str]:
    """Whom it waits for, by name."""
    return [*(user.name for user in colleagues_for(hand, now)), *(person.name for person in family_for(hand, now))]


def hands_of(actor: User, now: datetime) -> list[SecondHand]:
    """What waits for `actor`: as staff of the service, or as themselves in their family."""
    seats = Membership.objects.filter(in_force(now), user=actor)
    at_work = Q(asset__case__family__service__in=seats.filter(role__in=HANDS).values("service"))
    at_home = Q(asset__case__family__people__membership__in=seats.filter(role=Role.GUARDIAN))
    rows = _open(now).filter(at_work | at_home).exclude(asked_by=actor).distinct().order_by("asked_at")
    return [row for row in rows if is_hand(actor, row, now)]


def hands_asked_by(actor: User, now: datetime) -> QuerySet[SecondHand]:
    """What `actor` said and another hand hasn't answered yet, in cases that they hold."""
    return _open(now).filter(asked_by=actor, asset__case__in=cases_held_by(actor, now)).order_by("asked_at")


def is_hand(actor: User, hand: SecondHand, now: datetime) -> bool:
    """Whether `actor` is one of those who can answer."""
    if colleagues_for(hand, now).filter(pk=actor.pk).exists():
        return True
    family = [person.pk for person in family_for(hand, now)]
    seats = Membership.objects.filter(in_force(now), user=actor, role=Role.GUARDIAN)
    return actor.pk != hand.asked_by_id and Person.objects.filter(pk__in=family, membership__in=seats).exists()


def told_to(actor: User, now: datetime) -> tuple[QuerySet[SecondHand], list[Absence]]:
    """What was agreed of who is in something of `actor`'s own family, and which films they are said not to be in."""
    cases, own = cases_of_own_family(actor, now), own_people(actor, now)
    agreed = SecondHand.objects.filter(asset__case__in=cases, answer=Answer.AGREED).exclude(asset__state__in=GONE)
    absences = Absence.objects.filter(person__in=own).exclude(film__state__in=GONE).select_related("film__film__cycle")
    standing = [row for row in absences if absent_from(row.film).filter(pk=row.person_id).exists()]
    return agreed.select_related("asset__film__cycle", "asset__clip__film__cycle", "asked_by"), standing


def is_hand_on(actor: User, asset: Asset, now: datetime) -> bool:
    """Whether something waits for `actor` on this very asset."""
    return any(is_hand(actor, hand, now) for hand in waiting_on([asset], now))
