"""Clips in ffmpeg, Chromium and Firefox ESR: each shows the frames that were agreed, and no other is in the file."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.bench import Figure, theatre
from tests.bench.cuts import MORE_KINDS, every_reading
from tests.videos.films import make_film, numbers_in
from tests.videos.transcode.test_cuts import KINDS
from tests.videos.transcode.test_own_films import X265
from tests.videos.transcode.work import content, numbers, prepared, some_cuts
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.workbench import Workbench

CUTS = 14  # of each copy; the first and the last frame are always among them
_HIDES = "an edit list over what nobody agreed to"
LONGEST = 60  # frames: four key frames
OUT_OF_ORDER = ("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p")
WHOLE_SIZE = "as large as a study copy gets"  # it has a small copy as well
ALL_KINDS: dict[str, dict[str, Any]] = {
    **KINDS,
    **MORE_KINDS,
    "cinema's twenty-four, open groups": {
        "fps": "24",
        "seconds": 6,
        "picture_options": (*OUT_OF_ORDER, "-x264-params", "open-gop=1:keyint=24"),
    },
    "fifty a second, HEVC, open groups": {
        "fps": "50",
        "seconds": 4,
        "picture_options": (*X265[:-1], "log-level=none:open-gop=1:bframes=4:keyint=50", "-pix_fmt", "yuv420p"),
    },
    "slow motion": {"fps": "240", "seconds": 1},
    WHOLE_SIZE: {"size": (1280, 720), "seconds": 4},
}


@dataclass(frozen=True)
class Cut:
    """A clip, the numbers that were agreed, and all that ffmpeg finds in it."""

    clip: theatre.Clip
    agreed: list[int]
    readings: Sequence[list[int]]

    @property
    def seconds(self) -> float:
        """How long it is to last."""
        return float(self.clip.frames / self.clip.rate)

    @property
    def outside(self) -> set[int]:
        """What is in the file without having been agreed."""
        return {number for reading in self.readings for number in reading} - set(self.agreed)


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        cuts = list(_cuts(Path(folder)))
        hiding = _hiding(Path(folder))
    clips = [cut.clip for cut in [*cuts, hiding]]
    seen = {theatre.version(browser): theatre.show(browser, clips) for browser in theatre.BROWSERS}
    return [
        *_in_ffmpeg(cuts, hiding),
        *(figure for name in seen for figure in _in_browser(name, cuts, hiding, seen[name])),
    ]


def _cuts(folder: Path) -> Iterator[Cut]:
    engine = Engine(find_ffmpeg())
    for seed, wishes in enumerate(ALL_KINDS.values()):
        with Workbench(folder / "scratch") as bench:
            made = prepared(engine, bench, make_film(folder, **wishes))
            for copy in filter(None, (made.study, made.small)):
                yield from _cuts_of(engine, bench, copy, seed)


def _cuts_of(engine: Engine, bench: Workbench, copy: Study, seed: int) -> Iterator[Cut]:
    own = numbers(copy)
    for first, end in some_cuts(copy.frames, CUTS, seed, longest=LONGEST):
        clip = engine.cut_clip(bench, copy, first, end)
        yield Cut(theatre.Clip(content(clip.file), clip.frames, clip.rate), own[first:end], every_reading(clip))


def _hiding(folder: Path) -> Cut:
    """What must not be done: copied from the key frame before, with an edit list to hide what nobody agreed to."""
    film, clip = make_film(folder, seconds=3), folder / "hiding.mp4"
    ffmpeg = [find_ffmpeg().path, "-v", "error", "-y"]
    subprocess.run([*ffmpeg, "-ss", "1.5", "-i", str(film), "-t", "1", "-c", "copy", str(clip)], check=True)
    readings = [numbers_in(clip), numbers_in(clip, ignore_editlist="1")]
    return Cut(theatre.Clip(clip.read_bytes(), 30, Fraction(30)), list(range(45, 75)), readings)


def _in_ffmpeg(cuts: Sequence[Cut], hiding: Cut) -> list[Figure]:
    kinds, frames = len(ALL_KINDS), sum(len(cut.agreed) for cut in cuts)
    exact = sum(all(reading == cut.agreed for reading in cut.readings) for cut in cuts)
    return [
        Figure(
            f"{len(cuts)} random cuts of {kinds} kinds of film, {frames} frames: exact in ffmpeg",
            exact / len(cuts),
            1.0,
        ),
        Figure(
            "frames outside a cut that its file holds, seen or hidden", sum(len(cut.outside) for cut in cuts), at_most=0
        ),
        Figure(f"… in a clip merely copied, {_HIDES} (seen by this bench)", len(hiding.outside), at_least=1),
    ]


def _in_browser(name: str, cuts: Sequence[Cut], hiding: Cut, seen: Sequence[theatre.Seen]) -> list[Figure]:
    pairs, of_hiding = list(zip(cuts, seen, strict=False)), seen[-1]
    wrong = [(cut, sight) for cut, sight in pairs if not sight.is_exact(cut.agreed, cut.seconds)]
    sys.stderr.writelines(f"{name}: agreed {cut.agreed}, {cut.seconds:.3f} s: {sight}\n" for cut, sight in wrong)
    outside = sum(len(sight.outside(cut.agreed)) for cut, sight in pairs)
    came = sum(len(set(sight.played) & set(cut.agreed)) / len(set(cut.agreed)) for cut, sight in pairs)
    return [
        Figure(f"{name}: exact, opened, played and gone to frame by frame", 1 - len(wrong) / len(cuts), 1.0),
        Figure(f"{name}: frames outside a cut that were shown", outside, at_most=0),
        Figure(f"{name}: share of a clip's frames that came up at full speed", came / len(cuts)),
        Figure(f"{name}: … of the clip merely copied", len(of_hiding.outside(hiding.agreed))),
    ]
