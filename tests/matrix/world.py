"""One world in which every address leads somewhere: a story in full swing, with a key for each part of a URL.

Maya's case of Rosa and Leo: a film that is ready, one that is watched while it is being made ready, a clip that is
shared with Rosa and offered to Omar, everybody agreed; a still, a comment of Omar's, a review that is planned; an
upload under way, an invitation not taken yet.
Priya works beside Maya without this case, Sam may decide but no clip is put before him, Nadia works elsewhere, Grace
manages the service, Dana is its data protection lead.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator

from consent.actions.confirming import agree, say_nobody
from consent.actions.seconding import say_absent
from consent.actions.voiding import sign_void
from consent.models import Action, Declaration, Proof, Purpose, SecondHand
from consent.sealing import Shown
from families.models import Case
from sessions.actions.cycles import Visit, hold_filming, plan_review
from sessions.actions.goals import NewGoal, agree_goal
from tests.cast import (
    Cast,
    make_adult,
    make_case,
    make_cast,
    make_family,
    make_guardianship,
    make_seat,
    make_user,
    signed_in,
)
from tests.consent.papers import signature
from tests.videos.makers import (
    allow_everything,
    make_clip,
    make_film_of,
    make_set_aside,
    make_upload,
    offer,
    run_jobs,
    say,
    share,
)
from tests.videos.parts import make_film_in_parts
from videos.access import CONFIRMING
from videos.actions.clips import Stretch, mark_clip, take_still
from videos.actions.words import write_comment
from videos.models import Film, Rendition, Share
from vigportal.accounts.actions import invite_colleague
from vigportal.accounts.models import Membership, User
from vigportal.accounts.roles import Role

SHARED = (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION)
VIEWERS = ("anonymous", "maya", "omar", "priya", "rosa", "sam", "nadia", "grace", "dana")


@dataclass(frozen=True)
class World:
    """What everybody's browser holds, and what stands in a URL for each of its parts."""

    cast: Cast
    cookies: dict[str, dict[str, str]]
    parts: dict[str, object]
    single: dict[str, dict[str, object]]

    def parts_of(self, name: str) -> dict[str, object]:
        """What stands in the URL of this name."""
        return {**self.parts, **self.single.get(name, {})}


def make_world() -> World:
    """The whole of it, made through the actions that people use."""
    cast = make_cast()
    allow_everything(cast)
    grace = make_member(cast, "Grace", Role.MANAGER)
    dana = make_member(cast, "Dana", Role.DATA_PROTECTION)
    people = {"grace": grace, "dana": dana} | {
        name: getattr(cast, name) for name in VIEWERS if name not in {"anonymous", "grace", "dana"}
    }
    cookies: dict[str, dict[str, str]] = {"anonymous": {}} | {
        name: {key: morsel.value for key, morsel in signed_in(user).cookies.items()} for name, user in people.items()
    }
    return World(cast, cookies, {**_work(cast), **_footage(cast), **_seats(cast, grace)}, _single_parts(cast))


def make_member(cast: Cast, name: str, role: Role) -> User:
    """Somebody more who works for the service."""
    user = make_user(name)
    make_seat(user, cast.service, role, cast.since)
    return user


def _work(cast: Cast) -> dict[str, object]:
    at = cast.now - timedelta(hours=3)
    visit = Visit(at, "At home", (cast.mother, cast.leo))
    hold_filming(actor=cast.maya, cycle=cast.cycle, visit=visit, now=cast.now)
    soon = cast.now + timedelta(days=2)
    review = plan_review(actor=cast.maya, cycle=cast.cycle, at=soon, place="At home", now=cast.now)
    new = NewGoal("We enjoy playing together", 2, 8)
    goal = agree_goal(actor=cast.maya, case=cast.case, key=uuid4(), new=new, now=cast.now)
    return {
        "case_id": cast.case.pk,
        "person_id": cast.leo.pk,
        "guardianship_id": cast.rosa_for_leo.pk,
        "assignment_id": cast.assignment.pk,
        "goal_id": goal.pk,
        "cycle_id": cast.cycle.pk,
        "review_id": review.pk,
    }


