"""Fetches the pinned front-end packages, or proves that what lies here is what was pinned.

    python static/vendor/refresh.py --check   say nothing and return 0, or list what differs and return 1
    python static/vendor/refresh.py           fetch each pin again with `npm pack`, write the new checksums

The pins are the entries of manifest.json; to move a version, change it there and run this. Of each package
only the listed files and its licence are kept. Lines naming a source map are dropped, because the maps are
not kept and a hashed static storage refuses a reference to a file that is not there.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"
OWN = {"refresh.py", "manifest.json"}
TEXTS = {".css", ".js", ".mjs"}
SOURCE_MAP = re.compile(rb"^[ \t]*(?://|/\*)[#@] sourceMappingURL=[^\n]*\n?", re.MULTILINE)


def read_pins() -> list[dict[str, Any]]:
    pins: list[dict[str, Any]] = json.loads(MANIFEST.read_text())["packages"]
    return pins


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def differences() -> list[str]:
    """Every way in which this folder is not what the manifest says, one sentence each."""
    listed = {entry["file"]: entry["sha256"] for pin in read_pins() for entry in pin["files"]}
    present = {
        str(p.relative_to(HERE)) for p in HERE.rglob("*") if p.is_file() and "__pycache__" not in p.parts
    }
    found = [f"{name} is not in the manifest" for name in sorted(present - OWN - set(listed))]
    for name, expected in sorted(listed.items()):
        found += [f"{name} {fault}" for fault in faults_of(HERE / name, expected)]
    return found


def faults_of(path: Path, expected: str) -> list[str]:
    if not path.is_file():
        return ["is missing"]
    content = path.read_bytes()
    faults = [] if digest(content) == expected else ["has another checksum than the manifest"]
    if path.suffix in TEXTS and SOURCE_MAP.search(content):
        faults.append("names a source map")
    return faults


def fetch(pin: dict[str, Any], folder: Path) -> tarfile.TarFile:
    wanted = f"{pin['name']}@{pin['version']}"
    done = subprocess.run(
        ["npm", "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True, text=True
    )
    return tarfile.open(folder / done.stdout.strip().splitlines()[-1])


def copy_out(entry: dict[str, str], package: tarfile.TarFile) -> None:
    member = package.extractfile(f"package/{entry['from']}")
    if member is None:
        raise SystemExit(f"{entry['from']} is not a file in the package")
    content = member.read()
    target = HERE / entry["file"]
    if target.suffix in TEXTS:
        content = SOURCE_MAP.sub(b"", content)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    entry["sha256"] = digest(content)


def refresh() -> None:
    pins = read_pins()
    for pin in pins:
        with tempfile.TemporaryDirectory() as folder, fetch(pin, Path(folder)) as package:
            for entry in pin["files"]:
                copy_out(entry, package)
    MANIFEST.write_text(json.dumps({"packages": pins}, indent=2) + "\n")


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    if not arguments:
        refresh()
    found = differences()
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
