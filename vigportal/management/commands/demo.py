"""Shows the whole of VIG with drawn people: makes a data folder, tells a story, serves it. Stops on Ctrl-C."""

import argparse
import threading
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from vigportal.accounts.models import User
from vigportal.management.demonstration import Demonstration, State
from vigportal.management.processes import Child
from vigportal.management.second_factor import STEP_SECONDS, code_at, secret_of
from vigportal.management.serving import Listener, Portal, make_ready, place_taken, serve
from vigportal.management.story.beginning import begin
from vigportal.management.story.films import LONGEST_SECONDS, SHORTEST_SECONDS, tell_films, work_here
from vigportal.management.story.people import PASSWORD, Story
from vigportal.onemachine import add_place

PARTS = {
    "maya@example.org": "Maya, practitioner",
    "omar@example.org": "Omar, supervisor",
    "grace@example.org": "Grace, service manager",
    "rosa@example.org": "Rosa, mother (no code needed)",
}
MEANWHILE = "\nTwo films are being drawn and made ready while you look around: a minute or two."


def film_seconds(told: str) -> float:
    """Read how long the drawn films are to be. Raises ArgumentTypeError outside what the story can be told with."""
    try:
        seconds = float(told)
    except ValueError:
        seconds = 0
    if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise argparse.ArgumentTypeError(f"a film lasts from {SHORTEST_SECONDS} to {LONGEST_SECONDS} seconds")
    return seconds


class Command(BaseCommand):
    """See README, *Try it*."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The place and the address were read before the settings; they stand here for `--help`."""
        add_place(parser)
        parser.add_argument("--seconds", type=film_seconds, default=72, help="length of each drawn film (default 72)")
        parser.add_argument("--fresh", action="store_true", help="tell the story anew, where it was told before")
        parser.add_argument("--no-server", action="store_true", help="tell the story, then end")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take the folder, tell the story's beginning where it isn't told, serve; the films come meanwhile."""
        listener = Listener.wished(options)
        with place_taken(listener):
            is_new = self.opens_new(fresh=options["fresh"])
            make_ready()
            story = begin(self.say, timezone.now()) if is_new else None
            if not options["no_server"]:
                serve(listener, on_ready=partial(self.welcome, seconds=options["seconds"], is_new=is_new))
            elif story:
                self.tell_here(story, options["seconds"])

    def opens_new(self, *, fresh: bool) -> bool:
        """Whether the story has to be told: the first time, when asked to, and where a start was interrupted."""
        demonstration = Demonstration()
        if demonstration.state is State.TOLD and not fresh:
            self.say(f"Going on with what was told on {demonstration.told_at:%-d %B %Y} (--fresh tells it anew)")
            return False
        if demonstration.state is State.BEGUN:
            self.say("The last start was interrupted: beginning again, with what it has drawn")
        demonstration.begin()
        return True

    def tell_here(self, story: Story, seconds: float) -> None:
        """Tell the rest in this process, without a server."""
        demonstration = Demonstration()
        tell_films(story, demonstration.drawn, seconds=seconds, done=work_here)
        demonstration.end()

    def say(self, line: str) -> None:
        """One line, at once."""
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def welcome(self, portal: Portal, *, seconds: float, is_new: bool) -> None:
        """Show the address, the sign-ins, and the codes as they change; have the films told."""
        self.stdout.write(f"\nVIGPortal is at {settings.ORIGIN}/   (Ctrl-C stops it)\n")
        self.stdout.write(f"Password of everybody: {PASSWORD}")
        for email, part in PARTS.items():
            self.stdout.write(f"  {email:20} {part}")
        if is_new:
            self.stdout.write(MEANWHILE)
            words = (str(seconds), str(Demonstration().drawn))
            portal.run_beside(Child("vigportal.management.story.telling", words), when_broken=self.end_story)
        self.stdout.write("\nCodes for the second step of Maya, Omar and Grace (they change every 30 seconds):")
        self.stdout.flush()
        threading.Thread(target=self.show_codes, daemon=True).start()

    def end_story(self) -> None:
        """What was told stays, and the next start goes on with it."""
        self.say("The story ended early: what there is stays. `demo --fresh` tells it anew.")
        Demonstration().end()

    def show_codes(self) -> None:
        """Show a line every 30 seconds."""
        secrets = {email: secret_of(User.objects.get(email=email)) for email in list(PARTS)[:3]}
        pause = threading.Event()
        while True:
            now = timezone.now()
            codes = "   ".join(f"{email.split('@')[0]} {code_at(secret, now)}" for email, secret in secrets.items())
            until = timezone.localtime(now + timedelta(seconds=STEP_SECONDS - now.timestamp() % STEP_SECONDS))
            self.say(f"{codes}   until {until:%H:%M:%S}")
            pause.wait(STEP_SECONDS - now.timestamp() % STEP_SECONDS + 0.1)
