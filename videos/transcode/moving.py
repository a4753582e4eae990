"""A film that was put into the wrong case: sealed anew for the right one, then erased where it was.

Nothing is carried over but the bytes of the original and the noes: a new asset, a new key, people to confirm, no yes.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consent.carrying import carry_noes
from videos.models import Film, Job, Rendition
from videos.queries import original_of
from videos.transcode.engine import Engine
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease, LostLease
from videos.transcode.publish import Sealed, drop, seal_stream, show
from videos.writer import Order, begin_erasing, expect
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate


def move_original(lease: Lease, _heart: Heart, _engine: Engine) -> None:
    """Seals the original anew under the new asset's key, orders its preparing, and has the old film erased."""
    film = Film.objects.select_related(
        "asset__case__family", "moved_from__asset__case__family__service", "added_by"
    ).get(asset=lease.subject)
    if film.moved_from is None:
        raise LostLease
    with original_of(film.moved_from) as source:
        sealed = seal_stream(lease.subject, Rendition.Kind.ORIGINAL, source)
    try:
        _arrive(lease, film, film.moved_from, sealed)
    except BaseException:
        drop([sealed])
        raise


@transaction.atomic(durable=True)
def _arrive(lease: Lease, film: Film, old: Film, sealed: Sealed) -> None:
    now, case = timezone.now(), film.asset.case
    lease.end(Job.State.DONE, now)
    show(lease.subject, [sealed], now)
    expect(Job.Kind.PREPARE, lease.subject, now)
    carried = carry_noes(old.asset, film.asset, film.added_by, now)
    begin_erasing(old.asset, Order(Certificate.Why.MISTAKE, film.added_by), now)
    enter(
        "film_arrived_by_moving", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        film=film.pk, declarations=[said.pk for said in carried],
    )  # fmt: skip
