"""Every command finds the one-machine portal, and its folder and its keys never part."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.source import ROOT
from vigportal import onemachine
from vigportal.env import CannotStart
from vigportal.onemachine import furnish_for

COMMANDS = sorted(path.stem for path in (ROOT / "vigportal" / "management" / "commands").glob("[a-z]*.py"))
SERVER = {"VIG_SECRET_KEY": "of a server", "VIG_VAULT_DEPLOYMENT_KEY": "of a server"}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """The environment as the settings will read it: empty at first, on a machine where no portal is."""
    environment: dict[str, str] = {}
    monkeypatch.setattr(os, "environ", environment)
    monkeypatch.setattr(onemachine, "HERE", tmp_path / "source")
    monkeypatch.setitem(onemachine.FOLDERS, "portal", tmp_path / "source" / "data")
    return environment


def started(folder: Path, told: dict[str, str], *words: str) -> dict[str, str]:
    """The files of a portal that was started there once, and what its settings read; the environment is empty again."""
    furnish_for(["portal", "--data", str(folder), *words])
    (folder / "address").write_text(told["VIG_ORIGIN"])
    read = {name: value for name, value in told.items() if name.startswith("VIG_")}
    told.clear()
    return read


@pytest.mark.parametrize("command", COMMANDS)
def test_that_every_command_can_be_told_the_folder(command: str) -> None:
    parser = ArgumentParser()
    import_module(f"vigportal.management.commands.{command}").Command().add_arguments(parser)
    assert "--data" in parser.format_help()


@pytest.mark.parametrize("line", [["verify_ledger"], ["vault", "check"], ["migrate"], ["backup", "--to", "there"]])
def test_that_a_command_finds_the_portal_where_it_lies(line: list[str], told: dict[str, str], tmp_path: Path) -> None:
    read = started(tmp_path / "one", told, "--at", "https://portal.example:8443/")
    assert furnish_for([*line, "--data", str(tmp_path / "one")]) == line
    assert read.items() <= told.items()
    assert told["VIG_ORIGIN"] == "https://portal.example:8443"


def test_that_the_usual_folder_needs_no_word(told: dict[str, str], tmp_path: Path) -> None:
    started(tmp_path / "source" / "data", told)
    furnish_for(["night"])
    assert told["VIG_DATA_DIR"] == str(tmp_path / "source" / "data")


@pytest.mark.parametrize("line", [["portal"], ["night"]])
def test_that_folder_and_keys_never_part(line: list[str], told: dict[str, str], tmp_path: Path) -> None:
    started(tmp_path / "mine", told)
    told["VIG_DATA_DIR"] = str(tmp_path / "mine")
    furnish_for(line)
    assert told["VIG_VAULT_DEPLOYMENT_KEY_FILE"] == str(tmp_path / "mine" / "keys" / "deployment-key")
    assert not (tmp_path / "source").exists()


def test_that_the_line_counts_more_than_the_environment(told: dict[str, str], tmp_path: Path) -> None:
    started(tmp_path / "mine", told)
    told["VIG_DATA_DIR"] = str(tmp_path / "other")
    furnish_for(["night", "--data", str(tmp_path / "mine")])
    assert told["VIG_DATA_DIR"] == str(tmp_path / "mine")


@pytest.mark.parametrize("line", [["portal", "--help"], ["demo", "-h"], ["help"], [], ["vault", "--help"], ["version"]])
def test_that_reading_help_makes_nothing(line: list[str], told: dict[str, str], tmp_path: Path) -> None:
    assert furnish_for(line) == line
    assert told["VIG_SECRET_KEY"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [["night"], ["verify_ledger", "--data", "nowhere"]])
def test_that_a_portal_that_is_not_there_is_said_in_words(
    line: list[str], told: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(CannotStart, match=r"There is no portal in .*--data"):
        furnish_for(line)
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_cannot_be_made_is_said_in_words(told: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="can't be made"):
        furnish_for(["portal", "--data", str(tmp_path / "file" / "data")])


def test_that_a_server_is_left_as_its_settings_say(told: dict[str, str], tmp_path: Path) -> None:
    told |= SERVER | {"VIG_DATA_DIR": str(tmp_path / "var" / "portal")}
    before = dict(told)
    furnish_for(["migrate"])
    assert told == before
    assert (tmp_path / "var" / "portal").stat().st_mode & 0o777 == 0o700


def test_that_a_backup_comes_into_a_new_folder_with_its_own_key(told: dict[str, str], tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("the key of the backup")
    line = ["restore", "--from", "there", "--data", str(tmp_path / "new")]
    with pytest.raises(CannotStart, match="--deployment-key"):
        furnish_for(line)
    assert not (tmp_path / "new").exists()
    assert furnish_for([*line, "--deployment-key", str(key)]) == line[:3]
    assert Path(told["VIG_VAULT_DEPLOYMENT_KEY_FILE"]).read_text() == "the key of the backup"
    key.write_text("another")
    with pytest.raises(CannotStart, match="another deployment key"):
        furnish_for([*line, "--deployment-key", str(key)])


def test_that_a_real_line_is_understood(tmp_path: Path) -> None:
    line = [sys.executable, str(ROOT / "manage.py"), "night", "--data", str(tmp_path / "nowhere")]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VIG_")}
    outcome = subprocess.run(line, env=clean, capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith("There is no portal in ")
