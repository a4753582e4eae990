"""What is made of a film: the copy that can be watched at once, against merely copying its bytes."""

import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

from tests.bench import Figure
from tests.bench.work import openly, ratio
from tests.videos.transcode.work import inspected, load
from videos.transcode.engine import Engine
from videos.transcode.media import MediaInfo
from videos.transcode.workbench import Nameless, Workbench

SECONDS = 240
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
        return [_at_once(engine, Path(folder))]


def _at_once(engine: Engine, folder: Path) -> Figure:
    film = _phone_film(engine, folder)
    with Workbench(folder) as bench:
        loaded, info = load(bench, film), inspected(engine, bench, film)
        free = partial(_free, engine, folder, loaded, info)
        copy = partial(_copy, film, folder / "copy.mp4")
        figure = ratio(free, copy)
    return Figure(f"watchable at once ({film.stat().st_size >> 20} MB of H.264): CPU ÷ cp", figure, at_most=5)


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
