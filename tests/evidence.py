"""Make docs/evidence/tests.md of a recorded run: python -m tests.evidence FOLDER [FAULTS].

FOLDER is what `VIG_TEST_RECORD=FOLDER python3 manage.py test` has filled; FAULTS is what `python -m tests.faults` said.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "evidence" / "tests.md"
PASSES = ("sqlite", "postgres")
HEAD = """# What the suite costs, and what it notices

Written by `python -m tests.evidence` from a run of `VIG_TEST_RECORD=folder python3 manage.py test` and from what
`python -m tests.faults` said. Seconds of a test are those of one process; two work side by side, so the whole takes
about half their sum. What was measured on which machine, and what it was before, stands in the closing notes.
"""


def main(words: Sequence[str]) -> None:
    """Read the rows, write the page."""
    folder, *told = map(Path, words)
    parts = [HEAD, _table(folder), *(_slowest(folder, name) for name in PASSES), *map(_faults, told)]
    PAGE.write_text("\n".join(parts))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")


def _rows(folder: Path, name: str, kind: str) -> Iterator[list[Any]]:
    file = folder / f"{name}.{kind}"
    if file.exists():
        yield from map(json.loads, file.read_text().splitlines())


def _table(folder: Path) -> str:
    lines = ["| pass | tests | set-up | call | teardown | together, seconds |", "|---|---|---|---|---|---|"]
    for name in PASSES:
        seconds, tests = Counter[str](), 0
        for _test, phase, took, _outcome in _rows(folder, name, "tests"):
            seconds[phase] += took
            tests += phase == "call"
        phases = " | ".join(f"{seconds[phase]:.0f}" for phase in ("setup", "call", "teardown"))
        lines.append(f"| {name} | {tests:,} | {phases} | {seconds.total():.0f} |")
    return "\n".join(lines) + "\n"


def _slowest(folder: Path, name: str) -> str:
    files, fixtures, tests = Counter[str](), Counter[str](), Counter[str]()
    for test, _phase, took, _outcome in _rows(folder, name, "tests"):
        files[test.partition("::")[0]] += took
        tests[test] += took
    for fixture, scope, took in _rows(folder, name, "fixtures"):
        fixtures[f"{fixture} ({scope})"] += took
    return "\n".join(
        [f"## On {name}", "", _list("file", files, 15), _list("test", tests, 15), _list("fixture", fixtures, 8)]
    )


def _list(of: str, seconds: Counter[str], most: int) -> str:
    lines = [f"| slowest {of}s | seconds |", "|---|---|"]
    lines += [f"| {name.removeprefix('tests/')} | {took:.1f} |" for name, took in seconds.most_common(most)]
    return "\n".join(lines) + "\n"


def _faults(told: Path) -> str:
    return "\n".join(["## Hand-made faults", "", "```", told.read_text().strip(), "```", ""])


if __name__ == "__main__":
    main(sys.argv[1:])
