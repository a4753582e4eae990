"""The folder of a demonstration: whether it is one, how far its story has been told, and how it is cleared."""

import shutil
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from vigportal.env import DATABASE, CannotStart
from vigportal.onemachine import DEMO_MARK, require_demonstration

FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
FOLDERS = ("vault", "scratch", "mail")


class State(StrEnum):
    """How far the story has been told."""

    BEGUN = "begun"
    TOLD = "told"


class Demonstration:
    """The data folder of this portal, as the demonstration sees it."""

    def __init__(self) -> None:
        self.folder: Path = settings.DATA_DIR
        self._mark = self.folder / DEMO_MARK

    @property
    def drawn(self) -> Path:
        """The folder in which drawn films wait to be brought in: what an interrupted start has drawn is kept."""
        return self.folder / "drawn"

    @property
    def state(self) -> State | None:
        """How far its story has been told; None where there is none. Raises CannotStart where that can't be read.

        What is told without a database was taken away: then it has only begun.
        """
        if not self._mark.exists():
            return None
        said = self._mark.read_text().strip() or State.TOLD
        if said not in set(State):
            raise CannotStart(f"{self._mark} says “{said[:20]}”, which this version doesn't know. Delete the folder.")
        return State(said) if (self.folder / DATABASE).exists() else State.BEGUN

    @property
    def told_at(self) -> datetime:
        """When its story was told."""
        return datetime.fromtimestamp(self._mark.stat().st_mtime, timezone.get_default_timezone())

    def begin(self) -> None:
        """Clear what an earlier one has left, and mark the folder before anything is in it."""
        require_demonstration(self.folder)
        self._write(State.BEGUN)
        for name in FILES:
            (self.folder / name).unlink(missing_ok=True)
        for name in FOLDERS:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def end(self) -> None:
        """Mark the story as told; the drawn films are in the vault now."""
        self._write(State.TOLD)
        shutil.rmtree(self.drawn, ignore_errors=True)

    def _write(self, state: State) -> None:
        """Whole or not at all: an empty mark, as older versions left it, means told."""
        draft = self._mark.with_suffix(".draft")
        draft.write_text(state)
        draft.replace(self._mark)
