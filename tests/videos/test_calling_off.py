"""Calling off: whoever makes the film ready is stopped within a second or two, and nothing half-made is seen."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from consent.models import Asset
from tests.cast import Cast, events_of, make_cast, signed_in
from tests.videos.killing import Worker, wait_until
from tests.videos.makers import allow_everything, make_film_of, make_upload, numbered_film, run_jobs, send
from tests.videos.test_lanes import long_film
from videos.actions.films import NotInThisState, call_off_film
from videos.models import Film, Job, Rendition
from videos.transcode import pipeline
from videos.transcode.engine import Engine
from videos.transcode.made import Looking
from videos.transcode.runner import Failed
from vigportal.vault.storage import Condition, check

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 3.0
"""Seconds until everything it ran is gone; a machine with much else to do included."""


@pytest.fixture
def cast(childs_environment: dict[str, str]) -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.kill()


def arrived(cast: Cast, data: bytes) -> Film:
    film = send(cast, make_upload(cast, len(data)), data).film
    return Film.objects.select_related("asset__case__family__service").get(pk=film.pk)


def call_off(client: Client, film: Film) -> str:
    """Presses the button that the film's page shows; what the page says then."""
    page = f"/films/{film.pk}/"
    assert f'action="{page}call-off/"' in client.get(page).text
    client.post(f"{page}call-off/")
    return client.get(page).text


@pytest.mark.slow
def test_that_all_that_runs_for_it_is_gone_within_a_second_or_two(cast: Cast, maya: Client, worker: Worker) -> None:
    film = arrived(cast, long_film())
    worker.start()
    wait_until(lambda: Job.objects.get().progress > 0, "it is under way", by=worker)
    assert worker.is_encoding
    said = call_off(maya, film)
    began = time.monotonic()
    wait_until(lambda: not worker.is_encoding, "its programs are gone")
    took = time.monotonic() - began
    assert took < SOON, f"{took:.1f} s"
    assert "Called off" in said
    time.sleep(1)
    nothing_half_made(film)
    maya.post(f"/films/{film.pk}/retry/")
    wait_until(lambda: Job.objects.filter(state="running").exists(), "it is tried again")


def nothing_half_made(film: Film) -> None:
    film.refresh_from_db()
    assert (film.state, film.refusal, film.asset.state) == ("failed", "called_off", Asset.State.PROCESSING)
    owned = list(Rendition.objects.values_list("object_name", "asset"))
    assert {finding.condition for finding in check(owned)} <= {Condition.WHOLE}
    assert set(Rendition.objects.values_list("kind", flat=True)) == {"original"}
    job = Job.objects.get()
    assert (job.state, job.error) == ("failed", "called_off")
    assert job.cancel_asked_at


def test_that_a_film_that_waits_is_called_off_and_can_be_made_ready_after_all(cast: Cast, maya: Client) -> None:
    film = arrived(cast, numbered_film())
    assert "It waits for its turn." in maya.get(f"/films/{film.pk}/").text
    assert "Called off" in call_off(maya, film)
    assert run_jobs() == 0
    nothing_half_made(film)
    assert "film_called_off" in events_of(cast.case)
    maya.post(f"/films/{film.pk}/retry/")
    run_jobs()
    film.refresh_from_db()
    assert film.state == Film.State.READY


def test_that_a_film_that_was_called_off_can_be_removed(cast: Cast, maya: Client) -> None:
    film = arrived(cast, numbered_film())
    assert f'href="/films/{film.pk}/erase/"' in call_off(maya, film)
    maya.post(f"/films/{film.pk}/erase/", {"word": "erase"})
    run_jobs()
    film.refresh_from_db()
    assert film.state == Film.State.ERASED


def test_that_whoever_comes_too_late_finds_it_ready(cast: Cast, maya: Client) -> None:
    film = make_film_of(cast)
    with pytest.raises(NotInThisState):
        call_off_film(actor=cast.maya, film=film, now=timezone.now())
    assert maya.post(f"/films/{film.pk}/call-off/").status_code == 302
    film.refresh_from_db()
    assert film.state == Film.State.READY
    assert "film_called_off" not in events_of(cast.case)


def test_that_what_is_made_after_it_was_called_off_is_thrown_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    film = arrived(cast, numbered_film())
    real: Callable[..., object] = Engine.prepare_film

    def late(*arguments: object) -> object:
        made = real(*arguments)
        call_off_film(actor=cast.maya, film=film, now=timezone.now())
        return made

    monkeypatch.setattr(Engine, "prepare_film", late)
    pipeline.run(Job.objects.get().pk)
    nothing_half_made(film)


def test_that_the_time_left_is_true(cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told at half the way, it is what the first half took; and stands in words on the page."""
    film, pages, halves = arrived(cast, numbered_film()), list[str](), list[tuple[int, float]]()

    def half(_engine: Engine, _bench: object, _film: object, _info: object, looking: Looking) -> None:
        began = time.monotonic()
        assert looking.on_progress
        for step in range(13):
            looking.on_progress(step / 24)
            time.sleep(0.5)
        took = time.monotonic() - began
        wait_until(lambda: Job.objects.get().progress == 500 and Job.objects.get().seconds_left, "it is told")
        halves.append((Job.objects.get().seconds_left or 0, took))
        pages.append(maya.get(f"/films/{film.pk}/").text)
        raise Failed

    monkeypatch.setattr(Engine, "prepare_film", half)
    pipeline.run(Job.objects.get().pk)
    told, took = halves[0]
    assert took * 0.5 < told < took * 1.5
    assert "less than a minute left" in pages[0]
