"""The end of footage: keys first, and with them every copy anywhere; then bytes, rows, and a certificate.

Killed at any line it begins anew: destroying what is destroyed changes nothing, and keeps the first time.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Clip, Erasing, Film, Job, Rendition
from videos.queries import below
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from vigportal.ledger.writer import enter
from vigportal.retention.erasure import Erased
from vigportal.retention.models import Certificate
from vigportal.retention.rules import Kind, Rule, from_data
from vigportal.retention.writer import issue_certificate
from vigportal.vault.storage import destroy

KINDS = {Asset.Kind.FILM: Kind.FILM, Asset.Kind.CLIP: Kind.CLIP, Asset.Kind.STILL: Kind.STILL}


def erase(lease: Lease, _heart: Heart, _engine: Engine) -> None:
    """Carries out the order to erase this asset with all below it, and certifies it."""
    order = Erasing.objects.filter(asset=lease.subject, ended_at=None).select_related("asset__case__family").first()
    gone: list[Erased] = []
    for asset in _wanted(order) if order else []:
        now = timezone.now()
        names = list(Rendition.objects.filter(asset=asset).values_list("object_name", flat=True))
        destroy(asset.pk, names, now=now)
        gone.append(Erased(_kind(asset), asset.pk, now))
    _certify(lease, order, gone)


def _wanted(order: Erasing) -> list[Asset]:
    return [order.asset] if order.bytes_only else below(order.asset)


def _kind(asset: Asset) -> Kind:
    is_review = Film.objects.filter(asset=asset, kind=Film.Kind.REVIEW).exists()
    return Kind.REVIEW_FILM if is_review else KINDS[Asset.Kind(asset.kind)]


@transaction.atomic(durable=True)
def _certify(lease: Lease, order: Erasing | None, gone: list[Erased]) -> None:
    now = timezone.now()
    lease.end(Job.State.DONE, now)
    if order is None or not gone:
        return
    ids = [each.asset for each in gone]
    Rendition.objects.filter(asset__in=ids).delete()
    _put_away(order, ids, now)
    case = order.asset.case
    certificate = issue_certificate(
        service_id=case.family.service_id, case_id=case.pk, because=_because(order), erased=gone,
        actor=order.asked_by, now=now,
    )  # fmt: skip
    Erasing.objects.filter(pk=order.pk).update(ended_at=now, certificate=certificate)
    enter(
        "certificate_issued", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        certificate=certificate.pk, number=certificate.number, digest=certificate.digest,
    )  # fmt: skip


def _put_away(order: Erasing, ids: list[UUID], now: datetime) -> None:
    if order.bytes_only:
        Film.objects.filter(asset__in=ids).update(state=Film.State.EXPIRED, bytes_gone_at=now)
        return
    for asset in Asset.objects.filter(pk__in=ids):
        move(asset, Asset.State.ERASED, now)
    Film.objects.filter(asset__in=ids).update(state=Film.State.ERASED, bytes_gone_at=now)
    Clip.objects.filter(asset__in=ids).update(state=Clip.State.ERASED, title="", note="")


def _because(order: Erasing) -> Rule | Certificate.Why:
    return from_data([order.rule])[0] if order.rule else Certificate.Why(order.why)


@transaction.atomic(durable=True)
def fail(lease: Lease, error: str) -> None:
    """What is shut stays shut; the nightly sweep orders it again."""
    now = timezone.now()
    lease.end(Job.State.FAILED, now, error)
    asset = Asset.objects.select_related("case__family").get(pk=lease.subject)
    enter(
        "erasing_failed", actor=None, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, attempt=lease.attempt,
    )  # fmt: skip
