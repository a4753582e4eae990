"""What a run costs, written down as it goes: `VIG_TEST_RECORD=folder python3 manage.py test`.

`python -m tests.evidence folder` makes a page of it.
"""

import json
import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.passes import ON_POSTGRES

FOLDER = os.environ.get("VIG_TEST_RECORD", "")
PASS = "postgres" if ON_POSTGRES else "sqlite"
WORTH_WRITING = 0.005  # seconds


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Each test with its phase and seconds; of a run with several processes, by the one above them."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _write("tests", [report.nodeid, report.when, report.duration, report.outcome])


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
    """Each fixture with its seconds, those that it asks for left out: they were set up before."""
    began = time.monotonic()
    made = yield
    if (seconds := time.monotonic() - began) > WORTH_WRITING:
        _write("fixtures", [fixturedef.argname, fixturedef.scope, seconds])
    return made


def _write(kind: str, row: list[object]) -> None:
    if FOLDER:
        with Path(FOLDER, f"{PASS}.{kind}").open("a") as file:
            file.write(json.dumps(row) + "\n")
