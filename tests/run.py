"""`python3 manage.py test`: all tests on SQLite, then what touches the database on PostgreSQL with Redis.

Everything else on the line goes to pytest (`python3 manage.py test tests/consent -k withdraw`). One database
alone: `--database=sqlite` or `--database=postgres`. `--whole` tries all of each long proof, not a sample; `--quick`
only what needs no browser and no server. What a pass needs is found or got; what can't be got is named, and
the run fails.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, servers  # noqa: E402 -- run as a file, so the path comes first

NOTHING_CHOSEN = 5  # pytest: no test was selected
CHOICE = "--database="
FLAGS = {"--whole": "VIG_WHOLE", "--quick": "VIG_QUICK"}
"""What a word on the line tells the tests (`tests/samples.py`, `tests/passes.py`)."""


def main(words: list[str]) -> int:
    """Run the passes in turn; the first needed thing that can't be had ends the run."""
    chosen = [word.removeprefix(CHOICE) for word in words if word.startswith(CHOICE)]
    flags = FLAGS.keys() & set(words)
    os.environ.update({FLAGS[flag]: "1" for flag in flags})
    rest = [word for word in words if not word.startswith(CHOICE) and word not in flags]
    databases = chosen or (["sqlite"] if "--quick" in flags else list(PASSES))
    if unknown := set(databases) - set(PASSES):
        print(f"No such database: {', '.join(sorted(unknown))}. There is {' and '.join(PASSES)}.")
        return 2
    try:
        if "--quick" not in flags:
            chromium.get()
        with tempfile.TemporaryDirectory(prefix="vigportal-memory-") as memory:
            os.environ["VIG_TEST_MEMORY"] = memory
            outcomes = [one_pass(database, rest) for database in databases]
    except servers.NotHere as missing:
        print(f"The tests need what is not here. {missing}")
        return 1
    return verdict(outcomes)


def one_pass(database: str, words: list[str]) -> int:
    """One pytest run against one database, in a folder that is gone afterwards."""
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="vigportal-tests-"))
    folder.chmod(0o711)  # PostgreSQL may run as somebody else, and has to get to its own folder below
    try:
        with PASSES[database](folder) as places:
            surroundings = {**os.environ, "VIG_TEST_FOLDER": str(folder), **places}
            surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # pytest would compile every test again in each process
            print(f"\n== {database} ==", flush=True)
            line = [sys.executable, "-m", "pytest", *(words or side_by_side())]
            outcome = subprocess.run(line, cwd=ROOT, env=surroundings, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{database}: {time.monotonic() - began:.0f} s", flush=True)
    return outcome


def side_by_side() -> list[str]:
    """The whole suite is worth a process per core, and says what took longest; a few tests start faster alone."""
    workers = str(min(4, os.cpu_count() or 1))
    return ["-n", workers, "--dist", "worksteal", "--durations=25", "--durations-min=5"]


def verdict(outcomes: list[int]) -> int:
    """Zero when every pass was fine; a pass in which nothing was chosen is fine beside one that ran."""
    failed = [outcome for outcome in outcomes if outcome not in {0, NOTHING_CHOSEN}]
    return failed[0] if failed else min(outcomes)


@contextlib.contextmanager
def on_sqlite(folder: Path) -> Iterator[dict[str, str]]:
    """No server: the settings' own default."""
    yield {"VIG_DATABASE_URL": "", "VIG_REDIS_URL": ""}


@contextlib.contextmanager
def on_postgres(folder: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL and a Redis of our own."""
    with servers.postgres(folder / "postgres") as database, servers.redis(folder / "redis") as redis:
        yield {"VIG_DATABASE_URL": database, "VIG_REDIS_URL": redis}


PASSES = {"sqlite": on_sqlite, "postgres": on_postgres}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
