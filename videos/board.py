"""The supervision board: each supervisee's open cases by label alone, what was offered, where a yes is waited for.

No name of a family is read here. Every list costs the same number of queries, whatever its length; the rule is asked
about the page that is shown alone, because it weighs every clip.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from consent.facts import Question
from consent.grid import cell_of
from consent.models import Action, Asset, Declaration, Purpose
from consent.policy import decide
from consent.reading import Reading, decisions, readings_of
from consent.wording import Stand
from families.models import Assignment, Case
from families.queries import cases_held_by, cases_supervised_by
from sessions.models import Cycle, SharedReview
from sessions.queries import facts_of_cases
from sessions.templatetags.work import Work, work_of
from videos.models import Clip, Share
from videos.thread import seconds_of
from vigportal.accounts.models import Membership, Supervising, User, in_force

A_PAGE = 20
A_SHELF = 10
HAS_COMMENTS = Count("clip__comments", filter=Q(clip__comments__taken_back_at=None), distinct=True)


@dataclass(frozen=True)
class Consent:
    """How the clips of a case stand: how many wait for a yes, are closed, are open; whether any yes was ever given."""

    waiting: int = 0
    closed: int = 0
    open: int = 0
    was_asked: bool = False


@dataclass(frozen=True)
class Line:
    """One open case of one practitioner, as their supervisor sees it."""

    case: Case
    practitioner: str
    work: Work
    is_overdue: bool
    offered: int
    consent: Consent


@dataclass(frozen=True)
class Supervisee:
    """A practitioner with what they have done so far; `offered` counts the clips before this supervisor now."""

    name: str
    cycles: int
    families: int
    cases: int
    offered: int


@dataclass(frozen=True)
class Offered:
    """A clip on the supervisor's shelf, or on the practitioner's list of what they offered."""

    share: Share
    other: str
    is_open: bool
    seconds: float
    comments: int


@dataclass(frozen=True)
class Wanted:
    """Which page of the open cases, and which of the shelf; what can't be read asks for the first."""

    page: str = ""
    shelf: str = ""


@dataclass(frozen=True)
class Board:
    """What the supervisor sees: everybody, and a page each of their open cases and of the shelf."""

    people: list[Supervisee]
    lines: list[Line]
    shelf: list[Offered]
    cases: Page[Held]
    offers: Page[Share]


class Held(NamedTuple):
    """One open case in its place on the board, before anything else of it is read."""

    assignment: UUID
    case: UUID
    practitioner: UUID
    is_overdue: bool
    number: int


def board_of(actor: User, now: datetime, wanted: Wanted) -> Board:
    """Everybody whom `actor` supervises, with a page of their open cases; what waits longest comes first."""
    seats = _supervised_seats(actor, now)
    offered = list(_offered_to(actor, now).values_list("clip__asset__case", "made_by"))
    held = _in_order(seats, Counter(case for case, _maker in offered), now)
    cases = Paginator(held, A_PAGE).get_page(wanted.page)
    offers = Paginator(_offered_to(actor, now), A_SHELF).get_page(wanted.shelf)
    shares = list(offers)
    rows = {row.pk: row for row in _open_cases([each.assignment for each in cases])}
    shown = {row.case_id: row.case for row in rows.values()}
    shown |= {share.clip.asset.case_id: share.clip.asset.case for share in shares}
    readings = readings_of(shown.values(), now)
    open_now = _open_among(shares, readings, now)
    return Board(
        _supervisees(seats, held, Counter(maker for _case, maker in offered)),
        _lines(cases, rows, Counter(case for case, _maker in offered), readings, actor),
        [_offered(share, _name_of_maker(share), open_now) for share in shares],
        cases,
        offers,
    )


def _lines(
    page: Page[Held],
    rows: Mapping[UUID, Assignment],
    offered: Mapping[UUID, int],
    readings: Mapping[UUID, Reading],
    actor: User,
) -> list[Line]:
    """The cases of a page, in its order."""
    cases = {row.case_id: row.case for row in rows.values()}
    work, consent = facts_of_cases(cases.values()), _consent_of(cases, readings, actor)
    return [
        Line(
            case=cases[each.case],
            practitioner=_name_of(rows[each.assignment].practitioner),
            work=work_of(cases[each.case], work[each.case], readings[each.case].now),
            is_overdue=each.is_overdue,
            offered=offered[each.case],
            consent=consent[each.case],
        )
        for each in page
    ]


def offered_by(actor: User, now: datetime) -> list[Offered]:
    """What stands offered to supervision out of `actor`'s own cases, with how many comments there are."""
    shares = list(_offers().filter(clip__asset__case__in=cases_held_by(actor, now)))
    cases = {share.clip.asset.case_id: share.clip.asset.case for share in shares}
    open_now = _open_among(shares, readings_of(cases.values(), now), now)
    return [_offered(share, _name_of(share.to), open_now) for share in shares]


def _supervised_seats(actor: User, now: datetime) -> list[Membership]:
    rows = Supervising.objects.filter(
        in_force(now), in_force(now, "supervisor__"), in_force(now, "practitioner__"), supervisor__user=actor
    ).select_related("practitioner__user")
    seats = {row.practitioner_id: row.practitioner for row in rows}
    return sorted(seats.values(), key=_name_of)


