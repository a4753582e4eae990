"""Cycles: begun, filmed, reviewed; moved and put right; and a film's state as the table of films knows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from consent.facts import Stretch
from consent.models import Asset
from consent.writer import grow, move, root_of
from families.models import Case
from sessions.models import Cycle, FilmingSession, SharedReview
from sessions.queries import COMING, facts_of
from tests.cast import Cast, events_of, make_cast, signed_in
from videos.models import Clip, Film
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db
LOCAL = "%Y-%m-%dT%H:%M"


def _wall(cast: Cast, **shift: int) -> datetime:
    """A moment on the service's wall, to the minute, away from now."""
    return (cast.now + timedelta(**shift)).astimezone(cast.service.zone).replace(second=0, microsecond=0)


def _post(cast: Cast, page: str, answers: dict[str, Any]) -> Any:
    return signed_in(cast.maya).post(reverse(f"sessions:{page}", args=[cast.cycle.pk]), answers, follow=True)


def _plan(cast: Cast, page: str = "plan_filming", place: str = "At home", **shift: int) -> Any:
    return _post(cast, page, {"at": _wall(cast, **(shift or {"days": 2})).strftime(LOCAL), "place": place})


def _film(cast: Cast, **changes: Any) -> Any:
    answers = {
        "at": _wall(cast, hours=-2).strftime(LOCAL),
        "place": "At home",
        "present": [str(cast.leo.pk), str(cast.mother.pk)],
        "notes": "",
    }
    return _post(cast, "hold_filming", {**answers, **changes})


def _review(cast: Cast, **changes: Any) -> Any:
    answers = {
        "at": _wall(cast, hours=-1).strftime(LOCAL),
        "place": "At home",
        "next_step": "I wait a moment longer.",
        "notes": "",
    }
    return _post(cast, "hold_review", {**answers, **changes})


def _entered(cast: Cast) -> Entry:
    return Entry.objects.of_chain(cast.case.pk).order_by("number").last() or pytest.fail("nothing entered")


def test_that_filming_is_planned_in_the_services_own_time() -> None:
    cast = make_cast()
    _plan(cast)
    filming = FilmingSession.objects.get(cycle=cast.cycle)
    assert (filming.planned_for, filming.place) == (_wall(cast, days=2), "At home")
    assert _entered(cast).event == "filming_planned"
    page = signed_in(cast.maya).get(reverse("sessions:cycles", args=[cast.case.pk])).content.decode()
    assert _wall(cast, days=2).strftime("%H:%M") in page


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/London"])
def test_that_the_same_words_mean_another_moment_in_another_zone(zone: str) -> None:
    cast = make_cast()
    cast.service.time_zone = zone
    cast.service.save()
    at = (cast.now + timedelta(days=300)).strftime("%Y-07-01T14:00")
    _post(cast, "plan_filming", {"at": at, "place": ""})
    planned = FilmingSession.objects.get(cycle=cast.cycle).planned_for
    assert planned is not None
    assert planned.utctimetuple().tm_hour == {"Europe/London": 13, "Europe/Amsterdam": 12}[zone]


@pytest.mark.parametrize("page", ["plan_filming", "plan_review"])
def test_that_what_is_planned_can_be_moved_and_lies_ahead(page: str) -> None:
    cast = make_cast()
    noun = page.removeprefix("plan_")
    _plan(cast, page)
    _plan(cast, page, days=4)
    assert "This time has passed" in _plan(cast, page, days=-1).content.decode()
    assert events_of(cast.case) == [f"{noun}_planned", f"{noun}_changed"]
    assert getattr(Cycle.objects.get(pk=cast.cycle.pk), noun).planned_for == _wall(cast, days=4)


@pytest.mark.parametrize("page", ["plan_filming", "plan_review"])
def test_that_a_plan_sent_twice_is_one_plan(page: str) -> None:
    cast = make_cast()
    _plan(cast, page)
    assert "Nothing was saved twice" in _plan(cast, page).content.decode()
    assert events_of(cast.case)[1:] == ["form_refused"]


def test_that_filming_is_noted_with_who_was_there() -> None:
    cast = make_cast()
    _plan(cast)
    _film(cast)
    filming = FilmingSession.objects.get(cycle=cast.cycle)
    assert filming.held_at == _wall(cast, hours=-2)
    assert set(filming.present.all()) == {cast.leo, cast.mother}
    assert _entered(cast).facts["people"] == sorted([str(cast.leo.pk), str(cast.mother.pk)])


def test_that_who_was_there_is_put_right_and_only_that_is_entered() -> None:
    cast = make_cast()
    _film(cast)
    _film(cast, present=[str(cast.leo.pk), str(cast.father.pk)])
    assert _entered(cast).facts["parts"] == ["present"]
    assert set(FilmingSession.objects.get(cycle=cast.cycle).present.all()) == {cast.leo, cast.father}
    assert "Nothing was saved twice" in _film(cast, present=[str(cast.leo.pk), str(cast.father.pk)]).content.decode()


@pytest.mark.parametrize("page", ["film", "review"])
def test_that_nothing_was_held_in_the_future(page: str) -> None:
    cast = make_cast()
    _film(cast)
    sent = {"film": _film, "review": _review}[page](cast, at=_wall(cast, days=1).strftime(LOCAL))
    assert "This time has not come yet" in sent.content.decode()
    assert events_of(cast.case) == ["filming_held"]


