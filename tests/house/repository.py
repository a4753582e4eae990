"""What may be committed at all: no address of anybody's machine or package host, no film, pins without addresses."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT, File

LARGEST = 600_000  # bytes of one committed file that is not vendored
FILMS = {".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".3gp", ".mp3", ".m4a", ".wav", ".heic", ".jpg", ".jpeg"}
PRIVATE = {
    r"https?://(?!localhost|127\.)[\w-]+(?=[:/\"'\s]|$)": "a host without a domain",
    r"https?://[\w.-]+\.(?:internal|local|corp|lan|intranet)\b": "a host of somebody's own network",
    r"https?://(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.\d": "an address of somebody's own network",
    r"(?:extra-)?index-url|--emit-index|find-links": "a package host",
}
PINS = {"requirements.txt": (), "requirements-dev.txt": ("dev",)}


@cache
def tracked() -> tuple[str, ...]:
    """The paths git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for path in listed.stdout.split("\0") if path)


def private_addresses(file: File) -> Iterator[str]:
    """Neither this checkout's folder nor its owner's home, nor a host that only somebody's own network knows."""
    if file.path in {"tests/house/repository.py", "tests/house/test_house.py"}:
        return  # they spell out what is forbidden
    for place in (str(ROOT), str(Path.home())):
        for match in re.finditer(re.escape(place) + r"(?=[/\"'\s]|$)", file.text):
            yield f"line {_line(file.text, match.start())}: a path of this machine"
    for pattern, why in PRIVATE.items():
        for match in re.finditer(pattern, file.text):
            yield f"line {_line(file.text, match.start())}: {why}"


def heavy_files() -> list[str]:
    """Films never; anything else only within reason."""
    found = [path for path in tracked() if "vendor/" not in path and (ROOT / path).exists()]
    films = [f"{path}: footage" for path in found if Path(path).suffix.lower() in FILMS]
    return films + [f"{path}: too heavy" for path in found if (ROOT / path).stat().st_size > LARGEST]


def wrong_pins(pins: str, extras: tuple[str, ...]) -> list[str]:
    """Where a file of pins and pyproject.toml disagree: names and specifiers, no network asked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    more = [line for extra in extras for line in project["optional-dependencies"][extra]]
    asked = [Requirement(line) for line in (*project["dependencies"], *more)]
    pinned = pinned_versions((ROOT / pins).read_text())
    return [
        f"{pins}: {wish} is not met by {sorted(have) or 'any pin'}"
        for wish in asked
        if not (have := pinned.get(canonicalize_name(wish.name), set())) or not all(map(wish.specifier.contains, have))
    ]


def pinned_versions(text: str) -> dict[str, set[str]]:
    """Each package's pinned versions; there are several where a version depends on Python's."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def pins_without_hashes(text: str) -> list[str]:
    """Every pin is followed by the sums of its files, and nothing names a host."""
    entries = re.split(r"\n(?=\S)", text.strip())
    return [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry or "://" in entry]


def settings_read(files: tuple[File, ...]) -> set[str]:
    """The names of everything that is read through env.py."""
    asked = r"\benv\.(?:text|secret|flag|words|networks|number)\(\s*\"(\w+)\""
    return {name for file in files if file.is_building for name in re.findall(asked, file.text)}


def settings_shown(text: str) -> set[str]:
    """The names in .env.example, set or commented out."""
    return set(re.findall(r"^#?\s*VIG_(\w+?)(?:_FILE)?=", text, re.MULTILINE))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
