"""A long film made by several workers: its own goes from the front, whoever has nothing else to do makes a stretch.

The law: a stretch is a job with a lease of its own, and only who holds it shows parts of it. They are taken from the
film's end on. What still waits when the film's own worker gets there, or went silent, it takes back; behind what others
have made it goes on as behind what an attempt has left that broke off. So a film never waits for help. With its job all
of it ends (`Lease.end`, `videos.writer`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from math import ceil
from time import sleep

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from videos.models import Job, Rendition
from videos.transcode.clearing import ALL, KINDS, take_stretch_away
from videos.transcode.frames import Grid
from videos.transcode.heart import Heart
from videos.transcode.lease import Lease, LostLease
from videos.transcode.media import MediaInfo
from videos.writer import offer_stretches

SECONDS = 60
"""Of film in a stretch: as much is redone at most when its worker is killed."""
LOOKS = 0.5


class Met(Exception):
    """The film's own worker has come to a part that is others'."""

    def __init__(self, part: int) -> None:
        super().__init__(part)
        self.part = part


def stretches_in(grid: Grid, seconds: Fraction) -> list[tuple[int, int]]:
    """The parts [first, end) of each stretch of a film that may be given away, about a minute each.

    Not the first minute: its worker is there already. Not the last whole part: a film may hold less than it says.
    """
    last = (grid.count_in(seconds) - 1) // grid.segment_frames
    each = ceil(SECONDS * grid.rate / grid.segment_frames)
    count = max(0, round((last - 1 - each) / each))
    ends = [1 + each + (last - 1 - each) * number // max(1, count) for number in range(count + 1)]
    return list(pairwise(ends))


class Others:
    """Who else works on a film, as its own worker sees it."""

    def __init__(self, lease: Lease, info: MediaInfo) -> None:
        grid = Grid(info.picture.rate)
        self._lease = lease
        self._parts = max(1, info.frames // grid.segment_frames)
        self._to_offer = stretches_in(grid, info.picture.seconds)
        self._share = 0.0

    def offer(self, now: datetime) -> None:
        """Once, in the transaction that shows the film's first part: that comes before any help."""
        offer_stretches(self._lease.subject, self._to_offer, now)
        self._to_offer = []

    def are_at(self, part: int) -> bool:
        """Whether others have made this part or are at it. What nobody is at is taken back. Raises LostLease."""
        self._share = self._made(Q(part__gte=part)).count() / self._parts
        stretch = self._at(part).first()
        return stretch is not None and not self._is_taken_back(stretch, part)

    @transaction.atomic(durable=True)
    def _is_taken_back(self, stretch: Job, part: int) -> bool:
        now = timezone.now()
        self._lease.hold(now)
        is_nobodys = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        if not self._is_whole(part):
            is_nobodys |= Q(state=Job.State.DONE)
        taken, _ = self._stretches().filter(is_nobodys, pk=stretch.pk).delete()
        if taken:
            take_stretch_away(stretch)
        return bool(taken)

    def first_open(self) -> int | None:
        """The first part that is still to come from others."""
        still_open = self._stretches().exclude(state=Job.State.DONE).order_by("first_part")
        return still_open.values_list("first_part", flat=True).first()

    def wait(self, part: int, heart: Heart) -> None:
        """While somebody is at this part. Raises LostLease."""
        while self._at(part).filter(state=Job.State.RUNNING, lease_until__gte=timezone.now()).exists():
            if heart.is_lost:
                raise LostLease
            heart.note(self._made(ALL).count() / self._parts)
            sleep(LOOKS)

    def telling(self, note: Callable[[float], None]) -> Callable[[float], None]:
        """Adds to what is done what others have made further on."""
        return lambda done: note(min(1.0, done + self._share))

    def _is_whole(self, part: int) -> bool:
        """Whether every copy that has a beginning has this part."""
        rows = Rendition.objects.filter(asset=self._lease.subject, kind__in=KINDS.values())
        return rows.filter(part=part).count() == rows.filter(part=0).count()

    def _at(self, part: int) -> QuerySet[Job]:
        return self._stretches().filter(first_part__lte=part, end_part__gt=part)

    def _stretches(self) -> QuerySet[Job]:
        return Job.objects.filter(kind=Job.Kind.STRETCH, subject=self._lease.subject)

    def _made(self, which: Q) -> QuerySet[Rendition]:
        return Rendition.objects.filter(which, asset=self._lease.subject, kind=Rendition.Kind.SEGMENT, part__gt=0)
