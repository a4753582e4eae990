"""Goals: three at most, on the service's scale, rated from both sides."""

from typing import Any

import pytest
from django.urls import reverse

from families.models import Case
from families.writer import Refused
from sessions.actions.goals import NewRating, rate_goals
from sessions.models import Goal, GoalRating
from tests.cast import Cast, events_of, make_cast, make_cycle, new_id, signed_in
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
PLAY = "We enjoy playing together for ten minutes"
By = GoalRating.By


def _agree(cast: Cast, **changes: str) -> Any:
    answers = {"form_id": new_id(), "wording": PLAY, "now_at": "2", "hoped_for": "8", **changes}
    address = reverse("sessions:agree_goal", args=[cast.case.pk])
    return signed_in(cast.maya).post(address, answers, follow=True)


def _goal(cast: Cast) -> Goal:
    _agree(cast)
    return Goal.objects.get(case=cast.case)


def _change(cast: Cast, page: str, goal: Goal, answers: dict[str, str]) -> Any:
    return signed_in(cast.maya).post(reverse(f"sessions:{page}", args=[goal.pk]), answers, follow=True)


def test_that_a_goal_is_agreed_with_where_the_family_stands_now() -> None:
    cast = make_cast()
    page = _agree(cast).content.decode()
    goal = Goal.objects.get(case=cast.case)
    start = goal.ratings.get()
    assert (goal.wording, goal.hoped_for) == (PLAY, 8)
    assert (start.cycle, start.by, start.value, start.rated_by) == (None, By.FAMILY, 2, cast.maya)
    assert 'class="goal-chart"' in page
    assert "hoped for: 8" in page
    assert "style=" not in page.split("<main")[1]
    assert events_of(cast.case) == ["goal_agreed"]


def test_that_a_fourth_goal_is_refused_with_a_sentence_and_after_setting_one_aside_it_is_not() -> None:
    cast = make_cast()
    for _ in range(3):
        _agree(cast)
    assert "There are three goals already" in _agree(cast).content.decode()
    assert Goal.objects.filter(case=cast.case).count() == 3
    assert Entry.objects.of_chain(cast.case.pk).get(event="form_refused").facts == {"reason": "three_goals"}
    _change(cast, "set_aside", Goal.objects.filter(case=cast.case)[0], {})
    _agree(cast, wording="We laugh at breakfast")
    assert Goal.objects.filter(case=cast.case, set_aside_at=None).count() == 3


def test_that_a_form_sent_twice_agrees_one_goal() -> None:
    cast = make_cast()
    form_id = new_id()
    _agree(cast, form_id=form_id)
    assert "Nothing was saved twice" in _agree(cast, form_id=form_id).content.decode()
    assert Goal.objects.filter(case=cast.case).count() == 1


@pytest.mark.parametrize("value", ["11", "-1", "many", ""])
@pytest.mark.parametrize("name", ["now_at", "hoped_for"])
def test_that_a_number_off_the_scale_is_asked_again(name: str, value: str) -> None:
    cast = make_cast()
    assert "Please look at this again" in _agree(cast, **{name: value}).content.decode()
    assert not Goal.objects.filter(case=cast.case).exists()


@pytest.mark.parametrize(("scale_from", "is_agreed"), [(0, True), (1, False)])
def test_that_the_scale_is_the_services_own(scale_from: int, is_agreed: bool) -> None:  # noqa: FBT001
    cast = make_cast()
    cast.service.scale_from = scale_from
    cast.service.save()
    _agree(cast, now_at="0")
    assert Goal.objects.filter(case=cast.case).exists() is is_agreed


def test_that_a_goal_is_put_differently_with_what_changed_in_the_ledger() -> None:
    cast = make_cast()
    goal = _goal(cast)
    answers = {"form_id": new_id(), "wording": "We play", "now_at": "3", "hoped_for": "8"}
    _change(cast, "change_goal", goal, answers)
    goal.refresh_from_db()
    assert (goal.wording, goal.ratings.get().value) == ("We play", 3)
    assert Entry.objects.of_chain(cast.case.pk).get(event="goal_changed").facts["parts"] == ["now_at", "wording"]
    assert "Nothing was changed" in _change(cast, "change_goal", goal, answers).content.decode()


def test_that_a_goal_set_aside_is_neither_changed_nor_set_aside_again_and_keeps_its_ratings() -> None:
    cast = make_cast()
    goal = _goal(cast)
    _change(cast, "set_aside", goal, {})
    answers = {"form_id": new_id(), "wording": "We play", "now_at": "2", "hoped_for": "8"}
    for page, sent in (("set_aside", {}), ("change_goal", answers)):
        assert "This goal has been set aside" in _change(cast, page, goal, sent).content.decode()
    goal.refresh_from_db()
    assert (goal.wording, goal.ratings.count()) == (PLAY, 1)


