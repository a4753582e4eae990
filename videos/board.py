"""The supervision board: each supervisee's open cases by label alone, what was offered, where a yes is waited for.

No name of a family is read here. Every list costs the same number of queries, whatever its length.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from consent.facts import Question
from consent.grid import cell_of
from consent.models import Action, Asset, Declaration, Purpose
from consent.policy import decide
from consent.reading import Reading, decisions, readings_of
from consent.wording import Stand
from families.models import Assignment, Case
from families.queries import cases_held_by, cases_supervised_by
from sessions.progress import CaseFacts
from sessions.queries import facts_of_cases
from sessions.templatetags.work import Work, work_of
from videos.models import Clip, Share
from videos.thread import seconds_of
from vigportal.accounts.models import Membership, Supervising, User, in_force

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
class Board:
    """What the supervisor sees."""

    people: list[Supervisee]
    lines: list[Line]
    shelf: list[Offered]


def board_of(actor: User, now: datetime) -> Board:
    """Everybody whom `actor` supervises, with their open cases; what waits longest comes first."""
    seats = _supervised_seats(actor, now)
    held = list(_open_cases(seats, now))
    cases = {row.case_id: row.case for row in held}
    shares = list(_offered_to(actor, now))
    work = facts_of_cases(cases.values())
    shown = {**cases, **{share.clip.asset.case_id: share.clip.asset.case for share in shares}}
    readings = readings_of(shown.values(), now)
    consent = _consent_of(cases, shares, readings, actor)
    offered = Counter(share.clip.asset.case_id for share in shares)
    lines = [
        Line(
            case=row.case,
            practitioner=_name_of(row.practitioner),
            work=work_of(row.case, work[row.case_id], now),
            is_overdue=_is_overdue(work[row.case_id], now),
            offered=offered[row.case_id],
            consent=consent[row.case_id],
        )
        for row in held
    ]
    lines.sort(key=lambda line: (not line.is_overdue, not line.offered, line.practitioner, line.case.number))
    open_now = _open_among(shares, readings, now)
    shelf = [_offered(share, _name_of_maker(share), open_now) for share in shares]
    return Board(_supervisees(seats, held, shares), lines, shelf)


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


def _open_cases(seats: list[Membership], now: datetime) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(in_force(now), practitioner__in=seats, case__closed_at=None)
    return rows.select_related("case__family__service", "practitioner__user")


def _offers() -> QuerySet[Share]:
    shares = Share.objects.filter(purpose=Purpose.SUPERVISION, ended_at=None).exclude(clip__state__in=Clip.GONE)
    rows = shares.select_related("clip__asset__case__family__service", "clip__film", "to__user", "made_by")
    return rows.annotate(comments=HAS_COMMENTS).order_by("made_at")


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


def _consent_of(
    cases: Mapping[UUID, Case], shares: Iterable[Share], readings: Mapping[UUID, Reading], actor: User
) -> Mapping[UUID, Consent]:
    """Of each case: its clips under `practice`, and those that were offered under `supervision` as well."""
    given = Declaration.objects.filter(case__in=cases, kind=Declaration.Kind.GIVE)
    asked = set(given.values_list("case", flat=True).distinct())
    offered = {share.clip.asset_id for share in shares}
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


def _supervisees(seats: list[Membership], held: list[Assignment], shares: list[Share]) -> list[Supervisee]:
    done = _done_by(seats)
    cases = Counter(row.practitioner_id for row in held)
    offered = Counter(share.made_by for share in shares)
    return [
        Supervisee(_name_of(seat), *done.get(seat.pk, (0, 0)), cases[seat.pk], offered[seat.user] if seat.user else 0)
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


def _is_overdue(facts: CaseFacts, now: datetime) -> bool:
    last = facts.cycles[-1] if facts.cycles else None
    return bool(last and last.review_planned_for and not last.review_held_at and last.review_planned_for < now)


def _name_of(seat: Membership) -> str:
    return seat.user.name if seat.user else ""


def _name_of_maker(share: Share) -> str:
    return share.made_by.name
