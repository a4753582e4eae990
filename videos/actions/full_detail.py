"""A clip in full detail: asked for, called off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.writer import lock_case
from videos.actions.films import NotInThisState
from videos.models import Clip, Job
from videos.queries import Detail, detail_of
from videos.transcode.faults import CALLED_OFF
from videos.writer import call_off, expect
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter


@transaction.atomic(durable=True)
def ask_for_full_detail(*, actor: User, clip: Clip, now: datetime) -> None:
    """Orders a copy of a clip with all the detail of its film. Raises NotInThisState where there can't be one."""
    case = clip.asset.case
    lock_case(case)
    clip = Clip.objects.select_related("film").get(pk=clip.pk)
    if clip.state != Clip.State.READY or detail_of(clip) != Detail.TO_ASK_FOR:
        raise NotInThisState
    job = expect(Job.Kind.FULL, clip.asset_id, now)
    Job.objects.filter(pk=job.pk).update(asked_by=actor.pk)
    enter("full_detail_asked", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, clip=clip.pk)


@transaction.atomic(durable=True)
def call_off_full_detail(*, actor: User, clip: Clip, now: datetime) -> None:
    """No longer made: its worker has lost the job, kills what it runs, publishes nothing. The clip stays as it is."""
    if not call_off(Job.Kind.FULL, clip.asset_id, CALLED_OFF, now):
        raise NotInThisState
    case = clip.asset.case
    enter(
        "full_detail_called_off", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        clip=clip.pk,
    )  # fmt: skip
