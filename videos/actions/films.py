"""Films: tried again, taken away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.carrying import carry_noes
from consent.models import Asset
from consent.writer import grow, move, root_of
from sessions.models import Cycle
from videos.models import Film, Job
from videos.queries import below
from videos.transcode.clearing import shut_early
from videos.transcode.faults import CALLED_OFF
from videos.transcode.states import FilmState, sources_of
from videos.writer import Order, begin_erasing, call_off, expect, expect_film, require_no_hold
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate
from vigportal.vault.keys import create_key

MOVABLE = frozenset({FilmState.READY, FilmState.FAILED})


class NotInThisState(ValueError):
    """What was asked for does not fit where the film, clip or upload stands now: the page was stale."""


@transaction.atomic(durable=True)
def retry_film(*, actor: User, film: Film, now: datetime) -> None:
    """Once more from the original, which is still here."""
    if not Film.objects.filter(pk=film.pk, state=FilmState.FAILED).update(state=FilmState.CHECKING, refusal=""):
        raise NotInThisState
    expect_film(film, now)
    case = film.asset.case
    enter("film_retried", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, film=film.pk)


@transaction.atomic(durable=True)
def call_off_film(*, actor: User, film: Film, now: datetime) -> None:
    """No longer made ready: its worker has lost the job, kills what it runs, publishes nothing. The original stays."""
    if not call_off(Job.Kind.PREPARE, film.asset_id, CALLED_OFF, now):
        raise NotInThisState
    here = Film.objects.filter(pk=film.pk, state__in=sources_of(FilmState.FAILED))
    if not here.update(state=FilmState.FAILED, refusal=CALLED_OFF):
        raise NotInThisState
    shut_early(film, now)
    case = film.asset.case
    enter("film_called_off", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, film=film.pk)


class AnotherService(ValueError):
    """Films don't leave their service."""


@transaction.atomic(durable=True)
def move_film(*, actor: User, film: Film, cycle: Cycle, now: datetime) -> Film:
    """To another case: shut here at once, a new asset there, people to confirm; noes go along, and no yes does."""
    case, target = film.asset.case, cycle.case
    if target.family.service_id != case.family.service_id:
        raise AnotherService
    if film.state not in MOVABLE or film.bytes_gone_at or target.closed_at or target.pk == case.pk:
        raise NotInThisState
    require_no_hold(film.asset, below(film.asset), now)
    move(film.asset, Asset.State.QUARANTINED, now)
    asset = grow(root_of(target, now), Asset.Kind.FILM, now)
    create_key(asset.pk, target.family.service_id)
    moved = Film.objects.create(
        asset=asset, cycle=cycle, kind=film.kind, recorded_at=film.recorded_at, added_at=now, added_by=actor,
        state=FilmState.CHECKING, moved_from=film, digest=film.digest,
    )  # fmt: skip
    carried = carry_noes(film.asset, asset, actor, now)
    expect(Job.Kind.MOVE, asset.pk, now)
    enter(
        "film_moved", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        film=film.pk, case=target.pk, moved_to=moved.pk, declarations=[said.pk for said in carried],
    )  # fmt: skip
    return moved


@transaction.atomic(durable=True)
def erase_film(*, actor: User, film: Film, why: Certificate.Why, now: datetime) -> None:
    """Shuts the film and everything cut from it at once; a worker destroys the keys and the bytes."""
    gone = begin_erasing(film.asset, Order(why, actor), now)
    case = film.asset.case
    enter(
        "film_erased", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        film=film.pk, assets=[asset.pk for asset in gone], reason=why,
    )  # fmt: skip
