"""Moments: marked, moved, described, ordered, taken away. Frames are the study copy's, never seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Max

from consent.facts import Stretch as OnFilm
from consent.models import Asset
from consent.writer import grow, lock_case
from videos.actions.films import NotInThisState
from videos.models import Clip, Film, Heading, Job, Still
from videos.queries import index_of
from videos.transcode.states import FilmState
from videos.writer import Order, begin_erasing, expect
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate
from vigportal.vault.keys import create_key


class OutsideTheFilm(ValueError):
    """A moment begins before it ends, both inside the film."""


class Way(StrEnum):
    """Which way a moment moves in its film's row."""

    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True)
class Stretch:
    """Frames [first, end) of a film's study copy."""

    first: int
    end: int


@transaction.atomic(durable=True)
def mark_clip(*, actor: User, film: Film, stretch: Stretch, title: str, now: datetime) -> Clip:
    """A new moment: an asset with a key of its own, nobody confirmed in it, and the cut ordered."""
    clip = _new_clip(actor, film, stretch, now, title=title)
    enter(
        "clip_marked", actor=actor, service_id=film.asset.case.family.service_id, case_id=film.asset.case_id, now=now,
        clip=clip.pk, film=film.pk, first_frame=stretch.first, last_frame=stretch.end - 1,
    )  # fmt: skip
    return clip


def _new_clip(
    actor: User, film: Film, stretch: Stretch, now: datetime, *, title: str, place: int | None = None
) -> Clip:
    if not 0 <= stretch.first < stretch.end <= film.frames:
        raise OutsideTheFilm
    on_film = _on_film(film, stretch.first, stretch.end)
    lock_case(film.asset.case)
    if not _is_ready(film):
        raise NotInThisState
    asset = grow(film.asset, Asset.Kind.CLIP, now, on_film)
    create_key(asset.pk, film.asset.case.family.service_id)
    last = Clip.objects.filter(film=film).aggregate(last=Max("place"))["last"] or 0
    clip = Clip.objects.create(
        asset=asset,
        film=film,
        place=place if place is not None else last + 1,
        title=title,
        first_frame=stretch.first,
        end_frame=stretch.end,
        made_at=now,
        made_by=actor,
    )
    expect(Job.Kind.CUT, asset.pk, now)
    return clip


def _is_ready(film: Film) -> bool:
    return Film.objects.filter(pk=film.pk, state=FilmState.READY, bytes_gone_at=None).exists()


def _on_film(film: Film, first: int, end: int) -> OnFilm:
    """The film's own time of these frames. Read before the case is locked: the index may lie in a slow store.

    Two frames of the study copy may show one picture of the film, so a stretch is a microsecond long at least.
    """
    if not _is_ready(film):
        raise NotInThisState
    index = index_of(film)
    begins = index.source_microseconds(first)
    return OnFilm(begins, max(index.source_microseconds(end), begins + 1))


@transaction.atomic(durable=True)
def describe_clip(
    *, actor: User, clip: Clip, title: str, note: str, headings: Iterable[Heading], now: datetime
) -> None:
    """Title, note and headings. No consent hangs on them."""
    Clip.objects.filter(pk=clip.pk).update(title=title, note=note)
    clip.headings.set(headings)
    _enter_change(actor, clip, now, "title", "note", "headings")


@transaction.atomic(durable=True)
def move_clip(*, actor: User, clip: Clip, stretch: Stretch, now: datetime) -> Clip:
    """New ends for a moment: always a new asset, whose people are to confirm and to which no yes is carried.

    The old bytes show more than what was asked for, and whoever holds them open must lose them. A yes given for the
    film covers both, and a no follows the frames.
    """
    if stretch == Stretch(clip.first_frame, clip.end_frame):
        return clip
    moved = _new_clip(actor, clip.film, stretch, now, title=clip.title, place=clip.place)
    Clip.objects.filter(pk=moved.pk).update(note=clip.note)
    moved.headings.set(clip.headings.all())
    begin_erasing(clip.asset, Order(Certificate.Why.NOT_NEEDED, actor), now)
    _enter_change(actor, moved, now, "frames")
    return moved


@transaction.atomic(durable=True)
def order_clips(*, actor: User, clip: Clip, way: Way, now: datetime) -> None:
    """Moves a moment one place up or down among its film's moments."""
    row = list(Clip.objects.filter(film=clip.film).exclude(state__in=Clip.GONE))
    at = next(place for place, other in enumerate(row) if other.pk == clip.pk)
    to = at - 1 if way == Way.EARLIER else at + 1
    if 0 <= to < len(row):
        row[at], row[to] = row[to], row[at]
    for place, other in enumerate(row, 1):
        Clip.objects.filter(pk=other.pk).update(place=place)
    _enter_change(actor, clip, now, "order")


@transaction.atomic(durable=True)
def take_still(*, actor: User, clip: Clip, frame: int, now: datetime) -> Still:
    """One frame of a moment as a picture: an asset of its own, below the clip, with people to confirm."""
    if not clip.first_frame <= frame < clip.end_frame:
        raise OutsideTheFilm
    on_film = _on_film(clip.film, frame, frame + 1)
    lock_case(clip.asset.case)
    here = Clip.objects.filter(pk=clip.pk, film__state=FilmState.READY, film__bytes_gone_at=None)
    if not here.exclude(state__in=Clip.GONE).exists():
        raise NotInThisState
    asset = grow(clip.asset, Asset.Kind.STILL, now, on_film)
    create_key(asset.pk, asset.case.family.service_id)
    still = Still.objects.create(asset=asset, clip=clip, frame=frame, made_at=now, made_by=actor)
    expect(Job.Kind.STILL, asset.pk, now)
    enter(
        "still_taken", actor=actor, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        still=still.pk, clip=clip.pk,
    )  # fmt: skip
    return still


@transaction.atomic(durable=True)
def retry_clip(*, actor: User, clip: Clip, now: datetime) -> None:
    """Cuts once more."""
    if not Clip.objects.filter(pk=clip.pk, state=Clip.State.FAILED).update(state=Clip.State.CUTTING):
        raise NotInThisState
    expect(Job.Kind.CUT, clip.asset_id, now)
    case = clip.asset.case
    enter("clip_retried", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, clip=clip.pk)


@transaction.atomic(durable=True)
def erase_clip(*, actor: User, clip: Clip, now: datetime) -> None:
    """Shuts a moment and its stills at once; a worker destroys the keys and the bytes. The film stays."""
    gone = begin_erasing(clip.asset, Order(Certificate.Why.NOT_NEEDED, actor), now)
    case = clip.asset.case
    enter(
        "clip_erased", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        clip=clip.pk, assets=[asset.pk for asset in gone], reason=Certificate.Why.NOT_NEEDED,
    )  # fmt: skip


def _enter_change(actor: User, clip: Clip, now: datetime, *parts: str) -> None:
    case = clip.asset.case
    enter(
        "clip_changed", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        clip=clip.pk, parts=list(parts),
    )  # fmt: skip
