"""The family's side: switches, stopping, papers; and that nobody learns another's answer from any of it."""

import pytest
from django.urls import reverse

from consent.models import Declaration, Purpose
from tests.cast import events_of, make_cast, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, VIEW, Stage, make_stage, same_page, send, words, yes
from tests.videos.makers import allow_everything, say
from videos.models import Viewing

TAPS_TO_STOP = 2


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def pages_of(stage: Stage) -> dict[str, str]:
    """Every page of the family that speaks of the clip."""
    clip = stage.clip
    return {
        "home": reverse("home:family"),
        "watch": reverse("videos:watch", args=[clip.pk]),
        "who": reverse("consent:who", args=[clip.asset_id]),
        "stop": reverse("consent:stop", args=[clip.asset_id]),
        "question": stage.question(),
        "said": reverse("consent:said", args=[clip.asset_id, stage.cast.mother.pk]),
        "watched": reverse("videos:watched", args=[clip.pk]),
        "when": reverse("videos:when", args=[stage.cast.case.pk]),
        "papers": reverse("consent:papers"),
        "answers": reverse("consent:answers"),
        "who, of all films": reverse("consent:who", args=[stage.film.asset.parent_id]),
        "who, of the film": reverse("consent:who", args=[stage.film.asset_id]),
    }


def test_that_a_switch_turned_off_is_dark_at_the_next_request(stage: Stage) -> None:
    cast, rosa = stage.cast, signed_in(stage.cast.rosa)
    say(cast, GIVE, VIEW)
    say(cast, GIVE, Purpose.PRACTICE)
    who = pages_of(stage)["who"]
    assert rosa.get(who).content.decode().count('aria-checked="true"') == 2
    form = {"form_id": new_id(), "stop": "family_viewing"}
    for _twice in range(2):
        send(rosa, who, form)
    assert stage.bytes_for(cast.rosa) == 403
    assert stage.bytes_for(cast.maya, "practice") == 200
    assert rosa.get(who).content.decode().count('aria-checked="true"') == 1
    assert events_of(cast.case).count("consent_withdrawn") == 1


def test_that_a_page_that_stayed_open_stops_a_newer_yes_and_each_of_its_switches_stops_its_own(stage: Stage) -> None:
    cast, rosa, who = stage.cast, signed_in(stage.cast.rosa), pages_of(stage)["who"]
    for purpose in (VIEW, Purpose.PRACTICE):
        say(cast, GIVE, purpose)
    opened = new_id()
    send(rosa, who, {"form_id": opened, "stop": "family_viewing"})
    send(rosa, who, {"form_id": opened, "stop": "practice"})
    assert (stage.bytes_for(cast.rosa), stage.bytes_for(cast.maya, "practice")) == (403, 403)
    say(cast, GIVE, VIEW, scope=stage.clip.asset)
    assert stage.bytes_for(cast.rosa) == 200
    send(rosa, who, {"form_id": opened, "stop": "family_viewing"})
    assert stage.bytes_for(cast.rosa) == 403


def test_that_stopping_everything_from_a_page_that_stayed_open_stops_a_newer_yes(stage: Stage) -> None:
    cast, rosa, stop = stage.cast, signed_in(stage.cast.rosa), reverse("consent:stop_everything")
    opened = new_id()
    for _yes_again in range(2):
        say(cast, GIVE, VIEW, scope=stage.clip.asset)
        assert stage.bytes_for(cast.rosa) == 200
        send(rosa, stop, {"form_id": opened})
        assert stage.bytes_for(cast.rosa) == 403


def test_that_a_switch_turned_on_shows_the_words_first(stage: Stage) -> None:
    rosa = signed_in(stage.cast.rosa)
    page = rosa.post(pages_of(stage)["who"], {"form_id": new_id(), "start": "family_viewing"}, follow=True)
    assert "watch them again on your own phone" in words(page)
    assert not Declaration.objects.exists()


def test_that_stopping_takes_two_taps_no_reason_and_no_script_and_no_more_steps_than_giving(stage: Stage) -> None:
    cast, rosa = stage.cast, signed_in(stage.cast.rosa)
    say(cast, GIVE, VIEW)
    say(cast, GIVE, Purpose.PRACTICE)
    watch = rosa.get(pages_of(stage)["watch"]).content.decode()
    stop = pages_of(stage)["stop"]
    assert f'href="{stop}"' in watch  # the first tap
    page = rosa.get(stop).content.decode()
    assert page.count('<form method="post">') == 1  # the second: one plain button, nothing to fill in
    assert "textarea" not in page
    done = send(rosa, stop, {"form_id": new_id()})
    assert "Nobody can watch it from now on." in words(done)
    assert [stage.bytes_for(cast.rosa), stage.bytes_for(cast.maya, "practice")] == [403, 403]
    assert len(done.redirect_chain) == 1
    to_give = ["who", "question"]  # turn the switch, read the words and say yes
    assert len(to_give) >= TAPS_TO_STOP


