"""Tells the films' part of the story as a child process, while the portal answers and its worker works."""

import signal
import sys
from pathlib import Path

from vigportal.management.processes import be_child_of


def main(parent: int, seconds: float, folder: Path) -> None:
    """Tell it to its end, and mark the folder as told."""
    import django

    be_child_of(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    django.setup()
    from vigportal.management.demonstration import Demonstration
    from vigportal.management.story.films import tell_films, wait_for_worker
    from vigportal.management.story.people import Story

    try:
        tell_films(Story.begun(say), folder, seconds=seconds, done=wait_for_worker)
    except Exception as why:  # noqa: BLE001 -- a newcomer may have changed anything meanwhile
        sys.exit(f"  The rest of the story could not be told ({why!r}).")
    Demonstration().end()
    say("The story is told: both films are there, with their moments.")


def say(line: str) -> None:
    """One line, at once."""
    print(f"  {line}", flush=True)  # noqa: T201 -- at the terminal


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]))
