"""How like its film a copy is: SSIM over all frames, both brought to one size and one rate first."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from videos.transcode.binaries import find_ffmpeg
from videos.transcode.picture import Filter

Size = tuple[int, int]
_ALL = re.compile(r"SSIM .*All:([0-9.]+)")


@dataclass(frozen=True)
class Copy:
    """A file, and by which filters its film's frames came into the colours that it has (none: as ffmpeg does it)."""

    path: Path
    colouring: tuple[Filter, ...] = ()

    @property
    def size(self) -> Size:
        """Width and height, upright."""
        with av.open(str(self.path), "r") as opened:
            stream = opened.streams.video[0]
            return stream.width, stream.height


def likeness(copy: Copy, film: Path, size: Size, rate: Fraction) -> float:
    """1 is the same. Mapping HDR to an ordinary screen is no loss: each is held against the film in its own colours."""
    scaled = f"setpts=PTS-STARTPTS,fps={rate},scale={size[0]}:{size[1]}:flags=bicubic,format=yuv420p,setsar=1"
    before = "".join(f"{_written(*step)}," for step in copy.colouring)
    graph = f"[0:v]{scaled}[copy];[1:v]{before}{scaled}[film];[copy][film]ssim"
    lies = ["-noautorotate"] if copy.colouring else []
    line = [find_ffmpeg().path, "-hide_banner", "-nostdin", "-i", str(copy.path), *lies, "-i", str(film)]
    line += ["-lavfi", graph, "-an", "-f", "null", "-"]
    told = subprocess.run(line, check=True, capture_output=True).stderr.decode(errors="replace")
    return max(float(value) for value in _ALL.findall(told))


def smaller(sizes: Iterable[Size]) -> Size:
    """The largest size that each of them has."""
    return min(sizes, key=lambda size: size[0] * size[1])


def _written(name: str, options: dict[str, str | int]) -> str:
    return f"{name}=" + ":".join(f"{key}={value}" for key, value in options.items()) if options else name
