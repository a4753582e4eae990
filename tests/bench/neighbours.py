"""The portal against what its neighbours run on the same films, by the same ffmpeg with as many threads.

MediaCMS 8.3: H.264 in 144 to 1080 lines, preset medium, crf 23 under a ceiling, a key frame every four seconds; each
copy from a full decode of its own, the smallest first; then a decode for the sprite. Esup-Pod 4.1: 360 and 720 lines as
MP4 from one decode, then 360, 720 and 1080 as HLS from another, preset slow, crf 20. No copy is larger than its film.
The neighbours' files are written in plain; ours are unsealed, proven and sealed within the time told.

`VIG_BENCH_SECONDS=10 .venv/bin/python -m tests.bench neighbours` takes shorter films (usual: 60 seconds), and
VIG_BENCH_ROUNDS another number of rounds (usual: 3).
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench import Figure
from tests.bench.likeness import Copy, likeness, smaller
from tests.bench.preparing import InParts, Original, look_into, seal_made, seal_original
from tests.bench.work import looped, openly, spent
from videos.models import Rendition
from videos.transcode.colouring import filters_for
from videos.transcode.engine import Engine
from videos.transcode.media import MediaInfo
from videos.transcode.publish import drop, seal_file
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench
from vigportal.vault.reader import open_sealed

SECONDS = int(os.environ.get("VIG_BENCH_SECONDS", "60"))
ROUNDS = int(os.environ.get("VIG_BENCH_ROUNDS", "3"))
FILMS = {"H.264": "sample_video_only.mp4", "HEVC in HDR": "sample_with_color_info.mp4"}
ENOUGH = 480
_CEILINGS = {144: 225, 240: 450, 360: 750, 480: 1500, 720: 3750, 1080: 6750}
_SOUND = "-c:a aac -ar 48000 -b:a"
_MEDIUM = "-c:v libx264 -preset medium -profile:v main -crf 23 -pix_fmt yuv420p"
_SLOW = "-c:v libx264 -preset slow -profile:v high -crf 20 -pix_fmt yuv420p -sc_threshold 0"
_KEYS = "-force_key_frames expr:gte(t,n_forced*4)"


@dataclass(frozen=True)
class Run:
    """One call of ffmpeg: its options behind the film, and how many lines the best has that plays after it."""

    options: str
    lines: int
    best: str = ""


@dataclass
class Outcome:
    """What came of it: (seconds, lines) of each thing that can be played, all of it in time, processor and bytes."""

    best: Copy = field(default_factory=lambda: Copy(Path()))
    at: list[tuple[float, int]] = field(default_factory=list)
    done: float = 0
    cpu: float = 0
    size: int = 0

    @property
    def first(self) -> float:
        """Seconds until anything could be played."""
        return self.at[0][0]

    @property
    def enough(self) -> float:
        """Seconds until it could be played in at least 480 lines."""
        return next(moment for moment, lines in self.at if lines >= ENOUGH)


class Clock:
    """How long it goes, by the wall and by the processor."""

    def __init__(self) -> None:
        self._began, self._spent = time.monotonic(), spent()

    @property
    def seconds(self) -> float:
        """By the wall."""
        return time.monotonic() - self._began

    def stop(self, outcome: Outcome) -> None:
        """Notes both."""
        outcome.done, outcome.cpu = self.seconds, spent() - self._spent


def run() -> list[Figure]:
    with openly() as engine, tempfile.TemporaryDirectory() as name:
        return [figure for about, film in FILMS.items() for figure in _film(engine, Path(name), about, film)]


def _film(engine: Engine, folder: Path, about: str, name: str) -> Iterator[Figure]:
    film = looped(folder, name, SECONDS, "-use_editlist", "0")
    info = look_into(engine, film)
    ours = partial(_ours, engine, folder, seal_original(film))
    for who, runs in NEIGHBOURS.items():
        theirs = partial(_theirs, engine, film, folder / who, runs(_height(info)))
        rounds = [(ours(), theirs()) for _ in range(ROUNDS)]
        yield from _figures(f"{about}, ours ÷ {who}", rounds)
        yield _seen(f"{about}, ours ÷ {who}", rounds[-1], film, info)


def _height(info: MediaInfo) -> int:
    """Upright: a neighbour counts lines as the film is shown."""
    canvas = info.picture.canvas
    return canvas.width if canvas.turn.lies_down else canvas.height


def _figures(about: str, rounds: list[tuple[Outcome, Outcome]]) -> Iterator[Figure]:
    for words, of, most in JUDGED:
        ours, theirs = (statistics.median(of(pair[side]) for pair in rounds) for side in (0, 1))
        ratio = statistics.median(of(mine) / of(other) for mine, other in rounds)
        yield Figure(f"{about}: {words} ({ours:.1f} ÷ {theirs:.1f})", ratio, at_most=most)


JUDGED: list[tuple[str, Callable[[Outcome], float], float | None]] = [
    ("T1, playable at any size, seconds", lambda one: one.first, 1),
    ("T2, playable in 480 lines, seconds", lambda one: one.enough, 1),
    ("T3, everything done, seconds", lambda one: one.done, 1),
    ("CPU-seconds", lambda one: one.cpu, 1),
    ("MB", lambda one: one.size / 1e6, None),
]


def _seen(about: str, pair: tuple[Outcome, Outcome], film: Path, info: MediaInfo) -> Figure:
    size = smaller(one.best.size for one in pair)
    ours, theirs = (likeness(one.best, film, size, info.picture.rate) for one in pair)
    return Figure(f"{about}: SSIM at {size[0]} × {size[1]} ({ours:.4f} ÷ {theirs:.4f})", ours / theirs)


def _ours(engine: Engine, folder: Path, original: Original) -> Outcome:
    """All that a worker does with a film's bytes: the copy that can be watched at once, and the parts meanwhile."""
    outcome, clock, (asset, name, size) = Outcome(), Clock(), original
    with Workbench(folder) as bench:
        with open_sealed(name, asset) as source:
            film = bench.load(source, size=size)
        info = engine.inspect_film(film)
        assert not isinstance(info, Refusal)
        copy, sealed = engine.free_film(bench, film, info), []
        if copy:
            sealed.append(seal_file(asset, Rendition.Kind.DIRECT, copy))
            outcome.at.append((clock.seconds, _height(info)))
        parts = InParts(asset, lambda study: outcome.at.append((clock.seconds, study.height)))
        made = engine.prepare_film(bench, film, info, parts.looking)
        assert not isinstance(made, Refusal)
        parts.drop()
        sealed += seal_made(asset, made)
        outcome.at.append((clock.seconds, made.study.height))
        clock.stop(outcome)
        outcome.size = sum(each.size for each in sealed)
        drop(sealed)
        outcome.best = Copy(folder / "ours.mp4", tuple(filters_for(info.picture.canvas)))
        with made.study.file.reader() as source, outcome.best.path.open("wb") as kept:
            shutil.copyfileobj(source, kept)
    return outcome


