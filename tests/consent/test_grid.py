"""Cells and words by table, and the grid's pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.actions.confirming import take_person_off
from consent.decisions import Decision, Finding, Reason
from consent.grid import cell_about, cell_of, state_of
from consent.models import Purpose
from consent.wording import NOT_EVERYONE, OF_THE_PORTAL, STAFF, Stand, family_sentence
from tests.cast import Cast, make_cast, signed_in
from tests.consent.pages import GIVE, REFUSE, Stage, make_stage, words
from tests.videos.makers import allow_everything, make_clip, say


def refused(*findings: Finding) -> Decision:
    return Decision(False, findings[0].reason, (), findings)


@pytest.mark.parametrize("reason", Reason)
def test_that_every_reason_has_words_for_staff_and_a_sentence_for_families(reason: Reason) -> None:
    assert STAFF[reason].short
    assert STAFF[reason].sentence.endswith(".")
    assert family_sentence(reason).endswith(".")


@pytest.mark.parametrize("reason", sorted(set(Reason) - OF_THE_PORTAL))
def test_that_whatever_somebody_said_reads_the_same_to_the_family(reason: Reason) -> None:
    assert family_sentence(reason) == NOT_EVERYONE


def test_that_only_a_yes_is_open() -> None:
    assert [reason for reason in Reason if STAFF[reason].stand == Stand.OPEN] == [Reason.EVERYONE_AGREES]


@pytest.mark.parametrize(
    ("person", "reason", "makers"),
    [
        ("leo", Reason.REFUSED, ("sam",)),
        ("rosa", Reason.NO_GRANT, ("rosa",)),
        ("maya", Reason.EVERYONE_AGREES, ()),
    ],
)
def test_that_a_cell_is_a_persons_own_first_reason(person: str, reason: Reason, makers: tuple[str, ...]) -> None:
    decision = refused(
        Finding(Reason.REFUSED, "leo", "sam", "no"),
        Finding(Reason.NO_GRANT, "leo", "rosa"),
        Finding(Reason.NO_GRANT, "rosa", "rosa"),
    )
    cell = cell_about(person, decision)
    assert (cell.reason, cell.makers) == (reason, makers)


@pytest.mark.parametrize("reason", sorted(OF_THE_PORTAL))
def test_that_what_shuts_the_asset_shuts_every_cell(reason: Reason) -> None:
    assert cell_about("leo", refused(Finding(reason))).reason == reason


def test_that_several_cells_are_as_open_as_the_worst() -> None:
    yes, waits = cell_of(Decision(True, Reason.EVERYONE_AGREES, (), ())), cell_of(refused(Finding(Reason.NO_GRANT)))
    shut = cell_of(refused(Finding(Reason.REFUSED)))
    assert [state_of(cells) for cells in ([yes], [yes, waits], [yes, waits, shut], [])] == [
        Stand.OPEN, Stand.WAITING, Stand.CLOSED, Stand.OPEN
    ]  # fmt: skip


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def test_that_the_grid_says_who_can_change_what(stage: Stage) -> None:
    maya, page = signed_in(stage.cast.maya), reverse("consent:clip_grid", args=[stage.clip.asset_id])
    assert "Rosa or Sam can say yes." in words(maya.get(page))
    say(stage.cast, GIVE, Purpose.PRACTICE)
    assert "Said by Rosa." in words(maya.get(page))
    say(stage.cast, REFUSE, Purpose.PRACTICE, by=stage.cast.father, about=[stage.cast.leo])
    assert "A no stands. Only Sam can change it." in words(maya.get(page))


def test_that_a_cell_leads_to_where_it_can_be_changed(stage: Stage) -> None:
    cast, clip = stage.cast, stage.clip
    page = reverse("consent:clip_grid", args=[clip.asset_id])
    say(cast, GIVE, Purpose.PRACTICE)
    say(cast, REFUSE, Purpose.SUPERVISION, by=cast.father, about=[cast.leo])
    read = signed_in(cast.maya).get(page).content.decode()
    ask_rosa = reverse("consent:question", args=[clip.asset_id, cast.mother.pk, Purpose.FAMILY_VIEWING.value])
    assert f'href="{ask_rosa}">Ask Rosa' in read
    ask_sam = reverse("consent:question", args=[clip.asset_id, cast.father.pk, Purpose.SUPERVISION.value])
    assert f'href="{ask_sam}">If they change their mind' in read
    take_person_off(
        actor=cast.maya, appearance=clip.asset.appearances.get(person=cast.leo), why="Not he", now=timezone.now()
    )
    read = signed_in(cast.maya).get(page).content.decode()
    assert f"{reverse('videos:film', args=[stage.film.pk])}#moment-{clip.pk}" in read
    assert "Go to the film" in read


def test_that_a_yes_for_somebody_named_is_open_for_them_alone(stage: Stage) -> None:
    maya, page = signed_in(stage.cast.maya), reverse("consent:clip_grid", args=[stage.clip.asset_id])
    say(stage.cast, GIVE, Purpose.TEAM, viewers=[stage.cast.priya])
    assert "For Priya alone." in words(maya.get(page))


def test_that_purposes_nobody_was_asked_about_are_kept_behind_a_link(stage: Stage) -> None:
    maya, page = signed_in(stage.cast.maya), reverse("consent:case_grid", args=[stage.cast.case.pk])
    assert "Research" not in words(maya.get(page))
    assert "6 more purposes that nobody was asked about" in words(maya.get(page))
    assert "Research" in words(maya.get(f"{page}?more"))
    say(stage.cast, REFUSE, Purpose.RESEARCH)
    assert "Research" in words(maya.get(page))


def test_that_the_grid_finds_what_waits_for_somebody(stage: Stage) -> None:
    cast, page = stage.cast, reverse("consent:case_grid", args=[stage.cast.case.pk])
    maya = signed_in(cast.maya)
    for purpose in (Purpose.PRACTICE, Purpose.FAMILY_VIEWING, Purpose.SUPERVISION):
        say(cast, GIVE, purpose, scope=stage.film.asset, about=[cast.mother])
        say(cast, GIVE, purpose, scope=stage.clip.asset, about=[cast.leo])
    film, clip = "Film of cycle 1", "“You wait”"
    assert clip not in words(maya.get(page, {"waits": str(cast.father.pk)})).split("What was said")[0]
    assert film in words(maya.get(page, {"waits": str(cast.father.pk)}))
    assert film in words(maya.get(page, {"waits": "anybody"}))
    shown = words(maya.get(page, {"waits": "nonsense"})).split("What was said")[0]
    assert film in shown
    assert clip in shown
    make_clip(cast, stage.film, 1, 9)
    first = words(maya.get(page, {"order": "waits"})).split("Find")[1]
    assert first.index(film) < first.index(clip)


def test_that_the_grid_asks_as_little_for_many_clips_as_for_one(stage: Stage) -> None:
    maya, page = signed_in(stage.cast.maya), reverse("consent:case_grid", args=[stage.cast.case.pk])
    say(stage.cast, GIVE, Purpose.TEAM, viewers=[stage.cast.priya], later_footage=True)
    maya.get(page)
    with CaptureQueriesContext(connection) as one:
        maya.get(page)
    for first in (1, 12, 25):
        make_clip(stage.cast, stage.film, first, first + 8)
    with CaptureQueriesContext(connection) as many:
        assert words(maya.get(page)).count("Person by person") == 5
    assert len(one) == len(many)


def test_that_the_panel_is_a_fragment_and_the_grid_is_for_those_who_hold_the_case(stage: Stage) -> None:
    page = reverse("consent:case_grid", args=[stage.cast.case.pk])
    panel = signed_in(stage.cast.maya).get(f"{page}?panel").content.decode()
    assert panel.startswith('<div id="panel"')
    assert "<html" not in panel
    for name in ("priya", "omar", "rosa", "sam", "nadia"):
        assert signed_in(getattr(stage.cast, name)).get(page).status_code == 404


def test_that_a_case_without_a_film_can_be_asked_about(db: None) -> None:
    cast: Cast = make_cast()
    allow_everything(cast)
    maya = signed_in(cast.maya)
    assert "No film yet" in words(maya.get(reverse("consent:case_grid", args=[cast.case.pk])))
