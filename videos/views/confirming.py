"""Who is in a film, clip or picture is sent: confirmed, or said in words why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from consent.actions.confirming import confirm_people
from consent.models import Asset
from families.models import Person
from families.writer import Refused, enter_refusal
from vigportal.accounts.access import SignedIn


def say_people(request: SignedIn, asset: Asset, people: Iterable[Person], now: datetime) -> None:
    """Confirm them; a refusal is entered and said, and so is what waits for another hand."""
    try:
        hand = confirm_people(actor=request.user, asset=asset, people=people, now=now)
    except Refused as refused:
        with transaction.atomic():
            enter_refusal(actor=request.user, about=asset.case, refused=refused, now=now)
        messages.error(request, str(refused.reason.label))
        return
    if hand:
        messages.info(request, _("Said. It stays shut until another hand has looked too."))