def test_that_a_later_yes_for_the_clip_lifts_a_stop(stage: Stage) -> None:
    rosa = signed_in(stage.cast.rosa)
    send(rosa, pages_of(stage)["stop"], {"form_id": new_id()})
    assert stage.bytes_for(stage.cast.rosa) == 403
    send(rosa, stage.question(), yes(stage.cast))
    assert stage.bytes_for(stage.cast.rosa) == 200


def test_that_stop_everything_shuts_all_at_once(stage: Stage) -> None:
    cast, rosa = stage.cast, signed_in(stage.cast.rosa)
    for purpose in (VIEW, Purpose.PRACTICE):
        say(cast, GIVE, purpose, later_footage=True)
    assert 'href="/family/stop/"' in rosa.get(pages_of(stage)["home"]).content.decode()
    form = {"form_id": new_id()}
    for _twice in range(2):
        assert "Stopped" in words(send(rosa, reverse("consent:stop_everything"), form))
    assert [stage.bytes_for(cast.rosa), stage.bytes_for(cast.maya, "practice")] == [403, 403]
    assert events_of(cast.case).count("everything_stopped") == 1
    assert signed_in(cast.maya).get(reverse("consent:stop_everything")).status_code == 404


def learned(stage: Stage) -> dict[str, str]:
    """Every page as Rosa reads it, byte for byte."""
    rosa = signed_in(stage.cast.rosa)
    return {name: same_page(rosa.get(page)) for name, page in pages_of(stage).items()}


def test_that_the_other_parents_no_can_not_be_told_from_a_yes_that_is_missing(stage: Stage) -> None:
    before = learned(stage)
    say(stage.cast, REFUSE, VIEW, by=stage.cast.father, about=[stage.cast.leo])
    assert learned(stage) == before


def test_that_the_other_parents_no_shows_only_as_not_everyone_has_agreed(stage: Stage) -> None:
    cast = stage.cast
    say(cast, GIVE, VIEW)
    say(cast, GIVE, Purpose.SUPERVISION)
    before = learned(stage)
    say(cast, REFUSE, Purpose.SUPERVISION, by=cast.father, about=[cast.leo])
    assert learned(stage) == before
    say(cast, REFUSE, VIEW, by=cast.father, about=[cast.leo])
    after = learned(stage)
    assert {name for name in before if before[name] != after[name]} == {"home", "watch"}
    assert "Not everyone in this clip has agreed." in after["watch"]
    assert "Sam" not in "".join(after.values())


def test_that_the_fathers_papers_are_his_own(stage: Stage) -> None:
    cast = stage.cast
    say(cast, GIVE, VIEW)
    say(cast, REFUSE, VIEW, by=cast.father, about=[cast.leo])
    mine, his = (list(Declaration.objects.filter(by=who)) for who in (cast.mother, cast.father))
    rosa = signed_in(cast.rosa)
    assert words(rosa.get(pages_of(stage)["papers"])).count("Take the receipt with you") == len(mine) == 2
    receipt = reverse("consent:receipt", args=[mine[0].pk])
    told = rosa.get(receipt).json()
    assert told["header"]["schema_version"] == "ISO-27560:2023"
    assert told["event"]["event_state"] == "given"
    (asked,) = told["processing"]["purposes"]
    assert asked["privacy_notice"]["words"].startswith("The moments you choose together")
    assert signed_in(cast.maya).get(receipt).json() == told
    for user in (cast.sam, cast.omar, cast.nadia):
        assert signed_in(user).get(receipt).status_code == 404
    assert rosa.get(reverse("consent:receipt", args=[his[0].pk])).status_code == 404


def test_that_who_has_watched_names_staff_and_oneself_and_nobody_else_of_the_family(stage: Stage) -> None:
    cast, rosa = stage.cast, signed_in(stage.cast.rosa)
    for user, purpose in ((cast.rosa, VIEW), (cast.sam, VIEW), (cast.maya, Purpose.PRACTICE)):
        now = cast.now
        Viewing.objects.create(
            asset=stage.clip.asset, viewer=user, purpose=purpose, started_at=now, last_at=now, seconds=65
        )
    read = words(rosa.get(pages_of(stage)["watched"]))
    for wanted in ("You", "Maya", "Somebody of your family", "at home", "for the work with you", "1:05"):
        assert wanted in read
    assert "Sam" not in read


def test_that_the_pages_are_for_the_family_alone(stage: Stage) -> None:
    for name in ("who", "stop", "said", "answers", "who, of all films"):
        for user in (stage.cast.nadia, stage.cast.priya, stage.cast.omar):
            assert signed_in(user).get(pages_of(stage)[name]).status_code == 404, name
    assert signed_in(stage.cast.sam).get(pages_of(stage)["watch"]).status_code == 404  # not put before him
    assert signed_in(stage.cast.sam).get(pages_of(stage)["who"]).status_code == 200  # but he decides for Leo
