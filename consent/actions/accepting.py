"""Whether a declaration can be taken at all. Nothing here decides who may watch: that is `policy`'s, at every view.

Everything that can't be taken is refused whole, with a reason that the view enters after the action has rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from consent.facts import Allowance, Ceiling
from consent.loader import ceilings_of
from consent.models import Action, Asset, ConsentText, Declaration, Purpose
from consent.queries import text_for
from consent.record import is_there
from consent.sealing import Shown
from consent.terms import WIDE
from families.ability import Ages, Id, value_at
from families.models import Case, Person
from families.record import makers_among, person_facts
from families.standing import Breadth, Standing, standing_of
from vigportal.accounts.models import User

Kind = Declaration.Kind


class WhyNot(StrEnum):
    """Why a declaration was not accepted."""

    OTHER_FAMILY = "other_family"
    MAY_NOT_DECIDE = "may_not_decide"
    NOT_THEIR_SIGN_IN = "not_their_sign_in"
    BEYOND_CEILING = "beyond_ceiling"
    UNKNOWN_TEXT = "unknown_text"
    BACK_DATED = "back_dated"
    EMPTY = "empty"
    NOT_A_YES = "not_a_yes"
    SAME_HAND = "same_hand"
    STALE = "stale"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    NOT_DRAWN = "not_drawn"


class NotAccepted(ValueError):
    """The declaration was not taken; nothing changed."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Line:
    """One purpose and action, and the text that was read for it (a no needs none)."""

    purpose: Purpose
    action: Action = Action.VIEW
    text: ConsentText | None = None


@dataclass(frozen=True)
class Said:
    """What one maker said about one or more people in one scope, as the form or the paper has it.

    `form_id` is the form's own: sent twice, it is said once. A yes without an end holds as long as the service lets it.
    """

    form_id: UUID
    case: Case
    scope: Asset
    about: tuple[Person, ...]
    by: Person | None
    lines: tuple[Line, ...]
    evidence: str = Declaration.Evidence.SIGNED
    channel: str = Declaration.Channel.PRACTITIONER_SCREEN
    language: str = "en-gb"
    from_at: datetime | None = None
    until_at: datetime | None = None
    later_footage: bool = False
    viewers: tuple[User, ...] = ()
    lifts: tuple[Declaration, ...] = ()
    how_shown: str = ""
    said_on: date | None = None
    interpreter: str = ""
    shown: Shown | None = None
    purposes: tuple[Purpose, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "purposes", tuple(sorted({line.purpose for line in self.lines})))

    def id_about(self, person: Person) -> UUID:
        """The declaration's id: the same form about the same person is the same declaration."""
        return uuid5(self.form_id, str(person.pk))


def require(holds: object, why: WhyNot) -> None:
    """Raises NotAccepted unless it holds."""
    if not holds:
        raise NotAccepted(why)


def accept(said: Said, kind: Kind, actor: User, now: datetime) -> None:
    """Raises NotAccepted where this can't be taken from this maker, in this scope, now."""
    family = said.case.family_id
    people = [*said.about, *([said.by] if said.by else [])]
    require(said.lines and said.about, WhyNot.EMPTY)
    require(all(person.family_id == family for person in people), WhyNot.OTHER_FAMILY)
    require(said.scope.case_id == said.case.pk, WhyNot.OTHER_FAMILY)
    if said.channel == Declaration.Channel.OWN_SIGN_IN:
        require(said.by and said.by.membership and said.by.membership.user_id == actor.pk, WhyNot.NOT_THEIR_SIGN_IN)
    ceiling = value_at(ceilings_of(said.case.family.service), now)
    _accept_maker(said, kind, ceiling, now)
    if kind == Kind.GIVE:
        _accept_yes(said, ceiling, now)