def test_that_nobody_of_another_family_was_there_and_nobody_at_all_is_asked_again() -> None:
    cast = make_cast()
    for present in ([str(cast.other_child.pk)], []):
        assert "Please look at this again" in _film(cast, present=present).content.decode()
    assert not FilmingSession.objects.filter(held_at__isnull=False).exists()


def test_that_what_was_held_is_planned_no_more() -> None:
    cast = make_cast()
    _film(cast)
    assert "was held already" in _plan(cast).content.decode()


def test_that_the_review_is_held_after_filming_and_its_next_step_stands_at_the_top_of_the_next_cycle() -> None:
    cast = make_cast()
    assert "Note first that you have filmed" in _review(cast).content.decode()
    _film(cast)
    _review(cast)
    assert SharedReview.objects.get(cycle=cast.cycle).next_step == "I wait a moment longer."
    begin = reverse("sessions:open_cycle", args=[cast.case.pk])
    assert "I wait a moment longer." in signed_in(cast.maya).get(begin).content.decode()
    begun = signed_in(cast.maya).post(begin, {"number": "2"}, follow=True)
    assert "I wait a moment longer." in begun.content.decode()
    assert events_of(cast.case) == ["form_refused", "filming_held", "review_held", "cycle_opened"]


def test_that_a_review_is_put_right() -> None:
    cast = make_cast()
    _film(cast)
    _review(cast)
    _review(cast, next_step="We sing it.")
    assert (_entered(cast).event, _entered(cast).facts["parts"]) == ("review_changed", ["next_step"])


def _begin(cast: Cast, number: int) -> Any:
    address = reverse("sessions:open_cycle", args=[cast.case.pk])
    return signed_in(cast.maya).post(address, {"number": str(number)}, follow=True)


def test_that_the_next_cycle_begins_once_the_review_was_held_and_once_only() -> None:
    cast = make_cast()
    assert "The cycle before is still going on" in _begin(cast, 2).content.decode()
    _film(cast)
    _review(cast)
    assert "another cycle comes next" in _begin(cast, 3).content.decode()
    _begin(cast, 2)
    assert "Nothing was saved twice" in _begin(cast, 2).content.decode()
    assert list(cast.case.cycles.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("page", ["plan_filming", "plan_review", "hold_filming"])
def test_that_a_closed_case_has_no_more_cycles_and_meetings(page: str) -> None:
    cast = make_cast()
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    sent = _film(cast) if page == "hold_filming" else _plan(cast, page)
    assert "This case is closed" in sent.content.decode()
    assert "This case is closed" in _begin(cast, 2).content.decode()


def _footage(cast: Cast, state: Film.State, kind: Film.Kind = Film.Kind.INTERACTION) -> Film:
    asset = grow(root_of(cast.case, cast.now), Asset.Kind.FILM, cast.now)
    move(asset, Asset.State.ACTIVE, cast.now)
    return Film.objects.create(
        asset=asset, cycle=cast.cycle, kind=kind, state=state,
        recorded_at=cast.now, added_at=cast.now, added_by=cast.maya,
    )  # fmt: skip


def _clip(cast: Cast, film: Film, state: Clip.State) -> None:
    Clip.objects.create(
        asset=grow(film.asset, Asset.Kind.CLIP, cast.now, Stretch(0, 1_000_000)), film=film, state=state, place=1,
        first_frame=0, end_frame=30, made_at=cast.now, made_by=cast.maya,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(Film.State))
def test_that_films_are_counted_by_the_words_their_own_table_uses(state: Film.State) -> None:
    cast = make_cast()
    film = _footage(cast, state)
    _footage(cast, state, Film.Kind.REVIEW)  # the review's own film is another matter
    for clip in Clip.State:
        _clip(cast, film, clip)
    cycle = facts_of(cast.case).cycles[0]
    under_way = {Film.State.ARRIVING, Film.State.CHECKING, Film.State.PREPARING}
    assert {state.value for state in under_way} == set(COMING)
    assert cycle.films_coming == (1 if state in under_way else 0)
    assert cycle.films_ready == (1 if state == Film.State.READY else 0)
    assert cycle.clips_ready == 1


def test_that_a_film_alone_is_enough_to_hold_the_review() -> None:
    cast = make_cast()
    _footage(cast, Film.State.READY)
    _review(cast)
    assert _entered(cast).event == "review_held"


@pytest.mark.parametrize(("shift", "first"), [({"days": 2}, "Who has said yes"), ({"days": -2}, "We have filmed")])
def test_that_until_its_time_has_come_filming_begins_with_who_has_said_yes(shift: dict[str, int], first: str) -> None:
    cast = make_cast()
    cast.case.goals.create(wording="We play", hoped_for=8, agreed_at=cast.since)
    FilmingSession.objects.create(cycle=cast.cycle, planned_for=_wall(cast, **shift))
    page = signed_in(cast.maya).get(reverse("families:case", args=[cast.case.pk])).content.decode()
    assert page.split("card-next")[1].split("btn-primary")[1].split(">")[1].startswith(first)
