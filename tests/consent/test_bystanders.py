"""Who is in it, who else is in the picture, and taking somebody off: what shuts at once, and what opens again when."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.actions.confirming import agree
from consent.models import Appearance, Asset, Purpose, SecondHand
from families.models import Person
from tests.cast import events_of, make_cast, make_guardianship, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, VIEW, Stage, make_stage, words
from tests.videos.makers import allow_everything, make_clip, run_jobs, say
from videos.actions.clips import take_still
from vigportal.ledger.models import Entry

NEIGHBOUR = {"name": "Mrs Hall", "kind": "adult", "relation": "0", "born_on": ""}


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def others_page(stage: Stage) -> str:
    return reverse("consent:bystanders", args=[stage.film.asset_id])


def people_page(asset: Asset) -> str:
    return reverse("consent:people", args=[asset.pk])


def take_off_page(asset: Asset, person: Person) -> str:
    return reverse("consent:take_off", args=[asset.pk, person.pk])


def write_down(stage: Stage, *pieces: Asset, **changed: str) -> Any:
    told = {**NEIGHBOUR, "form_id": new_id(), "pieces": [str(piece.pk) for piece in pieces], **changed}
    return signed_in(stage.cast.maya).post(others_page(stage), told, follow=True)


def named(name: str) -> Person:
    return Person.objects.get(name=name)


def shown_in(asset: Asset) -> set[str]:
    listed = Appearance.objects.filter(asset=asset, taken_off_at=None)
    return set(listed.values_list("person__name", flat=True))


def agreed(stage: Stage) -> None:
    for purpose in (VIEW, Purpose.PRACTICE):
        say(stage.cast, GIVE, purpose, later_footage=True)


def test_that_a_bystander_shuts_the_film_and_every_clip_that_shows_them_until_they_are_asked(stage: Stage) -> None:
    cast = stage.cast
    free = make_clip(cast, stage.film, 42, 55)
    agreed(stage)
    assert stage.bytes_for(cast.rosa) == 200
    page = write_down(stage, stage.clip.asset)
    assert stage.bytes_for(cast.rosa) == 403
    hall = named("Mrs Hall")
    assert (hall.kind, hall.relation, hall.family) == ("adult", "Neighbour", cast.family)
    assert [shown_in(asset) for asset in (stage.film.asset, stage.clip.asset, free.asset)] == [
        {"Rosa", "Leo", "Mrs Hall"},
        {"Rosa", "Leo", "Mrs Hall"},
        {"Rosa", "Leo"},
    ]
    read = words(page)
    for wanted in (
        "Mrs Hall · Neighbour",
        "Ask them, or cut around them",
        "In: “You wait”",
        "Of the family: Leo and Rosa",
    ):
        assert wanted in read
    entry = Entry.objects.of_chain(cast.case.pk).get(event="bystander_added")
    assert entry.facts["person"] == str(hall.pk)
    assert set(entry.facts["assets"]) == {str(stage.film.asset_id), str(stage.clip.asset_id)}
    for purpose in (VIEW, Purpose.PRACTICE):
        say(cast, GIVE, purpose, by=hall, about=[hall])
    assert stage.bytes_for(cast.rosa) == 200
    assert "They agree to the work together." in words(signed_in(cast.maya).get(others_page(stage)))


def test_that_a_clip_cut_around_them_stays_open_and_is_listed_with_who_is_in_it(stage: Stage) -> None:
    cast = stage.cast
    agreed(stage)
    read = words(write_down(stage))
    assert stage.bytes_for(cast.rosa) == 200
    assert "In the film; in none of its clips." in read
    assert "“You wait” Confirmed Leo and Rosa" in read


def test_that_a_no_says_cut_around_them(stage: Stage) -> None:
    write_down(stage, stage.clip.asset)
    hall = named("Mrs Hall")
    say(stage.cast, REFUSE, Purpose.PRACTICE, by=hall, about=[hall])
    read = words(signed_in(stage.cast.maya).get(others_page(stage)))
    assert "A no stands. Cut around them: choose moments without them." in read
    assert "Ask Mrs Hall" not in read


def test_that_a_child_next_door_needs_somebody_who_may_decide(stage: Stage) -> None:
    cast = stage.cast
    read = words(write_down(stage, name="Tom", kind="child", relation="0"))
    assert "Nobody is verified who may decide." not in read  # unknown age: said in the words of the list
    assert "Write down who may decide for them and ask, or cut around them." in read
    tom = named("Tom")
    assert tom.facts.get().value == ""
    make_guardianship(tom, cast.mother, cast.maya, cast.since)
    assert "Tom" in words(signed_in(cast.maya).get(others_page(stage)))  # a bystander still


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Please look at this again"),
        ({"kind": "body"}, "Please look at this again"),
        ({"relation": "99"}, "Please look at this again"),
        ({"kind": "child", "born_on": "1990-01-01"}, "18 or older"),
        ({"kind": "child", "born_on": "2999-01-01"}, "has not come yet"),
    ],
)
def test_that_what_does_not_fit_writes_nobody_down(stage: Stage, changed: dict[str, str], sentence: str) -> None:
    assert sentence in words(write_down(stage, **changed))
    assert stage.cast.family.people.count() == 3


def test_that_a_clip_of_another_film_is_none_of_this_ones(stage: Stage) -> None:
    assert "Please look at this again" in words(write_down(stage, stage.film.asset))
    assert stage.cast.family.people.count() == 3


def test_that_the_form_sent_twice_writes_down_one(stage: Stage) -> None:
    form_id = new_id()
    write_down(stage, stage.clip.asset, form_id=form_id)
    assert "Nothing was saved twice" in write_down(stage, stage.clip.asset, form_id=form_id).content.decode()
    assert stage.cast.family.people.filter(name="Mrs Hall").count() == 1
    assert events_of(stage.cast.case).count("bystander_added") == 1


def test_that_somebody_in_a_picture_is_in_its_clip_too(stage: Stage) -> None:
    still = take_still(actor=stage.cast.maya, clip=stage.clip, frame=stage.clip.first_frame, now=stage.cast.now)
    run_jobs()
    write_down(stage, still.asset)
    assert all("Mrs Hall" in shown_in(each) for each in (still.asset, stage.clip.asset, stage.film.asset))


def test_that_whoever_is_taken_off_needs_a_reason_and_a_second_confirmation(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    agreed(stage)
    page = take_off_page(stage.clip.asset, cast.mother)
    assert "Please look at this again" in words(maya.post(page, {"why": "  "}))
    assert stage.bytes_for(cast.rosa) == 200
    read = words(maya.post(page, {"why": "Only her hand, no voice."}, follow=True))
    for wanted in ("Rosa was taken off", "Only her hand, no voice.", "Not confirmed", "nobody can watch it"):
        assert wanted in read
    assert stage.bytes_for(cast.rosa) == 403
    assert events_of(cast.case).count("person_taken_off") == 1
    assert "Confirm again who is in it" in words(maya.get(reverse("videos:film", args=[stage.film.pk])))
    assert "Who is in “You wait”?" in words(maya.get(reverse("home:today")))
    maya.post(people_page(stage.clip.asset), {})
    assert stage.bytes_for(cast.rosa) == 403, "something was said about her: it needs another hand"
    agree(actor=cast.priya, hand=SecondHand.objects.get(answer=None), now=timezone.now())
    assert stage.bytes_for(cast.rosa) == 200
    assert shown_in(stage.clip.asset) == {"Leo"}
    assert "Who is in “You wait”?" not in words(maya.get(reverse("home:today")))


def test_that_a_film_confirmed_before_is_confirmed_again_on_its_own_page(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    write_down(stage)
    hall = named("Mrs Hall")
    maya.post(take_off_page(stage.film.asset, hall), {"why": "It was a poster."})
    film = maya.get(reverse("videos:film", args=[stage.film.pk]), follow=True)
    assert film.redirect_chain[-1][0] == people_page(stage.film.asset)
    assert "These are all of them" in words(film)
    maya.post(people_page(stage.film.asset), {})
    assert "Find the moments" in words(maya.get(reverse("videos:film", args=[stage.film.pk])))


def test_that_nobody_is_taken_off_a_film_while_a_clip_of_it_lists_them(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    page = take_off_page(stage.film.asset, stage.cast.mother)
    assert "Take them off there first." in words(maya.post(page, {"why": "Not her."}))
    assert "Rosa" in shown_in(stage.film.asset)
    assert events_of(stage.cast.case)[-1] == "form_refused"


def test_that_confirming_again_can_add_and_never_drops(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    agreed(stage)
    maya.post(people_page(stage.clip.asset), {"more": [str(cast.father.pk)]})
    assert shown_in(stage.clip.asset) == {"Rosa", "Leo", "Sam"}
    assert "Sam" in shown_in(stage.film.asset)
    assert stage.bytes_for(cast.rosa) == 403
    maya.post(people_page(stage.clip.asset), {"more": [str(cast.other_child.pk)]})
    assert shown_in(stage.clip.asset) == {"Rosa", "Leo", "Sam"}


def test_that_all_of_it_is_for_whoever_holds_the_case(stage: Stage) -> None:
    cast = stage.cast
    pages = [others_page(stage), people_page(stage.clip.asset), take_off_page(stage.clip.asset, cast.mother)]
    for user in (cast.priya, cast.omar, cast.rosa, cast.sam, cast.nadia):
        assert [signed_in(user).get(page).status_code for page in pages] == [404] * 3
    maya = signed_in(cast.maya)
    assert maya.get(reverse("consent:bystanders", args=[stage.clip.asset_id])).status_code == 404
    assert maya.get(take_off_page(stage.clip.asset, cast.father)).status_code == 404
