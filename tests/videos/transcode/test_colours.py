"""The colours and the light of a film in all that is made of it."""

import io
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from tests.videos.films import make_film
from tests.videos.transcode.test_own_films import tagged
from tests.videos.transcode.work import content, pictures, prepared
from videos.transcode.engine import Engine
from videos.transcode.workbench import Workbench

COLOURS = {"red": (220, 30, 30), "green": (30, 200, 60), "skin": (224, 172, 140), "grey": (128, 128, 128)}
TAGS = {
    "television's": ("bt709", "tv", "yuv420p"),
    "an Android's": ("smpte170m", "pc", "yuvj420p"),
    "a wide phone's": ("bt709", "tv", "yuv420p10le"),
}


@pytest.mark.parametrize("tags", TAGS)
def test_that_colours_stay_what_they_were_in_film_and_still(
    tags: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    matrix, reach, pixels = TAGS[tags]
    row = ";".join(f"color=0x{bytes(rgb).hex()}:s=160x180:d=0.2[{name}]" for name, rgb in COLOURS.items())
    drawn = f"{row};{''.join(f'[{name}]' for name in COLOURS)}hstack=4,format=gbrp"
    stored = f"{drawn},scale=out_color_matrix={matrix}:out_range={reach},format={pixels}"
    told: tuple[str, ...] = (
        "-colorspace",
        matrix,
        "-color_range",
        reach,
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
    )
    path = tmp_path / "colours.mp4"
    made = ("-filter_complex", stored, "-c:v", "libx264", "-crf", "10", *told, str(path))
    subprocess.run([engine.binary.path, "-v", "error", *made], check=True)
    study = prepared(engine, bench, path).study
    with av.open(io.BytesIO(content(engine.take_still(bench, study, 2))), "r") as still:
        frames = [pictures(study)[2], next(still.decode(video=0)).to_ndarray(format="rgb24")]
    for frame in frames:
        seen = frame[90, 80::160].astype(int)
        assert np.abs(np.array(seen) - np.array(list(COLOURS.values()))).max() <= 8, seen


FULL = {"an Android's, of the old matrix": ("smpte170m", 0.299, 0.114), "of the new one": ("bt709", 0.2126, 0.0722)}
SKIN = (224, 172, 140)


@pytest.mark.parametrize("kind", FULL)
def test_that_a_film_of_full_range_is_no_darker_and_no_greener(
    kind: str, each_engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    """Greys and a tone of skin, from planes that were computed to planes that were."""
    matrix, red, blue = FULL[kind]
    colours = [(grey,) * 3 for grey in (40, 128, 200)] + [SKIN]
    stored = np.array([planes(colour, red, blue, (0, 255, 255)) for colour in colours])
    size = (16 * 40, 180)
    drawn = [np.repeat(stored[:, at], size[0] // by // 4).astype(np.uint8) for at, by in ((0, 1), (1, 2), (2, 2))]
    data = b"".join(np.tile(row, (size[1] // by, 1)).tobytes() for row, by in zip(drawn, (1, 2, 2), strict=True))
    (tmp_path / "raw").write_bytes(data * 5)
    labels = ("-x264-params", f"colormatrix={matrix}:fullrange=on")  # ffmpeg's own options would convert it
    told = ("-c:v", "libx264", "-crf", "4", *labels, str(tmp_path / "full.mp4"))
    raw = ("-f", "rawvideo", "-pix_fmt", "yuvj420p", "-s", f"{size[0]}x{size[1]}", "-r", "30", "-i", tmp_path / "raw")
    subprocess.run([each_engine.binary.path, "-v", "error", *raw, *told], check=True)
    frame = pictures(prepared(each_engine, bench, tmp_path / "full.mp4").study, "yuv420p")[3].astype(float)
    luma, (u, v) = frame[90, 80::160], frame[180:].reshape(2, 90, 320)[:, 45, 40::80]
    meant = np.array([planes(colour, 0.2126, 0.0722, (16, 219, 224)) for colour in colours]).T
    assert np.abs(np.array([luma, u, v]) - meant).max() <= 1.1


def planes(colour: tuple[int, ...], red: float, blue: float, reach: tuple[int, int, int]) -> list[float]:
    """Brightness and both differences of a colour, by these weights of red and blue."""
    r, g, b = (part / 255 for part in colour)
    y = red * r + (1 - red - blue) * g + blue * b
    floor, light, tint = reach
    both = [128 + tint * (b - y) / (2 - 2 * blue), 128 + tint * (r - y) / (2 - 2 * red)]
    return [round(floor + light * y, 2), *both] if floor else [round(light * y), *map(round, both)]


# Signal of 10 bits, and the light it stands for, in hundreds of nits: an HLG display's 1,000 nits by BT.2100, and PQ.
LIGHTS = {
    "HLG paper": ("arib-std-b67", 721, 2.03),
    "HLG grey": ("arib-std-b67", 502, 0.507),
    "HLG white": ("arib-std-b67", 940, 10.0),
    "PQ paper": ("smpte2084", 573, 2.03),
}


@pytest.mark.parametrize("light", LIGHTS)
def test_that_hdr_light_comes_out_as_the_reference_curve_has_it(
    light: str, engine: Engine, bench: Workbench, tmp_path: Path
) -> None:
    transfer, signal, nits = LIGHTS[light]
    options = list(tagged(transfer, "bt2020", "bt2020nc"))
    options[options.index("-vf") + 1] += f",lutyuv=y=if(gt(val\\,500)\\,{signal}\\,64):u=512:v=512"
    film = make_film(tmp_path, "film.mov", seconds=0.2, sound="none", picture_options=tuple(options))
    frame = pictures(prepared(engine, bench, film).study)[3].astype(int)
    lit = frame[90, 10]
    assert abs(lit - round(255 * on_an_ordinary_screen(nits))).max() <= 4
    assert frame[90, 310].max() <= 4


def on_an_ordinary_screen(light: float) -> float:
    """The signal for this light on a screen of BT.1886, mapped by Hable's curve with a peak of 1,000 nits."""
    return float((hable(light) / hable(10)) ** (1 / 2.4))


def hable(light: float) -> float:
    """John Hable's filmic curve."""
    return (light * (0.15 * light + 0.05) + 0.004) / (light * (0.15 * light + 0.5) + 0.06) - 0.02 / 0.3
