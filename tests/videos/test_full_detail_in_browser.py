"""In a real browser: full detail is asked for without a script, chosen in the player, and never chosen for anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from sessions.models import SharedReview
from tests.browser import Eyes
from tests.cast import Cast
from tests.journeys.eyes import sign_in, until
from tests.videos.makers import run_jobs
from tests.videos.test_full_detail import clip_of, full_of
from videos.actions.full_detail import ask_for_full_detail
from videos.models import Clip, Job, Rendition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
VIDEO = "document.querySelector('video')"
SLOW_LINE = "Object.defineProperty(navigator, 'connection', {value: {saveData: false, downlink: 0.5}})"


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return clip_of(cast)


def make(cast: Cast, clip: Clip) -> None:
    ask_for_full_detail(actor=cast.maya, clip=clip, now=timezone.now())
    run_jobs()


def plays(page: Page, clip: Clip, kind: str) -> None:
    key = Rendition.objects.get(asset=clip.asset_id, kind=kind).pk
    until(page, f"{VIDEO}.currentSrc.endsWith('{key}') && {VIDEO}.readyState > 0")


def test_that_it_is_asked_for_without_scripts_and_looks_well(
    cast: Cast, clip: Clip, page: Page, eyes: Eyes, live_server: object
) -> None:
    part = page.locator("#full-detail")
    sign_in(page, cast.maya, live_server)
    page.goto(f"/clips/{clip.pk}/")
    eyes.look(page, "full detail offered")
    plain = new_page_without_scripts(page, live_server)
    plain.goto(f"{live_server}/clips/{clip.pk}/")
    plain.get_by_role("button", name="Make it in full detail").click()
    expect(plain.locator("#full-detail")).to_contain_text("It waits for its turn.")
    Job.objects.filter(kind=Job.Kind.FULL).update(state=Job.State.RUNNING, progress=400, seconds_left=70)
    page.reload()
    expect(part).to_contain_text("40 %, about 2 minutes left")
    eyes.look(page, "full detail being made")
    part.get_by_role("button", name="Call it off").click()
    expect(part).to_contain_text("It was called off.")
    part.get_by_role("button", name="Make it in full detail").click()
    run_jobs()
    page.reload()
    expect(part).to_contain_text("It is there in full detail, 1440 × 810 pixels")
    eyes.look(page, "full detail there")


def new_page_without_scripts(page: Page, live_server: object) -> Page:
    browser = page.context.browser
    assert isinstance(browser, Browser)
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    return context.new_page()


def test_that_it_plays_when_a_person_chooses_it_and_in_this_window_only(
    cast: Cast, clip: Clip, page: Page, live_server: object
) -> None:
    make(cast, clip)
    page.add_init_script(SLOW_LINE)
    sign_in(page, cast.maya, live_server)
    page.goto(f"/clips/{clip.pk}/")
    plays(page, clip, "small")  # a slow line
    choice = page.get_by_label("Picture")
    page.evaluate(f"{VIDEO}.currentTime = 0.5")
    choice.select_option("full")
    plays(page, clip, "full")
    until(page, f"{VIDEO}.videoWidth === 1440 && {VIDEO}.currentTime === 0.5")
    page.reload()
    plays(page, clip, "full")
    other = page.context.new_page()
    other.add_init_script(SLOW_LINE)
    other.goto(f"{live_server}/clips/{clip.pk}/")
    plays(other, clip, "small")
    other.close()
    choice.select_option("clear")
    plays(page, clip, "clip")
    full_of(clip).delete()
    page.reload()
    plays(page, clip, "clip")


def test_that_the_room_has_it_for_the_projector(
    cast: Cast, clip: Clip, page: Page, eyes: Eyes, live_server: object
) -> None:
    review = SharedReview.objects.create(cycle=cast.cycle, planned_for=timezone.now() + timedelta(hours=1))
    room = f"/reviews/{review.pk}/room/screen/"
    sign_in(page, cast.maya, live_server)
    page.goto(room)
    plays(page, clip, "clip")
    expect(page.get_by_label("Picture")).to_have_count(0)
    make(cast, clip)
    page.goto(room)
    plays(page, clip, "clip")
    page.get_by_label("Picture").select_option("full")
    plays(page, clip, "full")
    eyes.look(page, "room in full detail")
    page.get_by_label("Picture").press("ArrowDown")
    plays(page, clip, "clip")
