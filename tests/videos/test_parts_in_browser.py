"""In a real browser: a film is watched while it is being made ready, and goes on where it was when it is ready."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, expect

from consent.models import Declaration, Purpose
from tests.browser import Eyes
from tests.cast import Cast
from tests.journeys.eyes import sign_in, until
from tests.videos.browsing import seen
from tests.videos.makers import make_upload, numbered_film, run_jobs, say, send
from tests.videos.parts import (
    CLEAR,
    RATE,
    SMALL,
    add_part,
    free_box,
    make_film_in_parts,
    make_ready,
    parts_of_study,
    study_copy,
)
from videos.models import Film, Rendition, Viewing
from videos.transcode import preparing
from videos.transcode.clearing import take_parts_away
from videos.transcode.publish import seal_bytes, show

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SECONDS = 12
VIDEO = "document.querySelector('video')"
A_SLOW_LINE = "{transferSize: 50000, responseStart: 0, responseEnd: 2000}"
"""What a page fetched through 200 kbit/s."""
ASK = "import('/static/js/player.js').then(({players}) => [...players.values()][0].ask())"
"""What an open player does every three seconds, now."""


@pytest.fixture
def pieces() -> list[bytes]:
    return parts_of_study(SECONDS)


@pytest.fixture
def film(cast: Cast, pieces: list[bytes]) -> Film:
    return make_film_in_parts(cast, pieces[:3])


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, but for parts that it asked for when the film had just become ready."""
    heard: list[str] = []

    def hear(told: ConsoleMessage) -> None:
        gone = "/bytes/" in told.location["url"] and "404" in told.text
        if told.type in {"error", "warning"} and not gone:
            heard.append(told.text)

    page.on("console", hear)
    return heard


def come(page: Page, cast: Cast, film: Film, live_server: object) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    page.evaluate("window.isTheSamePage = true")
    until(page, f"{VIDEO}.readyState >= 2")


def now(page: Page) -> float:
    return float(page.evaluate(f"{VIDEO}.currentTime"))


def go(page: Page, frame: int) -> int:
    """The number that is seen there."""
    page.evaluate(f"{VIDEO}.currentTime = {(frame + 0.5) / RATE}")
    until(page, f"!{VIDEO}.seeking && {VIDEO}.readyState >= 2")
    return seen(page, frame)


def test_that_it_plays_while_more_comes_and_goes_on_in_the_study_copy(
    cast: Cast, film: Film, pieces: list[bytes], page: Page, live_server: object, complaints: list[str]
) -> None:
    come(page, cast, film, live_server)
    until(page, f"Math.abs({VIDEO}.duration - 4) < 0.1")
    page.evaluate(f"{VIDEO}.volume = 0.25")
    page.locator("video").focus()
    page.keyboard.press(" ")
    until(page, f"{VIDEO}.currentTime > 0.5 && !{VIDEO}.paused")
    for number in (3, 4):
        add_part(film, number, pieces[number])
    until(page, f"{VIDEO}.currentTime > 4.5")  # beyond what was there at first
    assert page.evaluate(f"{VIDEO}.duration") == pytest.approx(8, abs=0.1)
    page.evaluate(f"{VIDEO}.currentTime = 1")
    until(page, f"{VIDEO}.currentTime > 1.2 && !{VIDEO}.seeking")
    before = now(page)
    study = make_ready(film, SECONDS)
    until(page, f"{VIDEO}.currentSrc.endsWith('{study.pk}') && {VIDEO}.currentTime > {before} + 0.5")
    assert now(page) < before + 8
    assert page.evaluate(f"[{VIDEO}.paused, {VIDEO}.volume, document.activeElement === {VIDEO}]") == [False, 0.25, True]
    assert page.evaluate("window.isTheSamePage")
    assert page.evaluate(f"{VIDEO}.duration") == pytest.approx(SECONDS, abs=0.1)
    page.wait_for_timeout(4000)  # longer than a player asks and waits
    expect(page.locator("video")).to_be_visible()
    assert complaints == []
    assert Viewing.objects.count() == 1


