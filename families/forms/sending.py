"""How a form of a case is sent: once, and with a sentence where it doesn't fit how things stand."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction

from families.models import Case
from families.writer import Reason, Refused, enter_refusal
from vigportal.accounts.access import SignedIn
from vigportal.accounts.models import Service


class OnceForm(forms.Form):
    """A form that makes something: what it makes takes the form's own hidden id, so sent twice it makes one."""

    form_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Sendable(Protocol):
    """A form, or a page of several."""

    def is_valid(self) -> bool:
        """Whether the answers fit the questions."""

    def add_error(self, field: str | None, error: str) -> None:
        """Says what doesn't fit; no field: it is about the whole."""


def taken(request: SignedIn, form: Sendable, about: Case | Service, act: Callable[[], object], now: datetime) -> bool:
    """Whether the form was sent, fits, and its act was done. A refusal is entered, and said in the form.

    A form sent twice counts as taken: the person sees the page they would have seen, and that it is saved.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        with transaction.atomic():
            enter_refusal(actor=request.user, about=about, refused=refused, now=now)
        if refused.reason == Reason.SENT_TWICE:
            messages.info(request, refused.reason.label)
            return True
        form.add_error(None, str(refused.reason.label))
        return False
    return True
