"""Any past moment replays to what the gate said then: a history through the actions, asked through HTTP as it grew."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from consent.access import decision_on
from consent.actions.ceilings import set_ceiling
from consent.actions.confirming import take_person_off
from consent.actions.declaring import stop_everything
from consent.actions.voiding import void_declaration
from consent.decisions import Reason
from consent.defaults import first_rules
from consent.explaining import replay
from consent.facts import Question
from consent.models import Action, Appearance, Asset, Declaration, Purpose
from families.actions.guardianships import Ending, end_guardianship
from tests.cast import Cast, make_cast, signed_in
from tests.videos.makers import allow_everything, confirm, make_clip, make_film_of, offer, say, share
from videos.actions.clips import erase_clip
from videos.models import Clip, Rendition
from vigportal.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
KIND = Declaration.Kind
A_BLINK = timedelta(milliseconds=300)
NOBODYS = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Answer:
    """What the gate said to one viewer at one moment."""

    step: str
    question: Question
    status: int
    reason: Reason


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def clip(cast: Cast) -> Clip:
    made = make_clip(cast, make_film_of(cast))
    share(cast, made)
    offer(cast, made)
    return made


def history(cast: Cast, clip: Clip) -> Iterator[str]:
    """Everything that can change an answer, one step at a time; after each, the gate is asked."""
    asset, leo = clip.asset, [cast.leo]
    yield "nothing said"
    for purpose in (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION):
        say(cast, KIND.GIVE, purpose, about=[cast.mother])
        yield f"Rosa for herself, {purpose}"
        say(cast, KIND.GIVE, purpose, about=leo)
        yield f"Rosa for Leo, {purpose}"
    no = say(cast, KIND.WITHDRAW, Purpose.SUPERVISION, scope=asset, about=leo)
    yield "taken back for the clip"
    say(cast, KIND.GIVE, Purpose.SUPERVISION, about=leo)
    yield "a later broad yes doesn't lift it"
    say(cast, KIND.GIVE, Purpose.SUPERVISION, scope=no[0].scope, about=leo)
    yield "a yes for the clip does"
    say(cast, KIND.REFUSE, Purpose.FAMILY_VIEWING, by=cast.father, about=leo)
    yield "Sam refuses"
    say(cast, KIND.GIVE, Purpose.FAMILY_VIEWING, by=cast.father, about=leo)
    yield "Sam gives"
    say(cast, KIND.DISSENT, Purpose.PRACTICE, scope=asset, by=cast.leo, about=leo)
    yield "Leo shows no"
    say(cast, KIND.ASSENT, Purpose.PRACTICE, scope=asset, by=cast.leo, about=leo)
    yield "Leo shows yes"
    say(cast, KIND.REFUSE, Purpose.SUPERVISION, viewers=[cast.omar])
    yield "not Omar"
    say(cast, KIND.GIVE, Purpose.SUPERVISION, viewers=[cast.omar])
    yield "Omar after all"
    yield from _what_others_change(cast, clip)
    mistaken = say(cast, KIND.GIVE, Purpose.PRACTICE, scope=asset, by=cast.father, about=[cast.father])
    yield "Sam is not in it: nothing changes"
    void_declaration(actor=cast.omar, form_id=uuid4(), mistaken=mistaken[0], first_signer=cast.maya, now=timezone.now())
    yield "a yes is taken back as entered in error"
    stop_everything(
        actor=cast.rosa, form_id=uuid4(), case=cast.case, by=cast.mother, about=(cast.mother,),
        channel=Declaration.Channel.OWN_SIGN_IN, now=timezone.now(),
    )  # fmt: skip
    yield "everything stopped"
    say(cast, KIND.GIVE, Purpose.PRACTICE, scope=asset, about=[cast.mother])
    yield "a yes for the clip, again"
    erase_clip(actor=cast.maya, clip=clip, now=timezone.now())
    yield "the clip is erased"


def _what_others_change(cast: Cast, clip: Clip) -> Iterator[str]:
    """The service's ceiling, who is in it, who may decide."""
    rules = first_rules("england")
    allows = [rule for rule in rules["allows"] if rule["purpose"] != Purpose.SUPERVISION]
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=timezone.now())
    yield "the service drops supervision"
    set_ceiling(actor=None, service=cast.service, rules=rules, now=timezone.now())
    yield "and takes it up again"
    confirm(cast, clip.asset, (cast.mother, cast.leo, cast.father))
    yield "Sam is in it too"
    seen = Appearance.objects.get(asset=clip.asset, person=cast.father)
    take_person_off(actor=cast.maya, appearance=seen, why="A neighbour", now=timezone.now())
    yield "he isn't"
    confirm(cast, clip.asset, (cast.mother, cast.leo))
    yield "confirmed again"
    order = Ending("An order")
    end_guardianship(actor=cast.maya, case=cast.case, guardianship=cast.rosa_for_leo, ending=order, now=timezone.now())
    yield "Rosa no longer decides for Leo"
    say(cast, KIND.GIVE, Purpose.PRACTICE, by=cast.father, about=[cast.leo])
    yield "Sam does"


def asked_of_the_gate(cast: Cast, clip: Clip, ask: Callable[[User, str], int], step: str) -> Iterator[Answer]:
    """Three viewers, through HTTP; and what the gate's own rule gave as its reason."""
    for viewer, purpose in ((cast.maya, "practice"), (cast.rosa, "family_viewing"), (cast.omar, "supervision")):
        status, at = ask(viewer, purpose), timezone.now()
        decision = decision_on(clip.asset, viewer=viewer.pk, purpose=Purpose(purpose), action=Action.VIEW, now=at)
        yield Answer(step, Question(clip.asset_id, purpose, "view", viewer.pk, at), status, decision.reason)