def _footage(cast: Cast) -> dict[str, object]:
    film = make_film_of(cast)
    clip = make_clip(cast, film)
    declared = [said for purpose in SHARED for said in say(cast, Declaration.Kind.GIVE, purpose)]
    share(cast, clip)
    offer(cast, clip)
    still = take_still(actor=cast.maya, clip=clip, frame=clip.first_frame + 1, now=cast.now)
    comment = write_comment(actor=cast.omar, clip=clip, frame=3, words="Here you wait.", now=cast.now)
    run_jobs()
    return {
        "film_id": film.pk,
        "clip_id": clip.pk,
        "still_id": still.pk,
        "asset_id": clip.asset_id,
        "comment_id": comment.pk,
        "share_id": Share.objects.get(clip=clip, purpose=Purpose.FAMILY_VIEWING).pk,
        "rendition_id": Rendition.objects.get(asset=clip.asset, kind=Rendition.Kind.CLIP).pk,
        "upload_id": make_upload(cast, 1000).pk,
        "declaration_id": declared[0].pk,
        "maker_id": cast.mother.pk,
        "purpose": Purpose.FAMILY_VIEWING.value,
        "action": Action.VIEW.value,
        "ceiling_id": cast.service.ceilings.earliest("effective_at").pk,
        "way": "later",
    }


def _seats(cast: Cast, grace: User) -> dict[str, object]:
    seat, token = invite_colleague(
        actor=grace, service=cast.service, role=Role.PRACTITIONER, email="new@example.org", name="New", now=cast.now
    )
    return {
        "invitation_id": seat.invitation.pk,
        "membership_id": cast.priya_seat.pk,
        "supervising_id": cast.supervising.pk,
        "token": token,
        "uidb36": "1",
        "key": "none",
    }


def _hands(cast: Cast, film: Film) -> tuple[SecondHand, SecondHand]:
    """One that waits for another hand, and one to which a colleague agreed."""
    rooms = [mark_clip(actor=cast.maya, film=film, stretch=Stretch(n, n + 1), title="", now=cast.now) for n in (1, 3)]
    for room in rooms:
        say_nobody(actor=cast.maya, asset=room.asset, why="Empty.", now=cast.now)
    asked, agreed = (SecondHand.objects.get(asset=room.asset) for room in rooms)
    agree(actor=cast.priya, hand=agreed, now=cast.now)
    return asked, agreed


def _unheld(cast: Cast) -> Case:
    """A case whose practitioner has left."""
    seat = make_seat(make_user("Quinn"), cast.service, Role.PRACTITIONER, cast.since)
    case = make_case(make_family(cast.service, "The Q. family", cast.since), seat, cast.since)
    Membership.objects.filter(pk=seat.pk).update(ends_at=cast.now)
    return case


def _single_parts(cast: Cast) -> dict[str, dict[str, object]]:
    """What single addresses ask for: what waits for a second look or hand, a signature, a parent's key to take off."""
    ines = make_adult(cast.family, "Ines", cast.maya, cast.since, relation="Grandmother")
    waiting = make_guardianship(cast.leo, ines, cast.maya, cast.since, verified=False)
    Authenticator.objects.create(user=cast.sam, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    film = Film.objects.get(asset__case=cast.case, state=Film.State.READY)
    aside = make_set_aside(cast)
    in_parts = make_film_in_parts(cast, [b"beginning", b"part"])
    beginning = Rendition.objects.get(asset=in_parts.asset, kind=Rendition.Kind.SEGMENT, part=0)
    shown = Shown(uuid4(), Proof.Kind.DRAWN, words=signature())
    signed = say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE, shown=shown)[0]
    sign_void(actor=cast.maya, form_id=uuid4(), mistaken=signed, now=cast.now)
    late = say(cast, Declaration.Kind.REFUSE, Purpose.TRAINING, about=[cast.mother], said_on=cast.since.date())
    asked, agreed = _hands(cast, film)
    say_absent(actor=cast.maya, film=film.asset, person=cast.father, now=cast.now)
    return {
        "videos:copies": {"purpose": CONFIRMING, "rendition_id": beginning.pk},
        "videos:playlist": {"purpose": CONFIRMING, "rendition_id": beginning.pk},
        "videos:watched_since": {"declaration_id": late[0].pk},
        "videos:try_film_again": {"film_id": aside.pk},
        "videos:remove_film": {"film_id": aside.pk},
        "consent:bystanders": {"asset_id": film.asset_id},
        "consent:absent": {"asset_id": film.asset_id, "person_id": ines.pk},
        "consent:own_absence": {"asset_id": film.asset_id},
        "consent:own_hand": {"hand_id": agreed.pk},
        "videos:second_hand": {"hand_id": asked.pk},
        "consent:second_look": {"guardianship_id": waiting.pk},
        "consent:proof": {"proof_id": shown.id},
        "consent:confirm_void": {"declaration_id": signed.pk},
        "families:take_key_off": {"person_id": cast.father.pk},
        "families:give_case": {"case_id": _unheld(cast).pk},
    }
