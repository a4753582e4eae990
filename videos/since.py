"""What was watched between the day a no was said and the moment it was written down.

A no on paper counts from its entry on: what was watched before can't be undone, but whoever said it is owed the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q

from consent.models import Appearance, Asset, Declaration, Purpose
from consent.queries import branch_of
from videos.access import CONFIRMING
from videos.models import Viewing


@dataclass(frozen=True)
class Between:
    """The sittings of those days, the oldest first."""

    no: Declaration
    from_at: datetime
    until_at: datetime
    viewings: Sequence[Viewing]


def watched_since(no: Declaration) -> Between:
    """Every sitting with something the no is about, from the beginning of the day on which it was said."""
    said_on = no.said_on or no.recorded_at.date()
    from_at = datetime.combine(said_on, time(), no.case.family.service.zone)
    seen = Viewing.objects.filter(asset__in=_shown(no), last_at__gte=from_at, started_at__lt=no.recorded_at)
    rows = seen.filter(_meant(no)).select_related(
        "viewer", "asset__film__cycle", "asset__clip__film__cycle", "asset__still"
    )
    return Between(no, from_at, no.recorded_at, list(rows.order_by("started_at")))


def _shown(no: Declaration) -> list[Asset]:
    """What lies in its scope and has ever been noted to show the person: what went since was watched all the same."""
    noted = Appearance.objects.filter(person=no.about_id, asset__case=no.case_id)
    assets = Asset.objects.filter(pk__in=noted.values("asset")).select_related("parent__parent__parent")
    return [asset for asset in assets if no.scope_id in {step.pk for step in branch_of(asset)}]


def _meant(no: Declaration) -> Q:
    """Its purposes; all of them where it lists none, or everything. A no to practice shuts confirming too."""
    named = {line.purpose for line in no.lines.all()}
    purposes = Q() if not named or Purpose.EVERYTHING in named else Q(purpose__in=named | _with_confirming(named))
    viewers = [viewer.pk for viewer in no.viewers.all()]
    return purposes & Q(viewer__in=viewers) if viewers else purposes


def _with_confirming(named: set[str]) -> set[str]:
    return {CONFIRMING} if Purpose.PRACTICE in named else set()