def told(cast: Cast, clip: Clip) -> list[Answer]:
    """The whole history, with the gate's answer after each step."""
    browsers = {user.pk: signed_in(user) for user in (cast.maya, cast.rosa, cast.omar)}
    rendition = Rendition.objects.get(asset=clip.asset, kind="clip")

    def ask(viewer: User, purpose: str) -> int:
        return browsers[viewer.pk].get(reverse("videos:stream", args=[purpose, rendition.pk])).status_code

    return [answer for step in history(cast, clip) for answer in asked_of_the_gate(cast, clip, ask, step)]


def test_that_every_past_moment_replays_to_what_the_gate_said_then(cast: Cast, clip: Clip) -> None:
    answers = told(cast, clip)
    assert len({answer.step for answer in answers}) == len(answers) // 3 >= 24
    assert {answer.status for answer in answers} == {200, 403}
    assert len({answer.reason for answer in answers}) >= 8
    for answer in answers:
        said = replay(cast.case, answer.question).decision
        assert said.reason == answer.reason, answer.step
        assert said.allowed == (answer.status == 200), answer.step


def test_that_a_replay_forgets_the_hour_too(cast: Cast, clip: Clip) -> None:
    say(cast, KIND.GIVE, Purpose.PRACTICE, until_at=timezone.now() + A_BLINK)
    while_open = Question(clip.asset_id, "practice", "view", cast.maya.pk, timezone.now())
    time.sleep(2 * A_BLINK.total_seconds())
    assert replay(cast.case, while_open).decision.allowed
    assert replay(cast.case, replace(while_open, at=timezone.now())).decision.reason == Reason.EXPIRED


def explained(clip: Clip, viewer: User, *more: str, purpose: str = "practice", asset: Asset | None = None) -> str:
    """What the command prints. A no ends it with 1, as a script sees it."""
    out, code = StringIO(), 0
    words = ["--asset", str((asset or clip.asset).pk), "--viewer", str(viewer.pk), "--purpose", purpose, *more]
    try:
        call_command("explain_decision", *words, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    assert out.getvalue().startswith(("yes ", "no ")[code])
    return out.getvalue()


def test_that_the_command_says_the_reason_the_findings_and_the_declarations(cast: Cast, clip: Clip) -> None:
    gives = say(cast, KIND.GIVE, Purpose.PRACTICE)
    open_at = timezone.now()
    (refused,) = say(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo], scope=clip.asset)
    now = explained(clip, cast.maya)
    assert now.startswith("no (REFUSED): A no stands.\n")
    for wanted in (f"number {refused.number}, REFUSE, entered", str(refused.pk), str(cast.father.pk), "practice/view"):
        assert wanted in now
    then = explained(clip, cast.maya, "--at", open_at.isoformat())
    assert then.startswith("yes (EVERYONE_AGREES)")
    assert all(str(yes.pk) in then and f"number {yes.number}, GIVE" in then for yes in gives)
    assert "on text version 1" in then
    assert str(refused.pk) not in then
    assert explained(clip, cast.maya, "--up-to", str(refused.number - 1)).startswith("yes ")


def test_that_names_stand_there_only_where_they_are_asked_for(cast: Cast, clip: Clip) -> None:
    say(cast, KIND.REFUSE, Purpose.PRACTICE, by=cast.father, about=[cast.leo], viewers=[cast.maya])
    plain, named = explained(clip, cast.maya), explained(clip, cast.maya, "--names")
    for name, key in (("Leo", cast.leo.pk), ("Sam", cast.father.pk), ("Maya", cast.maya.pk)):
        assert name not in plain
        assert f"{name} ({key})" in named
    assert named.replace("Leo", "").count(str(cast.leo.pk)) == plain.count(str(cast.leo.pk))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--asset": NOBODYS}, "no such film"),
        ({"--viewer": NOBODYS}, "no such viewer"),
        ({"--at": "2026-03-03T14:05:00"}, "time zone"),
        ({"--at": "2999-01-01T00:00:00+00:00"}, "hasn't come"),
        ({"--at": "2001-01-01T00:00:00+00:00"}, "at that moment"),
        ({"--at": "yesterday"}, "--at"),
        ({"--purpose": "everything"}, "--purpose"),
        ({"--action": "lend"}, "--action"),
    ],
    ids=str,
)
def test_that_what_can_not_be_asked_ends_with_2(cast: Cast, clip: Clip, change: dict[str, str], words: str) -> None:
    asked = {"--asset": str(clip.asset_id), "--viewer": str(cast.maya.pk), "--purpose": "practice", **change}
    with pytest.raises(CommandError, match=words) as refused:
        call_command("explain_decision", *[word for pair in asked.items() for word in pair])
    assert refused.value.returncode == 2 or "Error: argument" in str(refused.value)


def test_that_a_whole_case_can_not_be_asked_about(cast: Cast, clip: Clip) -> None:
    say(cast, KIND.GIVE, Purpose.PRACTICE)
    root = Asset.objects.get(case=cast.case, kind=Asset.Kind.CASE)
    with pytest.raises(CommandError, match="whole case"):
        explained(clip, cast.maya, asset=root)
