"""The demonstration's story, told through the same doors and actions that people use: nothing is put into tables.

Harbour Family Service. Maya is a practitioner, Omar supervises her, Grace manages. Rosa and her son Leo (3) are in
their second cycle: the first is told to its end; of the second film three moments are marked, two are before Rosa,
one is offered to Omar, one still waits for a yes. Leo's father Sam may decide too, and has said nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from consent.actions.accepting import Line, Said
from consent.actions.confirming import confirm_people
from consent.actions.declaring import declare
from consent.models import Asset, Declaration, Purpose
from consent.queries import text_for
from consent.writer import root_of
from families.actions.cases import NewCase, agree_question, open_case
from families.actions.guardianships import verify_guardianship
from families.actions.inviting import invite_person
from families.models import Case, Guardianship, Person
from families.standing import SecondLook
from families.writer import NewPerson
from sessions.actions.cycles import Reviewed, Visit, hold_filming, hold_review, open_cycle, plan_review
from sessions.actions.goals import NewGoal, NewRating, agree_goal, rate_goals
from sessions.models import Cycle, Goal, GoalRating
from videos.actions.clips import Stretch, describe_clip, mark_clip
from videos.actions.sharing import offer_clip, share_with_family
from videos.actions.uploads import NewFilm, start_upload
from videos.actions.words import write_note
from videos.models import Clip, ClipNote, Film, Heading, Job
from videos.transcode import pipeline
from videos.upload import receive
from videos.upload.commands import Append
from vigportal.accounts.actions import accept_invitation, invite_colleague, start_supervising
from vigportal.accounts.models import Membership, Service, User
from vigportal.accounts.roles import Role
from vigportal.demo.film import Kind, Wish, draw_film, turns_in
from vigportal.demo.score import Turn
from vigportal.management.opening import open_service
from vigportal.management.second_factor import give_factor

Say = Callable[[str], None]
PASSWORD = "a quiet meadow at noon"  # noqa: S105 # nosec B105 -- of the demonstration alone: drawn people
PURPOSES = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
TITLES = ("He looks, you wait", "The tower turns", "Again!", "You name what he feels")
HEADINGS = ("Being attentive", "Receiving initiatives", "Encouraging initiatives", "Developing attuned interactions")


@dataclass
class Story:
    """Everybody and everything, as it comes to be."""

    now: datetime
    say: Say
    service: Service
    seats: dict[str, Membership] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    case: Case = field(init=False)
    goals: list[Goal] = field(default_factory=list)

    def user(self, name: str) -> User:
        """Who sits there."""
        user = self.seats[name].user
        if user is None:
            raise LookupError(name)
        return user

    def days_ago(self, days: int) -> datetime:
        """A moment before now."""
        return self.now - timedelta(days=days)


def tell(say: Say, now: datetime, *, seconds: float = 72) -> Story:
    """The whole story; `seconds` is the length of each drawn film."""
    story = _people(say, now)
    _case(story)
    first = _cycle(story, 1, days=40, seconds=seconds)
    _first_review(story, first)
    second = _cycle(story, 2, days=6, seconds=seconds)
    _second_cycle(story, second)
    return story


def _people(say: Say, now: datetime) -> Story:
    say("Opening Harbour Family Service, with Grace, Maya and Omar")
    began = now - timedelta(days=50)
    service, token = open_service(
        name="Harbour Family Service", nation="england", manager="grace@example.org", now=began, called="Grace"
    )
    story = Story(now, say, service)
    grace = _come_in(token, began)
    for name, role in (("Maya", Role.PRACTITIONER), ("Omar", Role.SUPERVISOR)):
        seat, token = invite_colleague(
            actor=grace, service=service, role=role, email=f"{name.lower()}@example.org", name=name, now=began
        )
        _come_in(token, began)
        story.seats[name] = Membership.objects.select_related("user").get(pk=seat.pk)
    start_supervising(actor=grace, supervisor=story.seats["Omar"], practitioner=story.seats["Maya"], now=began)
    return story


def _come_in(token: str, now: datetime) -> User:
    user = accept_invitation(actor=None, token=token, password=PASSWORD, now=now)
    give_factor(user)
    return user


def _case(story: Story) -> None:
    story.say("Opening a case for Rosa and Leo, with a helping question and two goals")
    maya, at = story.user("Maya"), story.days_ago(48)
    born = date(story.now.year - 3, 3, 14)
    family = NewCase(
        id=uuid4(),
        family_name="The L. family",
        children=[NewPerson(Person.Kind.CHILD, "Leo", "Son", born)],
        carers=[
            (NewPerson(Person.Kind.ADULT, "Rosa", "Mother"), True),
            (NewPerson(Person.Kind.ADULT, "Sam", "Father"), True),
        ],
        referrer="Health visitor",
        referral="Saying no ends in tears for both of them. Rosa would like calmer evenings.",
    )
    story.case = open_case(actor=maya, seat=story.seats["Maya"], new=family, now=at)
    story.people = {person.name: person for person in story.case.family.people.all()}
    for row in Guardianship.objects.filter(person__family=story.case.family):
        verify_guardianship(
            actor=story.user("Omar"),
            case=story.case,
            guardianship=row,
            look=SecondLook.ANOTHER,
            evidence="Birth certificate seen",
            now=at,
        )
    agree_question(actor=maya, case=story.case, words="How can I help Leo settle when I say no?", now=at)
    for words, now_at, hoped in (("We enjoy playing together", 2, 8), ("Saying no stays calm", 3, 7)):
        story.goals.append(
            agree_goal(actor=maya, case=story.case, key=uuid4(), new=NewGoal(words, now_at, hoped), now=at)
        )
    token = invite_person(actor=maya, case=story.case, person=story.people["Rosa"], email="rosa@example.org", now=at)
    accept_invitation(actor=None, token=token, password=PASSWORD, now=at)
    story.people["Rosa"].refresh_from_db()
    seat = story.people["Rosa"].membership
    if seat is not None:
        story.seats["Rosa"] = seat
    consent(story, Declaration.Kind.GIVE, (Purpose.PRACTICE, Purpose.FAMILY_VIEWING), at=at, later_footage=True)


def consent(
    story: Story,
    kind: Declaration.Kind,
    purposes: tuple[Purpose, ...],
    *,
    at: datetime,
    scope: Asset | None = None,
    later_footage: bool = False,
) -> None:
    """Rosa decides for herself and for Leo; Maya writes it down on her screen."""
    with transaction.atomic():
        root = root_of(story.case, at)
    for purpose in purposes:
        said = Said(
            form_id=uuid4(),
            case=story.case,
            scope=scope or root,
            about=(story.people["Rosa"], story.people["Leo"]),
            by=story.people["Rosa"],
            lines=(Line(purpose, text=text_for(story.service, purpose) if kind == Declaration.Kind.GIVE else None),),
            later_footage=later_footage,
        )
        declare(actor=story.user("Maya"), kind=kind, said=said, now=at)


def _cycle(story: Story, number: int, *, days: int, seconds: float) -> Cycle:
    """Filming, the film's way in, its moments."""
    maya, at = story.user("Maya"), story.days_ago(days)
    cycle = open_cycle(actor=maya, case=story.case, number=number, now=at)
    present = (story.people["Rosa"], story.people["Leo"])
    hold_filming(actor=maya, cycle=cycle, visit=Visit(at, "At home", present), now=at)
    wish = Wish(Kind.PLAY, cycle=number, seconds=seconds)
    story.say(f"Drawing film {number} ({seconds:.0f} s) and making it ready, as a worker does")
    film = bring_in(story, cycle, _drawn(wish), at)
    for place, turn in enumerate(_spread(turns_in(wish))):
        _moment(story, film, place, turn.starts_at, turn.stops_at)
    run_jobs()
    for clip in film.clips.select_related("asset__case__family__service"):
        confirm_people(actor=maya, asset=clip.asset, people=present, now=story.now)
    return cycle


