"""What is written for jobs, within the transaction of whoever needs the work done. Never atomic itself."""

from datetime import datetime
from functools import partial
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction

from videos.models import Job


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
