"""A clip's own page, for the practitioners of its case: how it stands, who is in it, whom it is before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consent.appearances import is_confirmed
from consent.grid import Cell, cell_of
from consent.models import Purpose
from consent.reading import decisions, reading_of
from videos.audience import PutBefore, put_before
from videos.models import Clip, ClipNote, Still
from videos.showing import Shown, shown_to
from videos.thread import Thread, thread_of
from vigportal.accounts.models import User


@dataclass(frozen=True)
class Use:
    """One purpose, and how the clip stands for it."""

    purpose: Purpose
    cell: Cell


@dataclass(frozen=True)
class Picture:
    """A still picture of the clip, and how it can be shown (not at all: None)."""

    still: Still
    frame: int
    shown: Shown | None
    is_confirmed: bool


@dataclass(frozen=True)
class Sheet:
    """Everything on the page beside the picture itself."""

    people: list[str]
    is_confirmed: bool
    uses: list[Use]
    before: list[PutBefore]
    notes: list[ClipNote]
    pictures: list[Picture]
    headings: list[str]
    thread: Thread


def sheet_of(clip: Clip, actor: User, now: datetime) -> Sheet:
    """The page of one clip, from one reading of its case."""
    reading = reading_of(clip.asset.case, now)
    own = decisions(reading, [clip.asset_id], [Purpose.PRACTICE], actor.pk)
    decided = {**decisions(reading, [clip.asset_id], reading.raised), **own}
    return Sheet(
        people=[person.name for person in reading.shown_in(clip.asset_id)],
        is_confirmed=is_confirmed(clip.asset),
        uses=[Use(each, cell_of(decided[clip.asset_id, each])) for each in reading.raised],
        before=put_before(clip, reading),
        notes=list(clip.notes.select_related("review__cycle", "written_by")),
        pictures=_pictures(clip, actor, now),
        headings=[heading.name for heading in clip.headings.all()],
        thread=thread_of(clip, actor),
    )


def _pictures(clip: Clip, actor: User, now: datetime) -> list[Picture]:
    stills = clip.stills.exclude(asset__state__in=Clip.GONE).select_related("asset__case__family__service")
    return [_picture(still, clip, actor, now) for still in stills.order_by("frame")]


def _picture(still: Still, clip: Clip, actor: User, now: datetime) -> Picture:
    shown = shown_to(actor, still.asset, now)
    can_be = shown if isinstance(shown, Shown) else None
    return Picture(still, still.frame - clip.first_frame, can_be, is_confirmed(still.asset))
