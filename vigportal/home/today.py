"""What waits for a practitioner or a manager, on one screen: a list of sources, each a few rows.

Nothing here opens a film, and of a case that they don't hold nobody reads more than its number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consent.hands import hands_asked_by, hands_wanted_of
from consent.waiting import (
    by_another,
    cases_in_dispute,
    disputes_of,
    errors_to_sign,
    grown_in_cases_of,
    rights_to_look_at,
)
from families.models import Case
from families.queries import cases_held_by, cases_nobody_holds, children_nobody_speaks_for, waiting_guardianships
from sessions.models import FilmingSession, SharedReview
from sessions.progress import Step, step_of
from sessions.queries import facts_of_cases, filming_planned, reviews_planned
from sessions.templatetags.work import work_of
from videos.counting import level_in
from videos.quota import Level
from videos.waiting import STOPPED, clips_without_people, films_waiting, set_aside_by_service
from vigportal.accounts.access import seats_that_may
from vigportal.accounts.models import User
from vigportal.accounts.roles import Act
from vigportal.volumes import full_volumes

AHEAD = timedelta(days=7)
MOST = 12
PLANNED = frozenset({Step.HOLD_FILMING, Step.HOLD_REVIEW, Step.WAIT_FOR_FILM})
"""Steps that other sections show by their own date, or that nobody has to do."""


@dataclass(frozen=True)
class Row:
    """One thing that waits: what, for whom, where it is done, when it is due; `state` and `word` make its pill.

    Without an address it is done outside the portal: by talking.
    """

    words: str
    about: str
    url: str
    at: datetime | None = None
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class Source:
    """A section of Today: its heading, and what finds its rows."""

    heading: Promise
    sign: str
    rows: Callable[[User, datetime], Iterable[Row]]


@dataclass(frozen=True)
class Section:
    """A section with something in it; `left` is how many rows more there are."""

    heading: Promise
    sign: str
    rows: list[Row]
    left: int


def waiting_for(actor: User, now: datetime) -> list[Section]:
    """Every section in which something waits, in the order of SOURCES."""
    found = ((source, list(source.rows(actor, now))) for source in SOURCES)
    return [
        Section(source.heading, source.sign, rows[:MOST], max(len(rows) - MOST, 0)) for source, rows in found if rows
    ]


def meetings(actor: User, now: datetime) -> list[Row]:
    """Visits and shared reviews of the next seven days, and those whose time has passed unnoted."""
    until = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + AHEAD
    rows = [
        *_planned(filming_planned(actor, until, now), _("Filming"), "sessions:hold_filming", now),
        *_planned(reviews_planned(actor, until, now), _("Shared review"), "sessions:hold_review", now),
    ]
    return sorted(rows, key=lambda row: row.at or now)


def _planned(
    planned: QuerySet[FilmingSession] | QuerySet[SharedReview], words: str, held: str, now: datetime
) -> Iterable[Row]:
    for row in planned:
        case, is_past = row.cycle.case, row.planned_for is not None and row.planned_for <= now
        page = reverse(held, args=[row.cycle_id]) if is_past else reverse("families:case", args=[case.pk])
        state, word = ("waiting", _("Was it held?")) if is_past else ("", "")
        yield Row(words, about(case), page, row.planned_for, state, word)


def next_steps(actor: User, now: datetime) -> Iterable[Row]:
    """The next step of every open case, but for what has its date: whoever waits longest comes first."""
    cases = list(cases_held_by(actor, now).filter(closed_at=None).order_by("opened_at"))
    progress = facts_of_cases(cases)
    for case in cases:
        step = step_of(progress[case.pk])
        if step is not None and step not in PLANNED:
            work = work_of(case, progress[case.pk], now)
            url = work.step.keys[0][1] if work.step and work.step.keys else reverse("families:case", args=[case.pk])
            yield Row(str(work.step.words) if work.step else "", about(case), url)


def second_looks(actor: User, now: datetime) -> Iterable[Row]:
    """Who may decide for whom: recorded and not verified, or not recorded at all."""
    cases = {case.family_id: case for case in cases_held_by(actor, now).filter(closed_at=None)}
    for right in waiting_guardianships(actor, now):
        case = cases[right.person.family_id]
        words = _("May %(holder)s decide for %(person)s?") % {"holder": right.holder.name, "person": right.person.name}
        is_for_another = right.recorded_by_id == actor.pk and by_another(case.family.service, now)
        word = _("Waits for a colleague") if is_for_another else _("Second look")
        yield Row(words, about(case), reverse("consent:second_look", args=[right.pk]), None, "waiting", word)
    for child in children_nobody_speaks_for(actor, now):
        case = cases[child.family_id]
        words = _("Who may decide for %(person)s?") % {"person": child.name}
        url = reverse("families:record_guardianship", args=[case.pk, child.pk])
        yield Row(words, about(case), url, None, "waiting", _("Nobody recorded"))
    for right, case in rights_to_look_at(actor, now):
        url = reverse("consent:second_look", args=[right.pk])
        yield Row(_("May somebody decide?"), case.label, url, None, "waiting", _("Second look"))


def not_agreed(actor: User, now: datetime) -> Iterable[Row]:
    """People who may decide and don't agree: by name for their practitioner; for a manager, in which case."""
    held = set()
    for dispute in disputes_of(actor, now):
        held.add(dispute.case.pk)
        names = _(" and ").join(person.name for person in dispute.holders)
        words = _("%(names)s don’t agree about %(person)s") % {"names": names, "person": dispute.person.name}
        url = reverse("consent:case_grid", args=[dispute.case.pk])
        yield Row(words, about(dispute.case), url, None, "waiting", str(dispute.purpose.label))
    for case in cases_in_dispute(actor, now):
        if case.pk not in held:
            names = _(" and ").join(row.practitioner.user.name for row in case.held_by)  # type: ignore[attr-defined]
            about_it = _("%(case)s · %(names)s") % {"case": case.label, "names": names}
            yield Row(_("Two people who may decide do not agree"), about_it, "", None, "waiting", _("Stopped"))


