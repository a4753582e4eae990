"""A stretch of somebody else's film, made by a worker that has nothing else to do: parts of both its copies."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from videos.models import Film, Job
from videos.transcode.clearing import take_stretch_away
from videos.transcode.early import Early
from videos.transcode.engine import Engine
from videos.transcode.frames import Grid
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease, LostLease
from videos.transcode.original import looked_into
from videos.transcode.proof import Unfit
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench


def make_stretch(lease: Lease, heart: Heart, engine: Engine) -> None:
    """Shows its parts as they come, behind a beginning that the film's own worker has shown."""
    film = Film.objects.select_related("asset__case__family").get(asset=lease.subject)
    stretch = _begun_anew(lease)
    with Workbench(settings.SCRATCH_DIR) as bench:
        original, info = looked_into(film, bench, engine, heart)
        if isinstance(info, Refusal):
            raise Unfit("refused")
        frames = Grid(info.picture.rate).segment_frames
        early = Early(lease, film, first=stretch.first_part)
        looking = replace(heart.looking, on_part=early.take)
        ends = ((stretch.first_part - 1) * frames, (stretch.end_part - 1) * frames)
        engine.make_stretch(bench, original, info, looking, ends)
    early.require_all_before(stretch.end_part)
    lease.end(Job.State.DONE, timezone.now())


@transaction.atomic(durable=True)
def _begun_anew(lease: Lease) -> Job:
    """What another worker has left of it can't be told from what it left half done."""
    lease.hold(timezone.now())
    stretch = Job.objects.filter(pk=lease.job_id).first()
    if stretch is None:
        raise LostLease
    take_stretch_away(stretch)
    return stretch


def withdraw(lease: Lease, _error: str) -> None:
    """Left to the film's own worker: it does what nobody is at."""
    Job.objects.filter(pk=lease.job_id, attempt=lease.attempt).delete()
