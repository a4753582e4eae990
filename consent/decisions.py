"""What the rule answers: a decision, its reason, and everything found on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from families.ability import Id


class Reason(StrEnum):
    """In the order of the law: of all that is found, the first one here is the answer."""

    ERROR = "ERROR"
    ASSET_STATE = "ASSET_STATE"
    PEOPLE_UNCONFIRMED = "PEOPLE_UNCONFIRMED"
    CEILING = "CEILING"
    NO_DECISION_MAKER = "NO_DECISION_MAKER"
    DISSENT = "DISSENT"
    REFUSED = "REFUSED"
    VIEWER_EXCLUDED = "VIEWER_EXCLUDED"
    ASSENT_MISSING = "ASSENT_MISSING"
    EXPIRED = "EXPIRED"
    NOT_YET = "NOT_YET"
    TEXT_STALE = "TEXT_STALE"
    EVIDENCE = "EVIDENCE"
    NO_GRANT = "NO_GRANT"
    EVERYONE_AGREES = "EVERYONE_AGREES"


ORDER = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: about whom, by or from whom, and the declaration it rests on, where there is one."""

    reason: Reason
    person: Id | None = None
    maker: Id | None = None
    declaration: Id | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no; why; the declarations that reason rests on; and for the ledger everything that was found.

    The findings of a yes are the literal yeses it rests on; of a no, every reason against it in order.
    """

    allowed: bool
    reason: Reason
    because_of: tuple[Id, ...]
    findings: tuple[Finding, ...]
