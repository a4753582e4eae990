"""How a word is taken down: once, and with a sentence where it can't be taken."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consent.access import Speaking
from consent.actions.accepting import NotAccepted, WhyNot
from consent.actions.refusing import refuse_declaration
from consent.models import Asset
from families.models import Person
from vigportal.accounts.models import User

SENTENCES: Mapping[WhyNot, Promise] = {
    WhyNot.OTHER_FAMILY: _("This is about another family. Nothing was saved."),
    WhyNot.MAY_NOT_DECIDE: _("This person can't decide this. Nothing was saved."),
    WhyNot.NOT_THEIR_SIGN_IN: _("Only the person themselves can say this here. Nothing was saved."),
    WhyNot.BEYOND_CEILING: _("Your service doesn't use films for this. Nothing was saved."),
    WhyNot.UNKNOWN_TEXT: _("The words on this page have changed. Please load the page again and read them."),
    WhyNot.BACK_DATED: _("This day has passed. Choose a day that is still to come."),
    WhyNot.EMPTY: _("There is nobody in it for whom this person may decide. Nothing was saved."),
    WhyNot.NOT_A_YES: _("Only a yes can be taken back as a mistake. Nothing was saved."),
    WhyNot.SAME_HAND: _("Somebody else has to sign this too. Nothing was saved."),
    WhyNot.NOT_A_PICTURE: _(
        "This file can't be read as a photo. Nothing was saved. Take a photo of the paper (JPEG, PNG or WebP)."
    ),
    WhyNot.TOO_LARGE: _("This photo is too large. Nothing was saved. Send one of at most 12 MB and 50 megapixels."),
    WhyNot.NOT_DRAWN: _("There is no signature to read. Nothing was saved. Sign again, or type the name."),
    WhyNot.STALE: _("Something has changed since this page was opened. Please load it again."),
}


def taken_down(form: Form, act: Callable[[], object], who: tuple[User, Asset, Person | None], now: datetime) -> bool:
    """Whether it was taken. What can't be is entered in the ledger, and said in the form; nothing has changed."""
    actor, scope, by = who
    try:
        act()
    except NotAccepted as no:
        refuse_declaration(actor=actor, scope=scope, by=by, why=no.why, now=now)
        form.add_error(None, str(SENTENCES[no.why]))
        return False
    return True


def speaker_of(actor: User, speaking: Speaking) -> tuple[User, Asset, Person | None]:
    """Who sends, about what, whose word it is."""
    return actor, speaking.asset, speaking.maker
