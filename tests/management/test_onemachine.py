"""What a one-machine portal is asked for: its folder, its keys, its address. A start says in words what can't be."""

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.management.test_first_start import bare
from vigportal import env, onemachine
from vigportal.env import CannotStart, OneMachine, furnish
from vigportal.onemachine import address_of, furnish_for, host_of, port_of, require_demonstration

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what is expected, nothing listens


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment of its own, given back afterwards."""
    monkeypatch.setattr(os, "environ", {**bare()})


@pytest.mark.parametrize(
    ("words", "address", "port", "host"),
    [
        ("", "http://localhost:8000", 8000, "127.0.0.1"),
        ("--port 8123", "http://localhost:8123", 8123, "127.0.0.1"),
        ("--at http://localhost:8106", "http://localhost:8106", 8106, "127.0.0.1"),
        ("--at http://127.0.0.1:8106/", "http://127.0.0.1:8106", 8106, "127.0.0.1"),
        ("--at http://[::1]:8106", "http://[::1]:8106", 8106, "::1"),
        ("--at https://portal.example:8443", "https://portal.example:8443", 8443, EVERYWHERE),
        ("--at https://portal.example", "https://portal.example", 443, EVERYWHERE),
        ("--at https://portal.example --port 8443", "https://portal.example", 8443, EVERYWHERE),
        ("--at https://portal.example --behind-proxy", "https://portal.example", 8000, "127.0.0.1"),
        ("--at https://portal.example --behind-proxy --listen 10.0.0.7", "https://portal.example", 8000, "10.0.0.7"),
    ],
)
def test_that_it_listens_where_people_type_and_to_this_machine_alone_unless_told(
    words: str, address: str, port: int, host: str
) -> None:
    said = read(words)
    assert address_of(said.at, said.port or 0) == address
    assert port_of(address, said.port, is_behind_proxy=said.behind_proxy) == port
    assert host_of(address, said.listen, is_behind_proxy=said.behind_proxy) == host


def read(words: str) -> Namespace:
    return onemachine._read(["portal", *words.split()])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("--at localhost:8105", "is no address"),
        ("--at http://", "is no address"),
        ("--at http://portal.example:99999", "is no address"),
        ("--port 99999", "There is no port 99999"),
        ("--port -5", "There is no port -5"),
        ("--at https://localhost:8106", "speaks http alone"),
        ("--data /proc/nowhere/data", "can't be"),
        (f"--data {'x' * 300}", "can't be"),
        (f"--data {__file__}", "can't be made"),
    ],
)
def test_that_what_can_not_be_is_said_in_words(words: str, why: str) -> None:
    with pytest.raises(CannotStart, match=why):
        furnish_for(["demo", *words.split()])


@pytest.mark.parametrize("name", ["mail", "vault", "scratch", "portal.sqlite3", "letter.txt", ".ssh"])
def test_that_a_folder_that_holds_something_else_is_no_demonstrations_and_nothing_is_put_into_it(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(CannotStart, match="no demonstration"):
        furnish_for(["demo", f"--data={tmp_path}"])
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_that_a_demonstration_interrupted_before_its_mark_is_gone_on_with(tmp_path: Path) -> None:
    furnish_for(["demo", f"--data={tmp_path}"])
    require_demonstration(tmp_path)


@pytest.mark.parametrize("command", ["demo", "smoke"])
def test_that_what_is_only_shown_never_touches_the_database_that_the_environment_names(
    command: str, tmp_path: Path
) -> None:
    os.environ |= {
        "VIG_DATABASE_URL": "postgres://somewhere/real",
        "VIG_VAULT_DIR": "/real",
        "VIG_DATA_DIR": "/real",
        "VIG_ORIGIN": "https://real.example",
        "VIG_EMAIL_HOST": "mail.example",
    }
    furnish_for([command, f"--data={tmp_path}"])
    assert {name for name in os.environ if name.startswith("VIG_")} == {
        "VIG_DATA_DIR",
        "VIG_SECRET_KEY_FILE",
        "VIG_VAULT_DEPLOYMENT_KEY_FILE",
        "VIG_ORIGIN",
        "VIG_ALLOWED_HOSTS",
        "VIG_BEHIND_PROXY",
        "VIG_EMAIL_BACKEND",
    }
    assert os.environ["VIG_DATA_DIR"] == str(tmp_path)


def test_that_a_portals_folder_and_its_keys_never_part(tmp_path: Path) -> None:
    os.environ["VIG_DATA_DIR"] = str(tmp_path / "set")
    furnish_for(["portal"])
    assert os.environ["VIG_VAULT_DEPLOYMENT_KEY_FILE"] == str(tmp_path / "set" / "keys" / "deployment-key")
    with pytest.raises(CannotStart, match="Leave one of them out"):
        furnish_for(["portal", f"--data={tmp_path / 'said'}"])


def test_that_keys_are_made_once_and_whole(tmp_path: Path) -> None:
    wish = OneMachine(tmp_path, "http://localhost:8000", is_behind_proxy=False)
    keys = [tmp_path / "secret-key", tmp_path / "keys" / "deployment-key"]
    furnish(wish)
    first = [key.read_bytes() for key in keys]
    assert [oct(key.stat().st_mode & 0o777) for key in keys] == ["0o600", "0o600"]
    keys[0].write_bytes(b"")  # as a full disk leaves it
    furnish(wish)
    assert keys[0].stat().st_size == len(first[0])
    assert keys[1].read_bytes() == first[1]
    assert {path.name for path in tmp_path.rglob("*")} == {"secret-key", "keys", "deployment-key"}
    keys[1].write_bytes(b"")
    (tmp_path / env.DATABASE).touch()
    with pytest.raises(CannotStart, match="Put it back from your copy"):
        furnish(wish)


def test_that_a_secret_file_that_is_not_there_is_said_in_words() -> None:
    os.environ["VIG_SECRET_KEY_FILE"] = "/nowhere/at/all"
    with pytest.raises(CannotStart, match="can't be read"):
        env.secret("SECRET_KEY")


@pytest.mark.parametrize("command", ["demo", "portal"])
def test_that_help_makes_nothing(command: str, tmp_path: Path) -> None:
    line = [sys.executable, str(ROOT / "manage.py"), command, f"--data={tmp_path / 'new'}", "--help"]
    told = subprocess.run(line, env=bare(), capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "--data" in told.stdout
    assert not (tmp_path / "new").exists()
