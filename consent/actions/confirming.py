"""Who is seen or heard: confirmed by a human, and changed afterwards only with a reason and a second confirmation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from consent.appearances import pieces_of_film, shown_in_asset, still_below
from consent.models import Appearance, Asset, Confirmation
from consent.signals import consent_changed
from consent.writer import lock_case, note_people
from families.models import Case, Person
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
    ELSEWHERE = "elsewhere", _("Choose only clips and pictures of this film.")


@transaction.atomic(durable=True)
def confirm_people(*, actor: User, asset: Asset, people: Iterable[Person], now: datetime) -> None:
    """Says who is in an asset: all of them. Adding somebody later is the same act; taking off is `take_person_off`."""
    lock_case(asset.case)
    shown = list(people)
    if any(person.family_id != asset.case.family_id for person in shown):
        raise NotInFamily
    if asset.confirmations.exists():
        _add_people(asset, shown, actor, now)
        shown = [row.person for row in shown_in_asset(asset)]
    else:
        note_people(asset, shown, actor, now)
    _add_above(asset, shown, actor, now)
    Confirmation.objects.create(asset=asset, confirmed_at=now, confirmed_by=actor)
    _enter(asset, shown, actor, now)


def _add_people(asset: Asset, shown: list[Person], actor: User, now: datetime) -> None:
    known = set(asset.appearances.filter(taken_off_at=None).values_list("person", flat=True))
    Appearance.objects.bulk_create(
        Appearance(asset=asset, person=person, noted_at=now, noted_by=actor)
        for person in shown
        if person.pk not in known
    )


def _add_above(asset: Asset, shown: list[Person], actor: User, now: datetime) -> None:
    """Who is in a clip is in its film: what was overlooked there is put right, and can only close it."""
    above = asset.parent
    while above is not None and above.kind != Asset.Kind.CASE:
        _add_people(above, shown, actor, now)
        above = above.parent


def _enter(asset: Asset, shown: list[Person], actor: User, now: datetime) -> None:
    enter(
        "people_confirmed", actor=actor, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, people=[person.pk for person in shown],
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=asset.case_id))


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
        _add_people(piece, [person], actor, now)
        _add_above(piece, [person], actor, now)
    _add_people(film, [person], actor, now)
    enter(
        "bystander_added", actor=actor, service_id=film.case.family.service_id, case_id=film.case_id, now=now,
        person=person.pk, kind=Person.Kind(seen.new.kind), assets=[film.pk, *(piece.pk for piece in seen.pieces)],
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=film.case_id))
    return person
