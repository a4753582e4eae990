"""What is taken and what is not, by table: how much a service holds, how much one person sends."""

import pytest

from videos.quota import Level, Limits, Pace, Room, Use, level_of, objection, room_left
from videos.upload.commands import Why

LIMITS = Limits(footage=1000, a_day=300, at_once=2)


@pytest.mark.parametrize(
    ("use", "promised", "pace", "left"),
    [
        (Use(), 0, Pace(), Room(1000, 300, 2)),
        (Use(film=100, clip=20, still=3, arriving=7), 70, Pace(), Room(800, 300, 2)),
        (Use(film=1000), 0, Pace(), Room(0, 300, 2)),
        (Use(film=900, clip=200), 5, Pace(), Room(0, 300, 2)),
        (Use(), 0, Pace(on_the_way=1, today=299), Room(1000, 1, 1)),
        (Use(), 0, Pace(on_the_way=5, today=900), Room(1000, 0, 0)),
    ],
    ids=str,
)
def test_that_what_is_left_is_never_below_nothing(use: Use, promised: int, pace: Pace, left: Room) -> None:
    assert room_left(LIMITS, use, promised, pace) == left


@pytest.mark.parametrize(
    ("room", "size", "why"),
    [
        (Room(10, 10, 1), 10, None),
        (Room(9, 10, 1), 10, Why.NO_ROOM),
        (Room(10, 9, 1), 10, Why.DAY_FULL),
        (Room(10, 10, 0), 10, Why.TOO_MANY),
        (Room(0, 0, 0), 1, Why.NO_ROOM),
        (Room(10, 0, 0), 1, Why.TOO_MANY),
    ],
    ids=str,
)
def test_that_a_film_is_taken_when_there_is_room_for_all_of_it(room: Room, size: int, why: Why | None) -> None:
    assert objection(room, size) is why
    assert (size <= room.largest) is (why is None)


@pytest.mark.parametrize(
    ("total", "level"),
    [
        (0, Level.PLENTY),
        (799, Level.PLENTY),
        (800, Level.FILLING),
        (949, Level.FILLING),
        (950, Level.NEARLY_FULL),
        (2000, Level.NEARLY_FULL),
    ],
)
def test_that_the_marks_are_four_fifths_and_nineteen_twentieths(total: int, level: Level) -> None:
    assert level_of(total, 1000) is level


def test_that_no_room_at_all_is_full() -> None:
    assert level_of(0, 0) is Level.NEARLY_FULL
