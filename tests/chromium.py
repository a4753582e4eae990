"""The browser of the journeys: the system's, else Debian's package when root, else Playwright's download."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.servers import NotHere

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> Path | None:
    """A Chromium that is here now; the system's first, as Playwright's may lack a phone film's codecs."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else _playwrights()


def get() -> Path:
    """A Chromium, fetched where there is none."""
    here = find()
    if here:
        return here
    print("No Chromium here. Getting one for the browser journeys ...", flush=True)
    for line in _ways():
        subprocess.run(line, check=False, stdout=subprocess.DEVNULL)
        if here := find():
            return here
    raise NotHere("Chromium: not installed, and it could not be got (Debian: apt install chromium).")


def debians(package: str) -> list[list[str]]:
    """How Debian's package is installed; nothing for whoever may not do that."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return []
    return [["apt-get", "-q", "update"], ["apt-get", "-q", "-y", "install", "--no-install-recommends", package]]


def _ways() -> list[list[str]]:
    return [*debians("chromium"), [sys.executable, "-m", "playwright", "install", "chromium"]]


def _playwrights() -> Path | None:
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None
