"""A film in parts goes through the same gate as any other bytes: the same rule, the same sitting, the same end."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from consent.models import Asset, Declaration, Purpose
from consent.writer import move
from tests.cast import Cast, signed_in
from tests.videos.makers import confirm, say
from tests.videos.parts import add_part, make_film_in_parts, make_ready, parts_of_study
from videos.actions import watching
from videos.models import Film, Rendition, TurnedAway, Viewing
from videos.showing import Shown, shown_to
from videos.transcode.clearing import take_parts_away
from videos.transcode.publish import seal_bytes, show
from vigportal.ledger.models import Entry
from vigportal.vault.shelf import shelf

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW, REFUSE = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW, Declaration.Kind.REFUSE
PIECES = [b"beginning", b"part one", b"part two"]
SECONDS = 6


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_in_parts(cast, PIECES)


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


def beginning(film: Film) -> UUID:
    return Rendition.objects.get(asset=film.asset, kind="segment", part=0).pk


def playlist(film: Film, purpose: str = "confirming") -> str:
    return reverse("videos:playlist", args=[purpose, beginning(film)])


def listed(client: Client, url: str) -> list[str]:
    """Where the list leads, the beginning first."""
    text = client.get(url).content.decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    (first,) = re.findall(r'#EXT-X-MAP:URI="(.*)"', text)
    return [url.rsplit("/", 2)[0] + each.removeprefix("..") for each in (first, *lines)]


def test_that_the_list_leads_to_the_parts_and_they_to_their_bytes(film: Film, maya: Client) -> None:
    urls = listed(maya, playlist(film))
    assert [resolve(url).view_name for url in urls] == ["videos:stream"] * 3
    assert [maya.get(url).content for url in urls] == PIECES
    add_part(film, 3, b"part three")
    add_part(film, 5, b"part five, before part four")
    assert [maya.get(url).content for url in listed(maya, playlist(film))] == [*PIECES, b"part three"]


def test_that_the_list_is_kept_nowhere_and_read_as_nothing_else(film: Film, maya: Client) -> None:
    answer = maya.get(playlist(film))
    assert answer.status_code == 200
    told = {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert told == {
        "Content-Type": "application/vnd.apple.mpegurl",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "ETag" not in answer


def copies(film: Film, purpose: str = "confirming") -> str:
    return reverse("videos:copies", args=[purpose, beginning(film)])


def listed_copies(client: Client, url: str) -> dict[str, str]:
    """What is told of each copy, and where its list is."""
    lines = client.get(url).content.decode().splitlines()
    told = [line.partition(":")[2] for line in lines if line.startswith("#EXT-X-STREAM-INF:")]
    addresses = [url.rsplit("/", 2)[0] + line.removeprefix("..") for line in lines if not line.startswith("#")]
    return dict(zip(told, addresses, strict=True))


def test_that_each_copy_has_its_list_the_small_one_first(film: Film, maya: Client) -> None:
    alone = listed_copies(maya, copies(film))
    assert alone == {"BANDWIDTH=32,RESOLUTION=320x180": playlist(film)}
    small = [b"small beginning", b"one", b"two"]
    add_part(film, 0, small[0], Rendition.Kind.SMALL_PART)
    assert listed_copies(maya, copies(film)) == alone  # nothing of it can be played
    for number in (1, 2):
        add_part(film, number, small[number], Rendition.Kind.SMALL_PART)
    Film.objects.filter(pk=film.pk).update(width=1280, height=720)
    both = listed_copies(maya, copies(film))
    assert list(both) == ["BANDWIDTH=12,RESOLUTION=854x480", "BANDWIDTH=32,RESOLUTION=1280x720"]
    assert [[maya.get(url).content for url in listed(maya, address)] for address in both.values()] == [small, PIECES]
    assert maya.get(copies(film))["Cache-Control"] == "no-store"


def test_that_there_are_no_copies_in_parts_of_what_is_not_in_parts(film: Film, maya: Client) -> None:
    study = make_ready(film, SECONDS)
    assert maya.get(reverse("videos:copies", args=["confirming", study.pk])).status_code == 404


@pytest.mark.parametrize("goes", ["row and bytes", "bytes alone"])
def test_that_a_part_that_goes_behind_the_door_is_not_found(
    goes: str, film: Film, maya: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The film became ready in that instant, and the page looks what plays now. What is missing is told to the log."""
    url = listed(maya, playlist(film))[1]
    part = Rendition.objects.get(asset=film.asset, kind="segment", part=1)
    keep_watch = watching.keep_watch

    def taken_away(**who: Any) -> Viewing:
        sitting = keep_watch(**who)
        if goes == "row and bytes":
            take_parts_away(film.asset_id)
        shelf().delete(part.object_name)
        return sitting

    monkeypatch.setattr(watching, "keep_watch", taken_away)
    assert maya.get(url).status_code == 404
    assert ("has no bytes" in caplog.text) == (goes == "bytes alone")


