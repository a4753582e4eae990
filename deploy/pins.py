#!/usr/bin/env python3
"""Writes requirements.txt and requirements-dev.txt anew from pyproject.toml. Needs uv, and the network.

Every pin carries the sums of its files, for every platform and Python that the project takes; no pin says where
it came from. `python3 deploy/pins.py --upgrade` also moves every package to its newest version.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
PINS = {"requirements-dev.txt": ["--extra", "dev"], "requirements.txt": ["--constraint", "requirements-dev.txt"]}


def main(more: list[str]) -> None:
    """The development pins first; the others are held to the same versions."""
    for pins, words in PINS.items():
        line = ["uv", "pip", "compile", "pyproject.toml", *WORDS, *words, *more, "--output-file", pins]
        subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(f"{pins} is written.")


if __name__ == "__main__":
    main(sys.argv[1:])
