"""The story's first part: service, case, goals, consent, and both cycles as far as they go without films."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from consent.actions.accepting import Line, Said
from consent.actions.declaring import declare
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from consent.writer import root_of
from families.actions.cases import NewCase, agree_question, open_case
from families.actions.guardianships import verify_guardianship
from families.actions.inviting import invite_person
from families.models import Guardianship, Person
from families.standing import SecondLook
from families.writer import NewPerson
from sessions.actions.cycles import Reviewed, Visit, hold_filming, hold_review, open_cycle, plan_review
from sessions.actions.goals import NewGoal, NewRating, agree_goal, rate_goals
from sessions.models import Cycle, GoalRating
from vigportal.accounts.actions import accept_invitation, invite_colleague, start_supervising
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.accounts.writer import hash_of
from vigportal.management.opening import open_service
from vigportal.management.second_factor import give_factor
from vigportal.management.story.people import PASSWORD, SERVICE, Say, Story

GOALS = (("We enjoy playing together", 2, 8), ("Saying no stays calm", 3, 7))
FILMED_DAYS_AGO = {1: 40, 2: 6}


def begin(say: Say, now: datetime) -> Story:
    """Tell all that needs no film."""
    story = _people(say, now)
    _case(story, now)
    _filmed(story, 1, now)
    _first_review(story, now - timedelta(days=33))
    _filmed(story, 2, now)
    _plan_second_review(story, now)
    return story


def _people(say: Say, now: datetime) -> Story:
    say(f"Opening {SERVICE}, with Grace, Maya and Omar")
    began = now - timedelta(days=50)
    service, token = open_service(
        name=SERVICE, nation="england", manager="grace@example.org", now=began, called="Grace"
    )
    grace, story = _come_in(token, began), Story(service, say)
    for name, role in (("Maya", Role.PRACTITIONER), ("Omar", Role.SUPERVISOR)):
        _seat, token = invite_colleague(
            actor=grace, service=service, role=role, email=f"{name.lower()}@example.org", name=name, now=began
        )
        _come_in(token, began)
    start_supervising(actor=grace, supervisor=story.seat("Omar"), practitioner=story.seat("Maya"), now=began)
    return story


def _come_in(token: str, now: datetime) -> User:
    user = accept_invitation(actor=None, token_hash=hash_of(token), password=PASSWORD, now=now)
    give_factor(user)
    return user


def _case(story: Story, now: datetime) -> None:
    story.say("Opening a case for Rosa and Leo, with a helping question and two goals")
    maya, at = story.user("Maya"), now - timedelta(days=48)
    family = NewCase(
        id=uuid4(),
        family_name="The L. family",
        children=[NewPerson(Person.Kind.CHILD, "Leo", "Son", date(now.year - 3, 3, 14))],
        carers=[
            (NewPerson(Person.Kind.ADULT, "Rosa", "Mother"), True),
            (NewPerson(Person.Kind.ADULT, "Sam", "Father"), True),
        ],
        referrer="Health visitor",
        referral="Saying no ends in tears for both of them. Rosa would like calmer evenings.",
    )
    case = open_case(actor=maya, seat=story.seat("Maya"), new=family, now=at)
    for row in Guardianship.objects.filter(person__family=case.family):
        verify_guardianship(
            actor=story.user("Omar"),
            case=case,
            guardianship=row,
            look=SecondLook.ANOTHER,
            evidence="Birth certificate seen",
            now=at,
        )
    agree_question(actor=maya, case=case, words="How can I help Leo settle when I say no?", now=at)
    for words, now_at, hoped in GOALS:
        agree_goal(actor=maya, case=case, key=uuid4(), new=NewGoal(words, now_at, hoped), now=at)
    rosa = story.person("Rosa")
    token = invite_person(actor=maya, case=case, person=rosa, email="rosa@example.org", now=at)
    accept_invitation(actor=None, token_hash=hash_of(token), password=PASSWORD, now=at)
    agree(story, (Purpose.PRACTICE, Purpose.FAMILY_VIEWING), at=at, later_footage=True)


def agree(
    story: Story,
    purposes: tuple[Purpose, ...],
    *,
    at: datetime,
    scope: Asset | None = None,
    later_footage: bool = False,
) -> None:
    """Say yes as Rosa, for herself and for Leo; Maya writes it down on her screen."""
    with transaction.atomic():
        root = root_of(story.case, at)
    for purpose in purposes:
        said = Said(
            form_id=uuid4(),
            case=story.case,
            scope=scope or root,
            about=story.filmed,
            by=story.person("Rosa"),
            lines=(Line(purpose, text=text_for(story.service, purpose)),),
            later_footage=later_footage,
        )
        declare(actor=story.user("Maya"), kind=Declaration.Kind.GIVE, said=said, now=at)


def _filmed(story: Story, number: int, now: datetime) -> Cycle:
    maya, at = story.user("Maya"), now - timedelta(days=FILMED_DAYS_AGO[number])
    cycle = open_cycle(actor=maya, case=story.case, number=number, now=at)
    hold_filming(actor=maya, cycle=cycle, visit=Visit(at, "At home", story.filmed), now=at)
    return cycle


def _first_review(story: Story, at: datetime) -> None:
    maya, cycle = story.user("Maya"), story.case.cycles.get(number=1)
    reviewed = Reviewed(at, "At home", "Wait a little longer before I help.")
    hold_review(actor=maya, cycle=cycle, review=reviewed, now=at)
    goals = story.case.goals.order_by("agreed_at")
    ratings = [NewRating(goal, GoalRating.By.FAMILY, 4) for goal in goals]
    rate_goals(actor=maya, cycle=cycle, ratings=ratings, now=at)


def _plan_second_review(story: Story, now: datetime) -> None:
    at = (now + timedelta(days=2)).replace(hour=14, minute=0, second=0, microsecond=0)
    cycle = story.case.cycles.get(number=2)
    plan_review(actor=story.user("Maya"), cycle=cycle, at=at, place="At home", now=now)
