"""Whose turn it is: the higher priority first; among equals the service with less at work, then the one served longest
ago; within a service, first come, first served; of the stretches of a film the last. A service with twenty films keeps
nobody else's one waiting for them.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from videos.models import Job, kinds_of
from videos.transcode.lease import claimable


def in_turn(lane: Job.Lane, now: datetime) -> QuerySet[Job]:
    """What can be claimed in a lane, in the order of its turns."""
    alike = Job.objects.filter(service=OuterRef("service"), priority=OuterRef("priority")).order_by()
    at_work = alike.filter(state=Job.State.RUNNING, lease_until__gte=now).values("service").annotate(many=Count("pk"))
    served = alike.filter(started_at__isnull=False).order_by("-started_at")
    waiting = claimable(now).filter(kind__in=kinds_of(lane))
    return waiting.annotate(
        at_work=Coalesce(Subquery(at_work.values("many")), 0), served_at=Subquery(served.values("started_at")[:1])
    ).order_by("-priority", "at_work", F("served_at").asc(nulls_first=True), "made_at", "-first_part")
