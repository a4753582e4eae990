"""Who watches: one Viewing and one ledger entry a sitting, however many ranges a player asks for.

A sitting ends when nothing was asked for in half an hour. Any derivative opens it, a poster too: whoever has seen
the picture has seen the clip.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from consent.access import cited
from consent.models import Asset, Purpose
from consent.terms import LAW
from videos.access import CONFIRMING, NotOpen, Opened
from videos.models import Rendition, TurnedAway, Viewing
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter

SITTING = timedelta(minutes=30)
NOTED_EVERY = timedelta(seconds=10)
BEAT_SECONDS = 10
"""The most that one beat of an open player can add: it asks every 3 seconds, a slow line less often."""


def sitting_of(opened: Opened, now: datetime) -> Viewing | None:
    """The sitting that is under way, if any."""
    rows = Viewing.objects.filter(
        asset=opened.asset, viewer=opened.viewer, purpose=opened.purpose, last_at__gt=now - SITTING, stopped_at=None
    )
    return rows.order_by("-last_at").first()


def keep_watch(*, actor: User, opened: Opened, rendition: Rendition, now: datetime) -> Viewing:
    """Notes that bytes of this asset are being served: begins a sitting, or keeps the one under way."""
    sitting = sitting_of(opened, now)
    if sitting is None:
        return begin_sitting(actor=actor, opened=opened, rendition=rendition, now=now)
    if now - sitting.last_at > NOTED_EVERY:
        Viewing.objects.filter(pk=sitting.pk).update(last_at=now)
    return sitting


@transaction.atomic(durable=True)
def begin_sitting(*, actor: User, opened: Opened, rendition: Rendition, now: datetime) -> Viewing:
    """Enters the view before its first byte leaves. If it can't be entered, nothing is served."""
    asset = opened.asset
    Asset.objects.select_for_update().get(pk=asset.pk)  # two ranges of one player begin one sitting
    if under_way := sitting_of(opened, now):
        return under_way
    sitting = Viewing.objects.create(asset=asset, viewer=actor, purpose=opened.purpose, started_at=now, last_at=now)
    is_confirming = opened.purpose == CONFIRMING
    enter(
        "confirming_viewed" if is_confirming else "viewed",
        actor=actor,
        service_id=asset.case.family.service_id,
        case_id=asset.case_id,
        now=now,
        purpose=None if is_confirming else Purpose(opened.purpose),
        rests_on=cited(opened.decision),
        asset=asset.pk,
        viewing=sitting.pk,
        law=LAW,
        **({} if is_confirming else {"kind": Rendition.Kind(rendition.kind)}),
    )
    return sitting


def note_seconds(*, opened: Opened, seconds: int, now: datetime) -> None:
    """Adds what an open player says it has played since it last asked."""
    sitting = sitting_of(opened, now)
    if sitting is not None:
        played = max(0, min(seconds, BEAT_SECONDS))
        Viewing.objects.filter(pk=sitting.pk).update(last_at=now, seconds=F("seconds") + played)


@transaction.atomic(durable=True)
def turn_away(*, actor: User, no: NotOpen, now: datetime) -> None:
    """Enters a refusal with all its reasons, once a sitting; a sitting that was open ends as stopped."""
    who = {"asset": no.asset, "viewer": actor, "purpose": no.purpose}
    recent = {"last_at__gt": now - SITTING}
    open_sitting = Viewing.objects.filter(**who, **recent, stopped_at=None).first()
    was_told = TurnedAway.objects.filter(**who, **recent).update(last_at=now)
    if was_told and open_sitting is None:
        return
    if not was_told:
        TurnedAway.objects.create(**who, last_at=now)
    reasons = sorted({found.reason for found in no.decision.findings} or {no.decision.reason})
    facts: dict[str, Any] = {"asset": no.asset.pk, "reasons": reasons, "law": LAW}
    if open_sitting is not None:
        Viewing.objects.filter(pk=open_sitting.pk).update(stopped_at=now)
        facts["viewing"] = open_sitting.pk
    enter(
        "viewing_stopped_by_consent" if open_sitting else "view_refused",
        actor=actor,
        service_id=no.asset.case.family.service_id,
        case_id=no.asset.case_id,
        now=now,
        **facts,
    )
