"""What is made of a film beside its study copy: the copy that can be watched at once, against merely copying its bytes;
a still, against one from the film itself.
"""

import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from tests.bench import Figure
from tests.bench.work import looped, openly, ratio
from tests.videos.transcode.work import inspected, load, prepared
from videos.transcode.engine import Engine
from videos.transcode.made import Study
from videos.transcode.media import MediaInfo
from videos.transcode.runner import Command, Limits, Watch
from videos.transcode.runner import run as run_program
from videos.transcode.workbench import Nameless, Workbench

SECONDS = 240
ORIGINAL = "portrait_4k60.mp4"
_DRAWN = (
    "-f",
    "lavfi",
    "-i",
    "testsrc2=s=1920x1080:r=30:d=8",
    "-f",
    "lavfi",
    "-i",
    "sine=440:d=8",
    "-vf",
    "noise=alls=9",
)
_AS_A_PHONE = (
    "-bsf:v",
    "filter_units=remove_types=6",  # phones write none, the encoder here does
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-b:v",
    "17M",
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
)


def run() -> list[Figure]:
    with openly() as engine, tempfile.TemporaryDirectory() as folder:
        return [_at_once(engine, Path(folder)), _still(engine, Path(folder))]


def _at_once(engine: Engine, folder: Path) -> Figure:
    film = _phone_film(engine, folder)
    with Workbench(folder) as bench:
        loaded, info = load(bench, film), inspected(engine, bench, film)
        free = partial(_free, engine, folder, loaded, info)
        copy = partial(_copy, film, folder / "copy.mp4")
        figure = ratio(free, copy)
    return Figure(f"watchable at once ({film.stat().st_size >> 20} MB of H.264): CPU ÷ cp", figure, at_most=5)


def _still(engine: Engine, folder: Path) -> Figure:
    film = looped(folder, ORIGINAL, 60)
    with Workbench(folder) as bench:
        study = prepared(engine, bench, film).study
        moments = [round(study.frames * share / 10) for share in range(1, 10)]
        ours = partial(_stills, engine, folder, study, moments)
        theirs = partial(_from_original, engine, folder, film, [float(at / study.rate) for at in moments])
        return Figure("a still from the study copy ÷ from the original, 4K", ratio(ours, theirs), at_most=0.6)


def _stills(engine: Engine, folder: Path, study: Study, moments: list[int]) -> None:
    with Workbench(folder) as bench:
        for at in moments:
            engine.take_still(bench, study, at)


def _from_original(engine: Engine, folder: Path, film: Path, moments: list[float]) -> None:
    """By the same launcher under the same limits, and as exact: from the key frame before to the frame itself."""
    with Workbench(folder) as bench:
        source = load(bench, film)
        for at in moments:
            picture = bench.output(expects=1 << 20)
            argv = [engine.binary.path, "-v", "error", "-y", "-ss", f"{at:.6f}", "-i", source.path, "-frames:v", "1"]
            argv += ["-vf", "scale=720:1280", "-f", "image2pipe", "-c:v", "mjpeg", picture.path]
            limits = Limits(60, 60, engine.effort.memory, 1 << 24)
            run_program(Command(argv, limits, [source.number, picture.number], argv[:1]), Watch())


def _phone_film(engine: Engine, folder: Path) -> Path:
    """Full HD at a phone's 17 Mbit/s, four minutes long, without an edit list."""
    short, film = folder / "short.mp4", folder / "film.mp4"
    ffmpeg = [engine.binary.path, "-v", "error", "-y"]
    subprocess.run([*ffmpeg, *_DRAWN, *_AS_A_PHONE, str(short)], check=True)
    again = ("-stream_loop", "-1", "-i", str(short), "-t", str(SECONDS), "-c", "copy", "-use_editlist", "0")
    subprocess.run([*ffmpeg, *again, str(film)], check=True)
    return film


def _free(engine: Engine, folder: Path, film: Nameless, info: MediaInfo) -> None:
    with Workbench(folder) as bench:
        assert engine.free_film(bench, film, info) is not None


def _copy(film: Path, to: Path) -> None:
    subprocess.run([shutil.which("cp") or "cp", str(film), str(to)], check=True)
