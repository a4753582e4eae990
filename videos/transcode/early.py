"""A film watched while it is being made ready: parts of its study copy, sealed and shown as they come.

The law: a part is shown in one step with all that it needs, or not at all. Parts belong to the attempt that makes them:
the next attempt, and an end of any kind, takes them away; when the film is ready its study copy stands in their place.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Film, Rendition
from videos.transcode.engine import Study
from videos.transcode.lease import Lease
from videos.transcode.publish import Sealed, drop, seal_bytes, shift, show
from videos.transcode.states import FilmState
from vigportal.ledger.writer import enter
from vigportal.vault.storage import delete

PART = Rendition.Kind.SEGMENT


class Early:
    """Takes the parts of one film from the engine, one after the other."""

    def __init__(self, lease: Lease, film: Film) -> None:
        self._lease, self._film = lease, film
        self._beginning = b""
        self._shown = 0

    def take(self, study: Study, part: bytes) -> None:
        """Seals a part and shows it: the first with the beginning that it needs. Raises LostLease."""
        if not self._beginning:
            self._beginning = part
            return
        pieces = [part] if self._shown else [self._beginning, part]
        sealed = [
            seal_bytes(self._lease.subject, PART, piece, part=number)
            for number, piece in enumerate(pieces, self._shown)
        ]
        try:
            self._show(study, sealed)
        except BaseException:
            drop(sealed)
            raise
        self._shown += len(pieces)

    @transaction.atomic(durable=True)
    def _show(self, study: Study, sealed: list[Sealed]) -> None:
        now, asset = timezone.now(), self._film.asset
        self._lease.hold(now)
        shift(
            self._film, FilmState.PREPARING, width=study.width, height=study.height, has_sound=study.has_sound,
            rate_num=study.rate.numerator, rate_den=study.rate.denominator,
        )  # fmt: skip
        show(asset.pk, sealed, now)
        if not self._shown:
            move(asset, Asset.State.ACTIVE, now)
            service, case = asset.case.family.service_id, asset.case_id
            enter("film_watchable", actor=None, service_id=service, case_id=case, now=now, film=self._film.pk)


def take_parts_away(asset: Asset) -> bool:
    """Of an asset that is being made ready, in the caller's transaction; its bytes go after that. Were there any?"""
    parts = Rendition.objects.filter(asset=asset, kind=PART)
    names = list(parts.values_list("object_name", flat=True))
    parts.delete()
    transaction.on_commit(lambda: _delete(names), robust=True)
    return bool(names)


def _delete(names: list[str]) -> None:
    """Robust: whatever stays is swept, and a store that is away must not undo what has just been shown."""
    for name in names:
        delete(name)


@transaction.atomic(durable=True)
def begin_anew(lease: Lease, film: Film) -> None:
    """What an attempt that broke off has left can't be gone on with: another one makes other bytes."""
    now = timezone.now()
    lease.hold(now)
    if take_parts_away(film.asset):
        move(film.asset, Asset.State.PROCESSING, now)
