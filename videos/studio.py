"""What the studio shows beside the picture: the film's moments with everything that can be said about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Prefetch

from consent.access import decisions_on
from consent.appearances import confirmed_among
from consent.grid import Cell, cell_of
from consent.models import Appearance, Purpose
from videos.models import Clip, Film, Heading, Still
from videos.queries import family_of
from videos.showing import posters_of
from videos.transcode.strip import strip_of


@dataclass(frozen=True)
class Moment:
    """A clip in the studio's list. `poster` is empty while practice is not open for it.

    One that `was_confirmed` and isn't now had somebody taken off: it is confirmed again on a page of its own.
    """

    clip: Clip
    seconds: float
    starts_at: float
    is_confirmed: bool
    was_confirmed: bool
    people: list[str]
    headings: list[UUID]
    stills: list[Still]
    poster: UUID | None
    practice: Cell

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.clip.end_frame - self.clip.first_frame


def bench_of(film: Film, now: datetime) -> dict[str, object]:
    """Everything that lies beside the picture."""
    noted = film.asset.appearances.filter(taken_off_at=None).values_list("person", flat=True)
    return {
        "moments": moments_of(film, now),
        "family": list(family_of(film.asset)),
        "in_film": set(noted),
        "strip": strip_of(film.frames, Fraction(film.rate_num, film.rate_den), film.width, film.height),
        "headings": list(Heading.objects.filter(put_away_at=None)),
    }


def moments_of(film: Film, now: datetime) -> list[Moment]:
    """The film's moments in their order, in a constant number of queries."""
    seen = Appearance.objects.filter(taken_off_at=None).select_related("person").order_by("person__name")
    rows = (
        Clip.objects.filter(film=film)
        .exclude(state__in=Clip.GONE)
        .select_related("asset")
        .prefetch_related("headings", "stills__asset", "asset__confirmations", Prefetch("asset__appearances", seen))
    )
    clips = list(rows)
    assets = [clip.asset_id for clip in clips]
    decided = decisions_on(film.asset.case, assets, viewer=None, purposes=[Purpose.PRACTICE], now=now)
    posters, confirmed = posters_of(assets), confirmed_among(assets)
    return [
        Moment(
            clip=clip,
            seconds=(clip.end_frame - clip.first_frame) * film.rate_den / film.rate_num,
            starts_at=clip.first_frame * film.rate_den / film.rate_num,
            is_confirmed=clip.asset_id in confirmed,
            was_confirmed=bool(clip.asset.confirmations.all()),
            people=[row.person.name for row in clip.asset.appearances.all()],
            headings=[heading.pk for heading in clip.headings.all()],
            stills=list(clip.stills.all()),
            poster=posters.get(clip.asset_id) if decided[clip.asset_id, Purpose.PRACTICE].allowed else None,
            practice=cell_of(decided[clip.asset_id, Purpose.PRACTICE]),
        )
        for clip in clips
    ]