def _rate(cast: Cast, goal: Goal, who: Any, **points: int) -> Any:
    page, key = ("rate", cast.cycle.pk) if who == cast.maya else ("rate_goals", cast.case.pk)
    answers = {f"{by}-{goal.pk}": str(value) for by, value in points.items()}
    return signed_in(who).post(reverse(f"sessions:{page}", args=[key]), answers)


def _ratings(goal: Goal) -> dict[tuple[str, Any], int]:
    return {(r.by, r.cycle_id): r.value for r in goal.ratings.all() if r.cycle_id}


def test_that_the_practitioner_enters_both_views() -> None:
    cast = make_cast()
    goal = _goal(cast)
    _rate(cast, goal, cast.maya, family=4, practitioner=5)
    assert _ratings(goal) == {("family", cast.cycle.pk): 4, ("practitioner", cast.cycle.pk): 5}
    entry = Entry.objects.of_chain(cast.case.pk).get(event="goals_rated")
    assert entry.facts == {"cycle": str(cast.cycle.pk), "count": 2, "parts": ["family", "practitioner"]}
    page = signed_in(cast.maya).get(reverse("sessions:goals", args=[cast.case.pk])).content.decode()
    assert "Cycle 1: 5" in page


def test_that_the_family_rates_by_its_own_sign_in_and_only_its_own_view() -> None:
    cast = make_cast()
    goal = _goal(cast)
    _rate(cast, goal, cast.rosa, family=6, practitioner=9)
    assert _ratings(goal) == {("family", cast.cycle.pk): 6}
    assert goal.ratings.get(cycle=cast.cycle).rated_by == cast.rosa


def test_that_a_rating_said_anew_counts_anew_and_one_left_open_stays() -> None:
    cast = make_cast()
    goal = _goal(cast)
    _rate(cast, goal, cast.maya, family=4, practitioner=5)
    _rate(cast, goal, cast.maya, family=7)
    assert _ratings(goal) == {("family", cast.cycle.pk): 7, ("practitioner", cast.cycle.pk): 5}


def test_that_the_family_rates_in_the_cycle_the_work_is_in() -> None:
    cast = make_cast()
    goal = _goal(cast)
    second = make_cycle(cast.case, 2, cast.now)
    _rate(cast, goal, cast.rosa, family=6)
    assert _ratings(goal) == {("family", second.pk): 6}


def test_that_nothing_chosen_and_numbers_off_the_scale_save_nothing() -> None:
    cast = make_cast()
    goal = _goal(cast)
    for points in ({}, {"family": 11}):
        assert "Please look at this again" in _rate(cast, goal, cast.maya, **points, x=1).content.decode()
    assert _ratings(goal) == {}


def test_that_the_action_refuses_another_familys_goal_and_a_number_off_the_scale() -> None:
    cast = make_cast()
    own = _goal(cast)
    theirs = Goal.objects.create(case=cast.other_case, wording="Theirs", hoped_for=5, agreed_at=cast.now)
    for rating, reason in (
        (NewRating(theirs, By.FAMILY, 4), "set_aside"),
        (NewRating(own, By.FAMILY, 11), "off_the_scale"),
    ):
        with pytest.raises(Refused) as refused:
            rate_goals(actor=cast.maya, cycle=cast.cycle, ratings=[rating], now=cast.now)
        assert refused.value.reason.value == reason


def test_that_a_parent_of_a_closed_case_or_one_without_a_cycle_has_nothing_to_rate() -> None:
    cast = make_cast()
    _goal(cast)
    address = reverse("sessions:rate_goals", args=[cast.case.pk])
    assert signed_in(cast.rosa).get(address).status_code == 200
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    assert signed_in(cast.rosa).get(address).status_code == 404
    Case.objects.filter(pk=cast.case.pk).update(closed_at=None)
    cast.cycle.delete()
    assert signed_in(cast.rosa).get(address).status_code == 404


def test_that_the_chart_has_its_numbers_in_a_table_and_gaps_stay_gaps() -> None:
    cast = make_cast()
    goal = _goal(cast)
    third = make_cycle(cast.case, 3, cast.now)
    make_cycle(cast.case, 2, cast.now)
    GoalRating.objects.create(goal=goal, cycle=third, by=By.FAMILY, value=6, rated_at=cast.now, rated_by=cast.maya)
    page = signed_in(cast.maya).get(reverse("sessions:goals", args=[cast.case.pk])).content.decode()
    rows = [("Start", "2"), ("Cycle 1", "not rated"), ("Cycle 2", "not rated"), ("Cycle 3", "6"), ("Hoped for", "8")]
    for label, value in rows:
        assert f'<tr><th scope="row">{label}</th><td>{value}</td></tr>' in page
