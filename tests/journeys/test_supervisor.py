"""Omar: from the board to the one clip that was offered, and a comment at the frame he sees."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent.models import Declaration, Purpose
from tests.browser import Eyes
from tests.cast import Cast
from tests.journeys.eyes import sign_in, until
from tests.videos.makers import make_clip, make_film_of, numbered_film, offer, say
from videos.models import Comment

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "Here you wait, and he turns to you."


def test_that_a_supervisor_comments_at_a_time_and_the_practitioner_reads_it(
    new_page: Callable[[], Page], cast: Cast, eyes: Eyes, live_server: object
) -> None:
    clip = make_clip(cast, make_film_of(cast, numbered_film(4)), 0, 90)
    for purpose in (Purpose.PRACTICE, Purpose.SUPERVISION):
        say(cast, Declaration.Kind.GIVE, purpose)
    offer(cast, clip)
    page, mayas = new_page(), new_page()
    sign_in(page, cast.omar, live_server)
    sign_in(mayas, cast.maya, live_server)
    page.goto("/supervision/")
    eyes.look(page, "supervisor, board")
    page.locator(f"a[href='/supervision/clips/{clip.pk}/']").first.click()
    page.wait_for_url(f"**/supervision/clips/{clip.pk}/")
    until(page, "document.querySelector('video').readyState > 1")
    page.evaluate("document.querySelector('video').currentTime = 45.5 / 30")
    until(page, "!document.querySelector('video').seeking && document.querySelector('video').currentTime > 1.4")
    page.get_by_label("What do you see?").fill(WORDS)
    eyes.look(page, "supervisor, clip room")
    page.get_by_role("button", name="Write it at this moment").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    eyes.look(page, "supervisor, commented")
    assert Comment.objects.get().frame == 45
    mayas.goto(f"/clips/{clip.pk}/")
    expect(mayas.get_by_text(WORDS)).to_be_visible()
    eyes.look(mayas, "practitioner, reads the comment")
