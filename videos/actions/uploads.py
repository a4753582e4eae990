"""Films on their way in: begun, given up. (Parts are noted by `upload.receive`, which also completes.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from consent.models import Asset
from consent.writer import grow, note_people, root_of
from families.models import Person
from families.queries import seats_to_hold
from sessions.models import Cycle
from videos.actions.films import NotInThisState
from videos.counting import room_for
from videos.models import Film, Upload
from videos.quota import Room, objection
from videos.transcode.states import FilmState
from videos.upload.commands import Why
from videos.upload.receive import KEEPS
from videos.writer import Order, begin_erasing
from vigportal.accounts.models import Service, User
from vigportal.ledger.models import PORTAL
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate
from vigportal.vault.keys import create_key


class CaseClosed(ValueError):
    """Films are added to open cases only."""


class Stranger(StrEnum):
    """Why somebody was turned away who asked for an upload by its id."""

    NOT_YOURS = "not_yours"


class NotInFamily(ValueError):
    """Somebody of another family was named."""


class NoRoom(ValueError):
    """The service, or the person, has no room for this film now: why, and what room there is."""

    def __init__(self, why: Why, room: Room) -> None:
        super().__init__(why)
        self.why, self.room = why, room


@dataclass(frozen=True)
class NewFilm:
    """What is known of a film before its first byte: which cycle, which kind, when filmed, who was there, how long."""

    cycle: Cycle
    kind: str
    recorded_at: datetime
    people: tuple[Person, ...]
    length: int


@transaction.atomic(durable=True)
def start_upload(*, actor: User, film: NewFilm, now: datetime) -> Upload:
    """An asset with a key of its own, a film that is arriving, and the upload it arrives by.

    `people` are noted as a first word on who is in it; confirming comes when it can be seen. Raises NoRoom.
    """
    case = film.cycle.case
    if case.closed_at is not None:
        raise CaseClosed
    if any(person.family_id != case.family_id for person in film.people):
        raise NotInFamily
    _require_room(actor, film, now)
    asset = grow(root_of(case, now), Asset.Kind.FILM, now)
    note_people(asset, film.people, actor, now)
    create_key(asset.pk, case.family.service_id)
    row = Film.objects.create(
        asset=asset, cycle=film.cycle, kind=film.kind, recorded_at=film.recorded_at, added_at=now, added_by=actor
    )
    upload = Upload.objects.create(film=row, actor=actor, length=film.length, expires_at=now + KEEPS)
    enter(
        "upload_started", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        upload=upload.pk, film=row.pk, size=film.length,
    )  # fmt: skip
    return upload


def _require_room(actor: User, film: NewFilm, now: datetime) -> None:
    """Under the service's lock: of two films that begin at the same moment the second sees what the first was given."""
    locked = Service.objects.select_for_update(no_key=True)  # rows that point at the service may be added meanwhile
    room = room_for(actor, locked.get(pk=film.cycle.case.family.service_id), now)
    if why := objection(room, film.length):
        raise NoRoom(why, room)


@transaction.atomic(durable=True)
def cancel_upload(*, actor: User, upload: Upload, now: datetime) -> None:
    """Given up by the person: what has arrived is erased with its key, and the film was never there."""
    _give_up(upload, actor, now)
    case = upload.film.asset.case
    enter(
        "upload_cancelled", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        upload=upload.pk, film=upload.film_id,
    )  # fmt: skip


@transaction.atomic(durable=True)
def expire_upload(*, upload: Upload, now: datetime) -> None:
    """Not finished in time: erased in the same way."""
    _give_up(upload, None, now)
    case = upload.film.asset.case
    enter(
        "upload_expired", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        upload=upload.pk, film=upload.film_id,
    )  # fmt: skip


@transaction.atomic(durable=True)
def note_refusal(*, actor: User, upload: Upload | None, why: Why | Stranger, now: datetime) -> None:
    """Enters that a part, or a whole film, was not taken. Called by the view, when nothing of it has stayed."""
    case = upload.film.asset.case if upload else None
    seat = seats_to_hold(actor, now).first()
    own = seat.service_id if seat else PORTAL
    enter(
        "upload_refused", actor=actor, service_id=case.family.service_id if case else own,
        case_id=case.pk if case else None, now=now, upload=upload.pk if upload else None, reason=why,
    )  # fmt: skip


def _give_up(upload: Upload, actor: User | None, now: datetime) -> None:
    """What has arrived is shut at once, and erased by a worker with its key. A film that is whole stays."""
    if not Film.objects.filter(pk=upload.film_id, state=FilmState.ARRIVING).exists():
        raise NotInThisState
    begin_erasing(upload.film.asset, Order(Certificate.Why.NOT_NEEDED, actor), now)
