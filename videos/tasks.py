"""Celery's side of the doorbell: the message names a job; the row says what to do, and whether it may still be done."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from videos.transcode import lease, pipeline
from videos.writer import ring


@shared_task(name="videos.run_job")
def run_job(*, job_id: str) -> None:
    """Does the job if it can be claimed. Delivered twice or late, it does nothing."""
    pipeline.run(UUID(job_id))


@shared_task(name="videos.sweep")
def sweep() -> None:
    """Rings again for every job that waits or whose worker went silent."""
    for job_id in lease.claimable(timezone.now()).values_list("pk", flat=True):
        ring(job_id)
