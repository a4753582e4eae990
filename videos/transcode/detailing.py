"""A clip in full detail, when somebody asks for it: the same frames, made again from the original."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consent.facts import Question
from consent.loader import facts_for_asset
from consent.models import Action, Purpose
from consent.policy import decide
from videos.models import Clip, Film, Job, Rendition
from videos.queries import index_of
from videos.transcode.cutting import study_on
from videos.transcode.detail import Original
from videos.transcode.engine import Engine
from videos.transcode.faults import NO_MORE, NOT_AGREED
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from videos.transcode.original import looked_into
from videos.transcode.picture import full_size
from videos.transcode.proof import Unfit
from videos.transcode.publish import Sealed, drop, seal_file, show
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench
from vigportal.ledger.writer import enter


def detail(lease: Lease, heart: Heart, engine: Engine) -> None:
    """Makes it, while who asked for it may watch the clip.

    A film from before its full size was noted may hold no more than its study copy: then it ends there.
    """
    clip = _clip(lease)
    if not _is_agreed(lease, clip):
        return fail(lease, NOT_AGREED)
    with Workbench(settings.SCRATCH_DIR) as bench:
        original = _original(bench, clip, engine, heart)
        size = full_size(original.info.picture.canvas)
        if size == (clip.film.width, clip.film.height):
            return _note_size(lease, clip, size)
        made = engine.cut_in_full(bench, original, study_on(bench, clip.film), heart.looking)
        if not _is_agreed(lease, clip):
            return fail(lease, NOT_AGREED)
        sealed = seal_file(lease.subject, Rendition.Kind.FULL, made.file)
    try:
        _make_visible(lease, clip, sealed)
    except BaseException:
        drop([sealed])
        raise
    return None


def _is_agreed(lease: Lease, clip: Clip) -> bool:
    """Whoever withdraws stops it; that a copy made before is shut is the gate's to say."""
    viewer = Job.objects.values_list("asked_by", flat=True).get(pk=lease.job_id)
    if viewer is None:
        return False
    asked = Question(clip.asset_id, Purpose.PRACTICE, Action.VIEW, viewer, timezone.now())
    return decide(facts_for_asset(clip.asset_id), asked).allowed


def _clip(lease: Lease) -> Clip:
    return Clip.objects.select_related("film", "asset__case__family").get(asset=lease.subject)


def _original(bench: Workbench, clip: Clip, engine: Engine, heart: Heart) -> Original:
    file, info = looked_into(clip.film, bench, engine, heart)
    if isinstance(info, Refusal):
        raise Unfit("unreadable")  # it was made ready once
    return Original(file, info, index_of(clip.film), clip.first_frame, clip.end_frame)


@transaction.atomic(durable=True)
def _make_visible(lease: Lease, clip: Clip, sealed: Sealed) -> None:
    now = timezone.now()
    lease.end(Job.State.DONE, now)  # an order to erase it, or to call it off, has ended the job: this raises LostLease
    show(lease.subject, [sealed], now)
    _enter("full_detail_made", clip, now)


@transaction.atomic(durable=True)
def _note_size(lease: Lease, clip: Clip, size: tuple[int, int]) -> None:
    Film.objects.filter(pk=clip.film_id).update(full_width=size[0], full_height=size[1])
    _fail(lease, clip, NO_MORE)


@transaction.atomic(durable=True)
def fail(lease: Lease, error: str) -> None:
    """Ends for now: the clip stays as it is, and its page offers another try."""
    _fail(lease, _clip(lease), error)


def _fail(lease: Lease, clip: Clip, error: str) -> None:
    now = timezone.now()
    lease.end(Job.State.PARKED, now, error)
    _enter("full_detail_failed", clip, now, attempt=lease.attempt)


def _enter(event: str, clip: Clip, now: datetime, **facts: Any) -> None:
    case = clip.asset.case
    enter(event, actor=None, service_id=case.family.service_id, case_id=case.pk, now=now, clip=clip.pk, **facts)
