"""Starts the portal with a throw-away data folder and walks the whole of VIG over HTTP. Exit code 0: all of it works.

The film is the one that is named, or one that the program draws. One shorter than a minute goes round until it isn't.
"""

import signal
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from vigportal.management.serving import Listener, make_ready, running
from vigportal.management.walk.route import ROUTE
from vigportal.management.walk.walk import Walk
from vigportal.onemachine import add_place

FAILED, INTERRUPTED, TERMINATED = 1, 130, 143


class Command(BaseCommand):
    """Each step with its seconds; the first that fails ends the walk, and says what was answered."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The place and the address were read before the settings; they stand here for `--help`."""
        parser.add_argument("film", nargs="?", type=Path, help="a film of yours (default: one that is drawn)")
        parser.add_argument("--patience", type=float, default=900, help="seconds that one wait may last (default 900)")
        add_place(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Walks, and ends what it started whatever happens."""
        if (settings.DATA_DIR / "portal.sqlite3").exists():
            self.stderr.write(f"{settings.DATA_DIR} holds a portal. The walk needs a folder of its own.")
            sys.exit(FAILED)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
        walk = Walk(urlsplit(settings.ORIGIN).port or 80, options["film"], options["patience"])
        try:
            self.walk(walk)
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        except Exception as why:  # noqa: BLE001 -- whatever ended it, the walk says where
            self.tell(why)
            sys.exit(FAILED)

    def walk(self, walk: Walk) -> None:
        """Every step of the route, in the portal's own time."""
        began = step_began = time.monotonic()
        make_ready()
        with running(Listener(walk.port), settings.DATA_DIR / "portal.log"):
            self.done("The portal starts", f"port {walk.port}, a throw-away folder", step_began)
            for self.at, step in ROUTE:
                step_began = time.monotonic()
                self.done(self.at, step(walk), step_began)
        self.stdout.write(f"The whole of it works: {len(ROUTE)} steps in {time.monotonic() - began:.1f} s.")

    at = "The portal starts"

    def done(self, name: str, words: str, began: float) -> None:
        """One line, at once."""
        self.stdout.write(f"{time.monotonic() - began:7.2f} s  {name}: {words}")
        self.stdout.flush()

    def tell(self, why: Exception) -> None:
        """Where it ended, and what was answered."""
        self.stderr.write(f"FAILED at “{self.at}”: {type(why).__name__}: {why}")
        for note in getattr(why, "__notes__", ()):
            self.stderr.write(note)
