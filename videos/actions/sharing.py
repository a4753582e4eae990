"""Putting a clip before somebody. It opens nothing: consent is asked at every view, whatever was shared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from consent.models import Purpose
from videos.models import Clip, Share
from vigportal.accounts.models import Membership, User, in_force
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


class NotTheirs(ValueError):
    """This seat can't be shown this clip: another service, another family, or nobody who supervises."""


@transaction.atomic(durable=True)
def share_with_family(*, actor: User, clip: Clip, seats: Iterable[Membership], now: datetime) -> list[Share]:
    """Puts a clip before members of the family who have a sign-in, in place of those it was put before."""
    wanted = {seat.pk: seat for seat in seats}
    if any(seat.person.family_id != clip.asset.case.family_id for seat in wanted.values()):
        raise NotTheirs
    standing = Share.objects.filter(clip=clip, purpose=Purpose.FAMILY_VIEWING, ended_at=None)
    standing.exclude(to__in=wanted).update(ended_at=now)
    known = set(standing.values_list("to", flat=True))
    new = [_put(actor, clip, seat, Purpose.FAMILY_VIEWING, now) for key, seat in wanted.items() if key not in known]
    _enter("clip_shared", actor, clip, now, people=[seat.person.pk for seat in wanted.values()])
    for share in new:
        _tell(share, "clips_to_watch", "/family/", now)
    return new


@transaction.atomic(durable=True)
def offer_clip(*, actor: User, clip: Clip, to: Membership, question: str, now: datetime) -> Share:
    """Offers a clip to a supervisor of the practitioner, with what they would like to look at."""
    supervised = to.supervises.filter(in_force(now), practitioner__user=actor)
    if to.service_id != clip.asset.case.family.service_id or not supervised.exists():
        raise NotTheirs
    standing = Share.objects.filter(clip=clip, purpose=Purpose.SUPERVISION, to=to, ended_at=None).first()
    if standing is not None:
        Share.objects.filter(pk=standing.pk).update(question=question)
    share = standing or _put(actor, clip, to, Purpose.SUPERVISION, now, question)
    _enter("clip_offered", actor, clip, now, share=share.pk, member=to.pk)
    if standing is None:
        _tell(share, "clip_offered", f"/supervision/clips/{clip.pk}/", now)
    return share


@transaction.atomic(durable=True)
def end_share(*, actor: User, share: Share, now: datetime) -> None:
    """Takes a clip back from before somebody: their next request is out of reach."""
    Share.objects.filter(pk=share.pk, ended_at=None).update(ended_at=now)
    _enter("share_ended", actor, share.clip, now, share=share.pk)


def _put(actor: User, clip: Clip, seat: Membership, purpose: Purpose, now: datetime, question: str = "") -> Share:
    return Share.objects.create(clip=clip, purpose=purpose, to=seat, question=question, made_at=now, made_by=actor)


def _enter(event: str, actor: User, clip: Clip, now: datetime, **facts: Any) -> None:
    case = clip.asset.case
    enter(
        event, actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, clip=clip.pk, **facts
    )  # fmt: skip


def _tell(share: Share, sentence: str, path: str, now: datetime) -> None:
    if share.to.user is not None:
        tell(to=share.to.user, sentence=sentence, path=path, now=now)
