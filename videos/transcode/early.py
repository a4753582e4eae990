"""Parts of both copies of a film, sealed as they come: to watch it while it is made ready, and to go on behind them.

The law: a part is shown in one step with all that it needs, or not at all. What an attempt has left serves the next one
up to the last part that both copies have; where it can't be gone on with, and at an end of any kind, all of it is taken
away (`clearing`). When the film is ready its copies stand in their place.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from consent.models import Asset
from consent.writer import move
from videos.models import Film, Rendition
from videos.queries import joined
from videos.transcode.clearing import KINDS, take_away
from videos.transcode.frames import Grid
from videos.transcode.lease import Lease
from videos.transcode.made import Begun, Study
from videos.transcode.media import MediaInfo
from videos.transcode.others import Met, Others
from videos.transcode.outputs import Quality
from videos.transcode.parts import BEGINS
from videos.transcode.proof import Unfit
from videos.transcode.publish import Sealed, drop, seal_bytes, shift, show
from videos.transcode.states import FilmState
from videos.transcode.workbench import Nameless, Workbench
from vigportal.ledger.writer import enter


class Early:
    """Takes the parts of one film from the engine, one after the other. Number 0 of each copy is its beginning.

    From part `first` on it goes on behind parts that are there. With `others` it stops where they are: see `Met`.
    """

    def __init__(self, lease: Lease, film: Film, others: Others | None = None, first: int = 1) -> None:
        self._lease, self._film, self._others = lease, film, others
        self._beginnings: dict[Quality, bytes] = {}
        self._next = dict.fromkeys(Quality, first)
        self._met = 0

    def take(self, study: Study, part: bytes) -> None:
        """Seals a part and shows it: the first with the beginning that it needs.

        Raises LostLease; Met; Unfit where it doesn't fit behind the parts that are there.
        """
        quality, number = study.quality, self._next[study.quality]
        if part[4:8] == BEGINS:
            self._begin(quality, part, number)
        elif number == self._met or self._is_others(number):
            self._met = number  # this copy is ahead of the other
        else:
            self._keep(study, part, number)
            self._next[quality] = number + 1
            self._stop_at_others()

    def _begin(self, quality: Quality, beginning: bytes, number: int) -> None:
        self._beginnings[quality] = beginning
        if number > 1:
            shared = Rendition.objects.filter(asset=self._lease.subject, kind=KINDS[quality], part=0)
            if not shared.filter(sha256=sha256(beginning).hexdigest()).exists():
                raise Unfit("beginning")

    def _is_others(self, number: int) -> bool:
        return self._others is not None and self._others.are_at(number)

    def _stop_at_others(self) -> None:
        """Once every copy has come so far."""
        reached = {self._next[quality] for quality in self._beginnings}
        if len(reached) == 1 and ((part := reached.pop()) == self._met or self._is_others(part)):
            raise Met(part)

    def require_all_before(self, part: int) -> None:
        """Raises Unfit unless every copy has come so far, and no further."""
        if {self._next[quality] for quality in self._beginnings} != {part}:
            raise Unfit("parts")

    def _keep(self, study: Study, part: bytes, number: int) -> None:
        quality = study.quality
        pieces = [self._beginnings[quality], part] if number == 1 else [part]
        at = number + 1 - len(pieces)
        sealed = [
            seal_bytes(self._lease.subject, KINDS[quality], piece, part=place) for place, piece in enumerate(pieces, at)
        ]
        try:
            self._show(study, sealed)
        except BaseException:
            drop(sealed)
            raise

    @transaction.atomic(durable=True)
    def _show(self, study: Study, sealed: list[Sealed]) -> None:
        now, asset = timezone.now(), self._film.asset
        self._lease.hold(now)
        known = study if study.quality == Quality.CLEAR else None
        shift(self._film, FilmState.PREPARING, **(_as_watched(known) if known else {}))
        show(asset.pk, sealed, now)
        if known and self._others and sealed[0].part == 0:
            self._others.offer(now)
        if known and asset.state != Asset.State.ACTIVE:
            move(asset, Asset.State.ACTIVE, now)
            service, case = asset.case.family.service_id, asset.case_id
            enter("film_watchable", actor=None, service_id=service, case_id=case, now=now, film=self._film.pk)

    def begun(self, bench: Workbench, info: MediaInfo) -> Begun | None:
        """What an attempt that broke off has left, to go on behind it; None where there is nothing of use.

        Raises Damaged or ObjectMissing where its bytes are not what they were, and Met where others come next.
        """
        grid = Grid(info.picture.rate)
        before_the_end = (info.frames - 1) // grid.segment_frames
        rows = self._left_by_another(most=1 + before_the_end)
        parts = len(rows.get(Quality.CLEAR, ()))
        if parts < 2:
            return None
        self._next = dict.fromkeys(Quality, parts)
        if self._is_others(parts):
            raise Met(parts)
        files = {quality: self._loaded(bench, found) for quality, found in rows.items()}
        return Begun((parts - 1) * grid.segment_frames, files[Quality.CLEAR], files.get(Quality.SAVING))

    @transaction.atomic(durable=True)
    def _left_by_another(self, *, most: int) -> dict[Quality, list[Rendition]]:
        """As many of each copy, and `most` at most; what there is beyond that is taken away, to be made again.

        What others are at is left to them.
        """
        self._lease.hold(timezone.now())
        end = self._others.first_open() if self._others else None
        rows = {quality: _rows(self._film.asset_id, kind, end) for quality, kind in KINDS.items()}
        both = min([most, *(len(found) for found in rows.values() if found)])
        for found in rows.values():
            take_away(found[both:])
        return {quality: found[:both] for quality, found in rows.items() if found}

    def _loaded(self, bench: Workbench, rows: list[Rendition]) -> Nameless:
        with joined(rows, self._lease.subject) as source:
            return bench.load(source, size=source.size)


def _as_watched(study: Study) -> dict[str, int]:
    """What a page needs to know of a film that is watched early."""
    rate = {"rate_num": study.rate.numerator, "rate_den": study.rate.denominator}
    return rate | {"width": study.width, "height": study.height, "has_sound": study.has_sound}


def _rows(asset_id: UUID, kind: Rendition.Kind, end: int | None) -> list[Rendition]:
    """Those that follow each other from the beginning on, before part `end`."""
    rows = Rendition.objects.filter(asset=asset_id, kind=kind).order_by("part")
    return [row for number, row in enumerate(rows) if row.part == number and (end is None or number < end)]
