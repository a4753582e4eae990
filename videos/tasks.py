"""Celery's side of the doorbell: the message names a lane; the table says whose turn it is there, and what to do."""

from celery import shared_task
from django.utils import timezone

from videos.models import Job
from videos.transcode import pipeline
from videos.transcode.sweeping import mend
from videos.transcode.turns import in_turn
from videos.writer import ring

SWEEP_KEEPS = 25.0
"""Seconds: the next sweep rings anew, so older rings of it need not pile up behind a long film."""


@shared_task(name="videos.run_job")
def run_job(*, lane: str) -> None:
    """Does what is next in the lane, and rings on while more waits. Delivered twice or late, it does no harm."""
    here = Job.Lane(lane)
    if pipeline.run_next(here) and in_turn(here, timezone.now()).exists():
        ring(here)


@shared_task(name="videos.sweep")
def sweep() -> None:
    """Orders what is missing, and rings again where something waits or a worker went silent."""
    now = timezone.now()
    mend(now)
    for lane in Job.Lane:
        if in_turn(lane, now).exists():
            ring(lane, SWEEP_KEEPS)
