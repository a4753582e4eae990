"""The colours of HDR on an ordinary screen, against the standards' formulas (`tone.py`): mean colour of each third.

Within four of 255 steps. Nearly all of what is seen is zimg's quick way with HLG: it bends each colour by itself where
BT.2100 bends their luminance, so that what is red becomes a little redder. Done exactly (`agamma=0`) the difference is
0.1 and a study copy takes half as long again, more than film.md allows for HDR. The encoder moves a mean by 0.1; the
wrong transfer moves one by 15 at least.
"""

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.videos.transcode.odd import ffmpeg
from tests.videos.transcode.tone import Picture, hlg, mapped, pq, thirds, usual_signal, wide_signal
from tests.videos.transcode.work import content, inspected, load, prepared
from videos.transcode.detail import Original
from videos.transcode.engine import Engine
from videos.transcode.picture import Turn
from videos.transcode.workbench import Workbench

pytestmark = pytest.mark.usefixtures("work_once")
NEAR = 4
LIES: dict[Turn, int] = {Turn.NONE: 0, Turn.CLOCKWISE: -1, Turn.HALF: 2, Turn.ANTICLOCKWISE: 1}
# Boxes of colour from dark to glaring, as yuv444p10le: what a screen in a window's light may hold.
PATCHES = "nullsrc=s={size}:r=10:d=0.3,format=yuv444p10le,geq=lum={lum}:cb={cb}:cr={cr}"


def frames_of(film: Path | io.BytesIO, count: int) -> list[av.VideoFrame]:
    """The first so many, in the order in which they are shown."""
    with av.open(film if isinstance(film, io.BytesIO) else str(film), "r") as opened:
        return [frame for frame, _number in zip(opened.decode(video=0), range(count), strict=False)]


def apart(engine: Engine, bench: Workbench, film: Path, copy: io.BytesIO | None = None) -> dict[str, list[float]]:
    """How far a copy is from each transfer's formulas: the worst third and colour of each of two frames.

    The study copy, unless another is given.
    """
    turn = LIES[inspected(engine, bench, film).picture.canvas.turn]
    copy = copy or study_of(engine, bench, film)
    ours = [thirds(usual_signal(made)) for made in frames_of(copy, 2)]
    wide = [np.rot90(wide_signal(stored), turn) for stored in frames_of(film, 2)]
    pairs = list(zip(ours, wide, strict=True))
    return {
        light_of.__name__: [float(np.abs(made - thirds(mapped(signal, light_of))).max()) for made, signal in pairs]
        for light_of in (hlg, pq)
    }


def study_of(engine: Engine, bench: Workbench, film: Path) -> io.BytesIO:
    """The study copy's bytes."""
    return io.BytesIO(content(prepared(engine, bench, film).study.file))


def film_in_pq(folder: Path, size: str = "640x960") -> Path:
    """Steps of grey, of warm and of cold light across, brighter downwards, up to 1000 cd/m²."""
    lum, cb, cr = "'120+460*Y/H*(0.5+0.5*floor(4*X/W)/3)'", "'512+60*(floor(3*X/W)-1)'", "'512-60*(floor(3*X/W)-1)'"
    tags = ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv")
    how = ("-pix_fmt", "yuv420p10le", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "8", *tags)
    patches = PATCHES.format(size=size, lum=lum, cb=cb, cr=cr)
    ffmpeg("-f", "lavfi", "-i", patches, *how, str(folder / "pq.mp4"))
    return folder / "pq.mp4"


def assert_as(light_of: str, seen: dict[str, list[float]]) -> None:
    """Near these formulas, and so far from the other transfer's that the wrong one would be seen."""
    assert max(seen.pop(light_of)) < NEAR
    assert min(value for values in seen.values() for value in values) > 2 * NEAR


@pytest.mark.phone_films
@pytest.mark.slow
@pytest.mark.parametrize("name", ["dolbyVision-hdr.MOV", "sample_with_color_info.mp4"])
def test_that_a_phones_hdr_has_the_colours_that_the_standards_give_it(
    name: str, engine: Engine, bench: Workbench, phone_films: Path
) -> None:
    assert_as("hlg", apart(engine, bench, phone_films / name))


def test_that_a_film_in_pq_has_the_colours_that_the_standards_give_it(
    engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    assert_as("pq", apart(engine, bench, film_in_pq(tmp_path)))


def test_that_a_clip_in_full_detail_has_them_too(engine: Engine, bench: Workbench, tmp_path: Path) -> None:
    film = film_in_pq(tmp_path, "800x1200")
    original, info, made = load(bench, film), inspected(engine, bench, film), prepared(engine, bench, film)
    full = engine.cut_in_full(bench, Original(original, info, made.index, 0, 2), made.study)
    assert (full.width, full.height) == (800, 1200)
    assert_as("pq", apart(engine, bench, film, io.BytesIO(content(full.file))))


@pytest.mark.parametrize(
    ("light_of", "signal", "light"), [(hlg, 0.75, 203), (hlg, 1, 1000), (pq, 0.5807, 203), (pq, 1, 10_000)]
)
def test_that_the_formulas_give_the_light_that_the_standards_name(
    light_of: Callable[[Picture], Picture], signal: float, light: float
) -> None:
    """BT.2408: reference white, 203 cd/m², is 75 % of HLG and 58 % of PQ."""
    shown = light_of(np.full((1, 1, 3), signal)) * 100
    assert shown == pytest.approx(light, rel=0.01)


def test_that_the_mapping_rises_from_black_to_white() -> None:
    greys = [float(mapped(np.full((1, 1, 3), step / 20), hlg)[0, 0, 1]) for step in range(21)]
    assert (greys[0], greys[-1]) == pytest.approx((0, 1), abs=1e-3)
    assert all(low < high for low, high in pairwise(greys))
