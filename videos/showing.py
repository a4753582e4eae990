"""How a film, clip or still can be shown to somebody now: under which purpose, and by which sealed bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from consent.decisions import Decision
from consent.models import Asset, Purpose
from videos.access import CONFIRMING, NotOpen, Opened, open_asset
from videos.models import Film, Rendition
from videos.player.playlist import Copy, in_a_row, seconds_of
from videos.transcode.frames import Grid
from videos.transcode.picture import small_size
from vigportal.accounts.models import User

PLAYED = (Rendition.Kind.STUDY, Rendition.Kind.CLIP, Rendition.Kind.STILL, Rendition.Kind.DIRECT)
"""What plays of an asset: the first of these that is there. A film of which none is there yet plays in parts."""

IN_PARTS = (Rendition.Kind.SMALL_PART, Rendition.Kind.SEGMENT)
"""The copies that play while a film is being made ready; a player that knows nothing of its line takes the first."""


@dataclass(frozen=True)
class Shown:
    """What a page needs to show an asset: the purpose for its addresses, what plays, and what goes with it.

    With `parts` it is still being made ready: so many are there, and `rendition` is the beginning that they share.
    """

    purpose: str
    rendition: UUID
    poster: UUID | None
    small: UUID | None = None
    full: UUID | None = None
    strip: UUID | None = None
    waveform: UUID | None = None
    parts: int = 0


def way_in(actor: User, asset: Asset, now: datetime) -> Opened:
    """For the case's practitioner: under `practice`, else by the confirming door. Raises the first's NotOpen."""
    try:
        return open_asset(actor, asset, Purpose.PRACTICE, now)
    except NotOpen as no:
        try:
            return open_asset(actor, asset, CONFIRMING, now)
        except NotOpen as also_no:
            raise no from also_no


def shown_to(actor: User, asset: Asset, now: datetime) -> Shown | Decision:
    """How the case's practitioner may see it, or the decision that shuts it."""
    try:
        opened = way_in(actor, asset, now)
    except NotOpen as no:
        return no.decision
    return shown_under(opened.purpose, asset) or opened.decision


def shown_under(purpose: str, asset: Asset) -> Shown | None:
    """What plays of an asset under a purpose that is open; None while nothing is there yet."""
    rows = Rendition.objects.filter(asset=asset).exclude(kind__in=(Rendition.Kind.ORIGINAL, *IN_PARTS))
    kinds = dict(rows.values_list("kind", "pk"))
    played = next((kinds[kind] for kind in PLAYED if kind in kinds), None)
    if played is None:
        return _shown_in_parts(purpose, parts_of(asset.pk), kinds.get(Rendition.Kind.POSTER))
    return Shown(
        purpose, played, kinds.get(Rendition.Kind.POSTER), small=kinds.get(Rendition.Kind.SMALL),
        full=kinds.get(Rendition.Kind.FULL), strip=kinds.get(Rendition.Kind.SPRITE),
        waveform=kinds.get(Rendition.Kind.WAVEFORM),
    )  # fmt: skip


def _shown_in_parts(purpose: str, parts: list[UUID], poster: UUID | None) -> Shown | None:
    return Shown(purpose, parts[0], poster, parts=len(parts) - 1) if parts[1:] else None


def parts_of(asset_id: UUID, kind: str = Rendition.Kind.SEGMENT) -> list[UUID]:
    """A film that is being made ready: the beginning of a copy's parts, then those that can be played by now."""
    parts = Rendition.objects.filter(asset=asset_id, kind=kind)
    return in_a_row(dict(parts.values_list("part", "pk")))


def copies_in_parts(film: Film) -> list[Copy]:
    """The copies of a film that is being made ready, as far as they can be played by now."""
    rows: dict[str, dict[int, Rendition]] = {kind: {} for kind in IN_PARTS}
    for row in Rendition.objects.filter(asset=film.asset_id, kind__in=IN_PARTS):
        rows[row.kind][row.part] = row
    found = {kind: in_a_row(parts) for kind, parts in rows.items()}
    return [_copy(film, kind, parts) for kind, parts in found.items() if parts[1:]]


def _copy(film: Film, kind: str, parts: list[Rendition]) -> Copy:
    clear = film.width, film.height
    largest = max(part.size for part in parts[1:])
    return Copy(
        address=f"../{parts[0].pk}/playlist.m3u8",
        size=small_size(*clear) if kind == Rendition.Kind.SMALL_PART else clear,
        bits=int(8 * largest / seconds_of(grid_of(film))),
    )


def grid_of(film: Film) -> Grid:
    """Where the frames of its study copy lie; known as soon as there is a part of it."""
    return Grid(Fraction(film.rate_num, film.rate_den))


def minutes_made(film: Film, shown: Shown) -> int:
    """Whole minutes of the film that can be watched by now, while it is being made ready."""
    return int(shown.parts * seconds_of(grid_of(film)) // 60)


def posters_of(assets: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """The poster of each asset that has one, in one query. Whether it may be seen is the gate's to say."""
    rows = Rendition.objects.filter(asset__in=list(assets), kind__in=(Rendition.Kind.POSTER, Rendition.Kind.STILL))
    return dict(rows.values_list("asset_id", "pk"))
