"""A yes that is about to end: whoever gave it is told once, in words that name nobody and nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consent.saying import Ending
from vigportal.ledger.writer import enter
from vigportal.notices.writer import tell


@transaction.atomic(durable=True)
def remind_of_end(*, ending: Ending, now: datetime) -> None:
    """A line on their screen, and "You have a message"."""
    case = ending.case
    tell(to=ending.user, sentence="yes_ends", path=ending.path, now=now)
    enter(
        "end_announced", actor=None, service_id=case.family.service_id, case_id=case.pk, now=now,
        people=[ending.maker.pk],
    )  # fmt: skip
