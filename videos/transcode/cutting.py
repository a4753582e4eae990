"""From the study copy to clips and stills: exactly the frames that were marked, and nothing else in the file."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Clip, Film, Job, Rendition, Still
from videos.queries import has_small, small_of, study_of
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from videos.transcode.made import Study
from videos.transcode.publish import Sealed, drop, seal_file, show
from videos.transcode.workbench import Workbench
from vigportal.ledger.writer import enter


def cut(lease: Lease, heart: Heart, engine: Engine) -> None:
    """Cuts a clip and, where the film has a small copy, a small one of it; its middle frame is its poster."""
    clip = Clip.objects.select_related("film", "asset__case__family").get(asset=lease.subject)
    with Workbench(settings.SCRATCH_DIR) as bench:
        study = study_on(bench, clip.film)
        small = _small(bench, clip.film, study)
        made = engine.cut_clip(bench, study, clip.first_frame, clip.end_frame, heart.looking)
        poster = engine.take_still(bench, study, (clip.first_frame + clip.end_frame) // 2)
        files = {Rendition.Kind.CLIP: made.file, Rendition.Kind.POSTER: poster}
        if small:
            saving = engine.cut_clip(bench, small, clip.first_frame, clip.end_frame, heart.looking)
            files[Rendition.Kind.SMALL] = saving.file
        sealed = [seal_file(lease.subject, kind, file) for kind, file in files.items()]
    _publish(lease, clip.asset, sealed, "clip_ready", clip=clip.pk)


def still(lease: Lease, _heart: Heart, engine: Engine) -> None:
    """Takes one frame as a picture."""
    picture = Still.objects.select_related("clip__film", "asset__case__family").get(asset=lease.subject)
    with Workbench(settings.SCRATCH_DIR) as bench:
        made = engine.take_still(bench, study_on(bench, picture.clip.film), picture.frame)
        sealed = [seal_file(lease.subject, Rendition.Kind.STILL, made)]
    _publish(lease, picture.asset, sealed, "still_ready", still=picture.pk)


def study_on(bench: Workbench, film: Film) -> Study:
    """The film's study copy on the bench."""
    with study_of(film) as source:
        file = bench.load(source, size=source.size)
    rate = Fraction(film.rate_num, film.rate_den)
    return Study(file, rate, film.frames, film.width, film.height, film.has_sound)


def _small(bench: Workbench, film: Film, study: Study) -> Study | None:
    """None for films from before there were small copies, and for those that are small enough."""
    if not has_small(film):
        return None
    with small_of(film) as source:
        return study.made_small(bench.load(source, size=source.size))


def _publish(lease: Lease, asset: Asset, sealed: list[Sealed], event: str, **facts: Any) -> None:
    try:
        _make_visible(lease, asset, sealed, event, facts)
    except BaseException:
        drop(sealed)
        raise


@transaction.atomic(durable=True)
def _make_visible(lease: Lease, asset: Asset, sealed: list[Sealed], event: str, facts: dict[str, Any]) -> None:
    now = timezone.now()
    lease.end(Job.State.DONE, now)  # an order to erase it has ended the job: then this raises LostLease
    show(asset.pk, sealed, now)
    Clip.objects.filter(asset=asset, state=Clip.State.CUTTING).update(state=Clip.State.READY)
    move(asset, Asset.State.ACTIVE, now)
    enter(event, actor=None, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now, **facts)


@transaction.atomic(durable=True)
def fail(lease: Lease, error: str) -> None:
    """Ends for now; its page offers another try."""
    now = timezone.now()
    lease.end(Job.State.PARKED, now, error)
    asset = Asset.objects.select_related("case__family").get(pk=lease.subject)
    Clip.objects.filter(asset=asset, state=Clip.State.CUTTING).update(state=Clip.State.FAILED)
    enter(
        "cutting_failed", actor=None, service_id=asset.case.family.service_id, case_id=asset.case_id, now=now,
        asset=asset.pk, attempt=lease.attempt,
    )  # fmt: skip
