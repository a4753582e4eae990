"""A film that plays as it is can be watched while its study copy is being made; shut again if it turns out bad."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from consent.models import Asset
from tests.browser import Eyes
from tests.cast import Cast, signed_in
from tests.videos.films import make_film
from tests.videos.makers import make_upload, numbered_film, run_jobs, run_jobs_three_times, send
from tests.videos.test_room_in_browser import sign_in, until
from videos.actions.films import retry_film
from videos.models import Film, Rendition
from videos.transcode.engine import Engine
from videos.transcode.refusals import Refusal, Why
from videos.transcode.runner import Failed
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
DIRECT = Rendition.Kind.DIRECT


@cache
def plain_film() -> bytes:
    """A film without an edit list, as many phones write it."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), options=("-use_editlist", "0")).read_bytes()


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.maya)


def arrived(cast: Cast, data: bytes) -> Film:
    return send(cast, make_upload(cast, len(data)), data).film


class Halfway:
    """Stands where the study copy would be made: keeps what `look` sees there, then ends as it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, look: Callable[[], object], end: object) -> None:
        self.seen: list[Any] = []
        self.look, self.end = look, end
        monkeypatch.setattr(Engine, "prepare_film", self)

    def __call__(self, *_arguments: Any) -> Any:
        self.seen.append(self.look())
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


def bytes_of(film: Film) -> str:
    """Where the film is watched as it was filmed."""
    rendition = Rendition.objects.get(asset=film.asset_id, kind=DIRECT)
    return f"/bytes/confirming/{rendition.pk}"


def test_that_it_is_watched_while_it_is_being_made_ready(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = arrived(cast, plain_film())

    def look() -> tuple[str, int, int]:
        page = client.get(f"/films/{film.pk}/").content.decode()
        part = client.get(bytes_of(film), headers={"range": "bytes=0-99"})
        return page, part.status_code, signed_in(cast.nadia).get(bytes_of(film)).status_code

    halfway = Halfway(monkeypatch, look, Failed())
    run_jobs_three_times()
    page, mine, strangers = halfway.seen[0]
    assert "You can watch it already" in page
    assert bytes_of(film) in page
    assert (mine, strangers) == (206, 404)
    film.refresh_from_db()
    assert film.state == Film.State.FAILED
    assert "You can watch it already" in client.get(f"/films/{film.pk}/").content.decode()
    monkeypatch.undo()
    retry_film(actor=cast.maya, film=film, now=cast.now)
    run_jobs()
    film.refresh_from_db()
    assert film.state == Film.State.READY
    assert Rendition.objects.filter(asset=film.asset_id, kind=DIRECT).count() == 1
    assert Entry.objects.filter(event="film_watchable").count() == 1


def test_that_a_page_that_waits_looks_anew_once_there_is_something_to_watch(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = arrived(cast, plain_film())
    waiting = f"/films/{film.pk}/progress/"
    assert "HX-Refresh" not in client.get(waiting)

    def look() -> list[bool]:
        return ["HX-Refresh" in client.get(address) for address in (waiting, f"{waiting}?watching")]

    halfway = Halfway(monkeypatch, look, Failed())
    run_jobs_three_times()
    assert halfway.seen == [[True, False]] * 3
    assert client.get(f"{waiting}?watching")["HX-Refresh"] == "true"


def test_that_a_film_that_turns_out_damaged_is_shut_again(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = arrived(cast, plain_film())
    Halfway(monkeypatch, lambda: None, Refusal(Why.DAMAGED))
    run_jobs()
    film = Film.objects.select_related("asset").get(pk=film.pk)
    assert (film.state, film.asset.state) == (Film.State.REFUSED, Asset.State.PROCESSING)
    assert client.get(bytes_of(film)).status_code == 403


def test_that_any_other_film_waits_for_its_study_copy(cast: Cast, client: Client) -> None:
    film = arrived(cast, numbered_film())
    run_jobs()
    assert not Rendition.objects.filter(asset=film.asset_id, kind=DIRECT).exists()


@pytest.mark.journey
def test_that_whoever_watches_early_goes_on_where_they_were_when_it_is_ready(
    cast: Cast,
    page: Page,
    eyes: Eyes,
    live_server: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = arrived(cast, plain_film())
    Halfway(monkeypatch, lambda: None, Failed())
    run_jobs_three_times()
    monkeypatch.undo()
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    expect(page.get_by_text("You can watch it already")).to_be_visible()
    eyes.look(page, "watchable at once")
    page.evaluate("document.querySelector('video').currentTime = 1.2")
    film.refresh_from_db()
    retry_film(actor=cast.maya, film=film, now=cast.now)
    run_jobs()
    page.reload()
    expect(page.get_by_role("heading", name="Who is in this film?")).to_be_visible()
    until(page, "document.querySelector('video').currentTime === 1.2")
