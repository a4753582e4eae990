"""What the tests of the engine do over and over: put a film on the bench, prepare it, read what came out."""

import io
import random
import shutil
import subprocess
from pathlib import Path

import av
import numpy as np

from tests.videos.films import numbers_in
from videos.transcode.engine import Engine
from videos.transcode.made import Prepared, Study
from videos.transcode.media import MediaInfo
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Nameless, Workbench


def load(bench: Workbench, film: Path | bytes) -> Nameless:
    """The film on the bench."""
    data = film if isinstance(film, bytes) else film.read_bytes()
    return bench.load(io.BytesIO(data), size=len(data))


def inspected(engine: Engine, bench: Workbench, film: Path | bytes) -> MediaInfo:
    """What the film is; a refusal fails the test with its sentence."""
    info = engine.inspect_film(load(bench, film))
    assert not isinstance(info, Refusal), info.sentence
    return info


def prepared(engine: Engine, bench: Workbench, film: Path | bytes) -> Prepared:
    """Inspected and prepared; a refusal fails the test with its sentence."""
    loaded = load(bench, film)
    info = engine.inspect_film(loaded)
    assert not isinstance(info, Refusal), info.sentence
    made = engine.prepare_film(bench, loaded, info)
    assert not isinstance(made, Refusal), made.sentence
    return made


def content(file: Nameless) -> bytes:
    """All its bytes."""
    with file.reader() as reader:
        return reader.read()


def numbers(study: Study, **options: str) -> list[int]:
    """The number on every frame."""
    return numbers_in(io.BytesIO(content(study.file)), **options)


def pictures(study: Study, pixel_format: str = "rgb24", **options: str) -> list[np.ndarray]:
    """Every frame as an array."""
    with av.open(io.BytesIO(content(study.file)), "r", options=options) as film:
        return [frame.to_ndarray(format=pixel_format) for frame in film.decode(video=0)]


def first_picture(study: Study) -> np.ndarray:
    """The first frame, in grey."""
    with av.open(io.BytesIO(content(study.file)), "r") as film:
        return next(film.decode(video=0)).to_ndarray(format="gray")


def sound(study: Study) -> np.ndarray:
    """Every sample of the first channel, where its time says."""
    with av.open(io.BytesIO(content(study.file)), "r") as film:
        frames = [(frame.pts or 0, frame.to_ndarray()[0]) for frame in film.decode(audio=0)]
    heard = np.zeros(max(time + len(samples) for time, samples in frames))
    for time, samples in frames:
        heard[time : time + len(samples)] = samples
    return heard


def some_cuts(frames: int, how_many: int, seed: int, *, longest: int = 40) -> list[tuple[int, int]]:
    """Random stretches, the first and last frame among them."""
    chance = random.Random(seed)
    firsts = [0, frames - 1, *(chance.randrange(frames) for _ in range(how_many - 2))]
    return [(first, chance.randint(first + 1, min(frames, first + longest))) for first in firsts]


def exif(data: bytes) -> list[str]:
    """What exiftool reads from it, where exiftool is installed; dates of zero are no dates."""
    if not shutil.which("exiftool"):
        return []
    command = ["exiftool", "-a", "-G1", "-s", "-ee3", "--System:all", "-"]
    told = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return [line for line in told.splitlines() if "0000:00:00 00:00:00" not in line]
