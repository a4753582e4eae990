"""What is written for jobs and erasures, within the transaction of whoever needs them. Never atomic itself."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction

from consent.models import Asset
from consent.queries import branch_of
from consent.writer import move
from videos.models import Clip, Erasing, Film, Job
from videos.queries import below
from vigportal.accounts.models import User
from vigportal.retention.models import Certificate
from vigportal.retention.queries import holds_in_force


class OnHold(ValueError):
    """A hold protects this footage: nothing of it is erased until the hold is lifted."""


def expect(kind: Job.Kind, subject: UUID, now: datetime) -> Job:
    """Sees to it that this work is open for that asset, and rings after commit. Twice is once."""
    job, _made = Job.objects.get_or_create(
        kind=kind,
        subject=subject,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
        defaults={"state": Job.State.WAITING, "made_at": now},
    )
    transaction.on_commit(partial(ring, job.pk))
    return job


def ring(job_id: UUID) -> None:
    """Rings the doorbell, where there is one. A lost ring loses nothing: workers look at the table by themselves."""
    if settings.REDIS_URL:
        current_app.send_task("videos.run_job", kwargs={"job_id": str(job_id)}, ignore_result=True)


@dataclass(frozen=True)
class Order:
    """Why something is erased: whose wish, or which rule. `bytes_only`: what plays of a film goes, its clips stay."""

    why: Certificate.Why
    actor: User | None = None
    rule: dict[str, object] | None = None
    bytes_only: bool = False


def begin_erasing(asset: Asset, order: Order, now: datetime) -> list[Asset]:
    """Shuts an asset and all below it within this transaction, and orders a worker to destroy keys and bytes.

    Returns what is shut. Raises OnHold where a hold protects it, or something above or below it.
    """
    gone = [asset] if order.bytes_only else below(asset)
    require_no_hold(asset, gone, now)
    for row in gone:
        if not order.bytes_only:
            move(row, Asset.State.ERASING, now)
    Film.objects.filter(asset__in=gone).update(state=Film.State.ERASING)
    Clip.objects.filter(asset__in=gone).update(state=Clip.State.ERASING)
    Erasing.objects.create(
        asset=asset,
        why=order.why,
        rule=order.rule,
        bytes_only=order.bytes_only,
        asked_by=order.actor,
        asked_at=now,
    )
    expect(Job.Kind.ERASE, asset.pk, now)
    return gone


def require_no_hold(asset: Asset, gone: list[Asset], now: datetime) -> None:
    """Raises OnHold."""
    today = now.astimezone(asset.case.family.service.zone).date()
    holds = holds_in_force([asset.case_id], today)[asset.case_id]
    touched = {row.pk for row in branch_of(asset)} | {row.pk for row in gone}
    if holds.on_whole_case or holds.assets & touched:
        raise OnHold
