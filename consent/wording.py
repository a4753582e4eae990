"""Every reason in words: how it stands, a sentence for staff, a sentence for the family. Quiet room.

Words are filtered by who reads them (consent.md): staff see the reason. A family member gets one and the same
sentence for everything that rests on what somebody said or didn't say, so that nobody learns another's answer.
Sentences are translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from consent.decisions import Reason
from consent.terms import Action, Purpose
from vigportal.ledger.vocabulary.marking import gettext_noop as _


class Stand(StrEnum):
    """How a question stands: it is open, it waits for somebody, or it is closed."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True)
class Words:
    """A reason as staff read it: how it stands, one or two words for a pill, and a sentence."""

    stand: Stand
    short: str
    sentence: str


STAFF: Mapping[Reason, Words] = {
    Reason.EVERYONE_AGREES: Words(Stand.OPEN, _("Yes"), _("The yes that is needed is there.")),
    Reason.ERROR: Words(Stand.CLOSED, _("Closed"), _("Something about it doesn't fit together.")),
    Reason.ASSET_STATE: Words(Stand.WAITING, _("Not ready"), _("It is being made ready, or it is going.")),
    Reason.PEOPLE_UNCONFIRMED: Words(Stand.WAITING, _("Who is in it?"), _("Say who is in it first.")),
    Reason.CEILING: Words(Stand.CLOSED, _("Not used"), _("Your service doesn't use films for this.")),
    Reason.NO_DECISION_MAKER: Words(Stand.WAITING, _("Who decides?"), _("Nobody is verified who may decide.")),
    Reason.DISSENT: Words(Stand.CLOSED, _("Shows no"), _("They have shown that they don't want it.")),
    Reason.REFUSED: Words(Stand.CLOSED, _("No"), _("A no stands.")),
    Reason.VIEWER_EXCLUDED: Words(Stand.CLOSED, _("No"), _("A no to this viewer stands.")),
    Reason.ASSENT_MISSING: Words(Stand.WAITING, _("Ask the child"), _("Nobody has noted yet that the child wants it.")),
    Reason.EXPIRED: Words(Stand.WAITING, _("Ended"), _("The yes has come to its end.")),
    Reason.NOT_YET: Words(Stand.WAITING, _("Later"), _("The yes begins later.")),
    Reason.TEXT_STALE: Words(Stand.WAITING, _("Ask again"), _("The words have changed since the yes was given.")),
    Reason.EVIDENCE: Words(Stand.WAITING, _("Signature"), _("The yes was spoken; for this it has to be signed.")),
    Reason.NO_GRANT: Words(Stand.WAITING, _("Not asked"), _("There is no yes yet.")),
}

NOT_EVERYONE = _("Not everyone in this clip has agreed.")
NOT_NOW = _("This clip can't be shown at the moment. The person you work with can tell you more.")
OF_THE_PORTAL = frozenset({Reason.ERROR, Reason.ASSET_STATE, Reason.PEOPLE_UNCONFIRMED, Reason.CEILING})
"""Reasons that rest on nobody's answer."""


def family_sentence(reason: Reason) -> str:
    """Why a clip is dark, as any member of a family may read it."""
    return NOT_NOW if reason in OF_THE_PORTAL else NOT_EVERYONE


@dataclass(frozen=True)
class Names:
    """A purpose as staff call it, and in plain words for the family: who does what with the film."""

    staff: str
    family: str


PURPOSES: Mapping[Purpose, Names] = {
    Purpose.PRACTICE: Names(
        _("Our work together"), _("Filming you, keeping the film, choosing moments and watching them with you")
    ),
    Purpose.FAMILY_VIEWING: Names(_("Watching online"), _("Watching it at home: you, and the people you name")),
    Purpose.SUPERVISION: Names(_("Supervision"), _("Your practitioner showing it to their supervisor, to learn")),
    Purpose.ACCREDITATION: Names(
        _("Accreditation"), _("Showing it to an assessor, so that your practitioner can qualify")
    ),
    Purpose.INTERVISION: Names(
        _("Learning with other practitioners"), _("Your practitioner showing it to fellow practitioners, to learn")
    ),
    Purpose.TEAM: Names(_("Named colleagues"), _("Showing it to professionals around your family, each one named")),
    Purpose.TRAINING: Names(_("Training events"), _("Showing it at training events, to people you don't know")),
    Purpose.PRESENTATION: Names(_("Presentations"), _("Showing it in talks and at conferences")),
    Purpose.RESEARCH: Names(_("Research"), _("Using it in research")),
}
ACTIONS: Mapping[Action, str] = {
    Action.VIEW: _("Watch"),
    Action.KEEP_COPY: _("Keep a copy"),
}
