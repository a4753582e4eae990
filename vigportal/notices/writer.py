"""Telling somebody something."""

from datetime import datetime
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vigportal.notices.models import Notice
from vigportal.notices.sentences import SENTENCES


def tell(*, to: object, sentence: str, path: str, now: datetime) -> Notice:
    """Puts a line on `to`'s screen (a User) and, after commit, an e-mail that says only that there is one.

    Raises KeyError for a sentence that is not in the table. A mail server that is down changes nothing.
    """
    SENTENCES[sentence]
    notice = Notice.objects.create(to=to, sentence=sentence, path=path, made_at=now)
    transaction.on_commit(partial(_send, to))
    return notice


def _send(to: object) -> None:
    with override(to.language):  # type: ignore[attr-defined]
        send_mail(
            _("You have a message"),
            _("You have a message in VIGPortal. Sign in to read it."),
            None,
            [to.email],  # type: ignore[attr-defined]
            fail_silently=True,
        )
