"""The shared review: only what is open is in the row, nobody is named in the room, and both voices are noted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from sessions.models import SharedReview
from tests.cast import Cast, signed_in
from tests.videos.makers import confirm, make_clip, make_film_of, run_jobs, say
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, ClipNote, Film, Rendition

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast)


@pytest.fixture
def clips(cast: Cast, film: Film) -> list[Clip]:
    made = [make_clip(cast, film, 5, 20), make_clip(cast, film, 30, 50)]
    say(cast, GIVE, Purpose.PRACTICE)
    return made


@pytest.fixture
def review(cast: Cast) -> SharedReview:
    return SharedReview.objects.create(cycle=cast.cycle, planned_for=timezone.now() + timedelta(hours=1))


def address(name: str, review: SharedReview) -> str:
    return reverse(f"videos:{name}", args=[review.pk])


def bytes_of(clip: Clip) -> str:
    return f"/bytes/practice/{Rendition.objects.get(asset=clip.asset, kind='clip').pk}"


def test_that_the_room_shows_the_clips_in_their_order_and_names_nobody(
    cast: Cast, clips: list[Clip], review: SharedReview
) -> None:
    page = signed_in(cast.maya).get(address("screen", review))
    assert page.text.index(bytes_of(clips[0])) < page.text.index(bytes_of(clips[1]))
    for name in ("Rosa", "Leo", "Sam", cast.family.name, cast.case.label, "You wait"):
        assert name not in page.text


def test_that_a_clip_that_was_withdrawn_is_not_in_the_row_and_the_entry_says_so(
    cast: Cast, clips: list[Clip], review: SharedReview
) -> None:
    client = signed_in(cast.maya)
    assert not client.get(address("room", review)).context["left_out"]
    say(cast, WITHDRAW, Purpose.PRACTICE, scope=clips[0].asset)
    entry = client.get(address("room", review))
    assert [row.clip for row in entry.context["left_out"]] == [clips[0]]
    assert "1 clip is left out today" in entry.text
    page = client.get(address("screen", review)).text
    assert bytes_of(clips[0]) not in page
    assert bytes_of(clips[1]) in page


def test_that_the_room_does_not_open_while_nothing_is_open(cast: Cast, clips: list[Clip], review: SharedReview) -> None:
    say(cast, WITHDRAW, Purpose.PRACTICE)
    client = signed_in(cast.maya)
    assert client.get(address("screen", review)).headers["Location"] == address("room", review)
    assert address("screen", review) not in client.get(address("room", review)).text


@pytest.mark.parametrize(("asked", "place"), [("1", 1), ("2", 2), ("9", 2), ("0", 1), ("x", 1), ("-1", 1)])
def test_that_without_scripts_a_clip_is_chosen_by_address(
    cast: Cast, clips: list[Clip], review: SharedReview, asked: str, place: int
) -> None:
    page = signed_in(cast.maya).get(address("screen", review), {"clip": asked})
    assert page.context["place"] == place
    assert page.context["row"].clip == clips[place - 1]


@pytest.mark.parametrize("name", ["room", "screen", "review_notes"])
def test_that_only_who_holds_the_case_enters(cast: Cast, clips: list[Clip], review: SharedReview, name: str) -> None:
    for user in (cast.omar, cast.priya, cast.rosa, cast.nadia):
        assert signed_in(user).get(address(name, review)).status_code == 404, user.name
    assert signed_in(cast.maya).get(address(name, review)).status_code == 200


def test_that_notes_are_kept_in_both_voices_and_once(cast: Cast, clips: list[Clip], review: SharedReview) -> None:
    client = signed_in(cast.maya)
    said = {f"family-{clips[0].pk}": "He looked at me first.", f"practitioner-{clips[1].pk}": "You waited."}
    for _twice in range(2):
        assert client.post(address("review_notes", review), said).status_code == 302
    kept = set(ClipNote.objects.values_list("clip", "voice", "words"))
    assert kept == {
        (clips[0].pk, "family", "He looked at me first."),
        (clips[1].pk, "practitioner", "You waited."),
    }
    page = client.get(address("review_notes", review))
    assert "He looked at me first." in page.text
    assert reverse("sessions:hold_review", args=[cast.cycle.pk]) in page.text
    assert reverse("videos:add_film", args=[cast.cycle.pk]) + "?kind=review" in page.text
    assert "He looked at me first." in client.get(reverse("videos:clip", args=[clips[0].pk])).text


def test_that_a_note_too_long_loses_nothing_that_was_typed(cast: Cast, clips: list[Clip], review: SharedReview) -> None:
    said = {f"family-{clips[0].pk}": "x" * 2001, f"practitioner-{clips[1].pk}": "You waited."}
    page = signed_in(cast.maya).post(address("review_notes", review), said)
    assert page.status_code == 422
    assert "You waited." in page.text
    assert not ClipNote.objects.exists()


def test_that_the_row_costs_the_same_for_two_clips_and_for_six(
    cast: Cast, film: Film, clips: list[Clip], review: SharedReview, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.maya)

    def cost(name: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(address(name, review))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name, review))
        return len(queries)

    before = [cost(name) for name in ("room", "screen", "review_notes")]
    for first in range(6, 10):
        clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(first, first + 9), title="", now=timezone.now())
        run_jobs()
        confirm(cast, clip.asset, (cast.mother, cast.leo))
        say(cast, GIVE, Purpose.PRACTICE, scope=clip.asset)
    assert len(client.get(address("room", review)).context["open"]) == 6
    assert [cost(name) for name in ("room", "screen", "review_notes")] == before
