"""Writing down who is in an asset, at once or once another hand has agreed. Plain functions, never atomic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from consent.hands import Answer, Need, waiting_on
from consent.models import Appearance, Asset, Confirmation, SecondHand
from consent.signals import consent_changed
from consent.writer import note_people
from families.models import Case, Person
from families.queries import own_people
from families.writer import Refused
from vigportal.accounts.models import Membership, User
from vigportal.notices.writer import tell


@dataclass(frozen=True)
class Saying:
    """Who is in an asset, all of them; `need`: what of that needs another hand."""

    people: Sequence[Person]
    need: Need | None = None
    why: str = ""


def settle(*, actor: User, asset: Asset, said: Saying, now: datetime) -> SecondHand | None:
    """Confirm that these are all of them; or, where that needs another hand, keep it for that and return it."""
    replace_waiting(asset, actor, now)
    if said.need is not None:
        return _ask_second(actor, asset, said, said.need, now)
    if asset.confirmations.exists():
        add_people(asset, said.people, actor, now)
    else:
        note_people(asset, said.people, actor, now)
    add_above(asset, said.people, actor, now)
    Confirmation.objects.create(asset=asset, confirmed_at=now, confirmed_by=actor)
    transaction.on_commit(lambda: consent_changed.send(sender=Case, case_id=asset.case_id))
    return None


def _ask_second(actor: User, asset: Asset, said: Saying, need: Need, now: datetime) -> SecondHand:
    hand = SecondHand.objects.create(asset=asset, act=need.act, why=said.why, asked_at=now, asked_by=actor)
    hand.people.set(said.people)
    hand.concerned.set(need.concerned)
    return hand


def replace_waiting(asset: Asset, actor: User, now: datetime) -> None:
    """What waited for another hand on this asset doesn't any more: something else was said of it."""
    asset.second_hands.filter(answer=None).update(answer=Answer.REPLACED, answered_at=now, answered_by=actor)


def add_people(asset: Asset, shown: Iterable[Person], actor: User, now: datetime) -> None:
    """List these too, who aren't listed yet."""
    known = set(asset.appearances.filter(taken_off_at=None).values_list("person", flat=True))
    Appearance.objects.bulk_create(
        Appearance(asset=asset, person=person, noted_at=now, noted_by=actor)
        for person in shown
        if person.pk not in known
    )


def add_above(asset: Asset, shown: Iterable[Person], actor: User, now: datetime) -> None:
    """Who is in a clip is in its film: what was overlooked there is put right, and can only close it."""
    people, above = list(shown), asset.parent
    while above is not None and above.kind != Asset.Kind.CASE:
        add_people(above, people, actor, now)
        above = above.parent


class Stale(models.TextChoices):
    """Why an answer came too late."""

    ANSWERED = "answered", _("This was answered already, or something else was said since.")


def answer(actor: User, hand: SecondHand, said: SecondHand.Answer, now: datetime) -> None:
    """Write down what the other hand says. Raises Refused where it isn't asked, or not any more."""
    waiting = waiting_on(hand.asset, now)
    is_theirs = waiting and waiting.hand == hand and waiting.is_for(actor, own_people(actor, now))
    mine = SecondHand.objects.filter(pk=hand.pk, answer=None)
    if not is_theirs or not mine.update(answer=said, answered_at=now, answered_by=actor):
        raise Refused(Stale.ANSWERED)


def tell_each(seats: Iterable[Membership], sentence: str, path: str, now: datetime) -> None:
    """Tell whoever sits in them."""
    for seat in seats:
        if seat.user:
            tell(to=seat.user, sentence=sentence, path=path, now=now)
