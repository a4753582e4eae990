"""Maya: from signing in with a code to a clip that stands before Rosa."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import Eyes
from tests.cast import PASSWORD, Cast
from tests.journeys.eyes import until
from tests.videos.makers import numbered_film, run_jobs
from videos.models import Clip, Film, Share
from vigportal.management.second_factor import code_to_hand_in, give_factor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECONDS = 8


def test_that_a_film_finds_its_way_from_the_phone_to_the_mother(page: Page, cast: Cast, eyes: Eyes) -> None:
    _sign_in_with_a_code(page, cast, eyes)
    _open_the_case(page, cast, eyes)
    _ask_before_filming(page, cast, eyes)
    _note_the_filming(page, cast, eyes)
    _add_the_film(page, cast, eyes)
    _say_who_is_in_it(page, eyes)
    clip = _mark_a_moment_with_keys(page, eyes)
    _ask_about_the_clip(page, cast, eyes, clip)
    _share(page, cast, eyes, clip)


def _sign_in_with_a_code(page: Page, cast: Cast, eyes: Eyes) -> None:
    Authenticator.objects.filter(user=cast.maya).delete()
    secret = give_factor(cast.maya)
    page.goto("/")
    eyes.look(page, "sign in")
    page.get_by_label("Email").fill(cast.maya.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    eyes.look(page, "code")
    page.get_by_label("code").fill(code_to_hand_in(secret))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/today/")
    eyes.look(page, "today")


def _open_the_case(page: Page, cast: Cast, eyes: Eyes) -> None:
    page.goto("/cases/")
    eyes.look(page, "caseload")
    page.get_by_role("link", name=cast.family.name).first.click()
    page.wait_for_url(f"**/cases/{cast.case.pk}/")
    eyes.look(page, "case")


def _ask_before_filming(page: Page, cast: Cast, eyes: Eyes) -> None:
    page.goto(f"/cases/{cast.case.pk}/consent/")
    eyes.look(page, "consent of the case, before")
    page.get_by_role("button", name="Ask for consent").click()
    expect(page.get_by_role("heading", name="Who decides?")).to_be_visible()
    eyes.look(page, "who decides")
    page.get_by_role("link", name="Rosa").first.click()
    eyes.look(page, "what to ask about today")
    page.get_by_role("button", name="Start with the first question").click()
    eyes.look(page, "question")
    _say_yes(page, later=True)


def _say_yes(page: Page, *, later: bool = False) -> None:
    page.get_by_text("until the work ends").click()
    page.get_by_text("Out loud").click()
    if later:
        page.get_by_text("Yes, also for what is made later").click()
    before = page.url
    page.get_by_role("button", name="Yes", exact=True).click()
    page.wait_for_url(lambda url: url != before)


def _note_the_filming(page: Page, cast: Cast, eyes: Eyes) -> None:
    page.goto(f"/cycles/{cast.cycle.pk}/filming/held/")
    eyes.look(page, "we have filmed")
    page.get_by_label("When it was").fill(f"{timezone.localtime():%Y-%m-%d}T00:01")
    for name in ("Rosa", "Leo"):
        page.get_by_label(name).check()
    page.get_by_label("Sam").uncheck()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/cases/{cast.case.pk}/")


def _add_the_film(page: Page, cast: Cast, eyes: Eyes) -> None:
    page.goto(f"/cycles/{cast.cycle.pk}/films/new/")
    file = {"name": "IMG_0417.MP4", "mimeType": "video/mp4", "buffer": numbered_film(SECONDS)}
    page.locator("[data-file]").set_input_files(file)  # type: ignore[arg-type]
    eyes.look(page, "add a film")
    page.get_by_role("button", name="Send the film").click()
    until(page, "document.querySelector('[data-upload]').dataset.state === 'safe'")
    eyes.look(page, "the film is safe")
    page.goto(f"/films/{Film.objects.get().pk}/")
    eyes.look(page, "making the film ready")
    run_jobs()


def _say_who_is_in_it(page: Page, eyes: Eyes) -> None:
    asks = page.get_by_role("heading", name="Who is in this film?")
    plays_on = page.get_by_role("link", name="Find the moments")
    expect(asks.or_(plays_on)).to_be_visible()  # the page looks again by itself; where it has begun to play, it stays
    if plays_on.is_visible():
        plays_on.click()
    expect(asks).to_be_visible()
    until(page, "document.querySelector('video').readyState > 0")
    eyes.look(page, "who is in this film")
    for name in ("Rosa", "Leo"):
        expect(page.get_by_label(name)).to_be_checked()
    page.get_by_role("button", name="These are all of them").click()
    expect(page.get_by_role("heading", name="Find the moments")).to_be_visible()


def _mark_a_moment_with_keys(page: Page, eyes: Eyes) -> Clip:
    until(page, "document.querySelector('video').readyState > 1")
    page.get_by_role("heading", name="Find the moments").click()
    page.keyboard.press("ArrowRight")
    _stands_at(page, 1)
    page.keyboard.press("i")
    for _second in range(3):
        page.keyboard.press("ArrowRight")
    _stands_at(page, 4)
    page.keyboard.press("o")
    eyes.look(page, "studio, a moment is marked")
    page.get_by_label("Title").first.fill("You wait")
    page.get_by_role("button", name="Keep this moment").click()
    page.wait_for_url("**#moment-*")
    run_jobs()
    clip = Clip.objects.get()
    assert (clip.title, clip.end_frame - clip.first_frame) == ("You wait", 91)
    page.reload()
    eyes.look(page, "studio, who is in the moment")
    page.get_by_role("button", name="These are all of them").click()
    expect(page.get_by_text("Rosa, Leo").or_(page.get_by_text("Leo, Rosa")).first).to_be_visible()
    return clip


def _stands_at(page: Page, second: int) -> None:
    until(page, f"!document.querySelector('video').seeking && document.querySelector('video').currentTime > {second}")


def _ask_about_the_clip(page: Page, cast: Cast, eyes: Eyes, clip: Clip) -> None:
    page.goto(f"/clips/{clip.pk}/")
    eyes.look(page, "clip, waiting for a yes")
    page.goto(f"/assets/{clip.asset_id}/consent/{cast.mother.pk}/family_viewing/")
    eyes.look(page, "question about a clip")
    _say_yes(page)
    page.goto(f"/assets/{clip.asset_id}/grid/")
    eyes.look(page, "consent of a clip")


def _share(page: Page, cast: Cast, eyes: Eyes, clip: Clip) -> None:
    page.goto(f"/clips/{clip.pk}/")
    page.get_by_role("link", name="Put it before the family").click()
    eyes.look(page, "share")
    page.get_by_label("Rosa").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/clips/{clip.pk}/")
    eyes.look(page, "clip, shared")
    assert Share.objects.get(ended_at=None).to_id == cast.rosa_seat.pk
