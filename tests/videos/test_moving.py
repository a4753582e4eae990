"""A film in the wrong case: shut there at once, a new asset in the right one, nothing carried over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from tests.cast import Cast, make_case, make_child, make_cycle, make_family, make_service, signed_in
from tests.videos.makers import make_clip, make_film_of, run_jobs, say
from videos.actions.films import AnotherService, NotInThisState, move_film
from videos.models import Film, Rendition
from videos.writer import OnHold
from vigportal.ledger.models import Entry
from vigportal.retention.models import Hold
from vigportal.vault.keys import KeyDestroyed, key_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast)


@pytest.fixture
def right_cycle(cast: Cast):  # type: ignore[no-untyped-def]
    family = make_family(cast.service, "The M. family", cast.since)
    make_child(family, "Ida", cast.maya, cast.since, age=4, now=cast.now)
    return make_cycle(make_case(family, cast.maya_seat, cast.since), 1, cast.since)


def test_that_a_moved_film_is_prepared_there_and_erased_here(cast: Cast, film: Film, right_cycle) -> None:  # type: ignore[no-untyped-def]
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE)
    clip = make_clip(cast, film)
    study = Rendition.objects.get(asset=film.asset, kind="study")
    client, url = signed_in(cast.maya), reverse("videos:stream", args=["practice", study.pk])
    assert client.get(url).status_code == 200
    answer = client.post(reverse("videos:move_film", args=[film.pk]), {"cycle": right_cycle.pk})
    moved = Film.objects.get(moved_from=film)
    assert answer.headers["Location"] == reverse("videos:film", args=[moved.pk])
    assert client.get(url).status_code == 403
    run_jobs()
    for row in (film, moved, clip):
        row.refresh_from_db()
    assert (film.state, clip.state, moved.state) == ("erased", "erased", "ready")
    assert moved.asset.case_id == right_cycle.case_id
    assert not moved.asset.appearances.exists()
    assert not moved.asset.confirmations.exists()
    with pytest.raises(KeyDestroyed):
        key_for(film.asset_id)
    assert Entry.objects.filter(chain=cast.case.pk, event="film_moved").count() == 1
    assert Entry.objects.filter(chain=right_cycle.case_id, event="film_arrived_by_moving").count() == 1


def test_that_a_film_does_not_leave_its_service_or_a_hold(cast: Cast, film: Film, right_cycle) -> None:  # type: ignore[no-untyped-def]
    now = timezone.now()
    elsewhere = make_family(make_service("Elsewhere"), "The E. family", cast.since)
    other = make_cycle(make_case(elsewhere, cast.nadia_seat, cast.since), 1, cast.since)
    with pytest.raises(AnotherService):
        move_film(actor=cast.maya, film=film, cycle=other, now=now)
    with pytest.raises(NotInThisState):
        move_film(actor=cast.maya, film=film, cycle=cast.cycle, now=now)
    hold = Hold.objects.create(case=cast.case, reason="court", placed_at=now, placed_by=cast.maya)
    with pytest.raises(OnHold):
        move_film(actor=cast.maya, film=film, cycle=right_cycle, now=now)
    Hold.objects.filter(pk=hold.pk).update(lifted_at=now, lifted_by=cast.maya)
    assert move_film(actor=cast.maya, film=film, cycle=right_cycle, now=now).moved_from == film
