"""Which frame of the study copy each picture becomes: by our rule, and by ffmpeg's."""

import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from videos.transcode.engine import Engine
from videos.transcode.slots import Slots, entrance, shown

TICKS = Fraction(1, 90_000)
THIRTY = Slots(Fraction(30), TICKS, 0, 1)
PAIRS = [6000 * number + at for number in range(12) for at in (0, 751, 1502, 3003)]
SIXTY = Slots(Fraction(60), TICKS, 0, 1)


def test_that_each_frame_shows_the_last_one_due_by_then() -> None:
    decoded = [1000, 1000 + 29281, *(1000 + 29281 + 3000 * n for n in range(1, 6))]
    pts = shown(decoded, Slots(Fraction(30), TICKS, THIRTY.tick(1000), 0), 16)
    assert pts == (1000,) * 10 + tuple(decoded[1:])


def test_that_of_two_in_one_slot_one_moves_to_a_free_one() -> None:
    assert THIRTY.of([0, 3000, 4000, 9000]) == [0, 1, 2, 3]
    assert SIXTY.of(PAIRS) == list(range(len(PAIRS)))


def test_that_none_moves_far_or_where_some_are_left_out() -> None:
    assert THIRTY.of([0, 1, 2, 3]) == [0, 1, 1, 1]
    assert Slots(Fraction(30), TICKS, 0, 0).of([0, 1, 1498, 1500]) == [0, 0, 0, 1]


def test_that_a_time_is_rounded_as_ffmpeg_does() -> None:
    slots = Slots(Fraction(30), Fraction(1, 60_000), 0, 0)
    assert [slots.tick(pts) for pts in (0, 1, 3, 5, -1, -2, -3)] == [0, 1, 2, 3, -1, -1, -2]
    assert Slots(Fraction(30), Fraction(1, 60_000), 0, 0).of([-1001, -999, 998, 1000]) == [-1, 0, 0, 1]


@pytest.mark.parametrize("slots", [SIXTY, Slots(Fraction(60), TICKS, 400, 1), Slots(Fraction(50), TICKS, 0, 1)])
@pytest.mark.parametrize("first", [0, 21])
def test_that_ffmpeg_lays_them_the_same(each_engine: Engine, slots: Slots, first: int, tmp_path: Path) -> None:
    """From the beginning, and entered at the picture from which it goes on."""
    skipped = PAIRS.index(entrance(PAIRS, slots, first)[0]) if first else 0
    entered = entrance(PAIRS, slots, first) if first else None
    told = slots.expression(last=PAIRS[-1], count=60, entered=entered)
    times = (
        f"6000*floor((N+{skipped})/4)+if(mod(N+{skipped},4),751*pow(2,mod(N+{skipped},4)-1)-eq(mod(N+{skipped},4),3))"
    )
    chain = f"settb=1/90000,setpts='{times}',tpad=stop_mode=clone:stop=1,settb=1/{slots.grid.timescale},setpts='{told}'"
    printed, drawn = tmp_path / "times", f"color=s=16x16:r=25,trim=end_frame={len(PAIRS) - skipped}"
    graph = f"{drawn},{chain},metadata=mode=add:key=a:value=1,metadata=mode=print:file={printed}"
    command = ["-v", "error", "-f", "lavfi", "-i", graph, "-fps_mode", "passthrough", "-f", "null", "-"]
    subprocess.run([each_engine.binary.path, *command], check=True)
    words = printed.read_text().replace("pts: ", "pts:").split()
    found = [int(word.removeprefix("pts:")) for word in words if word.startswith("pts:")]
    meant = [*slots.of(PAIRS)[skipped:], 60]
    assert found == [slot * slots.grid.step for slot in meant]
