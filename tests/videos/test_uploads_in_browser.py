"""The upload page in a real browser, with the real tus-js-client: paused, closed, opened again, safe."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from tests import chromium
from tests.browser import FLAGS, Eyes
from tests.cast import Cast, make_cast, signed_in
from tests.videos.browsing import until
from videos.models import Film, Upload
from videos.queries import original_of, sealed_parts
from vigportal.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
PART = 4 * 1024 * 1024
SIZE = 3 * PART + 12_345
A_SECOND = 3 * 1024 * 1024
"""Bytes of a slow line, so that there is something to pause."""
QUICK_AT_FIRST = """() => {
  let now = Date.now(), parts = 0;
  Date.now = () => (now += parts > 2 ? 5000 : 0);
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, ...rest) {
    parts += method === "PATCH";
    return open.call(this, method, ...rest);
  };
}"""
"""By the page's own clock: two parts take no time at all, every one after them takes long."""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def film_file(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0001.MOV"
    path.write_bytes(os.urandom(SIZE))
    return path


def sign_in(page: Page, user: User, live_server: object) -> None:
    name = portal.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": signed_in(user).cookies[name].value, "url": str(live_server)}])


def slow_line(page: Page) -> Any:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": A_SECOND},
    )
    return line


def sha256_of(film: Film) -> str:
    with original_of(film) as file:
        return hashlib.sha256(file.read()).hexdigest()


def choose(page: Page, path: Path) -> None:
    page.get_by_label("The film", exact=True).set_input_files(path)
    expect(page.locator("[data-status]")).to_contain_text("Ready to send")


def test_that_a_film_goes_on_after_a_pause_and_a_closed_page(
    page: Page, cast: Cast, live_server: object, film_file: Path, eyes: Eyes
) -> None:
    sign_in(page, cast.maya, live_server)
    address = reverse("videos:add_film", args=[cast.cycle.pk])
    page.goto(address)
    eyes.look(page, "upload")
    slow_line(page)
    choose(page, film_file)
    page.get_by_role("button", name="Send the film").click()
    until(page, lambda: Upload.objects.filter(offset__gte=PART).exists())
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("[data-status]")).to_contain_text("What has arrived is kept")
    eyes.look(page, "upload")
    until(page, lambda: Upload.objects.filter(lease_until=None).exists())
    stopped_at = Upload.objects.get().offset
    assert PART <= stopped_at < SIZE

    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_text("Choose the same film again")).to_be_visible()
    slow_line(page)
    choose(page, film_file)
    page.get_by_role("button", name="Send the film").click()
    expect(page.locator("[data-status]")).to_contain_text("The film is safe", timeout=60_000)
    eyes.look(page, "upload")
    expect(page.get_by_role("link", name="To the films")).to_be_visible()
    upload = Upload.objects.get()
    assert (upload.offset, upload.film.state) == (SIZE, "checking")
    assert sha256_of(upload.film) == hashlib.sha256(film_file.read_bytes()).hexdigest()


def test_that_a_film_goes_on_after_the_browser_was_restarted(
    browser: Browser, cast: Cast, live_server: object, film_file: Path, tmp_path: Path
) -> None:
    """The browser itself is ended while it sends, and another one opens the same profile the next day."""
    address = f"{live_server}{reverse('videos:add_film', args=[cast.cycle.pk])}"

    def opened() -> Page:
        kind = browser.browser_type
        profile = kind.launch_persistent_context(tmp_path / "profile", executable_path=chromium.get(), args=FLAGS)
        page = profile.pages[0]
        sign_in(page, cast.maya, live_server)
        page.goto(address)
        slow_line(page)
        choose(page, film_file)
        page.get_by_role("button", name="Send the film").click()
        return page

    page = opened()
    until(page, lambda: Upload.objects.filter(offset__gte=PART).exists())
    page.context.close()
    page = opened()
    expect(page.locator("[data-status]")).to_contain_text("The film is safe", timeout=60_000)
    page.context.close()
    assert Upload.objects.get().offset == SIZE, "one upload, gone on with"
    assert sha256_of(Film.objects.get()) == hashlib.sha256(film_file.read_bytes()).hexdigest()


def test_that_a_dropped_line_is_no_trouble(page: Page, cast: Cast, live_server: object, film_file: Path) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(reverse("videos:add_film", args=[cast.cycle.pk]))
    slow_line(page)
    choose(page, film_file)
    page.get_by_role("button", name="Send the film").click()
    until(page, lambda: Upload.objects.filter(offset__gte=PART).exists())
    page.context.set_offline(True)
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("The film is safe", timeout=60_000)
    assert sha256_of(Film.objects.get()) == hashlib.sha256(film_file.read_bytes()).hexdigest()


