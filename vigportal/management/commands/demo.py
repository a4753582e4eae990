"""Shows the whole of VIG with drawn people: makes a data folder, tells a story, serves it. Stops on Ctrl-C."""

import shutil
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from vigportal.accounts.models import User
from vigportal.management.second_factor import STEP_SECONDS, code_at, secret_of
from vigportal.management.serving import make_ready, serve
from vigportal.management.story import PASSWORD, tell
from vigportal.onemachine import add_place

MARK = "this-is-a-demo"
PARTS = {
    "maya@example.org": "Maya, practitioner",
    "omar@example.org": "Omar, supervisor",
    "grace@example.org": "Grace, service manager",
    "rosa@example.org": "Rosa, mother (no code needed)",
}


class Command(BaseCommand):
    """See README, *Try it*."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The place and the address were read before the settings; they stand here for `--help`."""
        add_place(parser)
        parser.add_argument("--seconds", type=float, default=72, help="length of each drawn film (default 72)")
        parser.add_argument("--no-server", action="store_true", help="tell the story, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        """A fresh folder, the story, the server."""
        began = timezone.now()
        self.clear()
        make_ready()
        tell(self.say, timezone.now(), seconds=options["seconds"])
        (settings.DATA_DIR / MARK).touch()
        self.say(f"Ready after {(timezone.now() - began).total_seconds():.0f} seconds.")
        if not options["no_server"]:
            serve(options["port"], on_ready=self.welcome)

    def clear(self) -> None:
        """An earlier demonstration goes. A folder that holds anything else is left alone."""
        folder = settings.DATA_DIR
        if (folder / "portal.sqlite3").exists():
            if not (folder / MARK).exists():
                self.stderr.write(f"{folder} holds a portal that is no finished demo. Name another folder with --data.")
                raise SystemExit(2)
            for name in ("portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", MARK):
                (folder / name).unlink(missing_ok=True)
            for name in ("vault", "scratch", "mail"):
                shutil.rmtree(folder / name, ignore_errors=True)

    def say(self, line: str) -> None:
        """One line, at once."""
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def welcome(self) -> None:
        """The address, the sign-ins, and the codes as they change."""
        self.stdout.write(f"\nVIGPortal is at {settings.ORIGIN}/   (Ctrl-C stops it)\n")
        self.stdout.write(f"Password of everybody: {PASSWORD}")
        for email, part in PARTS.items():
            self.stdout.write(f"  {email:20} {part}")
        self.stdout.write("Codes for the second step of Maya, Omar and Grace (they change every 30 seconds):")
        threading.Thread(target=self.show_codes, daemon=True).start()

    def show_codes(self) -> None:
        """A line every 30 seconds."""
        secrets = {email: secret_of(User.objects.get(email=email)) for email in list(PARTS)[:3]}
        pause = threading.Event()
        while True:
            now = timezone.now()
            codes = "   ".join(f"{email.split('@')[0]} {code_at(secret, now)}" for email, secret in secrets.items())
            until = timezone.localtime(now + timedelta(seconds=STEP_SECONDS - now.timestamp() % STEP_SECONDS))
            self.say(f"{codes}   until {until:%H:%M:%S}")
            pause.wait(STEP_SECONDS - now.timestamp() % STEP_SECONDS + 0.1)