def _drawn(wish: Wish) -> bytes:
    file = io.BytesIO()
    draw_film(wish, file)
    return file.getvalue()


def _spread(turns: tuple[Turn, ...]) -> list[Turn]:
    """Three turns from the beginning, the middle and the end."""
    return [turns[0], turns[len(turns) // 2], turns[-1]] if len(turns) > 3 else list(turns)


def bring_in(story: Story, cycle: Cycle, data: bytes, at: datetime) -> Film:
    """An upload in one part, a worker's run, and its people confirmed."""
    maya, present = story.user("Maya"), (story.people["Rosa"], story.people["Leo"])
    new = NewFilm(cycle, Film.Kind.INTERACTION, at, present, len(data))
    upload = start_upload(actor=maya, film=new, now=story.now)
    receive.append(maya, upload, Append(0, len(data)), io.BytesIO(data))
    run_jobs()
    film = Film.objects.select_related("asset__case__family__service", "cycle").get(pk=upload.film_id)
    confirm_people(actor=maya, asset=film.asset, people=present, now=story.now)
    return film


def run_jobs() -> None:
    """What a worker does, here and now."""
    while any(pipeline.run_next(lane) for lane in Job.Lane):
        pass


def _moment(story: Story, film: Film, place: int, starts_at: float, stops_at: float) -> Clip:
    first, end = (int(seconds * film.rate_num / film.rate_den) for seconds in (starts_at, stops_at))
    stretch = Stretch(max(0, first), min(end, film.frames))
    clip = mark_clip(actor=story.user("Maya"), film=film, stretch=stretch, title=TITLES[place], now=story.now)
    heading = Heading.objects.filter(name=HEADINGS[place])
    describe_clip(actor=story.user("Maya"), clip=clip, title=clip.title, note="", headings=heading, now=story.now)
    return clip


def _first_review(story: Story, cycle: Cycle) -> None:
    maya, at = story.user("Maya"), story.days_ago(33)
    reviewed = Reviewed(at, "At home", "Wait a little longer before I help.")
    review = hold_review(actor=maya, cycle=cycle, review=reviewed, now=at)
    clip = _clips(cycle)[0]
    words = "I never saw that he looks at me first. I can wait for him."
    write_note(actor=maya, clip=clip, review=review, voice=ClipNote.Voice.FAMILY, words=words, now=at)
    ratings = [NewRating(goal, GoalRating.By.FAMILY, value) for goal, value in zip(story.goals, (4, 4), strict=True)]
    rate_goals(actor=maya, cycle=cycle, ratings=ratings, now=at)
    for shared in _clips(cycle):
        share_with_family(actor=maya, clip=shared, seats=[story.seats["Rosa"]], now=story.now)


def _second_cycle(story: Story, cycle: Cycle) -> None:
    story.say("Sharing two clips with Rosa, offering one to Omar, leaving one to be asked about")
    maya = story.user("Maya")
    clips = _clips(cycle)
    for clip in clips[:2]:
        share_with_family(actor=maya, clip=clip, seats=[story.seats["Rosa"]], now=story.now)
    consent(story, Declaration.Kind.GIVE, (Purpose.SUPERVISION,), at=story.now, scope=clips[1].asset)
    question = "Where could I leave more room for Rosa's own words?"
    offer_clip(actor=maya, clip=clips[1], to=story.seats["Omar"], question=question, now=story.now)
    at = (story.now + timedelta(days=2)).replace(hour=14, minute=0, second=0, microsecond=0)
    plan_review(actor=maya, cycle=cycle, at=at, place="At home", now=story.now)


def _clips(cycle: Cycle) -> list[Clip]:
    rows = Clip.objects.filter(film__cycle=cycle).select_related("asset__case__family__service", "film")
    return list(rows.order_by("place"))