def _accept_maker(said: Said, kind: Kind, ceiling: Ceiling | None, now: datetime) -> None:
    """A yes needs somebody whose yes can count; a no, somebody who may block; a shown will is the person's own."""
    if kind in {Kind.ASSENT, Kind.DISSENT}:
        require(all(said.by in (None, person) for person in said.about), WhyNot.MAY_NOT_DECIDE)
        return
    ages = ceiling.ages if ceiling else Ages(said.case.family.service.zone)
    for person in said.about:
        voices = _voices_of(person, ages, now)
        for line in said.lines:
            require(said.by and said.by.pk in _heard(line, kind, ceiling, voices), WhyNot.MAY_NOT_DECIDE)


def _heard(line: Line, kind: Kind, ceiling: Ceiling | None, voices: Mapping[Breadth, Standing]) -> set[Id]:
    """Whose word counts for this line. A no to everything is taken from whoever may block anything at all."""
    if line.purpose == Purpose.EVERYTHING:
        return set().union(*(standing.blockers for standing in voices.values()))
    standing = voices[_breadth(line, ceiling)]
    if kind == Kind.GIVE:
        return {key for group in standing.needed for key in group}
    return set(standing.blockers)


def _breadth(line: Line, ceiling: Ceiling | None) -> Breadth:
    allowance = allowance_for(line, ceiling)
    is_wide = line.purpose.value in WIDE or (allowance is not None and allowance.breadth != Breadth.NARROW)
    return Breadth.WIDE if is_wide else Breadth.NARROW


def allowance_for(line: Line, ceiling: Ceiling | None) -> Allowance | None:
    """What the service allows for this purpose and action, if anything."""
    return ceiling.allows.get((line.purpose.value, line.action.value)) if ceiling else None


def _voices_of(person: Person, ages: Ages, now: datetime) -> Mapping[Breadth, Standing]:
    """Who may speak for a person now, for narrow purposes and for wide ones."""
    makers = makers_among([person.pk])
    known = {row.id: row for row in person_facts([person.pk, *(UUID(str(maker.holder)) for maker in makers)])}
    return {breadth: standing_of(known[person.pk], makers, known, now, ages, breadth) for breadth in Breadth}


def _accept_yes(said: Said, ceiling: Ceiling | None, now: datetime) -> None:
    require(is_there(said.scope), WhyNot.STALE)
    require(said.from_at is None or said.from_at >= now, WhyNot.BACK_DATED)
    require(said.until_at is None or said.until_at > (said.from_at or now), WhyNot.BACK_DATED)
    for line in said.lines:
        require(line.purpose != Purpose.EVERYTHING and allowance_for(line, ceiling), WhyNot.BEYOND_CEILING)
        require(_is_its_text(line, said.case), WhyNot.UNKNOWN_TEXT)
        require(said.channel == Declaration.Channel.PAPER or _is_newest(line, said.case), WhyNot.STALE)
    for no in said.lifts:
        own = no.by_id == (said.by.pk if said.by else None) and no.about_id in {person.pk for person in said.about}
        require(own and no.case_id == said.case.pk, WhyNot.MAY_NOT_DECIDE)


def _is_its_text(line: Line, case: Case) -> bool:
    text = line.text
    return (
        text is not None
        and (text.purpose, text.action) == (line.purpose, line.action)
        and text.service_id in (None, case.family.service_id)
    )


def _is_newest(line: Line, case: Case) -> bool:
    """On a screen the newest words are read; a paper may have been signed under older ones."""
    text = line.text
    return text is not None and text == text_for(case.family.service, line.purpose, line.action, text.language)


def longest(lines: Iterable[Line], case: Case, now: datetime, from_at: datetime) -> datetime:
    """How long a yes without an end may hold: the shortest of what the service allows for its purposes."""
    ceiling = value_at(ceilings_of(case.family.service), now)
    allowed = [allowance.longest for line in lines if (allowance := allowance_for(line, ceiling))]
    require(allowed, WhyNot.BEYOND_CEILING)
    return from_at + min(allowed)
