"""Before whom a clip can be put, and what each of them would see: being put before somebody opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from consent.grid import Cell, cell_of
from consent.models import Purpose
from consent.reading import Reading, decisions, reading_of
from videos.models import Clip, Share
from vigportal.accounts.models import Membership, Service, Supervising, User, in_force


@dataclass(frozen=True)
class Onlooker:
    """Somebody a clip is or can be put before, and how it stands for them today."""

    seat: Membership
    name: str
    cell: Cell


@dataclass(frozen=True)
class PutBefore:
    """A standing share, and how the clip stands for that person today."""

    share: Share
    name: str
    cell: Cell


def supervisors_of(actor: User, service: Service, now: datetime) -> QuerySet[Membership]:
    """Seats in this service from which somebody supervises `actor` now."""
    supervising = Supervising.objects.filter(
        in_force(now), in_force(now, "practitioner__"), supervisor=OuterRef("pk"), practitioner__user=actor
    )
    seats = Membership.objects.filter(Exists(supervising), in_force(now), service=service, user__isnull=False)
    return seats.select_related("user").order_by("user__name", "pk")


def onlookers(clip: Clip, seats: Iterable[Membership], purpose: Purpose, now: datetime) -> list[Onlooker]:
    """How the clip would stand for each of them under `purpose`, from one reading of the case."""
    reading = reading_of(clip.asset.case, now)
    return [Onlooker(seat, _name_of(seat), _cell(reading, clip, purpose, seat)) for seat in seats]


def put_before(clip: Clip, reading: Reading) -> list[PutBefore]:
    """Everybody whom the clip is before now, the family first."""
    shares = Share.objects.filter(clip=clip, ended_at=None).select_related("to__user", "to__person")
    rows = sorted(shares, key=lambda share: (share.purpose != Purpose.FAMILY_VIEWING, share.made_at))
    return [
        PutBefore(share, _name_of(share.to), _cell(reading, clip, Purpose(share.purpose), share.to)) for share in rows
    ]


def seats_before(clip: Clip, purpose: Purpose) -> list[Share]:
    """The standing shares of a clip for one purpose."""
    return list(Share.objects.filter(clip=clip, purpose=purpose, ended_at=None))


def _cell(reading: Reading, clip: Clip, purpose: Purpose, seat: Membership) -> Cell:
    return cell_of(decisions(reading, [clip.asset_id], [purpose], seat.user_id)[clip.asset_id, purpose])


def _name_of(seat: Membership) -> str:
    person = getattr(seat, "person", None)
    if person is not None:
        return str(person.name)
    return seat.user.name if seat.user else ""


def question_to(viewer: User, clip: Clip) -> Share:
    """The offer that put the clip before this supervisor, with the practitioner's question."""
    rows = Share.objects.filter(clip=clip, purpose=Purpose.SUPERVISION, to__user=viewer, ended_at=None)
    return rows.select_related("made_by").latest("made_at")
