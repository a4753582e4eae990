"""What a fault is."""

from dataclasses import dataclass
from pathlib import Path

from tests.house.source import ROOT

KINDS = ("rule", "gate", "confirming", "ledger", "house", "start", "door")
"""What is guarded: the rule, all doors, that for saying who is in a film, ledger, source, start, and web server."""


@dataclass(frozen=True)
class Fault:
    """One change to the text of one file, and the tests of which at least one fails with it."""

    kind: str
    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def stale(fault: Fault, root: Path = ROOT) -> list[str]:
    """Say what has gone: the text to be changed, or a test that is named."""
    times = (root / fault.file).read_text(encoding="utf-8").count(fault.old) if (root / fault.file).exists() else 0
    gone = [f"{fault.file}: the text to change stands there {times} times"] if times != 1 else []
    return gone + [f"{test} is not there" for test in fault.tests if not _stands(test, root)]


def _stands(test: str, root: Path) -> bool:
    path, _, name = test.partition("::")
    there = root / path
    return there.is_file() and (not name or f"def {name.partition('[')[0]}(" in there.read_text(encoding="utf-8"))
