"""Doors of the work. Each answers the same 404 for "not yours" and for "not there"."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from families.queries import cases_held_by
from sessions.models import Cycle, Goal, SharedReview
from vigportal.accounts.models import User


def cycle_for(actor: User, cycle_id: UUID, now: datetime) -> Cycle:
    """The cycle, for a practitioner who holds its case now."""
    rows = Cycle.objects.filter(case__in=cases_held_by(actor, now))
    return get_object_or_404(rows.select_related("case__family__service", "filming", "review"), pk=cycle_id)


def goal_for(actor: User, goal_id: UUID, now: datetime) -> Goal:
    """The goal, for a practitioner who holds its case now."""
    rows = Goal.objects.filter(case__in=cases_held_by(actor, now))
    return get_object_or_404(rows.select_related("case__family__service"), pk=goal_id)


def review_for(actor: User, review_id: UUID, now: datetime) -> SharedReview:
    """The shared review, for a practitioner who holds its case now."""
    rows = SharedReview.objects.filter(cycle__case__in=cases_held_by(actor, now))
    return get_object_or_404(rows.select_related("cycle__case__family__service"), pk=review_id)
