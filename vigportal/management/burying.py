"""Footage whose key was destroyed but which the database still lists: an older database was put back.

It can't be opened any more; this puts its rows away too, with an entry and a certificate. The night does it as well,
because a database can be put back by other programs than ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from consent.models import Asset
from videos.keeping import GONE
from videos.models import Film, Rendition
from videos.writer import OnHold, Order, begin_erasing
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate
from vigportal.vault.keys import KeyDestroyed, KeyMissing, key_for

ENTRIES: Mapping[str, tuple[str, Callable[[Asset, list[Asset]], dict[str, Any]]]] = {
    Asset.Kind.FILM: ("film_erased", lambda asset, gone: {"film": asset.film.pk, "assets": _ids(gone)}),
    Asset.Kind.CLIP: ("clip_erased", lambda asset, gone: {"clip": asset.clip.pk, "assets": _ids(gone)}),
    Asset.Kind.STILL: ("still_erased", lambda asset, _gone: {"still": asset.still.pk}),
}


def bury_what_has_no_key(now: datetime, reasons: Mapping[UUID, Certificate.Why] = MappingProxyType({})) -> int:
    """Orders the end of everything whose key is destroyed; says how much that was. A hold can't bring it back.

    `reasons`: why each was erased, where a witness says. A rule is no longer known: those had been erased before.
    """
    known = {asset: why for asset, why in reasons.items() if why != Certificate.Why.RULE}
    return sum(bury(asset, known.get(asset.pk, Certificate.Why.BEFORE), now) for asset in _without_key())


def _without_key() -> Iterator[Asset]:
    """From the top: what lies below something that is buried goes with it."""
    listed = Asset.objects.filter(pk__in=Rendition.objects.values("asset")).exclude(state__in=GONE)
    for asset in listed.select_related("case__family").order_by("number"):
        if _is_destroyed(asset.pk) and not Film.objects.filter(asset=asset, state=Film.State.ERASING).exists():
            yield asset


@transaction.atomic(durable=True)
def bury(asset: Asset, why: Certificate.Why, now: datetime) -> bool:
    """Shuts what is left of it, and orders the rest of its end. A film's clips stay where their own keys are there."""
    asset.refresh_from_db()
    if asset.state in GONE:
        return False
    stay = any(not _is_destroyed(each.pk) for each in asset.children.exclude(state__in=GONE))
    try:
        gone = begin_erasing(asset, Order(why, is_bytes_only=stay), now)
    except OnHold:
        return False
    event, facts = ENTRIES[asset.kind]
    told = facts(asset, gone)
    service = asset.case.family.service_id
    enter(event, actor=None, service_id=service, case_id=asset.case_id, now=now, reason=why, **told)
    return True


def _is_destroyed(asset_id: UUID) -> bool:
    try:
        key_for(asset_id)
    except KeyDestroyed:
        return True
    except KeyMissing:
        return False
    return False


def _ids(gone: list[Asset]) -> list[UUID]:
    return [each.pk for each in gone]
