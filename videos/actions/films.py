"""Films: tried again, taken away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from videos.models import Film, Job
from videos.transcode.states import FilmState
from videos.writer import Order, begin_erasing, expect
from vigportal.accounts.models import User
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate


class NotInThisState(ValueError):
    """What was asked for does not fit where the film, clip or upload stands now: the page was stale."""


@transaction.atomic(durable=True)
def retry_film(*, actor: User, film: Film, now: datetime) -> None:
    """Once more from the original, which is still here."""
    if not Film.objects.filter(pk=film.pk, state=FilmState.FAILED).update(state=FilmState.CHECKING, refusal=""):
        raise NotInThisState
    expect(Job.Kind.PREPARE, film.asset_id, now)
    case = film.asset.case
    enter("film_retried", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now, film=film.pk)


@transaction.atomic(durable=True)
def erase_film(*, actor: User, film: Film, why: Certificate.Why, now: datetime) -> None:
    """Shuts the film and everything cut from it at once; a worker destroys the keys and the bytes."""
    gone = begin_erasing(film.asset, Order(why, actor), now)
    case = film.asset.case
    enter(
        "film_erased", actor=actor, service_id=case.family.service_id, case_id=case.pk, now=now,
        film=film.pk, assets=[asset.pk for asset in gone], reason=why,
    )  # fmt: skip
