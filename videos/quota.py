"""How much room a service's footage has, and what one person may send. Quiet room: figures in, yes or a reason out.

The law: a new film is taken if the service has room for all of it beside what it holds and what is promised already
to films on their way; if it fits onto the disk; if its sender has not begun too much today; and if not too many films
of theirs are on their way. Nothing else is ever refused for want of room: a film that was taken is made ready, and
moments are cut from it, also where that takes the service past its quota. A GB is 1024³ bytes, as on all pages.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import IntEnum

from videos.upload.commands import Why

GB = 1024**3


@dataclass(frozen=True)
class Use:
    """Bytes that a service holds, by kind. `arriving`: what has come of films that are not whole yet."""

    film: int = 0
    clip: int = 0
    still: int = 0
    arriving: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(getattr(self, kind.name) for kind in fields(self))


@dataclass(frozen=True)
class Limits:
    """How much a service may hold (bytes), and one person of it may begin to send a day (bytes) and at once (films)."""

    footage: int
    a_day: int
    at_once: int


@dataclass(frozen=True)
class Pace:
    """What one person has on its way (films), and has begun to send today (bytes; of what was given up: as it came)."""

    on_the_way: int = 0
    today: int = 0


@dataclass(frozen=True)
class Room:
    """What is left, for one person in one service; never below nothing. `disk`: bytes, where that can be seen."""

    footage: int
    today: int
    films: int
    disk: int = sys.maxsize

    @property
    def largest(self) -> int:
        """The largest film that would be taken now, bytes."""
        return min(self.footage, self.today, self.disk) if self.films else 0


def room_left(limits: Limits, use: Use, promised: int, pace: Pace) -> Room:
    """`promised`: what is still to come of films on their way in the whole service, bytes."""
    return Room(
        footage=max(limits.footage - use.total - promised, 0),
        today=max(limits.a_day - pace.today, 0),
        films=max(limits.at_once - pace.on_the_way, 0),
    )


OBJECTIONS: tuple[tuple[Why, Callable[[Room, int], bool]], ...] = (
    (Why.NO_ROOM, lambda room, size: size > room.footage),
    (Why.TOO_MANY, lambda room, _size: room.films < 1),
    (Why.DAY_FULL, lambda room, size: size > room.today),
    (Why.DISK_FULL, lambda room, size: size > room.disk),
)


def objection(room: Room, size: int) -> Why | None:
    """Why a film of `size` bytes isn't taken now; what only a manager can help with is said first."""
    return next((why for why, objects in OBJECTIONS if objects(room, size)), None)


class Level(IntEnum):
    """How full a service is, in hundredths: the marks at which its manager is told."""

    PLENTY = 0
    FILLING = 80
    NEARLY_FULL = 95


def level_of(total: int, footage: int) -> Level:
    """The highest mark that `total` has reached of `footage`; no room at all is full."""
    return max(mark for mark in Level if total * 100 >= mark * footage)
