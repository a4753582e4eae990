"""In a real browser: which copy plays, kept on the device; the lanes of the studio, for pointers."""

import pytest
from playwright.sync_api import Page, expect

from consent.models import Declaration, Purpose
from tests.browser import Eyes
from tests.cast import Cast
from tests.videos.makers import make_film_of, say
from tests.videos.test_room_in_browser import sign_in, until
from tests.videos.test_small import wide_film
from videos.models import Film, Rendition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SRC = "document.querySelector('video').currentSrc"
IS_READY = "document.querySelector('video').readyState > 0"


@pytest.fixture
def film(cast: Cast) -> Film:
    film = make_film_of(cast, wide_film())
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE)
    return film


def plays(page: Page, film: Film, kind: str) -> None:
    key = Rendition.objects.get(asset=film.asset_id, kind=kind).pk
    until(page, f"{SRC}.endsWith('{key}') && {IS_READY}")


def test_that_a_person_chooses_the_copy_and_the_device_remembers(
    cast: Cast, film: Film, page: Page, eyes: Eyes, live_server: object
) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    until(page, IS_READY)
    choice = page.get_by_label("Picture")
    choice.select_option("clear")
    plays(page, film, "study")
    page.evaluate("document.querySelector('video').currentTime = 1.25")
    choice.select_option("saving")
    plays(page, film, "small")
    until(page, "document.querySelector('video').currentTime === 1.25")
    eyes.look(page, "studio with lanes")
    page.reload()
    plays(page, film, "small")
    expect(choice).to_have_value("saving")


def test_that_automatic_follows_a_wish_to_save_data(cast: Cast, film: Film, page: Page, live_server: object) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true, downlink: 10}})")
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    plays(page, film, "small")
    expect(page.get_by_label("Picture")).to_have_value("auto")


def test_that_a_pointer_sees_the_film_and_goes_there(cast: Cast, film: Film, page: Page, live_server: object) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(f"/films/{film.pk}/")
    until(page, IS_READY)
    until(page, "document.querySelector('[data-sound] path').getAttribute('d')?.length > 100")
    until(page, "document.querySelector('[data-strip]').height !== 150")  # as a canvas is before it is drawn
    strip, peek = page.locator("[data-strip]"), page.locator("[data-peek] canvas")
    expect(peek).to_be_hidden()
    strip.hover()
    expect(peek).to_be_visible()
    box = strip.bounding_box()
    assert box
    strip.click(position={"x": box["width"] * 0.75, "y": 5})
    until(page, "Math.abs(document.querySelector('video').currentTime - 1.5) < 0.1")
