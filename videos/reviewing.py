"""The shared review: its cycle's clips in their order, what of them is open today, and what was said about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consent.access import decisions_on
from consent.grid import Cell, cell_of
from consent.models import Purpose
from sessions.models import SharedReview
from videos.models import Clip, ClipNote, Film, Rendition
from videos.showing import Shown
from videos.thread import seconds_of
from vigportal.accounts.models import User

SHOWN = (Rendition.Kind.CLIP, Rendition.Kind.POSTER, Rendition.Kind.FULL)
"""What the room has of a clip: it plays from the clear copy, or, where somebody had it made, in full detail."""


@dataclass(frozen=True)
class InRow:
    """One clip of a review. `shown` is empty where it isn't open now: then it is not in the room's row."""

    clip: Clip
    seconds: float
    cell: Cell
    shown: Shown | None
    notes: list[ClipNote]


def row_of(review: SharedReview, actor: User, now: datetime) -> list[InRow]:
    """The clips of the family's film, asked one by one under `practice`, in a constant number of queries."""
    clips = list(_clips_of(review))
    assets = [clip.asset_id for clip in clips]
    decided = decisions_on(
        review.cycle.case, assets, viewer=actor.pk, purposes=[Purpose.PRACTICE], now=now
    )  # fmt: skip
    bytes_of = _bytes_of(assets)
    notes: Mapping[UUID, list[ClipNote]] = defaultdict(list)
    for note in ClipNote.objects.filter(review=review, clip__in=clips).select_related("written_by"):
        notes[note.clip_id].append(note)
    rows = []
    for clip in clips:
        decision = decided[clip.asset_id, Purpose.PRACTICE]
        shown = _shown(bytes_of[clip.asset_id]) if decision.allowed else None
        rows.append(InRow(clip, seconds_of(clip), cell_of(decision), shown, notes[clip.pk]))
    return rows


def notes_not_said(
    review: SharedReview, said: list[tuple[Clip, ClipNote.Voice, str]]
) -> list[tuple[Clip, ClipNote.Voice, str]]:
    """What of it is new: a form that was sent twice says nothing new."""
    rows = ClipNote.objects.filter(review=review).values_list("clip", "voice", "words")
    known = set(rows)
    return [each for each in said if (each[0].pk, each[1].value, each[2]) not in known]


def _clips_of(review: SharedReview) -> list[Clip]:
    clips = Clip.objects.filter(film__cycle=review.cycle_id, film__kind=Film.Kind.INTERACTION)
    rows = clips.exclude(state__in=Clip.GONE).select_related("film", "asset__case__family__service")
    return list(rows.order_by("film__recorded_at", "place", "made_at"))


def _bytes_of(assets: list[UUID]) -> Mapping[UUID, Mapping[str, UUID]]:
    found: Mapping[UUID, dict[str, UUID]] = defaultdict(dict)
    rows = Rendition.objects.filter(asset__in=assets, kind__in=SHOWN)
    for asset, kind, key in rows.values_list("asset", "kind", "pk"):
        found[asset][kind] = key
    return found


def _shown(kinds: Mapping[str, UUID]) -> Shown | None:
    played, poster, full = (kinds.get(kind) for kind in SHOWN)
    return Shown(Purpose.PRACTICE, played, poster, full=full) if played else None
