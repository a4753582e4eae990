"""What one person says now: which yeses of theirs hold and until when, which noes stand, what has come to its end.

Nothing that anybody else said has any part in it, so a page made of these words is the same whatever they said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from consent import facts
from consent.facts import Question
from consent.models import Action, Purpose
from consent.reading import OwnAnswer, Reading, answers_to, may_give, reading_of
from consent.terms import EVERYTHING, NOES, Kind
from families.ability import Id
from families.models import Case, Person
from vigportal.accounts.models import User
from vigportal.notices.writer import was_told

SOMEBODY = UUID(int=0)
"""A viewer who is nobody in particular, whom a word for one viewer alone doesn't touch."""
SOON = timedelta(days=14)
"""So long before its end a yes says so, and so long after it is still spoken of."""


@dataclass(frozen=True)
class Word:
    """What they say of one film or clip, or of all the work, for one purpose.

    `people`: for whom their yes holds; `missing`: for whom it could and doesn't. `named`: the only viewers meant.
    `because_of`: the declarations that it rests on.
    """

    scope: UUID
    purpose: Purpose
    people: tuple[Person, ...]
    missing: tuple[Person, ...] = ()
    named: tuple[UUID, ...] = ()
    until: datetime | None = None
    no_at: datetime | None = None
    ended: datetime | None = None
    because_of: tuple[UUID, ...] = ()
    action: Action = Action.VIEW

    @property
    def key(self) -> str:
        """What a form sends to take it back."""
        return self.purpose.value if self.action == Action.VIEW else f"{self.purpose}:{self.action}"

    @property
    def is_yes(self) -> bool:
        """Whether anything can be watched on their word: then there is something to take back."""
        return bool(self.people)

    def ends_soon(self, now: datetime) -> bool:
        """A yes that is about to come to its end."""
        return self.until is not None and self.until - now <= SOON

    def ended_lately(self, now: datetime) -> bool:
        """A yes that came to its end a short while ago, with nothing said since."""
        return not self.is_yes and self.no_at is None and self.ended is not None and now - self.ended <= SOON


def word_on(
    reading: Reading,
    maker: Person,
    about: Iterable[Person],
    scope: UUID,
    purpose: Purpose,
    action: Action = Action.VIEW,
) -> Word:
    """What they say there, for each of those for whom their word counts."""
    people = list(about)
    about_it = Question(scope, purpose, action, None, reading.now)
    viewers = _meant(reading, maker)
    heard = {viewer: answers_to(reading, maker, people, replace(about_it, viewer=viewer)) for viewer in viewers}
    yeses = [(viewer, answer) for viewer, answers in heard.items() for answer in answers if answer.is_yes]
    given = {answer.person.pk for _viewer, answer in yeses}
    at_large = heard[SOMEBODY]
    return Word(
        scope,
        purpose,
        people=tuple(person for person in people if person.pk in given),
        missing=tuple(person for person in people if person.pk not in given),
        named=()
        if any(viewer == SOMEBODY for viewer, _answer in yeses)
        else tuple(dict.fromkeys(v for v, _a in yeses)),
        until=_first_end([answer for _viewer, answer in yeses]),
        no_at=max((at for answer in at_large for at in _said_at(reading, answer.noes)), default=None),
        ended=max((answer.ended for answers in heard.values() for answer in answers if answer.ended), default=None),
        action=action,
        because_of=(*(a.yes for _viewer, a in yeses if a.yes), *(no for answer in at_large for no in answer.noes)),
    )


def words_of(reading: Reading, maker: Person) -> list[Word]:
    """Every word of theirs, each where it was said: the widest scope first, in the order of the purposes.

    What was said there and counts no more, because they said something else about more than it since, is left out.
    """
    own = [said for said in reading.facts.declarations if said.by == maker.pk]
    spoken = dict.fromkeys(place for said in own for place in _places(reading, said))
    order = {purpose: number for number, purpose in enumerate(Purpose)}
    places = sorted(spoken, key=lambda place: (_number(reading, place[0]), order[place[1]]))
    scopes = {said.id: said.scope for said in own}
    words = (_word_at(reading, maker, *place) for place in places)
    return [word for word in words if _is_said_there(word, scopes)]


