"""What tests of pages with footage do over and over in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, so: Callable[[], bool]) -> None:
    """Waits for the server, while the browser goes on."""
    for _moment in range(600):
        if so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the server did not come that far")