def test_that_only_whom_it_is_meant_for_gets_the_list_or_a_part(cast: Cast, film: Film) -> None:
    confirm(cast, film.asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    small = add_part(film, 0, b"small beginning", Rendition.Kind.SMALL_PART)
    add_part(film, 1, b"small part one", Rendition.Kind.SMALL_PART)
    for name in ("maya", "priya", "omar", "rosa", "sam", "nadia"):
        client = signed_in(getattr(cast, name))
        for purpose in ("practice", "confirming", "family_viewing", "supervision", "training", "no-such"):
            wanted = 200 if name == "maya" and purpose in {"practice", "confirming"} else 404
            streams = [reverse("videos:stream", args=[purpose, part]) for part in (beginning(film), small.pk)]
            urls = [copies(film, purpose), playlist(film, purpose), *streams]
            assert [client.get(url).status_code for url in urls] == [wanted] * 4, (name, purpose)


def test_that_after_a_no_the_next_part_and_the_list_are_dark(cast: Cast, film: Film, maya: Client) -> None:
    confirm(cast, film.asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    urls = listed(maya, playlist(film, "practice"))
    tag = maya.get(urls[1])["ETag"]
    say(cast, WITHDRAW, Purpose.PRACTICE)
    answers = [maya.get(url) for url in (copies(film, "practice"), playlist(film, "practice"), *urls)]
    answers += [maya.get(urls[1], headers={"If-None-Match": tag}), maya.get(urls[2], headers={"Range": "bytes=0-3"})]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.content for answer in answers} == {b"This can't be shown."}
    assert maya.post(f"{urls[0]}/still-going").status_code == 403


def test_that_a_no_shuts_the_confirming_door_to_parts_too(cast: Cast, film: Film, maya: Client) -> None:
    assert maya.get(playlist(film)).status_code == 200
    say(cast, REFUSE, Purpose.PRACTICE, about=[cast.leo])
    assert maya.get(playlist(film)).status_code == 403


def test_that_another_site_gets_no_list(film: Film, maya: Client) -> None:
    for url in (copies(film), playlist(film)):
        told = {
            site: maya.get(url, headers={"Sec-Fetch-Site": site}).status_code
            for site in ("cross-site", "same-site", "same-origin", "none")
        }
        assert told == {"cross-site": 403, "same-site": 403, "same-origin": 200, "none": 200}
    assert maya.get(playlist(film)).status_code == 200  # an old browser doesn't say


def test_that_list_and_parts_are_one_sitting_and_a_refusal_is_entered_once(
    cast: Cast, film: Film, maya: Client
) -> None:
    confirm(cast, film.asset, (cast.mother, cast.leo))
    say(cast, GIVE, Purpose.PRACTICE)
    assert maya.get(copies(film, "practice")).status_code == 200
    for _again in range(3):
        urls = listed(maya, playlist(film, "practice"))
        assert {maya.get(url).status_code for url in urls} == {200}
    (entry,) = Entry.objects.filter(event="viewed", facts__asset=str(film.asset_id))
    assert entry.rests_on
    assert entry.facts["kind"] == "segment"
    assert Viewing.objects.count() == 1
    assert maya.post(f"{urls[0]}/still-going", {"played": "3"}).status_code == 204
    assert Viewing.objects.get().seconds == 3
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert [maya.get(url).status_code for url in (playlist(film, "practice"), urls[1], urls[2])] == [403] * 3
    assert Entry.objects.filter(event="viewing_stopped_by_consent").count() == 1
    assert TurnedAway.objects.count() == 1


def test_that_there_is_no_list_of_what_is_not_in_parts(cast: Cast, film: Film, maya: Client) -> None:
    first = Rendition.objects.get(asset=film.asset, kind="segment", part=1)
    assert maya.get(reverse("videos:playlist", args=["confirming", first.pk])).status_code == 404
    first.delete()  # what is left is the beginning, and a part behind a gap
    assert maya.get(playlist(film)).status_code == 404
    assert not isinstance(shown_to(cast.maya, film.asset, timezone.now()), Shown)
    assert not Entry.objects.filter(event="confirming_viewed").exists()


def test_that_what_plays_by_itself_wins_over_parts(cast: Cast, film: Film) -> None:
    in_parts = shown_to(cast.maya, film.asset, timezone.now())
    assert isinstance(in_parts, Shown)
    assert (in_parts.rendition, in_parts.parts) == (beginning(film), 2)
    for kind in (Rendition.Kind.DIRECT, Rendition.Kind.STUDY):
        show(film.asset_id, [seal_bytes(film.asset_id, kind, b"film")], timezone.now())
        shown = shown_to(cast.maya, film.asset, timezone.now())
        assert isinstance(shown, Shown)
        assert shown.rendition == Rendition.objects.get(asset=film.asset, kind=kind).pk
        assert shown.parts == 0


def test_that_at_any_end_list_and_parts_are_gone(film: Film, maya: Client) -> None:
    urls = [copies(film), playlist(film), *listed(maya, playlist(film))]
    take_parts_away(film.asset_id)
    move(film.asset, Asset.State.PROCESSING, timezone.now())
    assert [maya.get(url).status_code for url in urls] == [404] * 5
    assert maya.post(f"{urls[2]}/still-going").status_code == 404


def page_of(film: Film) -> str:
    return reverse("videos:film", args=[film.pk])


def progress_of(film: Film, watching: str = "?watching=parts") -> str:
    return reverse("videos:film_progress", args=[film.pk]) + watching


def test_that_only_the_page_that_plays_parts_lets_scripts_hand_them_over(film: Film, maya: Client) -> None:
    page = maya.get(page_of(film))
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    assert copies(film) in page.text
    assert "js/live.js" in page.text
    make_ready(film, SECONDS)
    for url in (page_of(film), "/"):
        other = maya.get(url, follow=True)
        assert "blob:" not in other["Content-Security-Policy"]
        assert "js/live.js" not in other.text


def test_that_the_page_is_told_how_much_there_is_and_then_what_plays_instead(film: Film, maya: Client) -> None:
    early = maya.get(progress_of(film))
    assert (early.status_code, "HX-Refresh" in early) == (200, False)
    assert "so far less than a minute" in early.text
    assert "about 2 minutes left" in early.text
    assert copies(film) in early.text
    for number in range(3, 62):
        add_part(film, number, b"part")
    assert "so far 2 minutes" in maya.get(progress_of(film)).text
    study = make_ready(film, SECONDS)
    ready = maya.get(progress_of(film))
    assert (ready.status_code, "HX-Refresh" in ready) == (286, False)
    assert reverse("videos:stream", args=["confirming", study.pk]) in ready.text
    assert "The film is ready" in ready.text


def test_that_a_page_is_made_anew_when_parts_begin_and_when_they_end_otherwise(film: Film, maya: Client) -> None:
    assert maya.get(progress_of(film, ""))["HX-Refresh"] == "true"
    take_parts_away(film.asset_id)
    assert "HX-Refresh" not in maya.get(progress_of(film, ""))
    assert maya.get(progress_of(film))["HX-Refresh"] == "true"
    Film.objects.filter(pk=film.pk).update(state=Film.State.FAILED)
    assert maya.get(progress_of(film))["HX-Refresh"] == "true"


def test_that_after_a_no_the_page_is_told_nothing_that_plays(cast: Cast, film: Film, maya: Client) -> None:
    say(cast, REFUSE, Purpose.PRACTICE, about=[cast.leo])
    told = maya.get(progress_of(film))
    assert "/bytes/" not in told.text
    assert "HX-Refresh" not in told
    assert "HX-Refresh" not in maya.get(progress_of(film, ""))  # nor is a page without a player made anew for ever


def test_that_pieces_of_a_real_film_are_what_the_agreement_says() -> None:
    first, *parts = parts_of_study(SECONDS)
    assert len(parts) == 3
    assert (first[4:8], {part[4:8] for part in parts}) == (b"ftyp", {b"moof"})
