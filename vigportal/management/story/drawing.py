"""Draws one film of the story, as a child process of its own: two are drawn at a time."""

import os
import sys
from pathlib import Path

from vigportal.demo.film import Kind, Wish, draw_film
from vigportal.management.processes import be_child_of

GIVES_WAY = 10
"""Niceness: the portal answers meanwhile."""


def main(parent: int, cycle: int, seconds: float, file: Path) -> None:
    """Draw it beside its place, and put it there whole."""
    be_child_of(parent)
    os.nice(GIVES_WAY)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_suffix(".drawing")
    with draft.open("wb") as film:
        draw_film(Wish(Kind.PLAY, cycle=cycle, seconds=seconds), film)
    draft.replace(file)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4]))
