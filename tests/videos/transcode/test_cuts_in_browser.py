"""What Chromium shows of a clip: the frames that were agreed, from the first to the last, and no other."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.videos.films import BITS, make_film
from tests.videos.transcode.work import content, prepared
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.workbench import Workbench

pytestmark = pytest.mark.journey

READ = """async ({film, frames, rate, bits}) => {
    const data = Uint8Array.from(atob(film), letter => letter.charCodeAt(0));
    const video = document.createElement("video");
    video.muted = true;
    const happens = name => new Promise(done => video.addEventListener(name, done, {once: true}));
    const loaded = happens("loadeddata");
    video.src = URL.createObjectURL(new Blob([data], {type: "video/mp4"}));
    await loaded;
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    const number = () => {
        pen.drawImage(video, 0, 0);
        let seen = 0;
        for (let bit = 0; bit < bits; bit++) {
            const at = Math.floor((bit + 0.5) * canvas.width / bits);
            if (pen.getImageData(at, canvas.height / 2, 1, 1).data[0] > 127) seen |= 1 << bit;
        }
        return seen;
    };
    const numbers = [];
    for (let frame = 0; frame < frames; frame++) {
        const sought = happens("seeked");
        video.currentTime = (frame + 0.5) / rate;
        await sought;
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // until it is painted
        numbers.push(number());
    }
    return {numbers, seconds: video.duration};
}"""
KINDS: dict[str, tuple[dict[str, Any], list[tuple[int, int]]]] = {
    "a phone's, portrait": ({"size": (180, 320), "laid": "turned right"}, [(0, 20), (14, 33), (31, 60)]),
    "sixty a second, without sound": ({"fps": "60", "sound": "none"}, [(7, 40), (29, 31), (44, 120)]),
    "television's rate": ({"fps": "30000/1001"}, [(1, 17), (13, 47)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_that_chromium_shows_the_frames_of_a_clip_and_no_other(
    kind: str, browser: Browser, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    wishes, cuts = KINDS[kind]
    study = prepared(engine, bench, make_film(tmp_path, seconds=2, **wishes)).study
    page = browser.new_page()
    for first, end in cuts:
        assert shown(page, engine.cut_clip(bench, study, first, end)) == list(range(first, end))
    page.close()


def shown(page: Page, clip: Study) -> list[int]:
    """The number on every frame that a player stops at."""
    film = base64.b64encode(content(clip.file)).decode()
    asked = {"film": film, "frames": clip.frames, "rate": float(clip.rate), "bits": BITS}
    seen = page.evaluate(READ, asked)
    assert seen["seconds"] < clip.frames / clip.rate + 0.08
    numbers: list[int] = seen["numbers"]
    return numbers
