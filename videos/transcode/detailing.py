"""A clip in full detail, when somebody asks for it: the same frames, made again from the original."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from videos.models import Clip, Job, Rendition
from videos.queries import index_of, original_of
from videos.transcode.cutting import study_on
from videos.transcode.detail import Original
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from videos.transcode.proof import Unfit
from videos.transcode.publish import Sealed, drop, seal_file, show
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench
from vigportal.ledger.writer import enter


def detail(lease: Lease, heart: Heart, engine: Engine) -> None:
    """Makes it; where the film holds no more than its study copy the job ends with nothing, and the page says so."""
    clip = Clip.objects.select_related("film", "asset__case__family").get(asset=lease.subject)
    sealed = []
    with Workbench(settings.SCRATCH_DIR) as bench:
        original = _original(bench, clip, engine, heart)
        if original.has_more:
            made = engine.cut_in_full(bench, original, study_on(bench, clip.film), heart.looking)
            sealed.append(seal_file(lease.subject, Rendition.Kind.FULL, made.file))
    try:
        _make_visible(lease, clip, sealed)
    except BaseException:
        drop(sealed)
        raise


def _original(bench: Workbench, clip: Clip, engine: Engine, heart: Heart) -> Original:
    with original_of(clip.film) as source:
        file = bench.load(source, size=source.size)
    info = engine.inspect_film(file, heart.watching)
    if isinstance(info, Refusal):
        raise Unfit("unreadable")  # it was made ready once
    return Original(file, info, index_of(clip.film), clip.first_frame, clip.end_frame)


@transaction.atomic(durable=True)
def _make_visible(lease: Lease, clip: Clip, sealed: list[Sealed]) -> None:
    now, case = timezone.now(), clip.asset.case
    lease.end(Job.State.DONE, now)  # an order to erase it has ended the job: then this raises LostLease
    show(lease.subject, sealed, now)
    enter(
        "clip_in_full_ended", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        clip=clip.pk, copies=len(sealed),
    )  # fmt: skip
