"""The look in a real browser: phone and desk, keyboard, reader's tools, no scripts, and the way out."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize
from pytest_django import Settings

from tests.browser import Eyes, at_both_widths, on_a_phone
from tests.web import gallery

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

STATIC = Path(__file__).parents[2] / "static"
FOR_PARENTS = ["parent_home", "parent_who", "question", "signin"]
EVERY_PAGE = [*gallery.PAGES, "404", "500"]
HEAVIEST = 150 * 1024
NARROWEST: ViewportSize = {"width": 320, "height": 256}  # what a desk's 1280 × 1024 is at 400 %


@pytest.fixture(autouse=True)
def gallery_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.gallery"
    settings.LEAVE_QUICKLY_URL = "/about/"


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


TOO_SMALL = """
least => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .map(one => one.closest("label") ?? one)
  .filter(one => one.checkVisibility() && !one.matches(".skip") && !one.closest("p, .visually-hidden"))
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
  .map(([html, box]) => `${html} ${Math.round(box.width)}×${Math.round(box.height)}`)
"""


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_that_every_part_passes_axe_fits_its_width_and_is_large_enough_to_hit(
    name: str, page: Page, eyes: Eyes
) -> None:
    page.goto(f"/{name}/")
    eyes.look(page, name)
    for width in eyes.at_each_width(page):
        assert page.evaluate(TOO_SMALL, 44 if name in FOR_PARENTS else 24) == [], width


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_that_the_dark_half_passes_axe_too_and_four_hundred_per_cent_scrolls_one_way(
    name: str, page: Page, axe: Callable[[Page], None]
) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"/{name}/")
    axe(page)
    page.set_viewport_size(NARROWEST)
    assert overflow(page) == 0


WEIGHT = """
one => {
  const { color, fontSize, fontWeight, backgroundColor, borderColor } = getComputedStyle(one);
  return [one.offsetWidth, one.offsetHeight, color, fontSize, fontWeight, backgroundColor, borderColor];
}
"""


@at_both_widths
def test_that_yes_and_no_weigh_the_same(page: Page) -> None:
    page.goto("/question/")
    yes, no = page.locator(".answer").all()
    assert yes.evaluate(WEIGHT) == no.evaluate(WEIGHT)


@on_a_phone
def test_that_the_button_leaves_and_the_way_back_leads_away_again(page: Page) -> None:
    page.goto("/parent_home/")
    page.goto("/parent_who/")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/about/")
    page.go_back()
    page.wait_for_url("**/about/")
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1


def test_that_escape_three_times_leaves_and_twice_does_not(page: Page) -> None:
    page.goto("/parent_who/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.url.endswith("/parent_who/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("**/about/")


def test_that_somebody_who_comes_again_of_their_own_will_is_let_in(page: Page) -> None:
    page.goto("/parent_who/")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/about/")
    page.goto("/parent_home/")
    page.wait_for_timeout(300)
    assert page.url.endswith("/parent_home/")


def test_that_the_focus_goes_to_the_summary_and_from_there_to_the_input(page: Page) -> None:
    page.goto("/parts/")
    assert page.evaluate("document.activeElement.matches('[data-errors]')")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


@at_both_widths
def test_that_the_first_tab_offers_to_skip_to_the_page(page: Page) -> None:
    page.goto("/case/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@at_both_widths
def test_that_a_menu_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/case/")
    page.locator("[data-menu] > summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@on_a_phone
def test_that_switches_menus_and_the_way_out_work_without_scripts(
    browser: Browser, live_server: object, width: int
) -> None:
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False)
    page = context.new_page()
    page.goto("/parent_who/")
    assert page.get_by_role("switch", name="O. Supervisor").get_attribute("aria-checked") == "false"
    assert page.get_by_role("link", name="Leave quickly").get_attribute("href") == "/about/"
    page.goto("/case/")
    page.locator("[data-menu] > summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    context.close()


def test_that_a_parents_page_is_light_without_film_and_player(page: Page) -> None:
    sizes: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        sizes[answer.url] = sent_size(answer.url, answer.body())

    page.on("response", weigh)
    page.goto("/parent_home/", wait_until="networkidle")
    pictures = sum(size for url, size in sizes.items() if url.endswith("picture.svg"))
    assert len(sizes) > 10
    assert sum(sizes.values()) - pictures <= HEAVIEST, sizes


def sent_size(url: str, body: bytes) -> int:
    """As a server sends it: fonts are compressed already, all else by gzip."""
    return len(body) if url.endswith(".woff2") else len(gzip.compress(body))
