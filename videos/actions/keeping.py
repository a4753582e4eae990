"""Footage whose time has passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.models import Asset
from consent.writer import lock_case
from videos.actions.films import NotInThisState
from videos.keeping import GONE, Due
from videos.models import Film
from videos.transcode.states import FilmState
from videos.writer import Order, begin_erasing
from vigportal.ledger.writer import enter
from vigportal.retention.models import Certificate
from vigportal.retention.rules import as_data


@transaction.atomic(durable=True)
def erase_by_rule(*, due: Due, now: datetime) -> None:
    """Shuts it, with what goes along, and orders its end. Raises OnHold; NotInThisState where it is going already."""
    asset, case = due.asset, lock_case(due.asset.case)
    if (
        Asset.objects.filter(pk=asset.pk, state__in=GONE).exists()
        or Film.objects.filter(asset=asset, state=FilmState.ERASING).exists()
    ):
        raise NotInThisState
    order = Order(Certificate.Why.RULE, rule=dict(as_data([due.rule])[0]), is_bytes_only=due.is_bytes_only)
    gone = begin_erasing(asset, order, now)
    enter(
        "erased_by_rule", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        assets=[each.pk for each in gone], kind=due.kind, trigger=due.rule.trigger,
    )  # fmt: skip