def _theirs(engine: Engine, film: Path, folder: Path, runs: list[Run]) -> Outcome:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    outcome, clock = Outcome(), Clock()
    for each in runs:
        line = ["nice", "-n", "19", engine.binary.path, "-v", "error", "-nostdin"]  # as polite as the portal is
        line += ["-threads", str(engine.effort.threads), "-i", str(film)]
        line += each.options.format(threads=f"-threads {engine.effort.threads}").split()
        subprocess.run(line, check=True, cwd=folder)
        if each.best:
            outcome.at.append((clock.seconds, each.lines))
            outcome.best = Copy(folder / each.best)
    clock.stop(outcome)
    outcome.size = sum(path.stat().st_size for path in folder.iterdir())
    return outcome


def mediacms(height: int) -> list[Run]:
    """A run for each size that the film has, and one for the sprite."""
    copies = [
        Run(
            f"-vf scale=-2:{lines} {_MEDIUM} -maxrate {ceiling}k -bufsize {2 * ceiling}k {_KEYS} {_SOUND} 128k "
            f"{{threads}} -movflags +faststart {lines}.mp4",
            lines,
            f"{lines}.mp4",
        )
        for lines, ceiling in _CEILINGS.items()
        if lines <= height
    ]
    return [*copies, Run("-an -vf fps=1/10,scale=160:90 -f image2 sprite%03d.jpg", 0)]


def pod(height: int) -> list[Run]:
    """Two runs, each with as many outputs as the film has sizes."""
    shown = [lines for lines in (360, 720) if lines <= height]
    streamed = [lines for lines in (360, 720, 1080) if lines <= height]
    copy = f"-vf scale=-2:{{}} {_SLOW} {_KEYS} {_SOUND} 96k {{{{threads}}}} {{}} {{}}"
    files = " ".join(copy.format(lines, "-movflags +faststart", f"{lines}.mp4") for lines in shown)
    as_stream = "-f hls -hls_time 4 -hls_playlist_type vod -hls_flags single_file"
    streams = " ".join(copy.format(lines, as_stream, f"{lines}.m3u8") for lines in streamed)
    return [Run(files, shown[-1], f"{shown[-1]}.mp4"), Run(streams, streamed[-1], f"{streamed[-1]}.m3u8")]


NEIGHBOURS: dict[str, Callable[[int], list[Run]]] = {"MediaCMS": mediacms, "Esup-Pod": pod}
