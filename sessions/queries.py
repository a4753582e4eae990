"""What is known about the work: each cycle's facts, the goals with their ratings, what waits for a practitioner.

Films and clips are counted through the tables that point at a cycle; their app stands above this one, so their
states are named here as the words they are stored as (a test keeps them in step).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from families.models import Case, Person
from families.queries import cases_held_by
from sessions.models import Cycle, FilmingSession, Goal, GoalRating, SharedReview
from sessions.progress import CaseFacts, CycleFacts
from vigportal.accounts.models import User

COMING = ("arriving", "checking", "preparing")
OF_THE_FAMILY = Q(films__kind="interaction")
COUNTS = {
    "films_coming": Count("films", filter=OF_THE_FAMILY & Q(films__state__in=COMING), distinct=True),
    "films_ready": Count("films", filter=OF_THE_FAMILY & Q(films__state="ready"), distinct=True),
    "clips_ready": Count("films__clips", filter=OF_THE_FAMILY & Q(films__clips__state="ready"), distinct=True),
    "rated": Count("ratings", distinct=True),
}
COLUMNS = {
    "id": "pk",
    "review_id": "review",
    "filming_planned_for": "filming__planned_for",
    "filming_held_at": "filming__held_at",
    "review_planned_for": "review__planned_for",
    "review_held_at": "review__held_at",
}


def facts_of_cases(cases: Iterable[Case]) -> Mapping[UUID, CaseFacts]:
    """The work of these cases, in two queries, however many there are."""
    known = {case.pk: case for case in cases}
    cycles = _cycles_of(known)
    standing = Goal.objects.filter(case__in=known, set_aside_at=None).order_by()
    goals = dict(standing.values_list("case").annotate(Count("pk")))
    return {
        case.pk: CaseFacts(
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            has_question=bool(case.helping_question),
            goals=goals.get(case.pk, 0),
            about_cycles=case.family.service.about_cycles,
            cycles=tuple(cycles[case.pk]),
        )
        for case in known.values()
    }


def _cycles_of(cases: Iterable[UUID]) -> Mapping[UUID, list[CycleFacts]]:
    rows = Cycle.objects.filter(case__in=list(cases)).annotate(**COUNTS).order_by("case", "number")
    found: Mapping[UUID, list[CycleFacts]] = defaultdict(list)
    for row in rows.values("case", "number", *COLUMNS.values(), *COUNTS):
        columns = {name: row[column] for name, column in COLUMNS.items()}
        found[row["case"]].append(CycleFacts(number=row["number"], **columns, **{name: row[name] for name in COUNTS}))
    return found


def facts_of(case: Case) -> CaseFacts:
    """The work of one case."""
    return facts_of_cases([case])[case.pk]


def cycles_of(case: Case) -> QuerySet[Cycle]:
    """The cycles of a case in order, each with its visit, its review and who was there."""
    rows = case.cycles.select_related("filming", "review").prefetch_related("filming__present")
    return rows.annotate(**COUNTS).order_by("number")


def last_cycle_of(case: Case) -> Cycle | None:
    """The cycle the work is in."""
    return case.cycles.order_by("number").last()


def cycle_before(cycle: Cycle) -> Cycle | None:
    """The one whose next step carries into this one."""
    return Cycle.objects.filter(case=cycle.case_id, number=cycle.number - 1).select_related("review").first()


def plan_of(cycle: Cycle, what: str) -> dict[str, object]:
    """What is planned so far, for a form: the filming or the review."""
    row = getattr(cycle, what, None)
    return {"at": row.planned_for, "place": row.place} if row else {}


def visit_of(cycle: Cycle, now: datetime) -> dict[str, object]:
    """What is noted of the filming, else what was planned; at first everybody is taken to have been there."""
    row: FilmingSession | None = getattr(cycle, "filming", None)
    everybody = cycle.case.family.people.filter(kind__in=(Person.Kind.ADULT, Person.Kind.CHILD))
    there = row.present.all() if row and row.held_at else everybody
    return {**_held(row, now), "present": [person.pk for person in there]}


def review_of(cycle: Cycle, now: datetime) -> dict[str, object]:
    """What is noted of the shared review, else what was planned."""
    row: SharedReview | None = getattr(cycle, "review", None)
    return {**_held(row, now), "next_step": row.next_step if row else ""}


def _held(row: FilmingSession | SharedReview | None, now: datetime) -> dict[str, object]:
    if row is None:
        return {"at": now}
    planned = row.planned_for if row.planned_for and row.planned_for <= now else now
    return {"at": row.held_at or planned, "place": row.place, "notes": row.notes}


def was_filmed(cycle: Cycle) -> bool:
    """A visit was noted, or a film of it is there."""
    return Cycle.objects.filter(Q(filming__held_at__isnull=False) | Q(films__isnull=False), pk=cycle.pk).exists()


def goals_standing(case: Case) -> QuerySet[Goal]:
    """Goals that nobody set aside, in the order they were agreed."""
    return case.goals.filter(set_aside_at=None)


@dataclass(frozen=True)
class GoalSeen:
    """A goal with its ratings by the start and each cycle, as the family and as the practitioner see it."""

    goal: Goal
    family: Sequence[tuple[str, int | None]]
    practitioner: Sequence[tuple[str, int | None]]

    @property
    def start(self) -> int | None:
        """Where the family stood when the goal was agreed."""
        return self.family[0][1]

    @property
    def now(self) -> int | None:
        """The family's newest rating."""
        return next((value for _label, value in reversed(self.family) if value is not None), None)

    @property
    def is_seen_by_practitioner(self) -> bool:
        """Whether the practitioner rated it too."""
        return any(value is not None for _label, value in self.practitioner)


