"""How a film, clip or still can be shown to somebody now: under which purpose, and by which sealed bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.decisions import Decision
from consent.models import Asset, Purpose
from videos.access import CONFIRMING, NotOpen, Opened, open_asset
from videos.models import Rendition
from vigportal.accounts.models import User

PLAYED = (Rendition.Kind.STUDY, Rendition.Kind.CLIP, Rendition.Kind.STILL, Rendition.Kind.DIRECT)
"""What plays of an asset: the first of these that is there."""


@dataclass(frozen=True)
class Shown:
    """What a page needs to show an asset: the purpose for its addresses, what plays, and what goes with it."""

    purpose: str
    rendition: UUID
    poster: UUID | None
    small: UUID | None = None
    full: UUID | None = None
    strip: UUID | None = None
    waveform: UUID | None = None


def way_in(actor: User, asset: Asset, now: datetime) -> Opened:
    """For the case's practitioner: under `practice`, else by the confirming door. Raises the first's NotOpen."""
    try:
        return open_asset(actor, asset, Purpose.PRACTICE, now)
    except NotOpen as no:
        try:
            return open_asset(actor, asset, CONFIRMING, now)
        except NotOpen as also_no:
            raise no from also_no


def shown_to(actor: User, asset: Asset, now: datetime) -> Shown | Decision:
    """How the case's practitioner may see it, or the decision that shuts it."""
    try:
        opened = way_in(actor, asset, now)
    except NotOpen as no:
        return no.decision
    return shown_under(opened.purpose, asset) or opened.decision


def shown_under(purpose: str, asset: Asset) -> Shown | None:
    """What plays of an asset under a purpose that is open; None while nothing is there yet."""
    kinds = dict(Rendition.objects.filter(asset=asset).exclude(kind="original").values_list("kind", "pk"))
    played = next((kinds[kind] for kind in PLAYED if kind in kinds), None)
    if played is None:
        return None
    return Shown(
        purpose, played, kinds.get(Rendition.Kind.POSTER), small=kinds.get(Rendition.Kind.SMALL),
        full=kinds.get(Rendition.Kind.FULL), strip=kinds.get(Rendition.Kind.SPRITE),
        waveform=kinds.get(Rendition.Kind.WAVEFORM),
    )  # fmt: skip


def posters_of(assets: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """The poster of each asset that has one, in one query. Whether it may be seen is the gate's to say."""
    rows = Rendition.objects.filter(asset__in=list(assets), kind__in=(Rendition.Kind.POSTER, Rendition.Kind.STILL))
    return dict(rows.values_list("asset_id", "pk"))
