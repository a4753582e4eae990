"""The gate in front of every byte, asked through HTTP with real sealed films."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from tests.cast import Cast, make_cast, signed_in
from tests.videos.makers import confirm, make_clip, make_film_of, offer, run_jobs, say, share
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Rendition, TurnedAway, Viewing
from vigportal.accounts.models import Service
from vigportal.ledger.models import Entry
from vigportal.vault.shelf import ShelfAway

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, REFUSE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.REFUSE, Declaration.Kind.WITHDRAW


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast)


@pytest.fixture
def clip(cast: Cast, film: Film) -> Clip:
    return make_clip(cast, film)


def address(clip: Clip, purpose: str, kind: str = "clip") -> str:
    rendition = Rendition.objects.get(asset=clip.asset, kind=kind)
    return reverse("videos:stream", args=[purpose, rendition.pk])


def status(client: Client, url: str, **headers: str) -> int:
    return client.get(url, headers=headers).status_code


def test_that_a_film_becomes_ready_and_a_clip_is_cut(cast: Cast, clip: Clip) -> None:
    film = clip.film
    film.refresh_from_db()
    assert (film.state, film.frames, clip.state) == ("ready", 60, "ready")
    kinds = set(Rendition.objects.filter(asset=film.asset).values_list("kind", flat=True))
    assert kinds == {"original", "study", "poster", "sprite", "waveform", "index"}


def test_that_nobody_watches_without_a_yes_and_everybody_meant_does_with_one(cast: Cast, clip: Clip) -> None:
    share(cast, clip)
    offer(cast, clip)
    viewers = {"family_viewing": cast.rosa, "supervision": cast.omar, "practice": cast.maya}
    for purpose, viewer in viewers.items():
        client, url = signed_in(viewer), address(clip, purpose)
        assert status(client, url) == 403, purpose
        say(cast, GIVE, Purpose(purpose))
        assert status(client, url) == 200, purpose
        say(cast, WITHDRAW, Purpose(purpose))
        assert status(client, url) == 403, purpose


@pytest.mark.parametrize("kind", ["clip", "poster"])
def test_that_a_derivative_is_shut_with_its_clip(cast: Cast, clip: Clip, kind: str) -> None:
    share(cast, clip)
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    client, url = signed_in(cast.rosa), address(clip, "family_viewing", kind)
    assert status(client, url) == 200
    say(cast, WITHDRAW, Purpose.FAMILY_VIEWING, scope=clip.asset, about=[cast.leo])
    assert status(client, url) == 403


def test_that_a_purpose_is_out_of_reach_for_everybody_it_is_not_meant_for(cast: Cast, clip: Clip) -> None:
    share(cast, clip)
    offer(cast, clip)
    for purpose in ("practice", "family_viewing", "supervision"):
        say(cast, GIVE, Purpose(purpose))
    meant = {("maya", "practice"), ("maya", "confirming"), ("rosa", "family_viewing"), ("omar", "supervision")}
    for name in ("maya", "priya", "omar", "rosa", "sam", "nadia"):
        for purpose in ("practice", "confirming", "family_viewing", "supervision", "training", "everything", "no-such"):
            wanted = 200 if (name, purpose) in meant else 404
            assert status(signed_in(getattr(cast, name)), address(clip, purpose)) == wanted, (name, purpose)


@pytest.mark.parametrize("kind", ["original", "index"])
def test_that_an_original_is_served_to_nobody(cast: Cast, film: Film, kind: str) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    rendition = Rendition.objects.filter(asset=film.asset, kind=kind).first()
    assert rendition is not None
    assert status(signed_in(cast.maya), reverse("videos:stream", args=["practice", rendition.pk])) == 404


def test_that_ranges_answer_as_players_need(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    client, url = signed_in(cast.maya), address(clip, "practice")
    size = Rendition.objects.get(asset=clip.asset, kind="clip").size
    part = client.get(url, headers={"Range": "bytes=0-99"})
    assert (part.status_code, part["Content-Range"], len(part.content)) == (206, f"bytes 0-99/{size}", 100)
    assert client.get(url, headers={"Range": f"bytes={size}-"}).status_code == 416
    assert client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).status_code == 200
    assert client.get(url, headers={"If-None-Match": part["ETag"]}).status_code == 304
    assert client.head(url)["Content-Length"] == str(size)
    assert part["Cache-Control"] == "no-store"
    assert part["X-Content-Type-Options"] == "nosniff"


def test_that_a_conditional_request_after_a_no_is_refused_and_never_304(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    client, url = signed_in(cast.maya), address(clip, "practice")
    tag = client.get(url)["ETag"]
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert status(client, url, **{"If-None-Match": tag}) == 403


def test_that_another_site_gets_nothing(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    client, url = signed_in(cast.maya), address(clip, "practice")
    assert status(client, url, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert status(client, url, **{"Sec-Fetch-Site": "same-origin"}) == 200


def test_that_a_sitting_is_entered_once_and_a_refusal_once(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    client, url = signed_in(cast.maya), address(clip, "practice")
    for start in range(0, 900, 300):
        client.get(url, headers={"Range": f"bytes={start}-{start + 99}"})
    assert Entry.objects.filter(event="viewed", facts__asset=str(clip.asset_id)).count() == 1
    assert Entry.objects.get(event="viewed").rests_on
    say(cast, WITHDRAW, Purpose.PRACTICE)
    for _again in range(3):
        assert status(client, url) == 403
    assert Entry.objects.filter(event="viewing_stopped_by_consent").count() == 1
    assert TurnedAway.objects.count() == 1


def test_that_an_open_player_is_told_to_go_dark_and_its_seconds_are_kept(cast: Cast, clip: Clip) -> None:
    share(cast, clip)
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    client, url = signed_in(cast.rosa), address(clip, "family_viewing")
    client.get(url)
    assert client.post(f"{url}/still-going", {"played": "3"}).status_code == 204
    assert Viewing.objects.get().seconds == 3
    say(cast, WITHDRAW, Purpose.FAMILY_VIEWING)
    assert client.post(f"{url}/still-going", {"played": "3"}).status_code == 403
    assert Viewing.objects.get().stopped_at is not None


def test_that_confirming_opens_a_film_before_any_yes_but_never_over_a_no(cast: Cast, film: Film) -> None:
    rendition = Rendition.objects.get(asset=film.asset, kind="study")
    client, url = signed_in(cast.maya), reverse("videos:stream", args=["confirming", rendition.pk])
    assert status(client, url) == 200
    assert Entry.objects.filter(event="confirming_viewed").count() == 1
    say(cast, REFUSE, Purpose.PRACTICE, about=[cast.leo])
    assert status(client, url) == 403


def test_that_confirming_ends_with_the_films_days_also_for_what_was_cut_later(cast: Cast, film: Film) -> None:
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(3, 20), title="", now=timezone.now())
    run_jobs()
    client, url = signed_in(cast.maya), address(clip, "confirming")
    assert status(client, url) == 200
    Service.objects.filter(pk=cast.service.pk).update(confirming_days=0)
    assert status(client, url) == 403


def test_that_a_no_naming_the_practitioner_shuts_confirming(cast: Cast, film: Film) -> None:
    rendition = Rendition.objects.get(asset=film.asset, kind="study")
    client, url = signed_in(cast.maya), reverse("videos:stream", args=["confirming", rendition.pk])
    assert status(client, url) == 200
    say(cast, REFUSE, Purpose.PRACTICE, viewers=[cast.maya])
    assert status(client, url) == 403


def test_that_who_is_in_a_clip_is_in_its_film(cast: Cast, film: Film) -> None:
    clip = make_clip(cast, film)
    confirm(cast, clip.asset, (cast.mother, cast.leo, cast.father))
    assert set(film.asset.appearances.values_list("person__name", flat=True)) == {"Rosa", "Leo", "Sam"}


def test_that_a_sitting_that_began_after_a_refusal_is_stopped_too(cast: Cast, clip: Clip) -> None:
    client, url = signed_in(cast.maya), address(clip, "practice")
    assert status(client, url) == 403
    say(cast, GIVE, Purpose.PRACTICE)
    assert status(client, url) == 200
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert [status(client, url) for _again in range(2)] == [403, 403]
    assert Viewing.objects.get().stopped_at is not None
    events = Entry.objects.filter(event__in=("view_refused", "viewing_stopped_by_consent")).order_by("number")
    assert [entry.event for entry in events] == ["view_refused", "viewing_stopped_by_consent"]


def test_that_withdrawing_works_where_the_service_allows_nothing() -> None:
    cast = make_cast()
    assert say(cast, WITHDRAW, Purpose.PRACTICE)
    assert say(cast, WITHDRAW, Purpose.EVERYTHING)


def test_that_a_store_that_does_not_answer_is_said_and_nothing_is_shown(
    cast: Cast, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ShelfAway("no answer")

    share(cast, clip)
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    client, url = signed_in(cast.rosa), address(clip, "family_viewing")
    assert status(client, url) == 200
    monkeypatch.setattr("vigportal.vault.disk.Disk.fetch", away)
    answer = client.get(url)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert b"Try again in a moment" in answer.content
