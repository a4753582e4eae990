"""A copy of the tracked tree, in which one file at a time is made wrong and tested.

This package stays out of it: there, the test that a fault's text still stands would notice every fault.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from tests.faults.fault import Fault
from tests.house.repository import tracked
from tests.house.source import ROOT

LEFT_OUT = "tests/faults/"
PHONE_FILMS = str(ROOT.parent / "shared" / "media")
PATIENCE = 180
LONGEST = 3600
"""Seconds, for a few tests and for a whole suite. What hangs is not noticed."""
SUITE = (
    "--quick",
    "--ignore=tests/consent/test_policy_mutants.py",
)
"""The quick suite, but for tests that would notice any change of the rule's text, right or wrong."""
PASSED, FAILED = 0, 1
_NOTICED = re.compile(r"^(?:FAILED|ERROR) (\S+?::\w+(?:\[.*?\])?)(?: - |$)", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """How a run of tests ended, what it said, and after how many seconds. Without a code, it hung."""

    code: int | None
    said: str
    seconds: float

    @property
    def noticed_by(self) -> str | None:
        """The first test that failed."""
        found = _NOTICED.search(self.said) if self.code == FAILED else None
        return found[1] if found else None


class Copy:
    """The tracked tree in a folder of its own, with a repository of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        for path in tracked():
            if (ROOT / path).is_file() and not path.startswith(LEFT_OUT):
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, self.root / path)
        for line in (["git", "init", "--quiet"], ["git", "add", "--all", "--force"]):
            subprocess.run(line, cwd=self.root, check=True)

    @contextmanager
    def spoiled(self, fault: Fault) -> Iterator[None]:
        """Keep the fault in its file while the block runs."""
        file = self.root / fault.file
        right = file.read_text(encoding="utf-8")
        try:
            self._write(file, right.replace(fault.old, fault.new))
            yield
        finally:
            self._write(file, right)

    def _write(self, file: Path, text: str) -> None:
        """Python takes a file of the same length and second for the same: what it has kept of it goes."""
        file.write_text(text, encoding="utf-8")
        if file.suffix == ".py":
            Path(cache_from_source(str(file))).unlink(missing_ok=True)

    def run(self, tests: Sequence[str], patience: float = PATIENCE) -> Outcome:
        """Run tests as the test command does, up to the first that fails."""
        began = time.monotonic()
        line = [sys.executable, "tests/run.py", "--database=sqlite", *tests, "-x", "-q"]
        told = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            "VIG_PHONE_FILMS": os.environ.get("VIG_PHONE_FILMS", PHONE_FILMS),
        }
        with subprocess.Popen(
            line, cwd=self.root, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        ) as process:  # fmt: skip
            try:
                said, _ = process.communicate(timeout=patience)
                return Outcome(process.returncode, said, time.monotonic() - began)
            except subprocess.TimeoutExpired:
                return Outcome(None, "", time.monotonic() - began)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # a fault may have left somebody behind


@contextmanager
def copied() -> Iterator[Copy]:
    """A copy that is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="vigportal-faults-") as folder:
        yield Copy(Path(folder))
