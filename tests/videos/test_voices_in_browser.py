"""In a real browser: where somebody speaks, under the sound of the studio, with keys that go there."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from consent.models import Declaration, Purpose
from tests.browser import Eyes
from tests.cast import Cast, make_cast
from tests.videos.films import make_film
from tests.videos.makers import allow_everything, make_film_of, say
from tests.videos.test_room_in_browser import sign_in, until
from tests.videos.transcode.test_voices import voice
from videos.models import Film, Rendition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
RATE = 48_000
IS_READY = "document.querySelector('video').readyState > 0"
BANDS = "document.querySelector('[data-voices] path').getAttribute('d')"


@cache
def talking_film(sound: str = "talk") -> bytes:
    """Six seconds: somebody speaks from second 1 to 2 and from 4 to 5."""
    said = voice(1, 220, RATE)
    talk = np.concatenate([np.zeros(RATE), said, np.zeros(2 * RATE), said, np.zeros(RATE)])
    with TemporaryDirectory() as folder:
        sounds = talk if sound == "talk" else sound
        return make_film(Path(folder), seconds=6, sound=sounds).read_bytes()


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    say(made, Declaration.Kind.GIVE, Purpose.PRACTICE)
    return made


def studio(cast: Cast, page: Page, live_server: object, film: Film) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    until(page, IS_READY)


def stands_at(page: Page, seconds: float) -> None:
    until(page, f"Math.abs(document.querySelector('video').currentTime - {seconds}) <= 0.13")


def test_that_keys_and_buttons_go_to_where_somebody_speaks(
    cast: Cast, page: Page, eyes: Eyes, live_server: object
) -> None:
    studio(cast, page, live_server, make_film_of(cast, talking_film()))
    until(page, f"{BANDS}?.match(/Z/g).length === 2")
    for _ in range(2):
        page.keyboard.press("]")
        stands_at(page, 1)
        page.get_by_role("button", name="Next voice").click()
        stands_at(page, 4)
        page.keyboard.press("]")
        expect(page.get_by_text("No voice found beyond this")).to_be_attached()
        stands_at(page, 4)
        page.get_by_role("button", name="Voice before").click()
        stands_at(page, 1)
        expect(page.get_by_role("status").filter(has_text="A voice from 0:0")).to_be_attached()
        page.evaluate("document.querySelector('video').currentTime = 0")
    eyes.look(page, "studio with voices")


def test_that_nothing_of_it_is_there_without_sound(cast: Cast, page: Page, live_server: object) -> None:
    studio(cast, page, live_server, make_film_of(cast, talking_film("none")))
    expect(page.locator("[data-voices]")).to_have_count(0)
    expect(page.get_by_text("next voice")).to_have_count(0)


@pytest.mark.parametrize("older", [{"version": 1, "peaks": [9, 50, 9]}, {"version": 2, "peaks": [9], "voices": []}])
def test_that_a_film_from_before_or_without_voices_shows_none(
    older: dict[str, object], cast: Cast, page: Page, live_server: object
) -> None:
    film = make_film_of(cast, talking_film())
    key = Rendition.objects.get(asset=film.asset_id, kind="waveform").pk
    page.route(f"**/{key}", lambda route: route.fulfill(body=json.dumps(older), content_type="application/json"))
    studio(cast, page, live_server, film)
    until(page, "document.querySelector('[data-sound] path').getAttribute('d')")
    expect(page.locator("[data-voices]")).to_be_hidden()
    page.keyboard.press("]")
    stands_at(page, 0)
