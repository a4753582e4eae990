"""What needs another hand: that nobody is in it, the answer of the other hand, and "I am in it" of the family."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent.appearances import absent_from
from consent.hands import Answer
from consent.models import Absence, Asset, Objection, SecondHand
from consent.settling import add_above, add_people, answer, replace_waiting, tell_each
from consent.signals import consent_changed
from consent.writer import lock_case
from families.models import Case, Person
from families.queries import practitioners_of, seats_of_family
from families.writer import Refused
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


class Kept(models.TextChoices):
    """Why it was left as it stands: the word for the ledger, the sentence for the person."""

    LISTED = "listed", _("They are listed in this film. Take them off first, with a reason.")


@transaction.atomic(durable=True)
def decline(*, actor: User, hand: SecondHand, now: datetime) -> None:
    """The other hand says that it isn't so: it stays shut, whoever was left out is listed, and the asker is told."""
    lock_case(hand.asset.case)
    answer(actor, hand, Answer.DECLINED, now)
    enter(
        "second_hand_declined", actor=actor, service_id=hand.asset.case.family.service_id, case_id=hand.asset.case_id,
        now=now, asset=hand.asset_id,
    )  # fmt: skip
    add_people(hand.asset, hand.concerned.all(), actor, now)
    add_above(hand.asset, hand.concerned.all(), actor, now)
    tell(
        to=hand.asked_by, sentence="second_hand_declined", path=reverse("consent:people", args=[hand.asset_id]), now=now
    )


@transaction.atomic(durable=True)
def object_to_people(*, actor: User, asset: Asset, person: Person, now: datetime) -> None:
    """Somebody of the family is in it after all: listed, and unconfirmed at once."""
    lock_case(asset.case)
    replace_waiting(asset, actor, now)
    Objection.objects.create(asset=asset, person=person, said_at=now, said_by=actor)
    add_people(asset, [person], actor, now)
    add_above(asset, [person], actor, now)
    enter(
        "people_objected_to", actor=actor, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, person=person.pk,
    )  # fmt: skip
    holders = [held.practitioner for held in practitioners_of(asset.case, now)]
    tell_each(holders, "people_objected_to", reverse("consent:people", args=[asset.pk]), now)
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=asset.case_id))


@transaction.atomic(durable=True)
def say_absent(*, actor: User, film: Asset, person: Person, now: datetime) -> None:
    """Say, without opening it, that somebody is not in a film. They are told, and can say that they are."""
    lock_case(film.case)
    if film.appearances.filter(person=person, taken_off_at=None).exists():
        raise Refused(Kept.LISTED)
    if absent_from(film).filter(pk=person.pk).exists():
        return
    Absence.objects.create(film=film, person=person, said_at=now, said_by=actor)
    enter(
        "absence_said", actor=actor, service_id=film.case.family.service_id, case_id=film.case_id, now=now,
        film=film.pk, person=person.pk,
    )  # fmt: skip
    tell_each(seats_of_family(film.case, now).filter(person=person), "absence_said", reverse("consent:own_in_it"), now)
