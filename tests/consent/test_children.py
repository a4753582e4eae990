"""What children say and show, asked anew as they grow, and a young person's own yes and no: through the pages."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.access import root_for
from consent.models import Declaration, Purpose
from families.models import Person, PersonFact
from tests.cast import Cast, make_cast, make_child, make_fact, make_seat, make_user, new_id, signed_in
from tests.consent.pages import GIVE, VIEW, Stage, make_stage, no, send, words, yes
from tests.videos.makers import allow_everything, confirm, say, share_with
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.home.today import Row, waiting_for

DISSENT, ASSENT = "DISSENT", "ASSENT"


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def shown_page(stage: Stage, **told: str) -> str:
    page = reverse("consent:shown", args=[stage.clip.asset_id, stage.cast.leo.pk])
    return f"{page}?again={told['again']}" if told else page


def will_page(cast: Cast, person: Person) -> str:
    return reverse("consent:own_will", args=[cast.case.pk, person.pk])


def shows(stage: Stage, kind: str, **changed: Any) -> dict[str, Any]:
    told = {"form_id": new_id(), "kind": kind, "how_shown": "turned away and said: no more", "purposes": [VIEW.value]}
    return {**told, "reach": str(stage.clip.asset_id), "shown_on": timezone.localdate().isoformat(), **changed}


def test_that_what_a_child_shows_is_noted_with_how_when_by_whom_and_about_what(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    yesterday = timezone.localdate() - timedelta(days=1)
    read = words(maya.post(shown_page(stage), shows(stage, DISSENT, shown_on=yesterday.isoformat()), follow=True))
    for wanted in ("Shows that they don&#x27;t want it", "turned away and said: no more", "noted by Maya", "Stands"):
        assert wanted in read
    row = Declaration.objects.get()
    assert (row.kind, row.by, row.about, row.said_on, row.scope) == (
        DISSENT, cast.leo, cast.leo, yesterday, stage.clip.asset,
    )  # fmt: skip
    assert row.recorded_by == cast.maya


@pytest.mark.parametrize("reach", ["clip", "film", "case"])
def test_that_it_is_about_one_clip_the_film_or_all_the_work(stage: Stage, reach: str) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    root = root_for(cast.case, cast.now)
    scope = {"clip": stage.clip.asset, "film": stage.film.asset, "case": root}[reach]
    say(cast, GIVE, VIEW)
    assert stage.bytes_for(cast.rosa) == 200
    maya.post(shown_page(stage), shows(stage, DISSENT, reach=str(scope.pk)))
    assert Declaration.objects.get(kind=DISSENT).scope == scope
    assert stage.bytes_for(cast.rosa) == 403


def test_that_a_no_can_mean_everything_and_wanting_it_is_for_each_use_apart(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    say(cast, GIVE, VIEW)
    page = maya.post(shown_page(stage), shows(stage, ASSENT, purposes=["everything"]))
    assert "Wanting it is for each use apart." in words(page)
    assert not Declaration.objects.filter(kind=ASSENT).exists()
    maya.post(shown_page(stage), shows(stage, DISSENT, purposes=["everything"]))
    assert stage.bytes_for(cast.rosa) == 403


@pytest.mark.parametrize("missing", ["kind", "how_shown", "purposes"])
def test_that_nothing_is_half_noted(stage: Stage, missing: str) -> None:
    page = signed_in(stage.cast.maya).post(shown_page(stage), {**shows(stage, DISSENT), missing: ""})
    assert "Please look at this again" in words(page)
    assert not Declaration.objects.exists()


def test_that_a_day_to_come_and_a_film_elsewhere_are_not_taken(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "still to come" in words(maya.post(shown_page(stage), shows(stage, DISSENT, shown_on=tomorrow)))
    assert "look at this again" in words(maya.post(shown_page(stage), shows(stage, DISSENT, reach=new_id())))
    assert not Declaration.objects.exists()


def test_that_it_is_taken_up_again_later_with_no_answer_ticked_before(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    say(cast, GIVE, VIEW)
    maya.post(shown_page(stage), shows(stage, DISSENT, purposes=[VIEW.value, "supervision"]))
    first = Declaration.objects.get(kind=DISSENT)
    again = shown_page(stage, again=str(first.pk))
    assert again in maya.get(will_page(cast, cast.leo)).content.decode()
    page = maya.get(again)
    assert "turned away and said: no more" in words(page)
    html = page.content.decode()
    assert 'value="ASSENT" required id="id_kind_1" checked' not in html
    assert page.context["form"]["kind"].value() is None
    assert page.context["form"]["purposes"].value() == [VIEW.value, "supervision"]
    maya.post(again, shows(stage, ASSENT, how_shown="asked to see it", purposes=[VIEW.value]))
    assert stage.bytes_for(cast.rosa) == 200
    assert "Stands" in words(maya.get(will_page(cast, cast.leo)))  # for supervision it does
    maya.post(again, shows(stage, ASSENT, how_shown="asked to see it", purposes=["supervision"]))
    assert "Stands" not in words(maya.get(will_page(cast, cast.leo)))


def test_that_before_the_first_film_it_can_be_noted_for_all_the_work(db: None) -> None:
    cast = make_cast()
    allow_everything(cast)
    landed = signed_in(cast.maya).post(will_page(cast, cast.leo), follow=True)
    assert "What Leo shows" in words(landed)
    assert "All the work together" in words(landed)


def test_that_what_a_child_says_and_shows_is_for_those_who_hold_the_case(db: None) -> None:
    cast = make_cast()
    for user in (cast.rosa, cast.sam, cast.priya, cast.omar, cast.nadia):
        assert signed_in(user).get(will_page(cast, cast.leo)).status_code == 404
    assert signed_in(cast.maya).get(will_page(cast, cast.other_child)).status_code == 404


# ---- growing up


def turning(cast: Cast, age: int, *, days_ago: int = 0) -> Person:
    """Ada, who had her birthday so many days ago where the service is, and was written down long before."""
    ada = Person.objects.create(family=cast.family, kind=Person.Kind.CHILD, name="Ada", made_at=cast.since)
    day = cast.now.astimezone(cast.service.zone).date() - timedelta(days=days_ago)
    born_on = date(day.year - age, day.month, min(day.day, 28))
    make_fact(ada, PersonFact.Kind.BORN_ON, born_on.isoformat(), cast.maya, cast.since)
    return ada


def growing_up(user: User, now: datetime) -> list[Row]:
    found = [section.rows for section in waiting_for(user, now) if str(section.heading) == "Growing up"]
    return [row for each in found for row in each]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (11, None),
        (12, "Ada is 12: ask them anew"),
        (13, "Ada is 13: ask them anew"),
        (14, None),
        (16, "Ada is 16: ask them anew"),
        (18, "Ada is 18: adult rules hold, only their own yes counts"),
    ],
)
def test_that_a_birthday_is_a_task_on_today_of_whoever_holds_the_case(
    transactional_db: None, age: int, expected: str | None
) -> None:
    cast = make_cast()
    ada = turning(cast, age, days_ago=3)
    told = growing_up(cast.maya, cast.now)
    assert [(row.words, row.url) for row in told] == ([(expected, will_page(cast, ada))] if expected else [])
    assert growing_up(cast.priya, cast.now) == growing_up(cast.nadia, cast.now) == []
    assert ("Record what was found" in words(signed_in(cast.maya).get(will_page(cast, ada)))) is (age in {12, 13})
    assert ("Ask Ada" in words(signed_in(cast.maya).get(will_page(cast, ada)))) is (age in {16, 18})


@pytest.mark.parametrize("answer", ["finding", "assent", "dissent", "yes", "no"])
def test_that_it_is_gone_once_something_is_heard_of_them(transactional_db: None, answer: str) -> None:
    cast = make_cast()
    allow_everything(cast)
    ada = turning(cast, 16, days_ago=3)
    assert len(growing_up(cast.maya, timezone.now())) == 1
    if answer == "finding":
        page = reverse("families:finding", args=[cast.case.pk, ada.pk])
        signed_in(cast.maya).post(page, {"outcome": "no", "why": "We talked about it."})
    else:
        kind = {"assent": "ASSENT", "dissent": "DISSENT", "yes": "GIVE", "no": "REFUSE"}[answer]
        say(cast, Declaration.Kind(kind), VIEW, by=ada, about=[ada])
    assert growing_up(cast.maya, timezone.now()) == []


def test_that_a_mothers_yes_answers_for_nobody_who_has_grown(transactional_db: None) -> None:
    cast = make_cast()
    allow_everything(cast)
    ada = turning(cast, 12, days_ago=3)
    cast.family.people.get(pk=ada.pk).guardianships.create(
        holder=cast.mother, basis="parental_responsibility", starts_at=cast.since, recorded_at=cast.since,
        recorded_by=cast.maya, verified_at=cast.since, verified_by=cast.maya,
    )  # fmt: skip
    say(cast, GIVE, VIEW, about=[ada])
    assert len(growing_up(cast.maya, timezone.now())) == 1


# ---- their own yes and no


def ada_signs_in(stage: Stage, age: int = 13, *, competent: bool = True) -> tuple[Person, User]:
    """A girl with a sign-in of her own, in the clip with Rosa and Leo, and before whom it is put."""
    cast = stage.cast
    user = make_user("Ada")
    seat = make_seat(user, cast.service, Role.GUARDIAN, cast.since)
    ada = make_child(cast.family, "Ada", cast.maya, cast.since, age=age, now=cast.now, relation="Daughter")
    Person.objects.filter(pk=ada.pk).update(membership=seat)
    ada.refresh_from_db()
    if competent:
        make_fact(ada, PersonFact.Kind.COMPETENCE, "yes", cast.maya, cast.since)
    confirm(cast, stage.clip.asset, (cast.mother, cast.leo, ada))
    share_with(cast, stage.clip, [cast.rosa_seat, seat])
    return ada, user


def test_that_a_competent_girl_answers_for_herself_on_the_same_pages(stage: Stage) -> None:
    cast = stage.cast
    say(cast, GIVE, VIEW)
    ada, user = ada_signs_in(stage)
    browser = signed_in(user)
    assert stage.bytes_for(cast.rosa) == 403
    home = words(browser.get(reverse("home:family")))
    assert "Your say" in home
    say_page = words(browser.get(reverse("consent:your_say")))
    assert "You decide for yourself" in say_page
    send(browser, stage.question(maker=ada), yes(cast))
    assert stage.bytes_for(cast.rosa) == stage.bytes_for(user) == 200
    given = Declaration.objects.filter(by=ada)
    assert [(row.about, row.channel, row.evidence) for row in given] == [(ada, "own_sign_in", "signed")]
    send(browser, reverse("consent:stop", args=[stage.clip.asset_id]), {"form_id": new_id()})
    assert stage.bytes_for(cast.rosa) == stage.bytes_for(user) == 403


def test_that_a_child_who_does_not_decide_yet_can_always_say_no_and_not_yes(stage: Stage) -> None:
    cast = stage.cast
    ada, user = ada_signs_in(stage, competent=False)
    cast.family.people.get(pk=ada.pk).guardianships.create(
        holder=cast.mother, basis="parental_responsibility", starts_at=cast.since, recorded_at=cast.since,
        recorded_by=cast.maya, verified_at=cast.since, verified_by=cast.maya,
    )  # fmt: skip
    browser = signed_in(user)
    say(cast, GIVE, VIEW, about=[cast.mother, cast.leo, ada])
    assert stage.bytes_for(cast.rosa) == 200
    assert "You can always say no" in words(browser.get(reverse("consent:your_say")))
    send(browser, stage.question(maker=ada), yes(cast))
    assert not Declaration.objects.filter(by=ada).exists()
    send(browser, stage.question(maker=ada), no(cast))
    assert stage.bytes_for(cast.rosa) == 403


def test_that_your_say_is_for_the_young(stage: Stage) -> None:
    page = reverse("consent:your_say")
    for user in (stage.cast.rosa, stage.cast.maya, stage.cast.nadia):
        assert signed_in(user).get(page).status_code == 404
    assert "Your say" not in words(signed_in(stage.cast.rosa).get(reverse("home:family")))


def test_that_nobody_is_cross_and_no_word_of_anybody_else_is_on_it(stage: Stage) -> None:
    cast = stage.cast
    _ada, user = ada_signs_in(stage)
    before = words(signed_in(user).get(reverse("consent:your_say")))
    say(cast, GIVE, VIEW)
    say(cast, Declaration.Kind.REFUSE, Purpose.SUPERVISION, by=cast.father, about=[cast.leo])
    assert words(signed_in(user).get(reverse("consent:your_say"))) == before
    for name in ("Rosa", "Sam", "Leo"):
        assert name not in before
