"""Why making a film ready stopped: the code that its row keeps, and the sentence a person reads.

Quiet room. A code is the kind of the fault in one word (`pipeline.code_of`); what isn't listed is the machine's.
"""

from collections.abc import Mapping

_ = str  # marks a sentence for makemessages; whoever shows it translates it

CALLED_OFF = "called_off"
SILENT = "parked"
NO_MORE, NOT_AGREED = "no_more", "not_agreed"
"""A film holds no more detail than its study copy; who asked for a copy may not watch the clip any more."""
SENTENCES: Mapping[str, str] = {
    CALLED_OFF: _("It was called off."),
    NOT_AGREED: _("Not everyone in it agreed any more."),
    NO_MORE: _("The film holds no more detail than what you see."),
    "timedout": _("It took longer than any film should."),
    "softtimelimitexceeded": _("It took longer than any film should."),
    "crashed": _("The program that makes films ready broke down at it."),
    "toobig": _("What came out was far larger than it should be."),
    "failed": _("The program that makes films ready could not finish it."),
    "unfit": _("What came out was not as it should be, so it was not used."),
    "damaged": _("What was stored of it could not be read whole."),
    "keymissing": _("Its key could not be found."),
    "keydestroyed": _("Its key is destroyed."),
    SILENT: _("The machine went silent over it, each time."),
    "fault": _("The portal itself made a mistake with it."),
}
OF_THE_MACHINE = _("Something was missing or full on the machine that makes films ready.")


def sentence_for(code: str) -> str:
    """In English; pages translate it."""
    return SENTENCES.get(code, OF_THE_MACHINE)
