"""What is committed, and what the repository says of itself."""

import os
import subprocess
import sys

import pytest

from tests.house import repository
from tests.house.source import ROOT, files


def test_that_no_film_and_nothing_heavy_is_committed() -> None:
    assert repository.heavy_files() == []


@pytest.mark.parametrize(("pins", "extras"), repository.PINS.items())
def test_that_pins_meet_pyproject(pins: str, extras: tuple[str, ...]) -> None:
    faults = repository.wrong_pins(pins, extras)
    assert not faults, "\n".join([*faults, "Run: python3 deploy/pins.py"])


@pytest.mark.parametrize("pins", repository.PINS)
def test_that_every_pin_has_its_sums_and_no_host(pins: str) -> None:
    assert repository.pins_without_hashes((ROOT / pins).read_text()) == []


def test_that_the_development_pins_hold_the_same_versions() -> None:
    runtime, development = (repository.pinned_versions((ROOT / pins).read_text()) for pins in repository.PINS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_that_every_setting_is_shown_in_the_example() -> None:
    shown = repository.settings_shown((ROOT / ".env.example").read_text())
    assert shown == repository.settings_read(files())


def test_that_imports_go_only_downwards() -> None:
    program = [os.path.join(os.path.dirname(sys.executable), "lint-imports"), "--no-cache"]  # noqa: PTH118, PTH120
    outcome = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