def test_that_parts_grow_on_a_quick_line_and_shrink_on_a_slow_one(
    page: Page, cast: Cast, live_server: object, tmp_path: Path
) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(reverse("videos:add_film", args=[cast.cycle.pk]))
    page.evaluate(QUICK_AT_FIRST)
    film = tmp_path / "IMG_0002.MOV"
    film.write_bytes(os.urandom(10 * PART + 5))
    choose(page, film)
    page.get_by_role("button", name="Send the film").click()
    expect(page.locator("[data-status]")).to_contain_text("The film is safe", timeout=60_000)
    sent = sealed_parts(Film.objects.get()).values_list("size", flat=True)
    assert list(sent) == [PART, 2 * PART, 4 * PART, 2 * PART, PART, 5]


def test_that_what_is_no_film_is_said_to_be_none_before_it_travels(
    page: Page, cast: Cast, live_server: object, tmp_path: Path
) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(reverse("videos:add_film", args=[cast.cycle.pk]))
    status = page.locator("[data-status]")
    for name, content, words in (("letter.pdf", b"Dear Rosa", "does not look like a film"), ("film.mp4", b"", "empty")):
        (tmp_path / name).write_bytes(content)
        page.get_by_label("The film", exact=True).set_input_files(tmp_path / name)
        expect(status).to_contain_text(words)
        page.get_by_role("button", name="Send the film").click()
        expect(status).to_contain_text("Choose the film first")
    assert not Film.objects.exists()


def test_that_what_is_given_up_is_gone(page: Page, cast: Cast, live_server: object, film_file: Path) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(reverse("videos:add_film", args=[cast.cycle.pk]))
    slow_line(page)
    choose(page, film_file)
    page.get_by_role("button", name="Send the film").click()
    until(page, lambda: Upload.objects.filter(offset__gte=PART).exists())
    page.get_by_role("button", name="Give up this upload").click()
    expect(page.locator("[data-status]")).to_contain_text("What had arrived is erased")
    assert Film.objects.get().state == "erasing"
    page.reload()
    expect(page.get_by_text("Choose the same film again")).to_have_count(0)


def swallow_a_part(page: Page) -> list[str]:
    """The first part is never answered; the offset of what was swallowed."""
    swallowed: list[str] = []

    def line(route: Route) -> None:
        if route.request.method == "PATCH" and not swallowed:
            swallowed.append(route.request.headers["upload-offset"])
        else:
            route.continue_()

    page.route("**/uploads/*", line)
    return swallowed


def test_that_a_swallowed_part_a_changed_file_and_an_ended_sitting_cost_nothing_that_has_arrived(
    page: Page, cast: Cast, live_server: object, film_file: Path
) -> None:
    sign_in(page, cast.maya, live_server)
    page.goto(reverse("videos:add_film", args=[cast.cycle.pk]))
    status, content = page.locator("[data-status]"), film_file.read_bytes()
    go_on = page.get_by_role("button", name="Go on")
    choose(page, film_file)
    swallowed = swallow_a_part(page)
    page.get_by_role("button", name="Send the film").click()
    until(page, lambda: bool(swallowed))
    slow_line(page)
    page.evaluate("() => { const real = performance.now.bind(performance); performance.now = () => real() + 60000; }")
    until(page, lambda: Upload.objects.filter(offset__gte=PART).exists())
    page.get_by_role("button", name="Pause").click()
    until(page, lambda: Upload.objects.filter(lease_until=None).exists())

    film_file.write_bytes(content + b"x")
    go_on.click()
    expect(status).to_contain_text("This file has changed")
    film_file.write_bytes(content)
    choose(page, film_file)
    stopped_at = Upload.objects.get().offset
    Session.objects.all().delete()
    page.get_by_role("button", name="Send the film").click()
    expect(status).to_contain_text("You are signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_have_attribute("href", reverse("account_login"))
    go_on.click()
    expect(status).to_contain_text("You are signed out")
    assert Upload.objects.get().offset == stopped_at
    sign_in(page, cast.maya, live_server)
    page.evaluate("() => { window.dispatchEvent(new Event('focus')); }")
    expect(status).to_contain_text("The film is safe", timeout=60_000)
    assert Upload.objects.get().offset == SIZE, "one upload, gone on with in place"
    assert sha256_of(Film.objects.get()) == hashlib.sha256(content).hexdigest()
