"""What of the footage waits: for a practitioner, films on their way or stopped and clips without their people; for a
manager, films that were set aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consent.appearances import is_confirmed_now
from families.queries import cases_held_by
from videos.models import Clip, Film
from videos.queries import films_set_aside
from videos.transcode.faults import sentence_for
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import Service, User
from vigportal.accounts.roles import Act

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


@dataclass(frozen=True)
class SetAside:
    """A film that could not be prepared, without a word about who is in it."""

    film: Film
    why: str
    tries: int
    at: datetime


def set_aside_rows(service: Service) -> list[SetAside]:
    """Films of a service that were tried three times and stopped, the oldest first."""
    return [_row(film) for film in films_set_aside(service.pk)]


def _row(film: Film) -> SetAside:
    tries, at = film.tries, film.set_aside_at  # type: ignore[attr-defined] # counted by the query
    return SetAside(film, _(sentence_for(film.refusal)), tries, at)


def set_aside_by_service(actor: User, now: datetime) -> list[tuple[Service, int]]:
    """How many films were set aside in each service that `actor` manages; none where there are none."""
    services = [seat.service for seat in seats_that_may(actor, Act.MANAGE_PEOPLE, now)]
    counted = [(service, films_set_aside(service.pk).count()) for service in services]
    return [(service, count) for service, count in counted if count]
