"""Goals: agreed, put differently, set aside, rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from families.models import Case
from families.writer import Reason as CaseReason
from families.writer import Refused, lock_open, refuse_twice
from sessions.models import Cycle, Goal, GoalRating
from sessions.queries import goals_standing, start_of
from sessions.writer import Reason
from vigportal.accounts.models import Service, User
from vigportal.ledger.writer import enter

MOST = 3


@dataclass(frozen=True)
class NewGoal:
    """A goal as it is agreed: in whose words, where the family stands now, what it hopes for."""

    wording: str
    now_at: int
    hoped_for: int


@dataclass(frozen=True)
class NewRating:
    """Where somebody sees the family on a goal's scale."""

    goal: Goal
    by: GoalRating.By
    value: int


class Part(models.TextChoices):
    """What can be changed about a goal."""

    WORDING = "wording"
    NOW_AT = "now_at"
    HOPED_FOR = "hoped_for"


@transaction.atomic(durable=True)
def agree_goal(*, actor: User, case: Case, key: UUID, new: NewGoal, now: datetime) -> Goal:
    """One goal more, with where the family stands now. There are three at most."""
    held = lock_open(case)
    refuse_twice(Goal.objects, key)
    _refuse_off_scale(held.family.service, new.now_at, new.hoped_for)
    if goals_standing(held).count() >= MOST:
        raise Refused(Reason.THREE_GOALS)
    goal = Goal.objects.create(id=key, case=held, wording=new.wording, hoped_for=new.hoped_for, agreed_at=now)
    _rate(NewRating(goal, GoalRating.By.FAMILY, new.now_at), None, actor, now)
    enter("goal_agreed", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now, goal=goal.pk)
    return goal


@transaction.atomic(durable=True)
def change_goal(*, actor: User, goal: Goal, new: NewGoal, now: datetime) -> None:
    """The goal in other words, or with other numbers at its start and its end."""
    held = lock_open(goal.case)
    _refuse_off_scale(held.family.service, new.now_at, new.hoped_for)
    stands = {Part.WORDING: goal.wording, Part.NOW_AT: start_of(goal), Part.HOPED_FOR: goal.hoped_for}
    parts = [part for part, value in stands.items() if getattr(new, part) != value]
    if not parts:
        raise Refused(CaseReason.NOTHING_CHANGED)
    if not Goal.objects.filter(pk=goal.pk, set_aside_at=None).update(wording=new.wording, hoped_for=new.hoped_for):
        raise Refused(Reason.SET_ASIDE)
    if Part.NOW_AT in parts:
        _rate(NewRating(goal, GoalRating.By.FAMILY, new.now_at), None, actor, now)
    enter(
        "goal_changed", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        goal=goal.pk, parts=parts,
    )  # fmt: skip


@transaction.atomic(durable=True)
def set_aside(*, actor: User, goal: Goal, now: datetime) -> None:
    """The goal is no longer worked on; what was rated stays."""
    held = lock_open(goal.case)
    if not Goal.objects.filter(pk=goal.pk, set_aside_at=None).update(set_aside_at=now):
        raise Refused(Reason.SET_ASIDE)
    enter("goal_set_aside", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now, goal=goal.pk)


@transaction.atomic(durable=True)
def rate_goals(*, actor: User, cycle: Cycle, ratings: Sequence[NewRating], now: datetime) -> None:
    """Where the family stands in this cycle, as it sees it or as the practitioner does. Said anew, it counts anew."""
    held = lock_open(cycle.case)
    if not ratings:
        raise Refused(CaseReason.NOTHING_CHANGED)
    _refuse_off_scale(held.family.service, *(rating.value for rating in ratings))
    if {rating.goal.pk for rating in ratings} - set(goals_standing(held).values_list("pk", flat=True)):
        raise Refused(Reason.SET_ASIDE)
    for rating in ratings:
        _rate(rating, cycle, actor, now)
    enter(
        "goals_rated", actor=actor, service_id=held.family.service_id, case_id=held.pk, now=now,
        cycle=cycle.pk, count=len(ratings), parts={GoalRating.By(rating.by) for rating in ratings},
    )  # fmt: skip


def _rate(rating: NewRating, cycle: Cycle | None, actor: User, now: datetime) -> None:
    GoalRating.objects.update_or_create(
        goal=rating.goal,
        cycle=cycle,
        by=rating.by,
        defaults={"value": rating.value, "rated_at": now, "rated_by": actor},
    )


def _refuse_off_scale(service: Service, *values: int) -> None:
    if any(not service.scale_from <= value <= service.scale_to for value in values):
        raise Refused(Reason.OFF_THE_SCALE)