def goals_seen(case: Case, start: str, cycle: str) -> list[GoalSeen]:
    """Every goal of a case with its ratings; `start` and `cycle` ("Cycle %(number)s") name the moments."""
    goals = case.goals.prefetch_related(Prefetch("ratings", GoalRating.objects.select_related("cycle")))
    moments = [(None, start)] + [
        (pk, cycle % {"number": number}) for pk, number in case.cycles.order_by("number").values_list("pk", "number")
    ]
    return [
        GoalSeen(goal, *(_series(goal, moments, by) for by in (GoalRating.By.FAMILY, GoalRating.By.PRACTITIONER)))
        for goal in goals
    ]


def _series(goal: Goal, moments: Sequence[tuple[UUID | None, str]], by: GoalRating.By) -> list[tuple[str, int | None]]:
    values = {rating.cycle_id: rating.value for rating in goal.ratings.all() if rating.by == by}
    rated = [place for place, (moment, _label) in enumerate(moments) if moment in values]
    last = max(rated, default=0)
    return [(label, values.get(moment)) for moment, label in moments[: last + 1]]


def start_of(goal: Goal) -> int | None:
    """The family's rating when the goal was agreed."""
    return goal.ratings.filter(cycle=None, by=GoalRating.By.FAMILY).values_list("value", flat=True).first()


def filming_planned(actor: User, until: datetime, now: datetime) -> QuerySet[FilmingSession]:
    """Visits in open cases of `actor` that are planned up to `until` and not noted as held."""
    cases = cases_held_by(actor, now).filter(closed_at=None)
    rows = FilmingSession.objects.filter(cycle__case__in=cases, held_at=None, planned_for__lt=until)
    return rows.select_related("cycle__case__family__service").order_by("planned_for")


def reviews_planned(actor: User, until: datetime, now: datetime) -> QuerySet[SharedReview]:
    """Shared reviews in open cases of `actor` that are planned up to `until` and not noted as held."""
    cases = cases_held_by(actor, now).filter(closed_at=None)
    rows = SharedReview.objects.filter(cycle__case__in=cases, held_at=None, planned_for__lt=until)
    return rows.select_related("cycle__case__family__service").order_by("planned_for")


def next_meeting(case: Case, now: datetime) -> FilmingSession | SharedReview | None:
    """The visit or shared review that comes next, if one is planned."""
    filming = FilmingSession.objects.filter(cycle__case=case, held_at=None, planned_for__gte=now)
    review = SharedReview.objects.filter(cycle__case=case, held_at=None, planned_for__gte=now)
    coming = [row for row in (filming.order_by("planned_for").first(), review.order_by("planned_for").first()) if row]
    return min(coming, key=lambda row: row.planned_for or now, default=None)
