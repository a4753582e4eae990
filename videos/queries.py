"""What lies where: the sealed parts of a film, its study copy, its frame index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Least

from consent.models import Asset
from families.models import Person
from families.queries import cases_held_by
from sessions.models import Cycle
from videos.models import TRIES, Clip, Film, Job, Rendition, Upload
from videos.transcode.frames import FrameIndex
from vigportal.accounts.models import User
from vigportal.vault.reader import SealedFile, open_joined, open_sealed


class NotThere(LookupError):
    """The film has no such rendition (yet, or any more)."""


def original_of(film: Film) -> SealedFile:
    """The phone's original, read as one file from the parts in which it arrived. For workers only."""
    return joined(sealed_parts(film), film.asset_id)


def same_file(film: Film) -> QuerySet[Film]:
    """The family's other films that came as the very same file, the erased ones too."""
    same = Film.objects.filter(asset__case__family=film.asset.case.family_id, digest=film.digest)
    rows = same.exclude(digest="").exclude(pk=film.pk)
    return rows.select_related("asset__case", "cycle").order_by("added_at")


def study_of(film: Film) -> SealedFile:
    """The study copy, as one file. For workers only: what people watch goes through the gate."""
    return open_sealed(_rendition(film, Rendition.Kind.STUDY).object_name, film.asset_id)


def joined(rows: Iterable[Rendition], asset_id: UUID) -> SealedFile:
    """Several renditions of an asset, one behind the other as one file. For workers only."""
    return open_joined([(row.object_name, row.size) for row in rows], asset_id)


def small_of(film: Film) -> SealedFile:
    """The copy for a slow line, as one file. For workers only."""
    return open_sealed(_rendition(film, Rendition.Kind.SMALL).object_name, film.asset_id)


def has_small(film: Film) -> bool:
    """Whether there is a copy for a slow line."""
    return Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.SMALL).exists()


def index_of(film: Film) -> FrameIndex:
    """Study-copy frames and the source times they stand for."""
    with open_sealed(_rendition(film, Rendition.Kind.INDEX).object_name, film.asset_id) as sealed:
        return FrameIndex.from_bytes(sealed.read())


def _rendition(film: Film, kind: Rendition.Kind) -> Rendition:
    row = Rendition.objects.filter(asset=film.asset_id, kind=kind).first()
    if row is None:
        raise NotThere(kind)
    return row


def is_watchable(film: Film) -> bool:
    """Whether it can be watched as it was filmed, be it made ready or not."""
    return Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.DIRECT).exists()


def below(asset: Asset) -> list[Asset]:
    """The asset, and every asset below it that is not gone yet."""
    found, layer = [asset], [asset]
    while layer:
        layer = list(Asset.objects.filter(parent__in=layer).exclude(state=Asset.State.ERASED))
        found += layer
    return found


def family_of(asset: Asset) -> QuerySet[Person]:
    """Everybody who can be named as seen or heard in an asset: the people of its family, staff who appear too."""
    return Person.objects.filter(family=asset.case.family_id).order_by("kind", "name")


def sealed_parts(film: Film) -> QuerySet[Rendition]:
    """The parts in which a film has arrived, in their order."""
    return Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.ORIGINAL).order_by("part")


def owned_among(names: list[str]) -> set[str]:
    """Those of the vault's objects that a rendition points at."""
    return set(Rendition.objects.filter(object_name__in=names).values_list("object_name", flat=True))


def is_told_of(rendition_id: UUID) -> bool:
    """Whether a row says that these bytes are there."""
    return Rendition.objects.filter(pk=rendition_id).exists()


def upload_with(upload_id: UUID) -> Upload | None:
    """The upload with this id, whoever began it. Not a door."""
    return Upload.objects.select_related("film__asset__case__family").filter(pk=upload_id).first()


def waiting_uploads(cycle: Cycle, actor: User, now: datetime) -> QuerySet[Upload]:
    """What `actor` has begun to send for this cycle and not finished."""
    uploads = Upload.objects.filter(film__cycle=cycle, actor=actor, ended_at=None, expires_at__gt=now)
    return uploads.select_related("film")


def cycles_to_move_to(film: Film, actor: User, now: datetime) -> QuerySet[Cycle]:
    """Cycles of other open cases of the same service that `actor` holds."""
    cases = cases_held_by(actor, now).filter(closed_at=None, family__service=film.asset.case.family.service_id)
    cycles = Cycle.objects.filter(case__in=cases).exclude(case=film.asset.case_id)
    return cycles.select_related("case__family__service").order_by("case__family__name", "number")


def clips_left(film: Film) -> QuerySet[Clip]:
    """The film's clips that are not gone or going."""
    return Clip.objects.filter(film=film).exclude(state__in=Clip.GONE)


def films_set_aside(service_id: UUID) -> QuerySet[Film]:
    """Films of a service that were tried three times and stopped; with `tries` in all, and `set_aside_at`."""
    jobs = Job.objects.filter(subject=OuterRef("asset"), kind__in=[Job.Kind.PREPARE, Job.Kind.MOVE])
    newest = jobs.order_by("-made_at")
    tries = jobs.order_by().values("subject").annotate(tries=Sum(Least("attempt", TRIES))).values("tries")
    films = Film.objects.filter(asset__case__family__service=service_id, state=Film.State.FAILED)
    films = films.annotate(
        newest=Subquery(newest.values("state")[:1]),
        set_aside_at=Subquery(newest.values("ended_at")[:1]),
        tries=Subquery(tries),
    )
    return films.filter(newest=Job.State.PARKED).select_related("asset__case__family__service").order_by("set_aside_at")


class Detail(StrEnum):
    """How a clip stands in full detail."""

    THERE = "there"
    BEING_MADE = "being made"
    FILM_GONE = "film gone"
    NO_MORE = "no more"
    TOO_LONG = "too long"
    TO_ASK_FOR = "to ask for"


LONGEST_IN_FULL = 5 * 60
"""Seconds of a clip that can be had in full detail: making it takes the lane of the other clips so long."""


def detail_of(clip: Clip) -> Detail:
    """A film from before its full size was noted is looked into when somebody asks."""
    film, job = clip.film, last_job(clip.asset_id, Job.Kind.FULL)
    standing = (
        (Detail.THERE, Rendition.objects.filter(asset=clip.asset_id, kind=Rendition.Kind.FULL).exists()),
        (Detail.BEING_MADE, job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)),
        (Detail.FILM_GONE, film.state != Film.State.READY or film.bytes_gone_at is not None),
        (Detail.NO_MORE, (film.full_width, film.full_height) == (film.width, film.height)),
        (Detail.TOO_LONG, (clip.end_frame - clip.first_frame) * film.rate_den > LONGEST_IN_FULL * film.rate_num),
    )
    return next((how for how, is_so in standing if is_so), Detail.TO_ASK_FOR)


def last_job(asset_id: UUID, kind: Job.Kind) -> Job | None:
    """The newest job of a kind for an asset."""
    return Job.objects.filter(subject=asset_id, kind=kind).order_by("-made_at").first()