def test_that_a_frame_is_the_same_before_and_after(
    cast: Cast, film: Film, page: Page, eyes: Eyes, live_server: object,
    complaints: list[str],
) -> None:  # fmt: skip
    come(page, cast, film, live_server)
    expect(page.get_by_text("You can watch while it is being made ready: so far less than a minute.")).to_be_visible()
    expect(page.locator("#progress-words")).to_have_text("Making the film ready: 40 %, about 2 minutes left")
    eyes.look(page, "watched while being made ready")
    assert [go(page, frame) for frame in (0, 1, 59, 60, 90, 74)] == [0, 1, 59, 60, 90, 74]
    study = make_ready(film, SECONDS)
    page.evaluate(ASK)  # before the page has heard of it
    until(page, f"{VIDEO}.currentSrc.endsWith('{study.pk}') && {VIDEO}.readyState >= 2 && !{VIDEO}.seeking")
    assert page.evaluate(f"{VIDEO}.paused")
    assert seen(page, 74) == 74
    assert [go(page, frame) for frame in (0, 1, 59, 60, 119, 300)] == [0, 1, 59, 60, 119, 300]
    expect(page.get_by_role("status").filter(has_text="It plays on from where you were.")).to_have_count(1)
    eyes.look(page, "ready while it was being watched")
    go(page, 41)
    page.get_by_role("link", name="Find the moments").click()
    expect(page.get_by_role("heading", name="Who is in this film?")).to_be_visible()
    until(page, f"Math.abs({VIDEO}.currentTime - 41.5 / {RATE}) < 0.001")
    assert complaints == []


def test_that_whoever_saves_data_goes_on_in_the_small_copy(
    cast: Cast, film: Film, page: Page, live_server: object
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    come(page, cast, film, live_server)
    expect(page.get_by_label("Picture")).to_be_hidden()
    assert go(page, 74) == 74
    show(film.asset_id, [seal_bytes(film.asset_id, Rendition.Kind.SMALL, study_copy(SECONDS))], timezone.now())
    make_ready(film, SECONDS)
    small = Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.SMALL)
    until(page, f"{VIDEO}.currentSrc.endsWith('{small.pk}') && {VIDEO}.readyState >= 2 && !{VIDEO}.seeking")
    assert seen(page, 74) == 74
    expect(page.get_by_label("Picture")).to_be_visible()


@pytest.fixture
def film_of_two_copies(film: Film, pieces: list[bytes]) -> Film:
    """The small one takes a fifth of the line that the clear one takes."""
    for number, piece in enumerate(parts_of_study(SECONDS, SMALL)[:3]):
        add_part(film, number, piece, Rendition.Kind.SMALL_PART)
        if number:
            heavy = Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.SEGMENT, part=number)
            heavy.delete()
            add_part(film, number, pieces[number] + free_box(100_000))
    return film


def until_it_shows(page: Page, size: tuple[int, int], frame: int) -> None:
    """The copy that is seen, and that it is at the frame; a copy that was fetched before is seen to its end."""
    until(page, f"{VIDEO}.videoWidth === {size[0]} && {VIDEO}.readyState >= 2 && !{VIDEO}.seeking")
    assert seen(page, frame) == frame


def test_that_a_person_chooses_the_copy_while_it_is_made_ready(
    cast: Cast, film_of_two_copies: Film, page: Page, eyes: Eyes, live_server: object,
    complaints: list[str],
) -> None:  # fmt: skip
    come(page, cast, film_of_two_copies, live_server)
    choice = page.get_by_label("Picture")
    choice.select_option("clear")
    until_it_shows(page, CLEAR, 0)
    assert go(page, 90) == 90
    choice.select_option("saving")
    until_it_shows(page, SMALL, 90)
    assert go(page, 40) == 40
    eyes.look(page, "copies to choose while being made ready")
    page.reload()
    until(page, f"{VIDEO}.readyState >= 2")
    expect(choice).to_have_value("saving")
    assert go(page, 90) == 90
    until_it_shows(page, SMALL, 90)
    choice.select_option("auto")
    until_it_shows(page, CLEAR, 90)
    study = make_ready(film_of_two_copies, SECONDS)
    until(page, f"{VIDEO}.currentSrc.endsWith('{study.pk}') && {VIDEO}.readyState >= 2 && !{VIDEO}.seeking")
    until_it_shows(page, CLEAR, 90)
    assert complaints == []


