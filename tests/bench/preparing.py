"""What preparing costs: everything from one decode against a run for each output, and the portal's way against ffmpeg.

The bare command is the portal's own, on plain files: what is added by inspecting, unsealing, proving and sealing shows.
"""

import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from tests.bench import Figure
from tests.bench.work import ROUNDS, looped, openly, ratio
from tests.videos.transcode.work import inspected
from videos.models import Rendition
from videos.transcode import recipe
from videos.transcode.clearing import KINDS
from videos.transcode.engine import Engine
from videos.transcode.made import Looking, Prepared, Study
from videos.transcode.media import MediaInfo, Places
from videos.transcode.parts import BEGINS
from videos.transcode.publish import Sealed, drop, seal_bytes, seal_file
from videos.transcode.refusals import Refusal
from videos.transcode.workbench import Workbench
from vigportal.vault import keys
from vigportal.vault.reader import open_sealed

FILM = "sample_rotate_and_reflect.mp4"
SECONDS = 60
_X264 = "-c:v libx264 -preset veryfast -bf 0 -g 15 -keyint_min 15 -sc_threshold 0 -pix_fmt yuv420p -movflags +faststart"
APART = {
    "study.mp4": f"-vf scale={{study}} {_X264} -crf 23 -c:a aac -b:a 96k",
    "small.mp4": f"-vf scale={{small}} {_X264} -crf 26 -maxrate 720k -bufsize 1440k -c:a aac -b:a 64k",
    "strip.jpg": "-an -vf fps=1,scale={thumb},tile=10x6 -frames:v 1 -update 1",
    "heard.raw": "-vn -f s16le -ar 8000 -ac 1",
}
LARGE = ("portrait_4k60.mp4", 6, {"study": "720:1280", "small": "480:854", "thumb": "50:90"})
LITTLE = (FILM, SECONDS, {"study": "720:1080", "small": "480:720", "thumb": "60:90"})

Original = tuple[UUID, str, int]
"""An asset, and its original's object with its size."""


def run(rounds: int = ROUNDS) -> list[Figure]:
    with openly() as engine, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = looped(folder, FILM, SECONDS)
        bare = partial(together, engine, film, look_into(engine, film))
        ingest = ratio(partial(ingest_film, engine, folder, seal_original(film)), bare, rounds)
        return [
            Figure("all outputs at once ÷ apart, a 4K film", _spared(engine, folder, LARGE, rounds), at_most=0.65),
            Figure("the same, hardly larger than its copy", _spared(engine, folder, LITTLE, rounds), at_most=0.65),
            Figure("ingest ÷ the one bare command", ingest, at_most=1.05),
        ]


def look_into(engine: Engine, film: Path) -> MediaInfo:
    """What the film is."""
    with Workbench(film.parent) as bench:
        return inspected(engine, bench, film)


def _spared(engine: Engine, folder: Path, case: tuple[str, int, dict[str, str]], rounds: int) -> float:
    name, seconds, sizes = case
    film = looped(folder, name, seconds)
    at_once = partial(together, engine, film, look_into(engine, film))
    return ratio(at_once, partial(_apart, engine, film, sizes), rounds)


def at_once(engine: Engine, film: Path, info: MediaInfo) -> list[str]:
    """The one bare command, with all outputs beside the film."""
    places = (str(film.with_name(name)) for name in ("study", "poster", "strip", "heard", "times", "small"))
    return [engine.binary.path, *recipe.prepare(info, Places(str(film), *places), threads=engine.effort.threads)]


def together(engine: Engine, film: Path, info: MediaInfo) -> None:
    subprocess.run(at_once(engine, film, info), check=True, stdout=subprocess.DEVNULL)


def _apart(engine: Engine, film: Path, sizes: dict[str, str]) -> None:
    for name, options in APART.items():
        line = [
            engine.binary.path,
            "-v",
            "error",
            "-y",
            "-i",
            str(film),
            *options.format(**sizes).split(),
            str(film.with_name(name)),
        ]
        subprocess.run(line, check=True)


def seal_original(film: Path) -> Original:
    """The film as the vault has it."""
    asset = uuid4()
    keys.create_key(asset, uuid4())
    sealed = seal_bytes(asset, Rendition.Kind.ORIGINAL, film.read_bytes())
    return asset, sealed.name, sealed.size


class InParts:
    """Seals the parts of both copies as they come, as a worker does; tells of each that can be played."""

    def __init__(self, asset: UUID, on_playable: Callable[[Study], None] = lambda _study: None) -> None:
        self._asset, self._on_playable, self._sealed = asset, on_playable, list[Sealed]()
        self.looking = Looking(on_part=self._take)

    def _take(self, study: Study, part: bytes) -> None:
        self._sealed.append(seal_bytes(self._asset, KINDS[study.quality], part))
        if part[4:8] != BEGINS:
            self._on_playable(study)

    def drop(self) -> None:
        """The whole copies stand in their place."""
        drop(self._sealed)


def ingest_film(
    engine: Engine, folder: Path, original: Original, on_playable: Callable[[Study], None] = lambda _study: None
) -> None:
    """All that a worker does with a film's bytes."""
    asset, name, size = original
    with Workbench(folder) as bench:
        with open_sealed(name, asset) as source:
            film = bench.load(source, size=size)
        info = engine.inspect_film(film)
        assert not isinstance(info, Refusal)
        parts = InParts(asset, on_playable)
        made = engine.prepare_film(bench, film, info, parts.looking)
        assert not isinstance(made, Refusal)
        drop(seal_made(asset, made))
        parts.drop()


def seal_made(asset: UUID, made: Prepared) -> list[Sealed]:
    """What is kept of it, as the vault has it."""
    assert made.small
    assert made.strip
    files = [made.study.file, made.small.file, made.poster, made.strip]
    sealed = [seal_file(asset, Rendition.Kind.STUDY, file) for file in files]
    return [*sealed, seal_bytes(asset, Rendition.Kind.INDEX, made.index.to_bytes())]
