"""The end of footage: keys first, and with them every copy anywhere; then bytes, rows, and a certificate.

The order has shut the footage already (`videos.writer.begin_erasing`), in the transaction that made it. Killed at any
line, the next worker begins anew: destroying what is destroyed changes nothing, and the first time stands. Rows and
certificate come in one transaction, under the case's lock: what was ordered or cut meanwhile is destroyed as well
before anything is certified.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import lock_case, move
from videos.models import Clip, Erasing, Film, Job, Rendition
from videos.queries import below
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from vigportal.ledger.writer import enter
from vigportal.retention.erasure import Erased
from vigportal.retention.models import Certificate
from vigportal.retention.rules import Kind, Rule, rule_from
from vigportal.retention.writer import issue_certificate
from vigportal.vault.keys import KeyDestroyed, key_for
from vigportal.vault.storage import destroy

KINDS = {Asset.Kind.FILM: Kind.FILM, Asset.Kind.CLIP: Kind.CLIP, Asset.Kind.STILL: Kind.STILL}


class StillThere(RuntimeError):
    """A key that was destroyed opens again. Nothing is certified."""


def erase(lease: Lease, _heart: Heart, _engine: Engine) -> None:
    """Carries out the order to erase this asset with all below it, and certifies it."""
    gone: dict[UUID, Erased] = {}
    while not _ended(lease, gone):
        gone |= {asset.pk: _destroyed(asset) for asset in _wanted(_order(lease)) if asset.pk not in gone}


def _order(lease: Lease) -> Erasing | None:
    return Erasing.objects.filter(asset=lease.subject, ended_at=None).select_related("asset__case__family").first()


def _wanted(order: Erasing | None) -> list[Asset]:
    """What is to go. An asset that went with one above it is certified there."""
    if order is None:
        return []
    reach = [order.asset] if order.is_bytes_only else below(order.asset)
    return [asset for asset in reach if asset.state != Asset.State.ERASED]


def _destroyed(asset: Asset) -> Erased:
    names = list(Rendition.objects.filter(asset=asset).values_list("object_name", flat=True))
    destroy(asset.pk, names, now=timezone.now())
    return Erased(_kind(asset), asset.pk, _destroyed_at(asset.pk))


def _destroyed_at(asset_id: UUID) -> datetime:
    """As the tombstone says: a second try certifies the first time."""
    try:
        key_for(asset_id)
    except KeyDestroyed as tombstone:
        return tombstone.destroyed_at
    raise StillThere(asset_id)


def _kind(asset: Asset) -> Kind:
    is_review = Film.objects.filter(asset=asset, kind=Film.Kind.REVIEW).exists()
    return Kind.REVIEW_FILM if is_review else KINDS[Asset.Kind(asset.kind)]


@transaction.atomic(durable=True)
def _ended(lease: Lease, gone: dict[UUID, Erased]) -> bool:
    """Certifies and puts away. Not yet, and nothing is written, while something wanted isn't gone."""
    order = _order(lease)
    if order:
        lock_case(order.asset.case)
        order.refresh_from_db(fields=["is_bytes_only", "why", "rule", "asked_by"])
    wanted = _wanted(order)
    if any(asset.pk not in gone for asset in wanted):
        return False
    now = timezone.now()
    lease.end(Job.State.DONE, now)
    if order:
        erased = [gone[asset.pk] for asset in wanted]
        _put_away(order, wanted, now)
        certificate = _certify(order, erased, now) if erased else None
        Erasing.objects.filter(pk=order.pk).update(ended_at=now, certificate=certificate)
    return True


def _put_away(order: Erasing, assets: list[Asset], now: datetime) -> None:
    Rendition.objects.filter(asset__in=assets).delete()
    films, clips = Film.objects.filter(asset__in=assets), Clip.objects.filter(asset__in=assets)
    if order.is_bytes_only:
        films.update(state=Film.State.EXPIRED, bytes_gone_at=now)
        return
    films.filter(bytes_gone_at=None).update(bytes_gone_at=now)
    films.update(state=Film.State.ERASED)
    clips.update(state=Clip.State.ERASED, title="", note="")
    for asset in assets:
        move(asset, Asset.State.ERASED, now)


def _certify(order: Erasing, erased: list[Erased], now: datetime) -> Certificate:
    case = order.asset.case
    certificate = issue_certificate(
        service_id=case.family.service_id, case_id=case.pk, because=_because(order), erased=erased,
        actor=order.asked_by, now=now,
    )  # fmt: skip
    enter(
        "certificate_issued", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        certificate=certificate.pk, number=certificate.number, digest=certificate.digest,
    )  # fmt: skip
    return certificate


def _because(order: Erasing) -> Rule | Certificate.Why:
    return rule_from(order.rule) if order.rule else Certificate.Why(order.why)


@transaction.atomic(durable=True)
def fail(lease: Lease, error: str) -> None:
    """What is shut stays shut; the night orders it again."""
    now = timezone.now()
    lease.end(Job.State.PARKED, now, error)
    asset = Asset.objects.select_related("case__family").get(pk=lease.subject)
    enter(
        "erasing_failed", actor=None, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, attempt=lease.attempt,
    )  # fmt: skip