def _is_said_there(word: Word, scopes: Mapping[Id, Id]) -> bool:
    if not word.because_of:
        return word.ended is not None
    return any(scopes[said] == word.scope for said in word.because_of)


def _word_at(reading: Reading, maker: Person, scope: UUID, purpose: Purpose, action: Action) -> Word:
    shown = {person.pk for person in reading.shown_in(scope)}
    about = [person for person in may_give(reading, maker, purpose) if not shown or person.pk in shown]
    themselves_first = sorted(about, key=lambda person: person.pk != maker.pk)
    return word_on(reading, maker, themselves_first, scope, purpose, action)


def _places(reading: Reading, said: facts.Declaration) -> list[tuple[UUID, Purpose, Action]]:
    """Where it speaks, and of what. Everything is every purpose that the service allows."""
    if said.kind not in NOES | {Kind.GIVE}:
        return []
    named, scope = {(line.purpose, line.action) for line in said.lines}, UUID(str(said.scope))
    views = [each for each in reading.asked if {(each, Action.VIEW), (EVERYTHING, Action.VIEW)} & named]
    copies = [each for each in reading.asked if (each, Action.KEEP_COPY) in named]
    return [(scope, each, Action.VIEW) for each in views] + [(scope, each, Action.KEEP_COPY) for each in copies]


def _meant(reading: Reading, maker: Person) -> list[UUID]:
    """Nobody in particular, and everybody whom this maker has named."""
    own = (said.viewers or () for said in reading.facts.declarations if said.by == maker.pk)
    return [SOMEBODY, *dict.fromkeys(UUID(str(viewer)) for viewers in own for viewer in sorted(viewers, key=str))]


def _named(viewers: Iterable[UUID]) -> tuple[UUID, ...]:
    """The only ones meant; nobody by name where whoever asks is meant."""
    meant = tuple(dict.fromkeys(viewers))
    return () if SOMEBODY in meant else meant


def _first_end(answers: Sequence[OwnAnswer]) -> datetime | None:
    """When the first of these people's last yes ends."""
    last: dict[UUID, datetime] = {}
    for answer in answers:
        if answer.until is not None:
            last[answer.person.pk] = max(answer.until, last.get(answer.person.pk, answer.until))
    return min(last.values(), default=None)


def _said_at(reading: Reading, ids: Iterable[UUID]) -> list[datetime]:
    wanted = set(ids)
    return [said.recorded_at for said in reading.facts.declarations if said.id in wanted]


def _number(reading: Reading, scope: UUID) -> int:
    asset = reading.facts.asset_by_id.get(scope)
    return asset.number if asset else 0


@dataclass(frozen=True)
class Ending:
    """Somebody with a sign-in, and the day on which something that they said yes to ends."""

    case: Case
    maker: Person
    user: User
    on: date

    @property
    def path(self) -> str:
        """Where they say yes again. The day is in it, so that each end is told once."""
        return f"/family/answers/#{self.on.isoformat()}"


def endings_in(case: Case, now: datetime) -> list[Ending]:
    """Who is to be told that a yes of theirs ends soon: once for each day on which any does."""
    reading, zone = reading_of(case, now), case.family.service.zone
    found: dict[Ending, None] = {}
    for maker in reading.people.values():
        user = maker.membership.user if maker.membership and maker.membership.ends_at is None else None
        for word in words_of(reading, maker) if user else ():
            if word.until and word.ends_soon(now) and user:
                found[Ending(case, maker, user, word.until.astimezone(zone).date())] = None
    return [each for each in found if not was_told(to=each.user, sentence="yes_ends", path=each.path)]
