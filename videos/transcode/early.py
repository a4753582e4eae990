"""Parts of both copies of a film, sealed as they come: to watch it while it is made ready, and to go on behind them.

The law: a part is shown in one step with all that it needs, or not at all. What an attempt has left serves the next one
up to the last part that both copies have; where it can't be gone on with, and at an end of any kind, all of it is taken
away. When the film is ready its copies stand in their place.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Film, Rendition
from videos.queries import is_watchable, joined
from videos.transcode.frames import Grid
from videos.transcode.lease import Lease
from videos.transcode.made import Begun, Study
from videos.transcode.media import MediaInfo
from videos.transcode.outputs import Quality
from videos.transcode.publish import Sealed, drop, seal_bytes, shift, show
from videos.transcode.states import FilmState
from videos.transcode.workbench import Nameless, Workbench
from vigportal.ledger.writer import enter
from vigportal.vault.storage import delete

KINDS = {Quality.CLEAR: Rendition.Kind.SEGMENT, Quality.SAVING: Rendition.Kind.SMALL_PART}


class Early:
    """Takes the parts of one film from the engine, one after the other. Number 0 of each copy is its beginning."""

    def __init__(self, lease: Lease, film: Film) -> None:
        self._lease, self._film = lease, film
        self._beginnings: dict[Quality, bytes] = {}
        self._next = dict.fromkeys(Quality, 0)

    def take(self, study: Study, part: bytes) -> None:
        """Seals a part and shows it: the first with the beginning that it needs. Raises LostLease."""
        quality, number = study.quality, self._next[study.quality]
        if not number and quality not in self._beginnings:
            self._beginnings[quality] = part
            return
        pieces = [part] if number else [self._beginnings[quality], part]
        asset_id = self._lease.subject
        sealed = [seal_bytes(asset_id, KINDS[quality], piece, part=at) for at, piece in enumerate(pieces, number)]
        try:
            self._show(study, sealed)
        except BaseException:
            drop(sealed)
            raise
        self._next[quality] += len(pieces)

    @transaction.atomic(durable=True)
    def _show(self, study: Study, sealed: list[Sealed]) -> None:
        now, asset = timezone.now(), self._film.asset
        self._lease.hold(now)
        known = study if study.quality == Quality.CLEAR else None
        shift(self._film, FilmState.PREPARING, **(_as_watched(known) if known else {}))
        show(asset.pk, sealed, now)
        if known and asset.state != Asset.State.ACTIVE:
            move(asset, Asset.State.ACTIVE, now)
            service, case = asset.case.family.service_id, asset.case_id
            enter("film_watchable", actor=None, service_id=service, case_id=case, now=now, film=self._film.pk)

    def begun(self, bench: Workbench, info: MediaInfo) -> Begun | None:
        """What an attempt that broke off has left, to go on behind it; None where there is nothing of use.

        Raises Damaged or ObjectMissing where its bytes are not what they were.
        """
        grid = Grid(info.picture.rate)
        before_the_end = (grid.count_in(info.picture.seconds) - 1) // grid.segment_frames
        rows = self._left_by_another(most=1 + before_the_end)
        parts = len(rows.get(Quality.CLEAR, ()))
        if parts < 2:
            return None
        self._next = dict.fromkeys(Quality, parts)
        files = {quality: self._loaded(bench, found) for quality, found in rows.items()}
        return Begun((parts - 1) * grid.segment_frames, files[Quality.CLEAR], files.get(Quality.SAVING))

    @transaction.atomic(durable=True)
    def _left_by_another(self, *, most: int) -> dict[Quality, list[Rendition]]:
        """As many of each copy, and `most` at most; what there is beyond that is taken away, to be made again."""
        self._lease.hold(timezone.now())
        rows = {quality: _rows(self._film.asset, kind) for quality, kind in KINDS.items()}
        both = min([most, *(len(found) for found in rows.values() if found)])
        for found in rows.values():
            _take_away(found[both:])
        return {quality: found[:both] for quality, found in rows.items() if found}

    def _loaded(self, bench: Workbench, rows: list[Rendition]) -> Nameless:
        with joined(rows, self._lease.subject) as source:
            return bench.load(source, size=source.size)


def _as_watched(study: Study) -> dict[str, int]:
    """What a page needs to know of a film that is watched early."""
    rate = {"rate_num": study.rate.numerator, "rate_den": study.rate.denominator}
    return rate | {"width": study.width, "height": study.height, "has_sound": study.has_sound}


def _rows(asset: Asset, kind: Rendition.Kind) -> list[Rendition]:
    """Those that follow each other from the beginning on."""
    rows = Rendition.objects.filter(asset=asset, kind=kind).order_by("part")
    return [row for number, row in enumerate(rows) if row.part == number]


def shut_early(film: Film, now: datetime) -> None:
    """Takes the parts away, in the caller's transaction; a film that can't be watched otherwise is shut with them."""
    if take_parts_away(film.asset) and not is_watchable(film):
        move(film.asset, Asset.State.PROCESSING, now)


def take_parts_away(asset: Asset) -> bool:
    """In the caller's transaction; their bytes go after that. Were there any?"""
    rows = list(Rendition.objects.filter(asset=asset, kind__in=KINDS.values()))
    _take_away(rows)
    return bool(rows)


def _take_away(rows: list[Rendition]) -> None:
    """Robust: whatever bytes stay are swept, and a store that is away must not undo what has just been shown."""
    Rendition.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _delete([row.object_name for row in rows]), robust=True)


def _delete(names: list[str]) -> None:
    for name in names:
        delete(name)


@transaction.atomic(durable=True)
def begin_anew(lease: Lease, film: Film) -> None:
    """Takes away what an attempt that broke off has left: it can't be gone on with."""
    now = timezone.now()
    lease.hold(now)
    shut_early(film, now)
