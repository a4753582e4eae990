"""What counts as exact in a browser: one thing amiss, and it doesn't."""

from dataclasses import replace
from typing import Any

import pytest

from tests.bench.theatre import Seen

AGREED = [7, 8, 8, 9]
SECONDS = 4 / 30
GOOD = Seen(
    opening=7,
    presented=[(0.0, -1), (0.0, 7), (0.033, 8), (0.1, 9)],
    ending=9,
    stepped=[7, 8, 8, 9],
    behind=9,
    again=7,
    seconds=0.134,
)
AMISS: dict[str, dict[str, Any]] = {
    "it opens with another frame": {"opening": 8},
    "it opens with a frame from outside": {"opening": 6},
    "there is nothing at its beginning": {"opening": -1},
    "one from outside flashes up": {"presented": [(0.0, 7), (0.033, 10), (0.1, 9)]},
    "it jumps back while playing": {"presented": [(0.0, 7), (0.033, 9), (0.066, 8)]},
    "it stops before its last frame": {"ending": 8},
    "there is more behind its end": {"behind": 10},
    "its beginning is another one later": {"again": 8},
    "a frame is missing": {"stepped": [7, 8, 9]},
    "a frame is shown twice": {"stepped": [7, 7, 8, 9]},
    "a frame can't be drawn": {"stepped": [7, 8, -1, 9]},
    "it lasts too long": {"seconds": 0.3},
    "the browser can't show it": {"opening": -1, "ending": -1, "fault": "no decoder"},
}


def test_that_a_clip_is_exact_also_where_a_busy_machine_leaves_frames_out_while_playing() -> None:
    assert GOOD.is_exact(AGREED, SECONDS)
    assert replace(GOOD, presented=[(0.1, 9)]).is_exact(AGREED, SECONDS)


@pytest.mark.parametrize("fault", AMISS)
def test_that_a_clip_is_not_exact_where(fault: str) -> None:
    assert not replace(GOOD, **AMISS[fault]).is_exact(AGREED, SECONDS)


def test_that_every_frame_from_outside_counts_wherever_it_shows() -> None:
    seen = replace(GOOD, opening=1, ending=2, behind=3, again=4, stepped=[5], presented=[(0.0, 6), (0.1, -1)])
    assert seen.outside(AGREED) == {1, 2, 3, 4, 5, 6}
    assert not Seen(fault="no decoder").outside(AGREED)
