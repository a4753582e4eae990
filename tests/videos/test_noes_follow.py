"""A no follows the frames, whatever is done with the film: trimmed, marked anew, overlapped, moved, added again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.counting import still_counts
from consent.models import Appearance, Asset, Declaration, Purpose
from consent.reading import reading_of
from tests.cast import Cast, make_case, make_cycle, signed_in
from tests.videos.makers import (
    allow_everything,
    confirm,
    make_clip,
    make_film_of,
    make_upload,
    numbered_film,
    run_jobs,
    say,
    send,
)  # fmt: skip
from videos.actions.clips import Stretch, mark_clip, take_still
from videos.actions.films import move_film
from videos.models import Clip, Film, Rendition
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
KIND = Declaration.Kind


@pytest.fixture
def film(cast: Cast) -> Film:
    """Everything may be watched for practice, what is cut later too."""
    allow_everything(cast)
    made = make_film_of(cast)
    say(cast, KIND.GIVE, Purpose.PRACTICE, later_footage=True)
    return made


@pytest.fixture
def clip(cast: Cast, film: Film) -> Clip:
    return make_clip(cast, film)


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


def answer(client: Client, asset: Asset) -> int:
    """What the gate says to whoever works with it."""
    rendition = Rendition.objects.filter(asset=asset, kind__in=("clip", "still", "study")).get()
    return client.get(reverse("videos:stream", args=["practice", rendition.pk])).status_code


def stopped(cast: Cast, clip: Clip) -> Declaration:
    return say(cast, KIND.WITHDRAW, Purpose.PRACTICE, scope=clip.asset, about=[cast.leo])[0]


def test_that_a_stopped_clip_stays_shut_when_its_ends_are_moved(cast: Cast, clip: Clip, maya: Client) -> None:
    assert answer(maya, clip.asset) == 200
    stopped(cast, clip)
    maya.post(reverse("videos:move_clip", args=[clip.pk]), {"first_frame": 10, "end_frame": 39})
    run_jobs()
    moved = Clip.objects.exclude(pk=clip.pk).get()
    confirm(cast, moved.asset, (cast.mother, cast.leo))
    assert (moved.first_frame, moved.end_frame) == (10, 39)
    assert answer(maya, moved.asset) == 403


def test_that_whatever_shares_a_frame_with_it_is_shut_and_nothing_else(cast: Cast, clip: Clip, maya: Client) -> None:
    stopped(cast, clip)
    found = {}
    for name, (first, end) in {"same": (10, 40), "beside": (39, 50), "touching": (40, 50), "earlier": (0, 10)}.items():
        other = make_clip(cast, clip.film, first, end)
        found[name] = answer(maya, other.asset)
    assert found == {"same": 403, "beside": 403, "touching": 200, "earlier": 200}
    assert answer(maya, clip.film.asset) == 200, "a stop on one clip leaves the film"


def test_that_a_still_under_an_overlapping_clip_is_shut_where_it_shows_what_was_stopped(
    cast: Cast, clip: Clip, maya: Client
) -> None:
    stopped(cast, clip)
    other = make_clip(cast, clip.film, 35, 50)
    found = []
    for frame in (39, 40):
        still = take_still(actor=cast.maya, clip=other, frame=frame, now=timezone.now())
        run_jobs()
        confirm(cast, still.asset, (cast.mother, cast.leo))
        found.append(answer(maya, still.asset))
    assert found == [403, 200]


def test_that_nobody_changes_a_stretch(clip: Clip) -> None:
    with pytest.raises(Exception, match="append-only"):
        Asset.objects.filter(pk=clip.asset_id).update(end_pts=99)


def test_that_noes_move_with_a_film_to_another_case_of_the_family_and_no_yes_does(
    cast: Cast, clip: Clip, maya: Client
) -> None:
    no = stopped(cast, clip)
    whole = say(cast, KIND.REFUSE, Purpose.SUPERVISION, about=[cast.leo], by=cast.father)[0]
    lifted = say(cast, KIND.WITHDRAW, Purpose.TEAM, about=[cast.mother])[0]
    say(cast, KIND.GIVE, Purpose.TEAM, about=[cast.mother])
    other = make_cycle(make_case(cast.case.family, cast.maya_seat, cast.since), 1, cast.since)
    moved = move_film(actor=cast.maya, film=clip.film, cycle=other, now=timezone.now())
    late = say(cast, KIND.REFUSE, Purpose.PRACTICE, scope=clip.film.asset, about=[cast.mother])[0]
    run_jobs()
    carried = {row.carried_from_id: row for row in Declaration.objects.filter(case=other.case)}
    assert carried.keys() == {no.pk, whole.pk, late.pk}
    assert lifted.pk not in carried
    assert (carried[whole.pk].scope, carried[late.pk].scope) == (moved.asset, moved.asset)
    mark = carried[no.pk].scope
    assert (mark.parent, mark.state) == (moved.asset, Asset.State.ERASED)
    assert (mark.first_pts, mark.end_pts) == (clip.asset.first_pts, clip.asset.end_pts)
    assert {row.kind for row in carried.values()} == {KIND.WITHDRAW, KIND.REFUSE}
    reading = reading_of(other.case, timezone.now())
    assert all(still_counts(reading, reading.facts.declaration_by_id[row.pk]) for row in carried.values())
    entered = [
        Entry.objects.get(event=event).facts["declarations"] for event in ("film_moved", "film_arrived_by_moving")
    ]
    assert {*entered[0], *entered[1]} == {str(row.pk) for row in carried.values()}
    page = maya.get(reverse("consent:case_history", args=[other.case_id]))
    assert "It came along with the film." in page.content.decode()


def test_that_the_same_file_added_once_more_is_told_and_what_was_stopped_stays_shut(
    cast: Cast, film: Film, maya: Client
) -> None:
    data = numbered_film(2.5)
    first, again = (send(cast, make_upload(cast, len(data)), data).film for _ in range(2))
    assert first.digest == again.digest != ""
    run_jobs()
    for each in (first, again):
        each.refresh_from_db()
        confirm(cast, each.asset, (cast.mother, cast.leo))
    assert "This is the same file" in maya.get(reverse("videos:film", args=[again.pk])).content.decode()
    assert "This is the same file" not in maya.get(reverse("videos:film", args=[first.pk])).content.decode()
    stopped(cast, make_clip(cast, first))
    third = send(cast, make_upload(cast, len(data)), data).film
    run_jobs()
    third.refresh_from_db()
    confirm(cast, third.asset, (cast.mother, cast.leo))
    shut, opened = (make_clip(cast, third, *ends) for ends in ((30, 50), (40, 50)))
    assert (answer(maya, shut.asset), answer(maya, opened.asset)) == (403, 200)


def test_that_a_stretch_is_the_films_own_time_and_at_least_a_moment_long(cast: Cast, film: Film) -> None:
    one = mark_clip(actor=cast.maya, film=film, stretch=Stretch(10, 11), title="", now=timezone.now())
    two = mark_clip(actor=cast.maya, film=film, stretch=Stretch(11, 12), title="", now=timezone.now())
    first, second = one.asset, two.asset
    assert first.first_pts is not None
    assert first.end_pts is not None
    assert first.first_pts < first.end_pts == second.first_pts
    assert timedelta(microseconds=first.first_pts).total_seconds() == pytest.approx(10 / 30, abs=0.001)
    assert not Appearance.objects.filter(asset=first).exists()


def test_that_the_same_file_is_known_whichever_of_two_arrives_first(cast: Cast, film: Film, maya: Client) -> None:
    data = numbered_film(2.5)
    slow, quick = make_upload(cast, len(data)), make_upload(cast, len(data))
    first = send(cast, quick, data).film
    run_jobs()
    first.refresh_from_db()
    confirm(cast, first.asset, (cast.mother, cast.leo))
    stopped(cast, make_clip(cast, first))
    late = send(cast, slow, data).film
    assert Declaration.objects.filter(scope__parent=late.asset).count() == 1
