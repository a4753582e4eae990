"""Which ffmpeg is used: the one that is named, else the system's, else the one of the imageio-ffmpeg wheel.

The law: a binary counts only if it has every filter and encoder that the recipes use; a named one that lacks some is
an error to be told at start-up, not a reason to quietly take another.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from videos.transcode.runner import Command, Limits, Stopped, run

_NEEDS = {
    "-filters": (
        "zscale",
        "tonemap",
        "bwdif",
        "fps",
        "trim",
        "atrim",
        "aresample",
        "sidedata",
        "metadata",
        "transpose",
    ),
    "-encoders": ("libx264", "aac", "mjpeg"),
    "-bsfs": ("filter_units",),
}
_LIMITS = Limits(seconds=30, cpu_seconds=20, memory=4 * 1024**3, file=0)


class NoFfmpeg(RuntimeError):
    """No ffmpeg that can do the work was found."""


@dataclass(frozen=True)
class Binary:
    """An ffmpeg: where it is, its version, and what the recipes would miss in it."""

    path: str
    version: str
    missing: tuple[str, ...]


@lru_cache(maxsize=8)
def find_ffmpeg(named: str = "") -> Binary:
    """The ffmpeg to use. Raises NoFfmpeg, with the reason in words."""
    seen = []
    for path in _candidates(named):
        try:
            binary = examine(path)
        except Stopped as stop:
            seen.append(f"{path} does not run: {stop}")
            continue
        if not binary.missing:
            return binary
        seen.append(f"{path} has no {', '.join(binary.missing)}")
    raise NoFfmpeg("; ".join(seen) or "There is no ffmpeg here. Install it, or the imageio-ffmpeg wheel.")


def _candidates(named: str) -> Iterator[str]:
    if named:
        yield str(Path(named).resolve())
        return
    system = shutil.which("ffmpeg")
    if system:
        yield system
    wheel = wheel_ffmpeg()
    if wheel:
        yield wheel


def wheel_ffmpeg() -> str | None:
    """The binary of the imageio-ffmpeg wheel, if the wheel is installed and brings one."""
    try:
        import imageio_ffmpeg
    except ImportError:
        return None
    folder = Path(imageio_ffmpeg.__file__).with_name("binaries")
    return next((str(path) for path in sorted(folder.glob("ffmpeg-*"))), None)


def examine(path: str) -> Binary:
    """Ask a binary what it is and what it can do."""
    version = _ask(path, "-version").split()
    missing = [
        need
        for question, needs in _NEEDS.items()
        for need in needs
        if not re.search(rf"(?m)^[ A-Z.]*\b{need}(\s|$)", _ask(path, question))
    ]
    return Binary(path, version[2] if len(version) > 2 else "?", tuple(missing))


@lru_cache(maxsize=32)
def _ask(path: str, question: str) -> str:
    asked = run(Command([path, "-hide_banner", question], _LIMITS, reads=[path]))
    return asked.printed.decode(errors="replace")
