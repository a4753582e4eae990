"""Giving and refusing, one question a page: what opens, what shuts, and what can't be taken."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consent.access import root_for
from consent.actions.ceilings import set_ceiling
from consent.defaults import first_rules
from consent.models import Declaration, Purpose
from tests.cast import events_of, make_cast, make_child, make_guardianship, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, VIEW, WITHDRAW, Stage, make_stage, no, send, words, yes
from tests.videos.makers import allow_everything, say
from vigportal.ledger.models import Entry


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def refusals(stage: Stage) -> list[str]:
    """Why declarations were not accepted, as the ledger has it."""
    rows = Entry.objects.of_chain(stage.cast.case.pk).filter(event="declaration_refused")
    return [row.facts["reason"] for row in rows.order_by("number")]


def test_that_every_page_opens_for_a_film_a_clip_and_the_whole_work(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    for asset in (stage.film.asset, stage.clip.asset, root_for(cast.case, cast.now)):
        pages = [reverse("consent:ask", args=[asset.pk]), stage.question(asset=asset)]
        pages += [reverse("consent:said", args=[asset.pk, cast.mother.pk])]
        pages += [reverse("consent:shown", args=[asset.pk, cast.leo.pk])]
        assert [maya.get(page).status_code for page in pages] == [200] * 4
        rosa = signed_in(cast.rosa)
        assert [rosa.get(reverse(f"consent:{name}", args=[asset.pk])).status_code for name in ("who", "stop")] == [
            200
        ] * 2


def test_that_a_yes_on_the_practitioners_screen_opens_and_a_no_shuts(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    assert stage.bytes_for(cast.rosa) == 403
    assert "Question 2 of 3" in words(maya.get(stage.question()))
    send(maya, stage.question(), yes(cast))
    assert stage.bytes_for(cast.rosa) == 200
    given = Declaration.objects.filter(kind=GIVE)
    assert {(row.about, row.by, row.channel, row.evidence) for row in given} == {
        (cast.mother, cast.mother, "practitioner_screen", "spoken"),
        (cast.leo, cast.mother, "practitioner_screen", "spoken"),
    }
    assert {line.text.version for row in given for line in row.lines.all() if line.text} == {1}
    before = maya.post(stage.question(), refusal := no(cast))
    assert "What this no shuts" in words(before)
    assert stage.bytes_for(cast.rosa) == 200
    send(maya, stage.question(), {**refusal, "sure": "on"})
    assert stage.bytes_for(cast.rosa) == 403
    assert events_of(cast.case)[-2:] == ["consent_withdrawn", "viewing_stopped_by_consent"]


def test_that_the_same_form_sent_twice_is_one(stage: Stage) -> None:
    told, maya = yes(stage.cast), signed_in(stage.cast.maya)
    for _time in range(2):
        send(maya, stage.question(), told)
    assert Declaration.objects.count() == 2  # about Rosa, about Leo
    assert events_of(stage.cast.case).count("consent_given") == 1


def test_that_a_no_from_a_page_that_stayed_open_stops_its_own_yes_and_any_newer_one(stage: Stage) -> None:
    opened, cast, maya = new_id(), stage.cast, signed_in(stage.cast.maya)
    send(maya, stage.question(), {**yes(cast), "form_id": opened})
    assert stage.bytes_for(cast.rosa) == 200
    for _no_again in range(2):
        send(maya, stage.question(), {**no(cast), "form_id": opened, "sure": "on"})
        assert stage.bytes_for(cast.rosa) == 403
        say(cast, GIVE, VIEW, scope=stage.clip.asset)
        assert stage.bytes_for(cast.rosa) == 200


def test_that_rosas_own_sign_in_gives_signed_and_from_then_on_it_plays(stage: Stage) -> None:
    rosa = signed_in(stage.cast.rosa)
    landed = rosa.get(reverse("consent:ask", args=[stage.clip.asset_id]), follow=True)
    assert "Question 1 of 3" in words(landed)
    said = send(rosa, f"{stage.question()}?from=who", yes(stage.cast))
    assert "Who can see this clip" in words(said)
    assert stage.bytes_for(stage.cast.rosa) == 200
    assert set(Declaration.objects.values_list("channel", "evidence")) == {("own_sign_in", "signed")}


def test_that_nothing_is_ticked_before_and_yes_and_no_are_alike(stage: Stage) -> None:
    for user in (stage.cast.maya, stage.cast.rosa):
        page = signed_in(user).get(
            stage.question(asset=stage.film.asset) if user == stage.cast.maya else stage.question()
        )
        html = page.content.decode()
        assert "checked" not in html
        assert html.count('<button class="answer"') == 2


def test_that_a_yes_says_for_how_long_and_a_no_needs_nothing_more(stage: Stage) -> None:
    rosa = signed_in(stage.cast.rosa)
    asked = rosa.post(stage.question(), yes(stage.cast, long=""))
    assert "Choose for how long the yes holds." in words(asked)
    assert not Declaration.objects.exists()
    send(rosa, stage.question(), no(stage.cast))
    assert set(Declaration.objects.values_list("kind", flat=True)) == {"REFUSE"}


def test_that_a_yes_holds_to_the_end_of_the_chosen_day(stage: Stage) -> None:
    day = (stage.cast.now + timedelta(days=9)).date()
    send(signed_in(stage.cast.rosa), stage.question(), yes(stage.cast, long="day", until=day.isoformat()))
    zone = stage.cast.service.zone
    for row in Declaration.objects.all():
        assert row.until_at
        assert row.until_at.astimezone(zone).isoformat()[:19] == f"{day + timedelta(days=1)}T00:00:00"


def test_that_a_yes_asks_about_the_noes_it_leaves(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    say(cast, REFUSE, VIEW, scope=stage.clip.asset, about=[cast.leo])
    page = stage.question(asset=stage.film.asset)
    told = yes(cast, later="yes")
    asked = maya.post(page, told)
    assert "An earlier no stays" in words(asked)
    assert "“You wait”" in words(asked)
    refused = Declaration.objects.get()
    send(maya, page, {**told, "sure": "on"})
    assert stage.bytes_for(cast.rosa) == 403
    send(maya, page, {**told, "form_id": new_id(), "sure": "on", "lift": str(refused.pk)})
    assert stage.bytes_for(cast.rosa) == 200


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"text": new_id()}, "unknown_text"),
        ({"long": "day", "until": "2020-01-01"}, "back_dated"),
    ],
)
def test_that_what_cant_be_taken_says_so_and_is_entered(stage: Stage, changed: dict[str, str], why: str) -> None:
    answer = signed_in(stage.cast.maya).post(stage.question(), {**yes(stage.cast), **changed})
    assert "Please look at this again" in words(answer)
    assert (refusals(stage), Declaration.objects.count()) == ([why], 0)


def test_that_a_purpose_beyond_the_ceiling_is_not_taken(stage: Stage) -> None:
    cast = stage.cast
    rules = first_rules("england")
    allows = [rule for rule in rules["allows"] if rule["purpose"] != VIEW]
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=cast.now)
    answer = signed_in(cast.maya).post(stage.question(), yes(cast))
    assert "Your service doesn't use films for this." in words(answer).replace("&#x27;", "'")
    assert (refusals(stage), Declaration.objects.count()) == (["beyond_ceiling"], 0)


def test_that_the_words_of_another_purpose_are_no_words(stage: Stage) -> None:
    signed_in(stage.cast.maya).post(stage.question(), yes(stage.cast, Purpose.SUPERVISION))
    assert refusals(stage) == ["unknown_text"]


def test_that_somebody_of_another_family_decides_nothing_here(stage: Stage) -> None:
    cast = stage.cast
    for user in (cast.maya, cast.rosa):
        for who in (cast.other_child, cast.father) if user == cast.rosa else (cast.other_child,):
            assert signed_in(user).post(stage.question(maker=who), yes(cast)).status_code == 404
    for user in (cast.nadia, cast.priya, cast.omar):
        assert signed_in(user).get(stage.question()).status_code == 404
    assert not Declaration.objects.exists()


def test_that_somebody_who_is_not_verified_can_say_no_and_not_yes(stage: Stage) -> None:
    cast = stage.cast
    brother = make_child(cast.family, "Ben", cast.maya, cast.since, age=2, now=cast.now)
    make_guardianship(brother, cast.father, cast.maya, cast.since, verified=False)
    maya = signed_in(cast.maya)
    assert "decides for themselves and Leo" in words(maya.get(reverse("consent:ask", args=[stage.clip.asset_id])))
    send(maya, stage.question(asset=stage.film.asset, maker=cast.father), yes(cast, sure="on"))
    assert set(Declaration.objects.values_list("about", flat=True)) == {cast.leo.pk}


def test_that_of_two_tabs_the_one_that_was_saved_last_counts(stage: Stage) -> None:
    give, stop = signed_in(stage.cast.rosa), signed_in(stage.cast.rosa)
    first, second = yes(stage.cast), {"form_id": new_id()}
    send(give, stage.question(), first)
    send(stop, reverse("consent:stop", args=[stage.clip.asset_id]), second)
    assert stage.bytes_for(stage.cast.rosa) == 403
    send(give, stage.question(), first)  # the old tab again: its form has said what it says
    assert stage.bytes_for(stage.cast.rosa) == 403
    send(give, stage.question(), yes(stage.cast))
    assert stage.bytes_for(stage.cast.rosa) == 200


def test_that_a_childs_own_no_stands_over_every_yes(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    say(cast, GIVE, VIEW)
    page = reverse("consent:shown", args=[stage.clip.asset_id, cast.leo.pk])
    told = {"form_id": new_id(), "kind": "DISSENT", "how_shown": "turned away", "purposes": ["family_viewing"]}
    maya.post(page, told)
    assert stage.bytes_for(cast.rosa) == 403
    say(cast, GIVE, VIEW, scope=stage.clip.asset)
    assert stage.bytes_for(cast.rosa) == 403
    maya.post(page, {**told, "form_id": new_id(), "kind": "ASSENT", "how_shown": "asked to see it"})
    assert stage.bytes_for(cast.rosa) == 200
    assert signed_in(cast.rosa).get(page).status_code == 404


def test_that_consent_can_be_asked_before_the_first_film(db: None) -> None:
    cast = make_cast()
    allow_everything(cast)
    maya = signed_in(cast.maya)
    page = maya.post(reverse("consent:ask_case", args=[cast.case.pk]), follow=True)
    assert "All the work together" in words(page)
    assert maya.get(reverse("consent:ask_case", args=[cast.case.pk])).status_code == 405
    assert signed_in(cast.priya).post(reverse("consent:ask_case", args=[cast.case.pk])).status_code == 404


__all__ = ["WITHDRAW"]