def errors_signed(actor: User, now: datetime) -> Iterable[Row]:
    """A yes that a colleague signed as entered in error: it counts until a second hand signs too. Nobody is named."""
    for first in errors_to_sign(actor, now):
        url = reverse("consent:confirm_void", args=[first.voids_id])
        yield Row(_("Was this yes entered in error?"), first.case.label, url, None, "waiting", _("Second signature"))


def growing_up(actor: User, now: datetime) -> Iterable[Row]:
    """Children who have reached an age at which they are asked anew, and those who have come of age."""
    for grown in grown_in_cases_of(actor, now):
        told = {"person": grown.person.name, "age": grown.birthday.age}
        words = _("%(person)s is %(age)s: ask them anew") % told
        if grown.birthday.is_of_age:
            words = _("%(person)s is %(age)s: adult rules hold, only their own yes counts") % told
        url = reverse("consent:own_will", args=[grown.case.pk, grown.person.pk])
        yield Row(words, about(grown.case), url, None, "waiting", _("Ask"))


def films_coming(actor: User, now: datetime) -> Iterable[Row]:
    """Films that are being made ready, and those that stopped on the way: these need somebody."""
    rows = sorted(films_waiting(actor, now), key=lambda film: film.state not in STOPPED)
    for film in rows:
        state = "closed" if film.state == film.State.REFUSED else "waiting"
        yield Row(
            str(film.get_kind_display()),
            about(film.asset.case),
            reverse("videos:film", args=[film.pk]),
            None,
            state,
            str(film.get_state_display()),
        )


def films_not_prepared(actor: User, now: datetime) -> Iterable[Row]:
    """For a manager: how many films were tried three times and stopped. Whose they are stands nowhere."""
    for service, count in set_aside_by_service(actor, now):
        words = ngettext("%(count)s film could not be prepared", "%(count)s films could not be prepared", count)
        url = reverse("videos:films_set_aside")
        yield Row(words % {"count": count}, service.name, url, None, "waiting", _("Set aside"))


def people_to_confirm(actor: User, now: datetime) -> Iterable[Row]:
    """Clips of which nobody has said yet who is in them: until then they are open to nobody."""
    for clip in clips_without_people(actor, now):
        words = _("Who is in “%(clip)s”?") % {"clip": clip.title or _("a moment")}
        url = reverse("videos:film", args=[clip.film_id]) + f"#moment-{clip.pk}"
        yield Row(words, about(clip.asset.case), url, None, "waiting", _("Not said yet"))


def hands_wanted(actor: User, now: datetime) -> Iterable[Row]:
    """What `actor`'s hand is asked for, in cases that aren't theirs; and what they wait for themselves."""
    for each in hands_wanted_of(actor, now):
        url = reverse("videos:second_hand", args=[each.hand.pk])
        yield Row(str(each.hand.get_act_display()), each.hand.asset.case.label, url, None, "waiting", _("Is it so?"))
    for each in hands_asked_by(actor, now):
        url = reverse("consent:people", args=[each.hand.asset_id])
        names = each.names or _("nobody who could answer")
        words = _("%(what)s: waits for %(names)s") % {"what": each.hand.get_act_display(), "names": names}
        yield Row(words, about(each.hand.asset.case), url, None, "waiting", _("Waits"))


def nobody_holds(actor: User, now: datetime) -> Iterable[Row]:
    """For a manager: cases whose practitioner has left, by number alone: nobody can open them."""
    for case in cases_nobody_holds(actor, now):
        url = reverse("families:give_case", args=[case.pk])
        yield Row(_("Who holds this case?"), case.label, url, None, "waiting", _("Nobody"))


def room_for_films(actor: User, now: datetime) -> Iterable[Row]:
    """Services of a manager whose footage has taken four fifths of its room, or nearly all; and a full disk."""
    for seat in seats_that_may(actor, Act.SET_POLICY, now):
        level, percent = level_in(seat.service)
        if level != Level.PLENTY:
            words = _("Footage has taken %(percent)s %% of its room") % {"percent": percent}
            word = _("Nearly full") if level == Level.NEARLY_FULL else _("Look ahead")
            yield Row(words, seat.service.name, reverse("videos:footage"), None, "waiting", word)
        if full_volumes():
            words = _("There is no room on the portal’s disk: films wait")
            yield Row(words, _("Tell whoever runs the portal"), reverse("videos:footage"), None, "waiting", _("Full"))


def about(case: Case) -> str:
    """The L. family · Case 0417."""
    return f"{case.family.name} · {case.label}"


SOURCES: tuple[Source, ...] = (
    Source(gettext_lazy("Today and this week"), "calendar", meetings),
    Source(gettext_lazy("What comes next"), "goal", next_steps),
    Source(gettext_lazy("Films on their way"), "film", films_coming),
    Source(gettext_lazy("Films that could not be prepared"), "warn", films_not_prepared),
    Source(gettext_lazy("Who is in it?"), "people", people_to_confirm),
    Source(gettext_lazy("Another hand"), "people", hands_wanted),
    Source(gettext_lazy("Nobody holds them"), "people", nobody_holds),
    Source(gettext_lazy("They don’t agree"), "speech", not_agreed),
    Source(gettext_lazy("Entered in error"), "warn", errors_signed),
    Source(gettext_lazy("Growing up"), "child", growing_up),
    Source(gettext_lazy("Who may decide"), "shield", second_looks),
    Source(gettext_lazy("Room for films"), "film", room_for_films),
)
