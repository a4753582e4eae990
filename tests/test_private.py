"""Files that nobody else on this machine reads."""

import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace

from django.core.mail import EmailMessage
from pytest_django import Settings

from vigportal.env import OneMachine, furnish
from vigportal.private import MAIL_SECONDS, MailFiles, close_database


def _mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_that_an_open_database_and_its_folder_are_closed_to_others(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    tmp_path.chmod(0o755)
    path = tmp_path / "portal.sqlite3"
    opened = sqlite3.connect(path)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("CREATE TABLE family (name)")
    files = [path, *(Path(f"{path}{ending}") for ending in ("-wal", "-shm"))]
    for file in files:
        file.chmod(0o644)
    close_database(SimpleNamespace(vendor="sqlite", settings_dict={"NAME": path}))
    assert {_mode(file) for file in files} == {"0o600"}
    assert _mode(tmp_path) == "0o700"
    opened.close()


def test_that_a_portals_folder_that_was_there_before_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    kept = dict(os.environ)
    try:
        furnish(OneMachine(tmp_path, "http://localhost:8000", is_behind_proxy=False))
    finally:
        os.environ.clear()
        os.environ.update(kept)
    assert _mode(tmp_path) == "0o700"


def test_that_a_mail_that_became_a_file_is_closed_and_goes_after_a_week(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir(mode=0o755)
    old = folder / "20200101-000000-1.log"
    old.write_text("an old link")
    os.utime(old, (old.stat().st_mtime - MAIL_SECONDS - 1,) * 2)
    backend = MailFiles(file_path=str(folder))
    backend.send_messages([EmailMessage("You have a message", "a link", None, ["rosa@example.org"])])
    (kept,) = folder.iterdir()
    assert "a link" in kept.read_text()
    assert (_mode(kept), _mode(folder)) == ("0o600", "0o700")
