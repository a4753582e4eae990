"""Grace: new words, looked at as a parent before they are published; and limits, looked at before they are saved."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consent.models import Declaration, Purpose
from tests.browser import Eyes
from tests.cast import Cast
from tests.consent.service import limits_page, make_grace, text_page
from tests.journeys.eyes import sign_in
from tests.videos.makers import make_clip, make_film_of, say

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "Your practitioner has a supervisor.\nThey look at some moments together, to learn."


def test_that_a_manager_sees_what_she_does_before_it_is_done(
    new_page: Callable[[], Page], cast: Cast, eyes: Eyes, live_server: object
) -> None:
    make_clip(cast, make_film_of(cast))
    say(cast, Declaration.Kind.GIVE, Purpose.SUPERVISION)
    page = new_page()
    sign_in(page, make_grace(cast), live_server)
    page.goto(text_page("write_text", Purpose.SUPERVISION))
    page.get_by_label("English").fill(WORDS)
    page.get_by_role("button", name="Look at it as a parent").click()
    expect(page.get_by_text("2 yeses were given to older words in 1 family.")).to_be_visible()
    eyes.look(page, "manager, words before")
    page.get_by_label("They wait:").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2, since")).to_be_visible()
    eyes.look(page, "manager, words published")
    page.goto(limits_page(Purpose.SUPERVISION))
    page.get_by_label("The oldest words that count").first.select_option("1")
    page.get_by_role("button", name="Look at what it does").click()
    expect(page.get_by_text("What it opens")).to_be_visible()
    eyes.look(page, "manager, limits before")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("oldest words that count: version 2 → version 1")).to_be_visible()
    eyes.look(page, "manager, limits saved")
