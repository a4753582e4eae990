"""Makes the README's pictures anew: `.venv/bin/python deploy/pictures.py` (development pins, Chromium).

Tells the demonstration's story in a throw-away folder, serves it on a free port, and takes each picture as the
person who sees that page.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SHOTS = (
    # name, who, link texts to follow from their start page, width, height
    ("case", "maya", ("Caseload", "The L. family"), 1280, 900),
    ("studio", "maya", ("Caseload", "The L. family", "Films and clips", "Film of the family"), 1280, 900),
    ("supervision", "omar", ("Supervision",), 1280, 760),
    ("family", "rosa", (), 360, 780),
)


def main() -> None:
    """The story, the server, the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        place = [f"--data={folder}/data", f"--port={port}"]
        with _demo(place) as address, sync_playwright() as player:
            browser = player.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
            for name, who, links, width, height in SHOTS:
                page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                _sign_in(page, address, who, Path(folder) / "data")
                for text in links:
                    page.get_by_role("link", name=text).first.click()
                page.wait_for_load_state("networkidle")
                page.screenshot(path=PICTURES / f"{name}.png")
                print(f"{name}.png", flush=True)


@contextmanager
def _demo(place: list[str]) -> Iterator[str]:
    line = [sys.executable, "manage.py", "demo", *place]
    subprocess.run([*line, "--seconds=40", "--no-server"], cwd=ROOT, check=True)
    address = f"http://localhost:{place[1].partition('=')[2]}"
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(address)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(address: str) -> None:
    for _again in range(600):
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=2).close()  # noqa: S310 -- our own server
        except (urllib.error.URLError, ConnectionError):
            time.sleep(1)
        else:
            return
    raise TimeoutError(address)


def _sign_in(page: Page, address: str, who: str, folder: Path) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("[name=login]", f"{who}@example.org")
    page.fill("[name=password]", "a quiet meadow at noon")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    if "authenticate" in page.url:
        page.fill("[name=code]", _code(who, folder))
        page.get_by_role("button", name="Go on").click()
        page.wait_for_load_state()


def _code(who: str, folder: Path) -> str:
    """Asked of the demo's own folder, as its terminal shows it."""
    asked = (
        "from django.utils import timezone; from vigportal.accounts.models import User; "
        "from vigportal.management.second_factor import code_at, secret_of; "
        f"print(code_at(secret_of(User.objects.get(email='{who}@example.org')), timezone.now()))"
    )
    surroundings = {
        **os.environ,
        "VIG_DATA_DIR": str(folder),
        "VIG_SECRET_KEY_FILE": str(folder / "secret-key"),
        "VIG_VAULT_DEPLOYMENT_KEY_FILE": str(folder / "keys" / "deployment-key"),
    }
    line = [sys.executable, "manage.py", "shell", "-v", "0", "-c", asked]
    told = subprocess.run(line, cwd=ROOT, env=surroundings, check=True, capture_output=True, text=True)
    return told.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _chromium() -> str | None:
    return next((path for path in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(path).exists()), None)


if __name__ == "__main__":
    main()