def test_that_whoever_spares_data_or_has_a_slow_line_gets_the_small_copy_at_once(
    cast: Cast, film_of_two_copies: Film, new_page: Callable[[], Page], live_server: object
) -> None:
    sparing, slow = new_page(), new_page()
    sparing.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    slow.add_init_script(f"performance.getEntriesByType = () => [{A_SLOW_LINE}]")
    for page in (sparing, slow):
        come(page, cast, film_of_two_copies, live_server)
        assert go(page, 20) == 20
        until_it_shows(page, SMALL, 20)
        expect(page.get_by_label("Picture")).to_have_value("auto")


def test_that_what_the_worker_makes_plays_frame_for_frame_before_and_after(
    cast: Cast, page: Page, live_server: object, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, goes_on, make_it_ready = numbered_film(SECONDS), threading.Event(), preparing._make_ready
    film = send(cast, make_upload(cast, len(data)), data).film

    def wait(*made: Any) -> None:
        goes_on.wait(60)
        make_it_ready(*made)

    monkeypatch.setattr(preparing, "_make_ready", wait)
    with ThreadPoolExecutor(1) as worker:
        work = worker.submit(work_and_close)
        try:
            come_when_there_is_a_part(page, cast, film, live_server)
            until(page, f"{VIDEO}.duration > 9.9")
            assert [go(page, frame) for frame in (0, 1, 59, 60, 250, 74)] == [0, 1, 59, 60, 250, 74]
        finally:
            goes_on.set()
        work.result(60)
    study = Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.STUDY)
    until(page, f"{VIDEO}.currentSrc.endsWith('{study.pk}') && {VIDEO}.readyState >= 2 && !{VIDEO}.seeking")
    assert seen(page, 74) == 74
    assert [go(page, frame) for frame in (0, 1, 59, 60, 250, 359)] == [0, 1, 59, 60, 250, 359]
    assert complaints == []


def work_and_close() -> None:
    try:
        run_jobs()
    finally:
        connection.close()


def come_when_there_is_a_part(page: Page, cast: Cast, film: Film, live_server: object) -> None:
    for _moment in range(300):
        if Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.SEGMENT, part=1).exists():
            return come(page, cast, film, live_server)
        page.wait_for_timeout(100)
    raise AssertionError("no part was made")


def test_that_it_goes_dark_after_a_no_and_asks_for_nothing_more(
    cast: Cast, film: Film, page: Page, live_server: object
) -> None:
    asked: list[str] = []
    come(page, cast, film, live_server)
    say(cast, Declaration.Kind.REFUSE, Purpose.PRACTICE, about=[cast.leo])
    expect(page.get_by_text("This can't be shown any more.")).to_be_visible(timeout=6000)
    assert page.evaluate(f"[{VIDEO}.hidden, {VIDEO}.currentSrc === '' || !{VIDEO}.src]") == [True, True]
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(5000)
    assert not [url for url in asked if "/bytes/" in url]


def test_that_an_attempt_that_ends_otherwise_leaves_the_page_that_waits(
    cast: Cast, film: Film, page: Page, live_server: object
) -> None:
    come(page, cast, film, live_server)
    Film.objects.filter(pk=film.pk).update(state=Film.State.FAILED, refusal="crashed")
    take_parts_away(film.asset_id)
    expect(page.get_by_text("Making this film ready stopped.")).to_be_visible(timeout=6000)
    expect(page.locator("video")).to_have_count(0)


def test_that_without_scripts_it_is_the_page_that_waits(
    cast: Cast, film: Film, page: Page, live_server: object
) -> None:
    page.route("**/*.js", lambda route: route.abort())
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    expect(page.locator("#progress-words")).to_be_visible()
    expect(page.locator("video")).to_be_hidden()
    expect(page.get_by_text("You can watch while")).to_have_count(0)
