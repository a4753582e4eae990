"""Parts of a film's copies are taken away: at an end of any kind, and where they can't be gone on with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Film, Job, Rendition
from videos.queries import is_watchable
from videos.transcode.lease import Lease
from videos.transcode.outputs import Quality
from videos.writer import forget_stretches
from vigportal.vault.storage import delete

KINDS = {Quality.CLEAR: Rendition.Kind.SEGMENT, Quality.SAVING: Rendition.Kind.SMALL_PART}
"""What the parts of each copy are kept as."""
ALL = Q()


def shut_early(film: Film, now: datetime) -> None:
    """Takes the parts away, in the caller's transaction; a film that can't be watched otherwise is shut with them."""
    if take_parts_away(film.asset_id) and not is_watchable(film):
        move(film.asset, Asset.State.PROCESSING, now)


def take_parts_away(asset_id: UUID, which: Q = ALL) -> bool:
    """In the caller's transaction; their bytes go after that. Were there any?"""
    rows = list(Rendition.objects.filter(which, asset=asset_id, kind__in=KINDS.values()))
    take_away(rows)
    return bool(rows)


def take_stretch_away(stretch: Job) -> None:
    """All that there is of a stretch, as above."""
    take_parts_away(stretch.subject, Q(part__gte=stretch.first_part, part__lt=stretch.end_part))


def take_away(rows: Iterable[Rendition]) -> None:
    """Robust: whatever bytes stay are swept, and a store that is away must not undo what has just been shown."""
    names = {row.pk: row.object_name for row in rows}
    Rendition.objects.filter(pk__in=names).delete()
    transaction.on_commit(lambda: _delete(names.values()), robust=True)


def _delete(names: Iterable[str]) -> None:
    for name in names:
        delete(name)


@transaction.atomic(durable=True)
def begin_anew(lease: Lease, film: Film) -> None:
    """Takes away what an attempt that broke off has left, and what others made: it can't be gone on with."""
    now = timezone.now()
    lease.hold(now)
    forget_stretches([lease.subject])
    shut_early(film, now)