def _in_order(seats: list[Membership], offered: Mapping[UUID, int], now: datetime) -> list[Held]:
    """Every open case of theirs in one query: reviews that were due first, then what was offered."""
    last = Cycle.objects.filter(case=OuterRef(OuterRef("case"))).order_by("-number").values("pk")[:1]
    overdue = SharedReview.objects.filter(cycle=Subquery(last), planned_for__lt=now, held_at=None)
    rows = Assignment.objects.filter(in_force(now), practitioner__in=seats, case__closed_at=None)
    columns = rows.values_list("pk", "case", "practitioner", Exists(overdue), "case__number")
    names = {seat.pk: _name_of(seat) for seat in seats}
    return sorted(
        (Held(*row) for row in columns),
        key=lambda each: (
            not each.is_overdue, not offered.get(each.case), names[each.practitioner], each.number, each.assignment
        ),
    )  # fmt: skip


def _open_cases(assignments: list[UUID]) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(pk__in=assignments)
    return rows.select_related("case__family__service", "practitioner__user")


def _offers() -> QuerySet[Share]:
    shares = Share.objects.filter(purpose=Purpose.SUPERVISION, ended_at=None).exclude(clip__state__in=Clip.GONE)
    rows = shares.select_related("clip__asset__case__family__service", "clip__film", "to__user", "made_by")
    return rows.annotate(comments=HAS_COMMENTS).order_by("made_at", "pk")


def _offered_to(actor: User, now: datetime) -> QuerySet[Share]:
    supervised = cases_supervised_by(actor, now)
    return _offers().filter(in_force(now, "to__"), to__user=actor, clip__asset__case__in=supervised)


def _open_among(shares: Iterable[Share], readings: Mapping[UUID, Reading], now: datetime) -> frozenset[UUID]:
    """Those of the offers whose clip whoever it was offered to may watch now."""
    return frozenset(
        share.pk
        for share in shares
        if decide(
            readings[share.clip.asset.case_id].facts,
            Question(share.clip.asset_id, Purpose.SUPERVISION, Action.VIEW, share.to.user_id, now),
        ).allowed
    )


def _offered(share: Share, other: str, open_now: frozenset[UUID]) -> Offered:
    return Offered(share, other, share.pk in open_now, seconds_of(share.clip), share.comments)  # type: ignore[attr-defined]


def _consent_of(cases: Mapping[UUID, Case], readings: Mapping[UUID, Reading], actor: User) -> Mapping[UUID, Consent]:
    """Of each case: its clips under `practice`, and those that were offered under `supervision` as well."""
    given = Declaration.objects.filter(case__in=cases, kind=Declaration.Kind.GIVE)
    asked = set(given.values_list("case", flat=True).distinct())
    shares = Share.objects.filter(
        purpose=Purpose.SUPERVISION, ended_at=None, to__user=actor, clip__asset__case__in=cases
    )
    offered = set(shares.values_list("clip__asset", flat=True))
    stands: Mapping[UUID, list[Stand]] = defaultdict(list)
    ready = Asset.objects.filter(case__in=cases, kind=Asset.Kind.CLIP, state=Asset.State.ACTIVE)
    for case, clip in ready.values_list("case", "pk"):
        found = {**decisions(readings[case], [clip], [Purpose.PRACTICE])}
        if clip in offered:
            found |= decisions(readings[case], [clip], [Purpose.SUPERVISION], actor.pk)
        stands[case].append(_worst(cell_of(decision).state for decision in found.values()))
    return {
        case: Consent(
            stands[case].count(Stand.WAITING),
            stands[case].count(Stand.CLOSED),
            stands[case].count(Stand.OPEN),
            case in asked,
        )
        for case in cases
    }


def _worst(stands: Iterable[Stand]) -> Stand:
    """What waits can be done something about, so it comes first."""
    found = set(stands)
    return next((stand for stand in (Stand.WAITING, Stand.CLOSED) if stand in found), Stand.OPEN)


def _supervisees(seats: list[Membership], held: list[Held], offered: Mapping[UUID, int]) -> list[Supervisee]:
    done = _done_by(seats)
    cases = Counter(each.practitioner for each in held)
    return [
        Supervisee(
            _name_of(seat),
            *done.get(seat.pk, (0, 0)),
            cases[seat.pk],
            offered[seat.user_id] if seat.user_id else 0,
        )
        for seat in seats
    ]


def _done_by(seats: list[Membership]) -> Mapping[UUID, tuple[int, int]]:
    """Cycles that were reviewed together while this seat held the case, and in how many families."""
    held_then = Q(ends_at=None) | Q(ends_at__gt=F("case__cycles__review__held_at"))
    rows = (
        Assignment.objects.filter(held_then, practitioner__in=seats, case__cycles__review__held_at__gte=F("starts_at"))
        .values("practitioner")
        .annotate(cycles=Count("case__cycles", distinct=True), families=Count("case__family", distinct=True))
    )
    return {row["practitioner"]: (row["cycles"], row["families"]) for row in rows}


def _name_of(seat: Membership) -> str:
    return seat.user.name if seat.user else ""


def _name_of_maker(share: Share) -> str:
    return share.made_by.name
