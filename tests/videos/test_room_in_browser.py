"""In a real browser: the review room from clip to clip, a clip that goes dark, and comments at the frame one sees."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from consent.models import Declaration, Purpose
from sessions.models import SharedReview
from tests.browser import Eyes
from tests.cast import Cast, signed_in
from tests.videos.makers import make_clip, make_film_of, offer, say, share
from videos.models import Clip, Comment, Rendition
from vigportal.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW


@pytest.fixture
def clips(cast: Cast) -> list[Clip]:
    film = make_film_of(cast)
    made = [make_clip(cast, film, 0, 30), make_clip(cast, film, 30, 60)]
    for purpose in (Purpose.PRACTICE, Purpose.SUPERVISION, Purpose.FAMILY_VIEWING):
        say(cast, GIVE, purpose)
    return made


@pytest.fixture
def review(cast: Cast) -> SharedReview:
    return SharedReview.objects.create(cycle=cast.cycle, planned_for=timezone.now() + timedelta(hours=1))


def sign_in(page: Page, user: User, live_server: object) -> None:
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": signed_in(user).cookies[name].value, "url": str(live_server)}])


def until(page: Page, script: str) -> None:
    """Waits for what the page says of itself. (Playwright's own way evaluates text, which our pages refuse.)"""
    for _moment in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


def time_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-room] video').currentTime"))


def test_that_the_room_goes_from_clip_to_clip_by_keys_and_a_clip_goes_dark(
    page: Page, live_server: object, cast: Cast, clips: list[Clip], review: SharedReview
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    second = str(Rendition.objects.get(asset=clips[1].asset, kind="clip").pk)
    sign_in(page, cast.maya, live_server)
    page.goto(f"/reviews/{review.pk}/room/")
    page.get_by_role("link", name="Open the room").click()
    film = page.locator("[data-room] video")
    until(page, "document.querySelector('[data-room] video').readyState > 0")
    first = film.get_attribute("src")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('[data-room] video').currentTime > 0.06")
    assert 2 / 30 < time_of(page) < 3 / 30
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Loop")).to_have_attribute("aria-pressed", "true")
    assert not any(second in url for url in asked)
    page.keyboard.press("PageDown")
    expect(film).not_to_have_attribute("src", first or "")
    until(page, "document.querySelector('[data-room] video').readyState > 0")
    assert page.evaluate("document.querySelector('[data-room] video').loop")
    expect(page.get_by_role("link", name="Next")).to_be_hidden()
    assert any(second in url for url in asked)
    say(cast, WITHDRAW, Purpose.PRACTICE, scope=clips[1].asset)
    expect(page.get_by_text("This can't be shown any more.")).to_be_visible(timeout=6000)
    assert page.evaluate("document.querySelector('[data-room] video').getAttribute('src')") is None
    page.get_by_role("link", name="Before").click()
    expect(film).to_have_attribute("src", first or "")


@pytest.mark.parametrize("status", [0, 503])
def test_that_a_line_that_broke_is_not_taken_for_a_no_and_the_clip_comes_back(
    page: Page, live_server: object, cast: Cast, clips: list[Clip], eyes: Eyes, status: int
) -> None:
    share(cast, clips[0])
    sign_in(page, cast.rosa, live_server)
    page.goto(f"/clips/{clips[0].pk}/watch/")
    film = page.locator("[data-player] video")
    until(page, "document.querySelector('video').readyState > 0")
    page.route("**/still-going", lambda route: route.fulfill(status=status) if status else route.abort())
    expect(page.get_by_text("The portal didn't answer.")).to_be_visible(timeout=6000)
    expect(page.get_by_text("This can't be shown any more.")).to_be_hidden()
    assert film.get_attribute("src") is None
    eyes.look(page, "a broken line")
    page.unroute("**/still-going")
    page.get_by_role("button", name="Show it again").click()
    until(page, "document.querySelector('video')?.readyState > 0")
    expect(page.get_by_text("The portal didn't answer.")).to_be_hidden()


def test_that_a_comment_is_written_at_the_frame_one_sees_and_found_again(
    page: Page, live_server: object, cast: Cast, clips: list[Clip]
) -> None:
    offer(cast, clips[0])
    sign_in(page, cast.omar, live_server)
    page.goto(f"/supervision/clips/{clips[0].pk}/")
    until(page, "document.querySelector('video').readyState > 0")
    page.evaluate("document.querySelector('video').currentTime = 12.5 / 30")
    expect(page.get_by_label("At frame")).to_have_value("12")
    page.get_by_label("What do you see?").fill("You wait, and he looks up.")
    page.get_by_role("button", name="Write it at this moment").click()
    expect(page.get_by_text("You wait, and he looks up.")).to_be_visible()
    assert Comment.objects.get().frame == 12
    until(page, "document.querySelector('video').readyState > 0")
    page.get_by_role("link", name="0:00.40").click()
    until(page, "Math.abs(document.querySelector('video').currentTime - 12.5 / 30) < 0.001")


def test_that_the_pages_have_no_violation(
    page: Page, eyes: Eyes, live_server: object, cast: Cast, clips: list[Clip], review: SharedReview
) -> None:
    share(cast, clips[0])
    offer(cast, clips[0])
    Comment.objects.create(clip=clips[0], frame=4, words="You wait.", written_at=timezone.now(), written_by=cast.omar)
    clip, at = f"/clips/{clips[0].pk}/", f"/reviews/{review.pk}/"
    pages = {
        cast.maya: (clip, f"{clip}share/", f"{clip}offer/", f"{at}room/", f"{at}room/screen/", f"{at}notes/", BOARD),
        cast.omar: (BOARD, f"/supervision{clip}"),
    }
    for user, paths in pages.items():
        sign_in(page, user, live_server)
        for path in paths:
            answer = page.goto(path)
            assert answer, path
            assert answer.ok, path
            eyes.look(page, "room")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


BOARD = "/supervision/"
