"""The closed sets the rule speaks in. Their values are what is stored: plain strings are as good as these."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What footage may be used for. A closed set; none implies another."""

    PRACTICE = "practice"
    FAMILY_VIEWING = "family_viewing"
    SUPERVISION = "supervision"
    ACCREDITATION = "accreditation"
    INTERVISION = "intervision"
    TEAM = "team"
    TRAINING = "training"
    PRESENTATION = "presentation"
    RESEARCH = "research"


class Action(StrEnum):
    """What may be done with it."""

    VIEW = "view"
    KEEP_COPY = "keep_copy"


class AssetKind(StrEnum):
    """The tree, from the root down."""

    CASE = "case"
    FILM = "film"
    CLIP = "clip"
    STILL = "still"


class State(StrEnum):
    """Only ACTIVE opens; any other state, and none at all, shuts the asset and all below it."""

    ACTIVE = "active"
    PROCESSING = "processing"
    QUARANTINED = "quarantined"
    EXPIRED = "expired"
    ERASING = "erasing"
    ERASED = "erased"


class Kind(StrEnum):
    """What a declaration says."""

    GIVE = "GIVE"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    DISSENT = "DISSENT"
    ASSENT = "ASSENT"
    VOID = "VOID"


class Evidence(StrEnum):
    """How a yes can be shown."""

    SPOKEN = "spoken"
    SIGNED = "signed"


WIDE = frozenset({Purpose.TRAINING, Purpose.PRESENTATION, Purpose.RESEARCH})
NOES = frozenset({Kind.REFUSE, Kind.WITHDRAW})
CLOSING = NOES | {Kind.DISSENT}
VOIDABLE = frozenset({Kind.GIVE, Kind.ASSENT})
EVERYTHING = "everything"
"""Stands for every purpose, those not invented yet included. Only a no or a dissent can mean it."""
FIRST_LAW = 1
FOLLOWS_FRAMES = 2
"""From this version of the law on, a no on a clip or still follows its frames."""
LAW = FOLLOWS_FRAMES
"""The version that decides now. A replay asks the version of its moment."""
