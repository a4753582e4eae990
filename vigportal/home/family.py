"""A parent's home on one page: the next meeting, what the family hopes for, moments to watch, and their rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from consent.answers import Answers, answers_in
from consent.reading import may_block, reading_of
from consent.wills import YOUNG, stage_in
from families.access import own_person_for
from families.models import Case, Person
from families.queries import cases_of_own_family, practitioners_of
from sessions.models import FilmingSession, SharedReview
from sessions.queries import GoalSeen, goals_seen, next_meeting
from videos.family import Going, Watchable, assets_about, clips_to_watch, going
from vigportal.accounts.models import User


@dataclass(frozen=True)
class Home:
    """Everything the page shows of one case. `others` are further cases that the reader has a part in."""

    case: Case
    me: Person
    others: Sequence[Case]
    meeting: FilmingSession | SharedReview | None
    practitioners: Sequence[str]
    goals: Sequence[GoalSeen]
    clips: Sequence[Watchable]
    going: Sequence[Going]
    decides: bool
    is_young: bool
    answers: Answers
    root: UUID | None

    @property
    def open_clips(self) -> Sequence[Watchable]:
        """Those that can be watched now."""
        return [each for each in self.clips if each.is_open]

    @property
    def dark_clips(self) -> Sequence[Watchable]:
        """Those that can't."""
        return [each for each in self.clips if not each.is_open]

    @property
    def first_to_go(self) -> Going | None:
        """What goes first, if a day is set for anything."""
        return next((row for row in self.going if row.countdown.on), None)


def home_of(actor: User, wanted: str, now: datetime) -> Home:
    """The newest case that is open, or the one asked for; 404 for somebody who belongs to no family."""
    cases = sorted(cases_of_own_family(actor, now), key=lambda case: (case.closed_at is None, case.opened_at))
    if not cases:
        raise Http404
    case = next((each for each in cases if str(each.pk) == wanted), cases[-1])
    reading = reading_of(case, now)
    me = own_person_for(actor, case, now)
    seen = goals_seen(case, _("Start"), _("Cycle %(number)s"))
    return Home(
        case=case,
        me=me,
        others=[each for each in cases if each.pk != case.pk],
        meeting=next_meeting(case, now),
        practitioners=[row.practitioner.user.name for row in practitioners_of(case, now) if row.practitioner.user],
        goals=[each for each in seen if each.goal.set_aside_at is None],
        clips=clips_to_watch(actor, reading),
        going=going(case, assets_about(reading, me), now),
        decides=bool(may_block(reading, me)),
        is_young=stage_in(reading, me) in YOUNG,
        answers=answers_in(reading, me),
        root=reading.root,
    )
