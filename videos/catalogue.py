"""The films of a case as its pages list them: by cycle, each with its clips and what they are open to today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.access import decisions_on
from consent.decisions import Decision
from consent.grid import Cell, cell_of
from consent.models import Purpose
from families.models import Case
from sessions.models import Cycle
from videos.access import CONFIRMING
from videos.models import Clip, Film
from videos.showing import posters_of
from vigportal.accounts.models import User

SHOWN = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)


@dataclass(frozen=True)
class ListedClip:
    """A clip with its state for each purpose, and its poster where the practitioner may see it."""

    clip: Clip
    poster: UUID | None
    purpose: str
    cells: Mapping[Purpose, Cell]

    @property
    def family(self) -> Cell:
        """What the family's own viewing stands at."""
        return self.cells[Purpose.FAMILY_VIEWING]


@dataclass(frozen=True)
class ListedFilm:
    """A film with its clips."""

    film: Film
    poster: UUID | None
    purpose: str
    clips: list[ListedClip]


@dataclass(frozen=True)
class ListedCycle:
    """A cycle with its films."""

    cycle: Cycle
    films: list[ListedFilm]


def films_of(case: Case, actor: User, now: datetime) -> list[ListedCycle]:
    """Everything a case's page lists, in a constant number of queries; newest cycle first."""
    films = list(Film.objects.filter(asset__case=case).exclude(state="erased").select_related("asset", "cycle"))
    clips = list(Clip.objects.filter(film__in=films).exclude(state__in=Clip.GONE).select_related("asset"))
    assets = [*(film.asset_id for film in films), *(clip.asset_id for clip in clips)]
    decided = decisions_on(case, assets, viewer=actor.pk, purposes=SHOWN, now=now)
    posters = posters_of(assets)
    by_film: Mapping[UUID, list[ListedClip]] = defaultdict(list)
    for clip in clips:
        by_film[clip.film_id].append(_clip(clip, posters, decided))
    by_cycle: Mapping[UUID, list[ListedFilm]] = defaultdict(list)
    for film in films:
        poster, purpose = _poster(film.asset_id, posters, decided)
        by_cycle[film.cycle_id].append(ListedFilm(film, poster, purpose, by_film[film.pk]))
    cycles = Cycle.objects.filter(case=case).order_by("-number")
    return [ListedCycle(cycle, by_cycle[cycle.pk]) for cycle in cycles]


def _clip(clip: Clip, posters: Mapping[UUID, UUID], decided: Mapping[tuple[UUID, Purpose], Decision]) -> ListedClip:
    poster, purpose = _poster(clip.asset_id, posters, decided)
    cells = {purpose: cell_of(decided[clip.asset_id, purpose]) for purpose in SHOWN}
    return ListedClip(clip, poster, purpose, cells)


def _poster(
    asset: UUID, posters: Mapping[UUID, UUID], decided: Mapping[tuple[UUID, Purpose], Decision]
) -> tuple[UUID | None, str]:
    """A picture is listed only where practice is open: the confirming door is for the film's own page."""
    is_open = decided[asset, Purpose.PRACTICE].allowed
    return (posters.get(asset) if is_open else None), (Purpose.PRACTICE if is_open else CONFIRMING)
