"""What is written for jobs and erasures, within the transaction of whoever needs them. Never atomic itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction

from consent.models import Asset
from consent.queries import branch_of
from consent.writer import lock_case, move
from videos.models import LANES, PRIORITIES, Clip, Erasing, Film, Job, Upload
from videos.queries import below, sealed_parts
from vigportal.accounts.models import User
from vigportal.retention.models import Certificate
from vigportal.retention.queries import holds_in_force

OPEN = (Job.State.WAITING, Job.State.RUNNING)
RINGS_FOR_HELP = 60.0
"""Seconds: whoever comes free later goes on ringing anyway, or is rung for by the sweep."""


class OnHold(ValueError):
    """A hold protects this footage: nothing of it is erased until the hold is lifted."""


def expect(kind: Job.Kind, subject: UUID, now: datetime) -> Job:
    """Sees to it that this work is open for that asset, and rings after commit. Twice is once."""
    job, _made = Job.objects.get_or_create(
        kind=kind,
        subject=subject,
        state__in=OPEN,
        defaults={
            "state": Job.State.WAITING,
            "made_at": now,
            "priority": PRIORITIES[kind],
            "service": _service_of(subject),
        },
    )
    transaction.on_commit(partial(ring, LANES[kind]))
    return job


def call_off(kind: Job.Kind, subject: UUID, error: str, now: datetime) -> bool:
    """Its worker has lost the job, kills what it runs and publishes nothing. Was there anything to call off?"""
    ended = {"ended_at": now, "lease_until": None, "progress": 0, "seconds_left": None}
    jobs = Job.objects.filter(kind=kind, subject=subject, state__in=OPEN)
    is_called_off = bool(jobs.update(state=Job.State.FAILED, error=error, cancel_asked_at=now, **ended))
    if kind == Job.Kind.PREPARE:
        forget_stretches([subject])
    return is_called_off


def offer_stretches(subject: UUID, stretches: Iterable[tuple[int, int]], now: datetime) -> None:
    """Whoever has nothing else to do may make these parts [first, end) of a film."""
    told = {"kind": Job.Kind.STRETCH, "subject": subject, "made_at": now, "service": _service_of(subject)}
    told["priority"] = PRIORITIES[Job.Kind.STRETCH]
    jobs = Job.objects.bulk_create(Job(**told, first_part=first, end_part=end) for first, end in stretches)
    for _ in jobs:
        transaction.on_commit(partial(ring, LANES[Job.Kind.STRETCH], RINGS_FOR_HELP))


def forget_stretches(subjects: Iterable[UUID]) -> None:
    """Nobody helps with these films any more: whoever does has lost the job, and shows no more parts."""
    Job.objects.filter(kind=Job.Kind.STRETCH, subject__in=list(subjects)).delete()


def _service_of(asset_id: UUID) -> UUID | None:
    return Asset.objects.filter(pk=asset_id).values_list("case__family__service", flat=True).first()


def expect_film(film: Film, now: datetime) -> Job:
    """Whatever brings a film on its way from where its bytes are now: here, or still in the case it came from."""
    is_on_the_move = film.moved_from_id is not None and not sealed_parts(film).exists()
    return expect(Job.Kind.MOVE if is_on_the_move else Job.Kind.PREPARE, film.asset_id, now)


def ring(lane: Job.Lane, keeps: float | None = None) -> None:
    """Rings the doorbell of a lane, where there is one: somebody does whatever is next there.

    A lost ring loses nothing, because the sweep rings again. `keeps`: seconds after which it needn't be answered.
    """
    if settings.REDIS_URL:
        seconds = settings.JOB_SECONDS[lane]
        current_app.send_task(
            "videos.run_job", kwargs={"lane": lane.value}, queue=lane.value, ignore_result=True, expires=keeps,
            soft_time_limit=seconds, time_limit=seconds + settings.JOB_GRACE_SECONDS,
        )  # fmt: skip


@dataclass(frozen=True)
class Order:
    """Why something is erased: whose wish, or which rule.

    `is_bytes_only`: what plays of a film goes; its clips stay.
    """

    why: Certificate.Why
    actor: User | None = None
    rule: dict[str, object] | None = None
    is_bytes_only: bool = False


def begin_erasing(asset: Asset, order: Order, now: datetime) -> list[Asset]:
    """Shuts an asset and all below it within this transaction, and orders a worker to destroy keys and bytes.

    Returns what is shut. Raises OnHold where a hold protects it, or something above or below it. Rows are taken in
    the order in which uploads and workers take them, so that nobody waits for the other.
    """
    lock_case(asset.case)
    reach = below(asset)
    require_no_hold(asset, reach, now)
    gone = [asset] if order.is_bytes_only else reach
    Upload.objects.filter(film__asset__in=gone, ended_at=None).update(ended_at=now)
    forget_stretches(row.pk for row in gone)
    Job.objects.filter(subject__in=[row.pk for row in gone], state__in=OPEN).exclude(kind=Job.Kind.ERASE).update(
        state=Job.State.FAILED, error="erased", ended_at=now, lease_until=None
    )
    if not order.is_bytes_only:
        for row in gone:
            move(row, Asset.State.ERASING, now)
    Film.objects.filter(asset__in=gone).update(state=Film.State.ERASING)
    Clip.objects.filter(asset__in=gone).update(state=Clip.State.ERASING)
    _put_down(asset, order, now)
    expect(Job.Kind.ERASE, asset.pk, now)
    return gone


def _put_down(asset: Asset, order: Order, now: datetime) -> None:
    """One open order for an asset: a wider one takes a narrower one's place, anything else is ordered already."""
    words = {"why": order.why, "rule": order.rule, "is_bytes_only": order.is_bytes_only, "asked_by": order.actor}
    open_orders = Erasing.objects.filter(asset=asset, ended_at=None)
    if not open_orders.exists():
        Erasing.objects.create(asset=asset, asked_at=now, **words)
    elif not order.is_bytes_only:
        open_orders.filter(is_bytes_only=True).update(**words)


def require_no_hold(asset: Asset, reach: list[Asset], now: datetime) -> None:
    """Raises OnHold."""
    today = now.astimezone(asset.case.family.service.zone).date()
    holds = holds_in_force([asset.case_id], today)[asset.case_id]
    touched = {row.pk for row in branch_of(asset)} | {row.pk for row in reach}
    if holds.on_whole_case or holds.assets & touched:
        raise OnHold
