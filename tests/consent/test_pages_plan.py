"""What is asked about today: chosen by the practitioner, one question a page, and nothing answered by choosing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consent.access import root_for
from consent.actions.ceilings import set_ceiling
from consent.defaults import first_rules
from consent.models import Action, Asset, Declaration, Purpose
from consent.reading import USUAL
from tests.cast import make_cast, signed_in
from tests.consent.pages import GIVE, REFUSE, VIEW, Stage, make_stage, make_table, no, send, words, yes
from tests.videos.makers import allow_everything, say


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def plan_page(stage: Stage, asset: Asset | None = None) -> str:
    """Where Maya chooses what Rosa is asked about."""
    return reverse("consent:plan", args=[(asset or stage.clip.asset).pk, stage.cast.mother.pk])


def copy_page(stage: Stage) -> str:
    """The question about keeping a copy."""
    return reverse("consent:copy", args=[stage.clip.asset_id, stage.cast.mother.pk, VIEW.value])


def test_that_all_nine_purposes_can_be_asked_about_and_choosing_says_nothing(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    page = maya.get(plan_page(stage))
    for purpose in Purpose:
        assert (str(purpose.label) in words(page)) == (purpose != Purpose.EVERYTHING)
    told = {"purposes": ["training", "research"]}
    first = maya.post(plan_page(stage), told, follow=True)
    assert "Question 1 of 2" in words(first)
    assert "May this be shown at training days?" in words(first)
    assert not Declaration.objects.exists()


def test_that_every_one_of_the_nine_can_be_given_and_refused(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    named = {f"who_{purpose}": [str(cast.omar.pk)] for purpose in ("accreditation", "intervision", "team")}
    asked = [purpose for purpose in Purpose if purpose != Purpose.EVERYTHING]
    maya.post(plan_page(stage), {"purposes": [each.value for each in asked], **named})
    for purpose in asked:
        send(maya, stage.question(purpose), yes(cast, purpose, how="typed", typed="Rosa"))
        given = Declaration.objects.filter(kind=GIVE, lines__purpose=purpose)
        assert {row.about for row in given} == {cast.mother, cast.leo}, purpose
        send(maya, stage.question(purpose), no(cast, purpose, sure="on"))
        assert Declaration.objects.filter(kind="WITHDRAW", lines__purpose=purpose).count() == 2, purpose


def test_that_nothing_chosen_is_nothing_asked(stage: Stage) -> None:
    asked = signed_in(stage.cast.maya).post(plan_page(stage), {"language": ""})
    assert "Choose at least one thing to ask about." in words(asked)


def test_that_what_the_service_shuts_is_not_offered(stage: Stage) -> None:
    cast = stage.cast
    rules = first_rules("england")
    allows = [rule for rule in rules["allows"] if rule["purpose"] != "research"]
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=cast.now)
    maya = signed_in(cast.maya)
    assert "Research" not in words(maya.get(plan_page(stage)))
    assert maya.post(plan_page(stage), {"purposes": ["research"]}).status_code == 200


def test_that_keeping_a_copy_is_asked_only_after_a_yes_to_watching(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    maya.post(plan_page(stage), {"purposes": [VIEW.value]})
    assert "Question 1 of 1" in words(maya.get(stage.question()))
    after = send(maya, stage.question(), yes(cast))
    assert "May you keep a copy of the moments?" in words(after)
    assert "Question 2 of 2" in words(after)
    text = {"text": str(after.context["text"].pk), "how": "typed", "typed": "Rosa L."}
    send(maya, copy_page(stage), {**yes(cast), **text})
    copies = Declaration.objects.filter(lines__action=Action.KEEP_COPY)
    assert {(row.about, row.evidence, row.proof.words if row.proof else "") for row in copies} == {
        (cast.mother, "signed", "Rosa L."),
        (cast.leo, "signed", "Rosa L."),
    }
    assert "keep a copy" in words(maya.get(reverse("consent:said", args=[stage.clip.asset_id, cast.mother.pk])))


def test_that_after_a_no_to_watching_nobody_asks_about_copies(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    maya.post(plan_page(stage), {"purposes": [VIEW.value]})
    assert "This is what Rosa said" in words(send(maya, stage.question(), no(stage.cast)))


def test_that_a_copy_that_the_service_shuts_has_no_question(stage: Stage) -> None:
    page = reverse("consent:copy", args=[stage.clip.asset_id, stage.cast.mother.pk, "practice"])
    assert signed_in(stage.cast.maya).get(page).status_code == 404


def test_that_going_on_later_and_back_keeps_the_order_of_the_day(stage: Stage) -> None:
    maya = signed_in(stage.cast.maya)
    maya.post(plan_page(stage), {"purposes": ["practice", "supervision"]})
    second = maya.get(stage.question(Purpose.SUPERVISION)).content.decode()
    assert stage.question(Purpose.PRACTICE) in second
    assert reverse("consent:said", args=[stage.clip.asset_id, stage.cast.mother.pk]) in second
    assert plan_page(stage) in maya.get(stage.question(Purpose.PRACTICE)).content.decode()


def test_that_who_would_watch_is_named_to_the_parent_and_nobody_else_may(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    asked = maya.post(plan_page(stage), {"purposes": ["team"]})
    assert "Say who would watch." in words(asked)
    first = send(maya, plan_page(stage), {"purposes": "team", "who_team": str(cast.omar.pk)})
    assert "Only these people may watch: Omar ." in words(first)
    send(maya, stage.question(Purpose.TEAM), yes(cast, Purpose.TEAM, how="typed", typed="Rosa"))
    assert {tuple(row.viewers.all()) for row in Declaration.objects.all()} == {(cast.omar,)}
    said = maya.get(reverse("consent:said", args=[stage.clip.asset_id, cast.mother.pk]))
    assert words(said).count("Yes") == 2, "meant for some by name, it is a yes"


def test_that_somebody_who_does_not_work_here_can_not_be_named(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    for stranger in (cast.nadia, cast.rosa):
        answer = maya.post(plan_page(stage), {"purposes": ["team"], "who_team": [str(stranger.pk)]})
        assert "Select a valid choice." in words(answer)


def test_that_a_yes_that_needs_names_is_not_taken_without_any(stage: Stage) -> None:
    cast = stage.cast
    for user in (cast.maya, cast.rosa):
        page = signed_in(user).get(stage.question(Purpose.TEAM)).content.decode()
        assert page.count('<button class="answer"') == 1, "a no is always there"
        signed_in(user).post(stage.question(Purpose.TEAM), yes(cast, Purpose.TEAM, how="typed", typed="Rosa"))
    assert not Declaration.objects.exists()
    send(signed_in(cast.rosa), stage.question(Purpose.TEAM), no(cast, Purpose.TEAM))
    assert set(Declaration.objects.values_list("kind", flat=True)) == {"REFUSE"}


def test_that_a_parent_can_say_yes_again_to_those_whom_she_was_told_of(stage: Stage) -> None:
    cast, rosa = stage.cast, signed_in(stage.cast.rosa)
    say(cast, GIVE, Purpose.TEAM, viewers=[cast.omar])
    page = f"{stage.question(Purpose.TEAM)}?from=who"
    assert "Only these people may watch: Omar ." in words(rosa.get(page))
    send(rosa, page, yes(cast, Purpose.TEAM))
    newest = Declaration.objects.order_by("-number")[0]
    assert (newest.channel, list(newest.viewers.all())) == ("own_sign_in", [cast.omar])


def test_that_whoever_interprets_is_noted_with_the_language(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    told = {"purposes": [VIEW.value], "interpreter": "Zofia N."}
    assert "Say into which language it is put." in words(maya.post(plan_page(stage), told))
    maya.post(plan_page(stage), {**told, "language": "pl"})
    send(maya, stage.question(), yes(cast))
    assert set(Declaration.objects.values_list("interpreter", "language")) == {("Zofia N.", "pl")}
    assert "interpreted by Zofia N." in words(maya.get(reverse("consent:case_grid", args=[cast.case.pk])))


def test_that_the_plan_of_one_sitting_is_nobody_elses(stage: Stage) -> None:
    signed_in(stage.cast.maya).post(plan_page(stage), {"purposes": ["research"]})
    assert "of 3" in words(signed_in(stage.cast.maya).get(stage.question()))


def test_that_later_footage_is_a_question_of_its_own_where_it_has_a_meaning(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    root = root_for(cast.case, cast.now)
    assert "also for what is filmed and cut later?" in words(maya.get(stage.question(asset=root)))
    assert "also for what is cut from it later?" in words(maya.get(stage.question(asset=stage.film.asset)))
    assert "later?" not in words(maya.get(stage.question()))
    asked = maya.post(stage.question(asset=root), yes(cast, later=""))
    assert "Say whether it holds for what is made later too." in words(asked)
    assert not Declaration.objects.exists()
    for answer in ("yes", "no"):
        send(maya, stage.question(asset=root), yes(cast, later=answer))
        assert Declaration.objects.order_by("-number")[0].later_footage == (answer == "yes")


def test_that_how_long_shows_its_day_and_never_more_than_the_service_allows(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    rules = first_rules("england")
    allows = [{**rule, "longest_days": 30} for rule in rules["allows"]]
    page = words(maya.get(stage.question()))
    assert "3 months, until" in page
    set_ceiling(actor=None, service=cast.service, rules={**rules, "allows": allows}, now=cast.now)
    page = words(maya.get(stage.question()))
    assert "3 months" not in page
    assert "Your service doesn’t allow more than this" in page
    day = (cast.now + timedelta(days=40)).date().isoformat()
    asked = maya.post(stage.question(), yes(cast, long="day", until=day))
    assert "Your service allows it until" in words(asked)
    assert not Declaration.objects.exists()


def test_that_the_practitioner_sees_what_a_yes_would_open_and_the_parent_does_not(stage: Stage) -> None:
    cast = stage.cast
    say(cast, REFUSE, VIEW, scope=stage.clip.asset, about=[cast.leo], by=cast.father)
    shown = words(signed_in(cast.maya).get(stage.question(asset=stage.film.asset)))
    assert "A yes opens to “Watching online”: Film of cycle 1" in shown
    assert "“You wait” stays closed: A no stands. (Sam," in shown
    own = words(signed_in(cast.rosa).get(stage.question(asset=stage.film.asset)))
    assert "opens" not in own
    assert "Sam" not in own


def test_that_the_grid_of_a_film_says_whose_yes_would_open_what(stage: Stage) -> None:
    cast, maya = stage.cast, signed_in(stage.cast.maya)
    grid = reverse("consent:clip_grid", args=[stage.film.asset_id])
    assert "A yes opens to “Supervision”" in words(maya.get(grid))
    assert "Ask Rosa" in words(maya.get(grid))
    for purpose in (Purpose.PRACTICE, VIEW, Purpose.SUPERVISION):
        say(cast, GIVE, purpose)
    assert "Ask Rosa" not in words(maya.get(grid)), "everything is open already"


def test_that_the_scope_can_be_the_whole_work_a_film_or_a_clip(stage: Stage) -> None:
    root = root_for(stage.cast.case, stage.cast.now)
    for asset in (root, stage.film.asset, stage.clip.asset):
        page = signed_in(stage.cast.maya).get(reverse("consent:ask", args=[asset.pk])).content.decode()
        others = {root.pk, stage.film.asset_id} | (set() if asset == root else {stage.clip.asset_id})
        for other in others - {asset.pk}:
            assert reverse("consent:ask", args=[other]) in page


def test_that_two_parents_say_three_things_in_eight_taps_of_the_practitioner(transactional_db: None) -> None:
    """Choosing what to ask, then a yes each; keeping a copy can wait. Each page leads to the next by itself."""
    table = make_table()
    maya, sent = signed_in(table.cast.maya), 0
    for maker in (table.cast.mother, table.cast.father):
        page = maya.post(table.page("plan", maker=maker), {"purposes": [each.value for each in USUAL]}, follow=True)
        sent += 1
        for purpose in USUAL:
            assert table.question(purpose, maker) in page.request["PATH_INFO"]
            page = send(maya, page.request["PATH_INFO"], yes(table.cast, purpose))
            sent += 1
            if page.request["PATH_INFO"].endswith("/copy/"):
                page = maya.get(page.context["onward"])
        assert "This is what" in words(page)
    assert sent == 8
    assert {row.by for row in Declaration.objects.all()} == {table.cast.mother, table.cast.father}
