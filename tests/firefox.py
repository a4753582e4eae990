"""Firefox ESR for the bench of browsers: the system's, else Debian's package when root. It needs no driver."""

import shutil
import subprocess
from pathlib import Path

from tests.chromium import debians
from tests.servers import NotHere

NAMES = ("firefox-esr", "firefox")
# A fresh profile that asks nobody anything: no host but loopback is reached, as every other goes to a dead proxy.
PREFERENCES: dict[str, bool | int | str] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "media.autoplay.default": 0,
    "media.gmp-manager.updateEnabled": False,
    "toolkit.telemetry.enabled": False,
}


def find() -> Path | None:
    """A Firefox that is here now."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def get() -> Path:
    """A Firefox, fetched where there is none and where that may be done."""
    for line in [] if find() else debians("firefox-esr"):
        subprocess.run(line, check=False, stdout=subprocess.DEVNULL)
    if here := find():
        return here
    raise NotHere("Firefox: not installed, and it could not be got (Debian: apt install firefox-esr).")


def command(profile: Path, address: str) -> list[str]:
    """Opens an address without a screen, in a profile of its own that is made in this folder."""
    profile.mkdir(parents=True)
    lines = [f"user_pref({_spelled(name)}, {_spelled(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines))
    return [str(get()), "--headless", "--no-remote", "--profile", str(profile), address]


def _spelled(value: bool | int | str) -> str:  # noqa: FBT001 -- as Firefox spells it
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
