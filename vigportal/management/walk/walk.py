"""What the walk holds while it goes: who sits where, and the addresses that the pages led to."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from vigportal.management.walk.browser import Browser, Page, Stuck

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ASK_AGAIN_SECONDS = 0.5


@dataclass
class Clip:
    """One moment of the film: its page, and its asset (for consent)."""

    id: str
    asset: str = ""


@dataclass
class Walk:
    """One walk."""

    port: int
    file: Path | None
    patience: float
    film: bytes = b""
    resumed_at: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    browsers: dict[str, Browser] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    case: str = ""
    cycle: str = ""
    film_page: str = ""
    clips: list[Clip] = field(default_factory=list)
    captured: dict[str, list[str]] = field(default_factory=dict)
    """Addresses of bytes that somebody's pages held, by who held them."""

    def sit(self, name: str) -> Browser:
        """Somebody opens a browser of their own."""
        self.browsers[name] = Browser(name, self.port)
        return self.browsers[name]

    @property
    def grace(self) -> Browser:
        """The manager."""
        return self.browsers["Grace"]

    @property
    def maya(self) -> Browser:
        """The practitioner."""
        return self.browsers["Maya"]

    @property
    def omar(self) -> Browser:
        """Her supervisor."""
        return self.browsers["Omar"]

    @property
    def rosa(self) -> Browser:
        """The mother."""
        return self.browsers["Rosa"]

    def until(self, look: Callable[[], Page], is_so: Callable[[Page], bool]) -> Page:
        """Looks again and again until it is so. Raises Stuck with the last page seen when patience ends."""
        ends = time.monotonic() + self.patience
        while not is_so(page := look()):
            if time.monotonic() > ends:
                raise Stuck(f"After {self.patience:.0f} s {page.path} still says: {page.words}")
            time.sleep(ASK_AGAIN_SECONDS)
        return page


def expect(is_so: bool, page: Page, wanted: str) -> None:  # noqa: FBT001 -- reads as the sentence it is
    """Raises Stuck where the answer is not the one that is promised."""
    if not is_so:
        raise Stuck(f"{page.path}: {wanted}; it answered {page.status}: {page.words}")
