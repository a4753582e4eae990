"""Who is seen or heard: confirmed by a human, and changed afterwards only with a reason and a second confirmation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from consent.models import Appearance, Asset, Confirmation
from consent.signals import consent_changed
from consent.writer import lock_case, note_people
from families.models import Case, Person
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


class NotInFamily(ValueError):
    """Somebody of another family was named."""


class NoReason(ValueError):
    """A person is taken off a confirmed asset only with a reason."""


@transaction.atomic(durable=True)
def confirm_people(*, actor: User, asset: Asset, people: Iterable[Person], now: datetime) -> None:
    """Says who is in an asset: all of them. Adding somebody later is the same act; taking off is `take_person_off`."""
    lock_case(asset.case)
    shown = list(people)
    if any(person.family_id != asset.case.family_id for person in shown):
        raise NotInFamily
    if asset.confirmations.exists():
        _add_people(asset, shown, actor, now)
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
    if not why.strip():
        raise NoReason
    asset = appearance.asset
    lock_case(asset.case)
    Appearance.objects.filter(pk=appearance.pk, taken_off_at=None).update(
        taken_off_at=now, taken_off_by=actor, taken_off_why=why
    )
    enter(
        "person_taken_off", actor=actor, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, person=appearance.person_id, reason=None,
    )  # fmt: skip
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=asset.case_id))
