"""What tests of pages with footage do over and over in a browser."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.videos.films import BITS

LOOKS = 30
NUMBER = """async (bits) => {
    const video = document.querySelector("video");
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.drawImage(video, 0, 0);
    let seen = 0;
    for (let bit = 0; bit < bits; bit++) {
        const at = Math.floor((bit + 0.5) * canvas.width / bits);
        if (pen.getImageData(at, canvas.height / 2, 1, 1).data[0] > 127) seen |= 1 << bit;
    }
    return seen;
}"""
"""The number that is drawn on the frame one sees."""


def until(page: Page, so: Callable[[], bool]) -> None:
    """Waits for the server, while the browser goes on."""
    for _moment in range(600):
        if so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the server did not come that far")


def seen(page: Page, frame: int) -> int:
    """The number that comes to be seen: on a busy machine the picture from before stands a moment longer."""
    for _look in range(LOOKS):
        if (number := int(page.evaluate(NUMBER, BITS))) == frame:
            break
        page.wait_for_timeout(100)
    return number
