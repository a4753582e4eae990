"""`manage.py` gets a bare machine ready, again when pins change, and says plainly what it can't do."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.source import ROOT


class Elsewhere(Exception):
    """Stands for the process having become another program."""


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was run, in order; nothing really is."""
    lines: list[str] = []

    def run(argv: list[object], **_rest: object) -> subprocess.CompletedProcess[str]:
        lines.append(" ".join(map(str, argv[1:4])))
        if "--clear" in argv:
            made = Path(str(argv[-1])) / "bin"
            made.mkdir(parents=True, exist_ok=True)
            for name in ("python", "pip"):
                (made / name).touch()
        return subprocess.CompletedProcess([], 0)

    def become(program: Path, argv: list[str]) -> None:
        lines.append(f"become {Path(program).name} {' '.join(argv[1:])}")
        raise Elsewhere

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "execv", become)
    return lines


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """manage.py in a fresh clone, run by a Python that has an old Django and nothing else."""
    spec = importlib.util.spec_from_file_location("manage_of_a_clone", ROOT / "manage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    room = tmp_path / ".venv"
    places = {"ROOT": tmp_path, "ROOM": room, "PYTHON": room / "bin" / "python", "STAMP": room / "pins.sha256"}
    places |= {"UNFINISHED": room / "unfinished", "LOCK": tmp_path / ".venv.lock"}
    for name, value in places.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "find_spec", lambda name: name != "allauth")
    monkeypatch.setattr(sys, "argv", ["manage.py", "demo"])
    for pins in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / pins).write_text(f"# {pins}\n")
    room.mkdir()
    return module


def settle(manage: ModuleType, *, testing: bool = False) -> None:
    """As far as the process stays itself."""
    with pytest.raises(Elsewhere):
        manage.settle(testing=testing)


def test_that_a_fresh_clone_is_made_ready_and_the_line_goes_on_inside(manage: ModuleType, done: list[str]) -> None:
    settle(manage)
    assert done == ["-m venv --clear", "-m pip install", "become python manage.py demo"]


def test_that_what_is_ready_is_left_as_it_is(manage: ModuleType, done: list[str]) -> None:
    settle(manage)
    done.clear()
    settle(manage)
    assert done == ["become python manage.py demo"]


def test_that_what_was_interrupted_is_made_again(manage: ModuleType, done: list[str]) -> None:
    (manage.ROOM / "bin").mkdir()
    (manage.ROOM / "bin" / "pip").touch()
    manage.UNFINISHED.touch()
    settle(manage)
    assert done[0] == "-m venv --clear"
    assert not manage.UNFINISHED.exists()


@pytest.mark.parametrize("gone", ["python", "pip"])
def test_that_what_is_broken_is_made_again(manage: ModuleType, done: list[str], gone: str) -> None:
    settle(manage)
    (manage.ROOM / "bin" / gone).unlink()
    done.clear()
    settle(manage)
    assert done[:2] == ["-m venv --clear", "-m pip install"]


def test_that_an_installation_that_was_interrupted_is_not_trusted_for_its_stamp(
    manage: ModuleType, done: list[str]
) -> None:
    settle(manage)
    manage.UNFINISHED.touch()
    done.clear()
    settle(manage)
    assert done[:2] == ["-m venv --clear", "-m pip install"]


def test_that_changed_pins_are_installed_again(manage: ModuleType, done: list[str]) -> None:
    settle(manage)
    (manage.ROOT / "requirements.txt").write_text("# newer\n")
    done.clear()
    settle(manage)
    assert "-m pip install" in done


def test_that_the_tests_want_the_development_pins_and_the_portal_is_content_with_them(
    manage: ModuleType, done: list[str]
) -> None:
    settle(manage)
    done.clear()
    settle(manage, testing=True)
    settle(manage)
    assert done.count("-m pip install") == 1


def test_that_a_server_with_its_own_packages_is_left_alone(
    manage: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manage, "find_spec", lambda name: True)
    manage.settle(testing=False)
    assert done == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda manage, patch: patch.setattr(manage, "find_spec", lambda name: None), "apt install python3-venv"),
        (lambda manage, patch: patch.setattr(sys, "version_info", (3, 10, 4)), "needs Python 3.11"),
    ],
    ids=["no venv", "an old Python"],
)
def test_that_what_is_missing_is_said_in_one_line(
    manage: ModuleType,
    done: list[str],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[ModuleType, pytest.MonkeyPatch], None],
    said: str,
) -> None:
    spoil(manage, monkeypatch)
    with pytest.raises(SystemExit, match=said) as ended:
        manage.settle(testing=False)
    assert "\n" not in str(ended.value)
    assert done == []
