"""From the phone's original to a film that can be studied."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Film, Job, Rendition
from videos.queries import is_watchable
from videos.transcode.clearing import begin_anew, shut_early, take_parts_away
from videos.transcode.early import Early
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease
from videos.transcode.made import LONG, Looking, Prepared
from videos.transcode.media import MediaInfo
from videos.transcode.original import looked_into
from videos.transcode.others import Met, Others
from videos.transcode.proof import Unfit
from videos.transcode.publish import Sealed, drop, seal_bytes, seal_file, shift, show
from videos.transcode.refusals import Refusal
from videos.transcode.runner import Failed, TooBig
from videos.transcode.states import FilmState
from videos.transcode.workbench import Nameless, Workbench
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell
from vigportal.vault.chunks import Damaged
from vigportal.vault.shelf import ObjectMissing

State = Film.State


def prepare(lease: Lease, heart: Heart, engine: Engine) -> None:
    """Inspects the film, then makes it ready or refuses it in words."""
    film = Film.objects.select_related("asset__case__family", "added_by").get(asset=lease.subject)
    with Workbench(settings.SCRATCH_DIR) as bench:
        original, info = looked_into(film, bench, engine, heart)
        if isinstance(info, Refusal):
            return refuse(lease, film, info)
        shift(film, FilmState.PREPARING)
        if not is_watchable(film):
            _let_watch(lease, film, engine.free_film(bench, original, info, heart.watching))
        made = _Work(lease, film, heart, engine, bench, original, info).made()
        if isinstance(made, Refusal):
            return refuse(lease, film, made)
        sealed = _sealed(lease, made)
        film.remarks = [(remark.about, remark.seconds) for remark in info.remarks]
    try:
        _make_ready(lease, film, made, sealed)
    except BaseException:
        drop(sealed)
        raise
    return None


MISFITS = (Unfit, Failed, TooBig, Damaged, ObjectMissing)
"""Why what is there already can't be gone on with: it is made anew then, in the same attempt."""


@dataclass(frozen=True)
class _Work:
    """A film on its bench, looked into, and who is at it."""

    lease: Lease
    film: Film
    heart: Heart
    engine: Engine
    bench: Workbench
    original: Nameless
    info: MediaInfo

    def made(self) -> Prepared | Refusal:
        """By this worker alone, unless the film is long and others have time."""
        if self.info.picture.seconds <= LONG:
            return self._anew(None)
        others = Others(self.lease, self.info)
        while True:
            try:
                return self._gone_on(others) or self._anew(others)
            except Met as met:
                others.wait(met.part, self.heart)

    def _gone_on(self, others: Others) -> Prepared | Refusal | None:
        """Behind what an earlier attempt has left, or others have made, if that will do."""
        early = Early(self.lease, self.film, others)
        with suppress(*MISFITS), self.bench.trying():
            if begun := early.begun(self.bench, self.info):
                looking = self._looking(early, others)
                return self.engine.prepare_film(self.bench, self.original, self.info, looking, begun)
        return None

    def _anew(self, others: Others | None) -> Prepared | Refusal:
        """From the film's beginning."""
        begin_anew(self.lease, self.film)
        in_parts = others or not is_watchable(self.film)
        early = Early(self.lease, self.film, others) if in_parts else None
        with self.bench.trying():
            return self.engine.prepare_film(self.bench, self.original, self.info, self._looking(early, others))

    def _looking(self, early: Early | None, others: Others | None) -> Looking:
        note = others.telling(self.heart.note) if others else self.heart.note
        return replace(self.heart.looking, on_progress=note, on_part=early.take if early else None)


def _sealed(lease: Lease, made: Prepared) -> list[Sealed]:
    files = {
        Rendition.Kind.STUDY: made.study.file,
        Rendition.Kind.SMALL: made.small and made.small.file,
        Rendition.Kind.POSTER: made.poster,
        Rendition.Kind.SPRITE: made.strip,
    }
    data = {
        Rendition.Kind.INDEX: made.index.to_bytes(),
        Rendition.Kind.WAVEFORM: made.waveform and made.waveform.to_bytes(),
    }
    return [
        *(seal_file(lease.subject, kind, file) for kind, file in files.items() if file),
        *(seal_bytes(lease.subject, kind, piece) for kind, piece in data.items() if piece),
    ]


def _let_watch(lease: Lease, film: Film, copy: Nameless | None) -> None:
    """What a browser plays as it is can be watched while the study copy is being made."""
    if copy is None:
        return
    sealed = [seal_file(lease.subject, Rendition.Kind.DIRECT, copy)]
    try:
        _make_watchable(lease, film, sealed)
    except BaseException:
        drop(sealed)
        raise


@transaction.atomic(durable=True)
def _make_watchable(lease: Lease, film: Film, sealed: list[Sealed]) -> None:
    now, case = timezone.now(), film.asset.case
    lease.renew(0, now)
    shift(film, FilmState.PREPARING)
    show(lease.subject, sealed, now)
    move(film.asset, Asset.State.ACTIVE, now)
    enter("film_watchable", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now, film=film.pk)


@transaction.atomic(durable=True)
def _make_ready(lease: Lease, film: Film, made: Prepared, sealed: list[Sealed]) -> None:
    now, study = timezone.now(), made.study
    lease.end(Job.State.DONE, now)
    shift(
        film, FilmState.READY, ready_at=now, refusal="", frames=study.frames, width=study.width, height=study.height,
        rate_num=study.rate.numerator, rate_den=study.rate.denominator, has_sound=study.has_sound,
        full_width=made.full[0], full_height=made.full[1], remarks=film.remarks,
    )  # fmt: skip
    take_parts_away(film.asset_id)
    show(lease.subject, sealed, now)
    move(film.asset, Asset.State.ACTIVE, now)
    case = film.asset.case
    enter("film_ready", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now, film=film.pk)
    tell(to=film.added_by, sentence="film_ready", path=f"/films/{film.pk}/", now=now)


@transaction.atomic(durable=True)
def refuse(lease: Lease, film: Film, no: Refusal) -> None:
    """Ends in words: the film's page says why, and what to do."""
    now, case = timezone.now(), film.asset.case
    lease.end(Job.State.DONE, now)
    shift(film, FilmState.REFUSED, refusal=no.why, refusal_facts=dict(no.facts))
    take_parts_away(film.asset_id)
    move(film.asset, Asset.State.PROCESSING, now)  # what could be watched of it already is shut again
    enter(
        "film_refused", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        film=film.pk, reason=no.why,
    )  # fmt: skip
    tell(to=film.added_by, sentence="film_refused", path=f"/films/{film.pk}/", now=now)


@transaction.atomic(durable=True)
def fail(lease: Lease, error: str) -> None:
    """Ends for now: nothing is lost, and the film's page offers another try."""
    now = timezone.now()
    film = Film.objects.select_related("asset__case__family").get(asset=lease.subject)
    lease.end(Job.State.PARKED, now, error)
    shift(film, FilmState.FAILED, refusal=error)
    shut_early(film, now)
    enter(
        "film_failed", actor=None, service_id=film.asset.case.family.service_id, case_id=film.asset.case_id, now=now,
        film=film.pk, attempt=lease.attempt,
    )  # fmt: skip
