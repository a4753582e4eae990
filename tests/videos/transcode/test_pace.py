"""How long it still takes: by what was measured, in the last minute, and nothing before enough was."""

import pytest

from videos.transcode.pace import Pace


def seen(*looks: tuple[float, float]) -> Pace:
    pace = Pace()
    for at, done in looks:
        pace = pace.noted(done, at)
    return pace


@pytest.mark.parametrize(
    ("looks", "at", "left"),
    [
        ([], 0, None),
        ([(0, 0.0)], 9, None),
        ([(0, 0.0), (2, 0.1)], 2, None),  # too short a time to say
        ([(0, 0.0), (10, 0.0)], 10, None),  # it stands still
        ([(0, 0.0), (10, 0.25)], 10, 30),
        ([(0, 0.0), (10, 0.25)], 20, 20),  # the clock goes on between two looks
        ([(0, 0.0), (10, 0.5)], 99, 0),
        ([(0, 0.0), (100, 0.1), (150, 0.6)], 150, 40),  # slow at first, faster in the last minute
        ([(0, 0.9), (1, 1.0), (2, 0.0), (12, 0.1)], 12, 90),  # begun anew
    ],
)
def test_that_the_time_left_is_measured(looks: list[tuple[float, float]], at: float, left: float | None) -> None:
    assert seen(*looks).left(at) == (None if left is None else pytest.approx(left))


def test_that_it_remembers_a_minute_and_no_more_however_often_it_looks() -> None:
    pace = seen(*((tick / 100, tick / 100_000) for tick in range(20_000)))
    assert len(pace.seen) < 130
    assert pace.left(199.99) == pytest.approx(80_000 / 100, rel=0.01)
