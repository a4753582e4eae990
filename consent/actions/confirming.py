"""Who is seen or heard: confirmed by a human, and changed afterwards only with a reason and a second confirmation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent.appearances import pieces_of_film, shown_in_asset, still_below
from consent.hands import Answer, need_of
from consent.models import Appearance, Asset, SecondHand
from consent.settling import Saying, add_above, add_people, answer, replace_waiting, settle, tell_each
from consent.signals import consent_changed
from consent.writer import lock_case
from families.models import Case, Person
from families.queries import seats_of_family
from families.writer import NewPerson, Refused, refuse_twice, write_person
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


class NotInFamily(ValueError):
    """Somebody of another family was named."""


class Kept(models.TextChoices):
    """Why who is in it was left as it stands: the word for the ledger, the sentence for the person."""

    NO_REASON = "no_reason", _("Say why they are not in it after all.")
    NOT_IN_IT = "not_in_it", _("They are not listed in it any more.")
    STILL_BELOW = "still_below", _("They are listed in a clip or a picture cut from it. Take them off there first.")
    NO_KNOWING = "no_knowing", _("Say how you know that nobody is seen or heard in it.")
    SOMEBODY = "somebody", _("Somebody is listed in it. Take them off first, each with a reason.")
    ELSEWHERE = "elsewhere", _("Choose only clips and pictures of this film.")
    NOBODY = "nobody", _("Tick who is seen or heard in it. That nobody is, is said on a page of its own.")


@transaction.atomic(durable=True)
def confirm_people(*, actor: User, asset: Asset, people: Iterable[Person], now: datetime) -> SecondHand | None:
    """Says who is in an asset: all of them. Adding somebody later is the same act; taking off is `take_person_off`.

    Where that needs another hand, nothing is confirmed yet: what is returned waits for it. Raises Refused for nobody
    at all, which is an act of its own.
    """
    lock_case(asset.case)
    shown = list(people)
    if any(person.family_id != asset.case.family_id for person in shown):
        raise NotInFamily
    listed = list(dict.fromkeys([*_kept_in(asset), *shown]))
    if not listed:
        raise Refused(Kept.NOBODY)
    return _say(actor, asset, Saying(listed, need_of(asset, listed, now)), now)


def _say(actor: User, asset: Asset, said: Saying, now: datetime) -> SecondHand | None:
    hand = settle(actor=actor, asset=asset, said=said, now=now)
    enter(
        "second_hand_asked" if hand else "people_confirmed", actor=actor, service_id=asset.case.family.service_id,
        case_id=asset.case_id, now=now, asset=asset.pk, people=[person.pk for person in said.people],
    )  # fmt: skip
    return hand


@transaction.atomic(durable=True)
def say_nobody(*, actor: User, asset: Asset, why: str, now: datetime) -> SecondHand | None:
    """Say that nobody is seen or heard in it. It stays shut until another hand agrees."""
    lock_case(asset.case)
    if not why.strip():
        raise Refused(Kept.NO_KNOWING)
    if _kept_in(asset):
        raise Refused(Kept.SOMEBODY)
    return _say(actor, asset, Saying([], need_of(asset, [], now), why), now)


@transaction.atomic(durable=True)
def agree(*, actor: User, hand: SecondHand, now: datetime) -> None:
    """The other hand agrees: it is confirmed, and the family is told."""
    lock_case(hand.asset.case)
    answer(actor, hand, Answer.AGREED, now)
    _say(actor, hand.asset, Saying(list(hand.people.all())), now)
    others = seats_of_family(hand.asset.case, now).exclude(user=actor)
    tell_each(others, "people_settled", reverse("consent:own_hand", args=[hand.pk]), now)


def _kept_in(asset: Asset) -> list[Person]:
    """Who stays listed whatever is said: once it was confirmed, people are only added."""
    return [row.person for row in shown_in_asset(asset)] if asset.confirmations.exists() else []


@transaction.atomic(durable=True)
def take_person_off(*, actor: User, appearance: Appearance, why: str, now: datetime) -> None:
    """Says that somebody is not in it after all. The asset is shut until its people are confirmed again."""
    asset = appearance.asset
    lock_case(asset.case)
    if not why.strip():
        raise Refused(Kept.NO_REASON)
    if still_below(appearance):
        raise Refused(Kept.STILL_BELOW)
    listed = Appearance.objects.filter(pk=appearance.pk, taken_off_at=None)
    replace_waiting(asset, actor, now)
    if not listed.update(taken_off_at=now, taken_off_by=actor, taken_off_why=why):
        raise Refused(Kept.NOT_IN_IT)
    enter(
        "person_taken_off", actor=actor, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, person=appearance.person_id, reason=None,
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=asset.case_id))


@dataclass(frozen=True)
class Bystander:
    """Somebody identifiable whom nobody had written down: who, and in which clips and pictures of the film."""

    key: UUID
    new: NewPerson
    pieces: tuple[Asset, ...]


@transaction.atomic(durable=True)
def add_bystander(*, actor: User, film: Asset, seen: Bystander, now: datetime) -> Person:
    """Writes down somebody who is in the picture, too. The film and these pieces are shut until they are asked."""
    lock_case(film.case)
    refuse_twice(Person.objects, seen.key)
    if {piece.pk for piece in seen.pieces} - set(pieces_of_film(film).values_list("pk", flat=True)):
        raise Refused(Kept.ELSEWHERE)
    person = write_person(film.case.family, seen.new, actor, now, seen.key)
    for piece in seen.pieces:
        add_people(piece, [person], actor, now)
        add_above(piece, [person], actor, now)
    add_people(film, [person], actor, now)
    enter(
        "bystander_added", actor=actor, service_id=film.case.family.service_id, case_id=film.case_id, now=now,
        person=person.pk, kind=Person.Kind(seen.new.kind), assets=[film.pk, *(piece.pk for piece in seen.pieces)],
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=film.case_id))
    return person
