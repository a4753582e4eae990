"""Telling somebody something."""

from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vigportal.notices.models import Notice
from vigportal.notices.sentences import SENTENCES


class Reader(Protocol):
    """Who is told: a User, known by shape because accounts stand above notices."""

    pk: UUID
    email: str
    language: str


def tell(*, to: Reader, sentence: str, path: str, now: datetime) -> Notice:
    """Puts a line on `to`'s screen and, after commit, sends an e-mail that says only that there is one.

    Raises KeyError for a sentence that is not in the table. A mail server that is down changes nothing.
    """
    SENTENCES[sentence]
    notice = Notice.objects.create(to_id=to.pk, sentence=sentence, path=path, made_at=now)
    transaction.on_commit(partial(_send, to))
    return notice


def was_told(*, to: Reader, sentence: str, path: str) -> bool:
    """Whether `to` has this very line already, read or not."""
    return Notice.objects.filter(to_id=to.pk, sentence=sentence, path=path).exists()


def _send(to: Reader) -> None:
    with override(to.language):
        send_mail(
            _("You have a message"),
            _("You have a message in VIGPortal. Sign in to read it."),
            None,
            [to.email],
            fail_silently=True,
        )
