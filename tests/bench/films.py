"""Each real film beside the repository: what became of it, picture by picture, and whether that is as it must be.

`.venv/bin/python -m tests.bench.films FILE` writes the whole table; as a bench among the others it gives the figures.
"""

import io
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.bench import Figure
from tests.conftest import PHONE_FILMS
from videos.transcode.binaries import find_ffmpeg
from videos.transcode.engine import Engine
from videos.transcode.frames import FrameIndex
from videos.transcode.media import MediaInfo
from videos.transcode.refusals import Refusal, Why
from videos.transcode.remarks import About
from videos.transcode.runner import Stopped
from videos.transcode.workbench import Workbench

READY = "ready"
MUST: dict[str, str] = {
    "sample_audio_only.mp4": Why.NO_PICTURE,
    "piff_uuid.mp4": Why.ENCRYPTED,
    "webm_locked.webm": Why.ENCRYPTED,
    "fpcm_sound.mp4": f"{READY}, {About.UNHEARD}",
    "picture_starts_1800ms_late.mp4": f"{READY}, {About.SOUND_FIRST} 1.8 s",
}
"""What must become of a film, where it is another thing than `READY`; sound that the encoder reads is used as it is."""
UNREADABLE = {"sample_with_invalid_nalu.mp4": 1}
"""Pictures that no decoder reads."""
HEAD = """# Real films

Written by `.venv/bin/python -m tests.bench.films THIS_FILE` with ffmpeg {version}, from the films beside the
repository. *Pictures*: times of its own that the film has. *Lost*: of these, shown by no frame of the study copy; what
is quicker than 60 a second is taken by a whole divisor, and what is left out so stands by itself. *Doubled*: held at
least a frame longer than until the next picture. *Held*: frames that show a picture again, because it lasts longer.

| film | became | as it must | rate | pictures | study copy | lost | left out | doubled | held |
|---|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One film. Counts are of pictures, `frames` and `held` of frames."""

    name: str
    became: str
    rate: str = ""
    pictures: int = 0
    frames: int = 0
    lost: int = 0
    left_out: int = 0
    doubled: int = 0
    held: int = 0

    @property
    def is_as_it_must(self) -> bool:
        must = MUST.get(self.name, READY)
        is_whole = self.lost == UNREADABLE.get(self.name, 0) and not self.doubled
        return is_whole and self.became == must

    def __str__(self) -> str:
        counts = [self.pictures, self.frames, self.lost, self.left_out, self.doubled, self.held]
        told = [self.name, self.became, "yes" if self.is_as_it_must else "**no**", self.rate]
        return f"| {' | '.join([*told, *(map(str, counts) if self.rate else [''] * 6)])} |\n"


def rows() -> list[Row]:
    """Every film, in the order of their names."""
    films = sorted(path for path in PHONE_FILMS.iterdir() if path.suffix.lower() != ".md")
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Engine(find_ffmpeg()), path, Path(folder)) for path in films]


def _row(engine: Engine, path: Path, folder: Path) -> Row:
    with Workbench(folder) as bench:
        film = bench.load(io.BytesIO(path.read_bytes()), size=path.stat().st_size)
        info = engine.inspect_film(film)
        if isinstance(info, Refusal):
            return Row(path.name, info.why)
        try:
            made = engine.prepare_film(bench, film, info)
        except Stopped as stop:
            return Row(path.name, type(stop).__name__)
        return Row(path.name, made.why) if isinstance(made, Refusal) else _counted(path.name, info, made.index)


def _counted(name: str, info: MediaInfo, index: FrameIndex) -> Row:
    held = Counter(index.source_pts)
    pictures = sorted(set(info.picture.pts))
    ends = dict(zip(pictures, [*pictures[1:], info.picture.over], strict=True))
    lasting = {pts: (ends[pts] - pts) * index.source_base * index.rate for pts in held if pts in ends}
    gone = len(set(pictures) - set(held))
    remarks = [f"{one.about} {one.seconds} s" if one.seconds else one.about for one in info.remarks]
    return Row(
        name, ", ".join([READY, *remarks]), f"{float(index.rate):g}", len(pictures), index.count,
        lost=gone * index.give, left_out=gone * (1 - index.give),
        doubled=sum(held[pts] - long >= 1 for pts, long in lasting.items()) if not gone else 0,
        held=index.count - len(held),
    )  # fmt: skip


def run() -> list[Figure]:
    found = rows()
    as_meant, lost = sum(row.is_as_it_must for row in found), sum(row.lost for row in found)
    unreadable = sum(UNREADABLE.values())
    return [
        Figure(f"of {len(found)} real films those that became what they must", as_meant / len(found), at_least=1.0),
        Figure("pictures lost that a decoder reads", lost - unreadable, at_most=0),
    ]


def main(into: Path) -> bool:
    """Writes the table; says whether every film became what it must."""
    found = rows()
    into.write_text(HEAD.format(version=find_ffmpeg().version) + "".join(map(str, found)))
    return all(row.is_as_it_must for row in found)


if __name__ == "__main__":
    os.nice(5)
    sys.exit(not main(Path(sys.argv[1])))
