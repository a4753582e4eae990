"""What of the footage waits for a practitioner: films on their way or stopped, clips without their people."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from consent.appearances import is_confirmed_now
from families.queries import cases_held_by
from videos.models import Clip, Film
from vigportal.accounts.models import User

ON_THEIR_WAY = (Film.State.ARRIVING, Film.State.CHECKING, Film.State.PREPARING)
STOPPED = (Film.State.REFUSED, Film.State.FAILED)


def films_waiting(actor: User, now: datetime) -> QuerySet[Film]:
    """Films in open cases of `actor` that are being made ready, or stopped on the way; the oldest first."""
    cases = cases_held_by(actor, now).filter(closed_at=None)
    films = Film.objects.filter(asset__case__in=cases, state__in=(*ON_THEIR_WAY, *STOPPED))
    return films.select_related("asset__case__family__service").order_by("added_at")


def clips_without_people(actor: User, now: datetime) -> QuerySet[Clip]:
    """Clips in open cases of `actor` that are ready, and of which nobody has said (or said again) who is in them."""
    cases = cases_held_by(actor, now).filter(closed_at=None)
    clips = Clip.objects.filter(~is_confirmed_now(), asset__case__in=cases, state=Clip.State.READY)
    return clips.select_related("asset__case__family__service", "film").order_by("made_at")
