"""`{% load work %}`: a case's way, where it stands and what comes next, for pages of other apps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from families.models import Case
from sessions.progress import CaseFacts, CycleFacts, Entry, Kind, Place, Step, planned_for, state_of, step_of, way_of
from sessions.queries import facts_of, facts_of_cases
from sessions.wording import ENTRIES, STATES, STEPS, About, Key
from vigportal.web.templatetags.look import day, when

register = template.Library()


@dataclass(frozen=True)
class Point:
    """One point of the way, as the timeline draws it."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Next:
    """What comes next: in words, when it is planned for, and the keys that lead there."""

    words: Promise
    text: Promise
    at: datetime | None
    keys: list[tuple[Promise, str]]


@dataclass(frozen=True)
class Work:
    """A case's work as pages show it."""

    points: list[Point]
    step: Next | None
    cycle_words: str


@register.simple_tag
def case_work(case: Case, now: datetime) -> Work:
    """`{% case_work case now as work %}`: for one case's page."""
    return work_of(case, facts_of(case), now)


@register.simple_tag
def progress_of(cases: Iterable[Case]) -> Mapping[UUID, CaseFacts]:
    """`{% progress_of cases as progress %}`: the facts of a whole list, in a constant number of queries."""
    return facts_of_cases(cases)


@register.simple_tag
def work_on(case: Case, progress: Mapping[UUID, CaseFacts], now: datetime) -> Work:
    """`{% work_on case progress now as work %}`: one line of such a list."""
    return work_of(case, progress[case.pk], now)


def work_of(case: Case, facts: CaseFacts, now: datetime) -> Work:
    """The way, the step and the words for where the case stands."""
    points = [_point(entry, facts, now) for entry in way_of(facts)]
    step = step_of(facts)
    return Work(points, _next(case, facts, step, now) if step else None, cycle_words(facts))


def cycle_words(facts: CaseFacts) -> str:
    """Cycle 1 of about 3 · The film is ready."""
    if not facts.cycles:
        return _("No cycle yet")
    last = facts.cycles[-1]
    about = {"number": last.number, "about": max(facts.about_cycles, last.number)}
    return _("Cycle %(number)s of about %(about)s") % about + f" · {STATES[state_of(last)]}"


def _next(case: Case, facts: CaseFacts, step: Step, now: datetime) -> Next:
    last = facts.cycles[-1] if facts.cycles else CycleFacts(0)
    ids = {About.CASE: case.pk, About.CYCLE: last.id, About.REVIEW: last.review_id}
    said = STEPS[step]
    keys = [(key.words, address) for key in said.keys if (address := _address(key, ids))]
    at = planned_for(last)
    is_ahead = step == Step.HOLD_FILMING and at is not None and at > now
    return Next(said.words, said.text, at, keys[::-1] if is_ahead else keys)  # before filming: who has said yes


def _address(key: Key, ids: Mapping[About, UUID | None]) -> str:
    try:
        return reverse(key.url_name, args=[ids[key.about]])
    except NoReverseMatch:
        return ""


def _point(entry: Entry, facts: CaseFacts, now: datetime) -> Point:
    label = str(ENTRIES[entry.kind]) % {"number": entry.number}
    return Point(label, entry.place.value, _note(entry, facts, now))


def _note(entry: Entry, facts: CaseFacts, now: datetime) -> str:
    if entry.kind == Kind.CYCLE:
        return _("of about %(about)s") % {"about": facts.about_cycles}
    moment = day(entry.at, now) if entry.place == Place.DONE else when(entry.at, now)
    clips = ngettext("%(count)s clip", "%(count)s clips", entry.clips) % {"count": entry.clips}
    return " · ".join(words for words in (moment, clips if entry.clips else "") if words)
