"""Each check that is made before the portal opens, seen to fail once; and all at rest where everything is right."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage, run_checks
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from videos.transcode import runner
from vigportal import checks
from vigportal.ledger import triggers
from vigportal.letters.papers import NoPapers
from vigportal.vault.keys import prove_deployment_key


def ids(faults: list[CheckMessage]) -> list[str]:
    """The numbers of what was found."""
    return [str(fault.id) for fault in faults]


@pytest.mark.django_db
def test_that_a_portal_in_order_opens() -> None:
    checks.insist()


def test_that_the_web_server_does_not_open_where_anything_is_wrong(settings: Settings, db: None) -> None:
    settings.SECRET_KEY = "short"
    with pytest.raises(SystemCheckError, match="VIG_SECRET_KEY is too short"):
        checks.insist()


@pytest.mark.parametrize("key", ["short", "a" * 60, "x" * 39])
def test_that_a_short_or_plain_secret_is_told(settings: Settings, key: str) -> None:
    settings.SECRET_KEY = key
    assert ids(checks.secret_key()) == ["vigportal.E001"]


@pytest.mark.parametrize("key", ["", "no base64!", base64.b64encode(bytes(16)).decode()])
def test_that_a_deployment_key_of_the_wrong_shape_is_told(settings: Settings, key: str) -> None:
    settings.VAULT_DEPLOYMENT_KEY = key
    assert ids(checks.deployment_key()) == ["vigportal.E002"]


def test_that_another_deployment_key_than_the_vault_was_made_with_is_told(settings: Settings) -> None:
    assert checks.deployment_key() == []
    assert not settings.VAULT_KEYS_DIR.exists()  # asking makes no store
    prove_deployment_key()
    assert checks.deployment_key() == []
    settings.VAULT_DEPLOYMENT_KEY = base64.b64encode(bytes(32)).decode()
    assert ids(checks.deployment_key()) == ["vigportal.E002"]


@pytest.mark.parametrize(
    ("keys", "vault", "found"),
    [
        ("keys", "vault", []),
        ("vault/keys", "vault", ["vigportal.E003"]),
        ("vault", "vault", ["vigportal.E003"]),
        ("safe", "safe/vault", ["vigportal.E003"]),
        ("static/keys", "vault", ["vigportal.E004"]),
        ("keys", "static/vault", ["vigportal.E004"]),
        ("keys", "media/vault", ["vigportal.E004"]),
        ("keys", "source/vault", ["vigportal.E004"]),
        (".", "vault", ["vigportal.E003", "vigportal.E004", "vigportal.E004", "vigportal.E004"]),
        ("vault-keys", "vault", []),
    ],
)
def test_that_keys_lie_apart_and_nothing_private_where_files_are_handed_out(
    settings: Settings, tmp_path: Path, keys: str, vault: str, found: list[str]
) -> None:
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", str(tmp_path / "media")
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.VAULT_KEYS_DIR, settings.VAULT_DIR = tmp_path / keys, tmp_path / vault
    assert ids(checks.folders_apart()) == found


def test_that_a_link_does_not_hide_where_the_keys_lie(settings: Settings, tmp_path: Path) -> None:
    settings.VAULT_DIR.mkdir()
    (tmp_path / "elsewhere").symlink_to(settings.VAULT_DIR)
    settings.VAULT_KEYS_DIR = tmp_path / "elsewhere" / "keys"
    assert ids(checks.folders_apart()) == ["vigportal.E003"]


def test_that_a_scratch_folder_that_is_no_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    assert checks.scratch_is_writable() == []
    (tmp_path / "file").write_text("here")
    for folder in (tmp_path / "file", tmp_path / "file" / "scratch"):
        settings.SCRATCH_DIR = folder
        assert ids(checks.scratch_is_writable()) == ["vigportal.E005"]


def test_that_a_scratch_folder_that_is_closed_is_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SCRATCH_DIR = tmp_path / "scratch"
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != tmp_path)  # root may write anywhere
    assert ids(checks.scratch_is_writable()) == ["vigportal.E005"]


def test_that_an_ffmpeg_that_cannot_do_the_work_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.FFMPEG_BINARY = str(tmp_path / "missing")
    assert ids(checks.ffmpeg_is_able()) == ["vigportal.E006"]
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho ffmpeg version 9\n")
    poor.chmod(0o755)
    settings.FFMPEG_BINARY = str(poor)
    assert ids(checks.ffmpeg_is_able()) == ["vigportal.E006"]


def test_that_reading_films_without_a_cage_is_told_to_who_deploys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_cage", lambda: "/usr/bin/bwrap")
    assert checks.films_are_caged() == []
    monkeypatch.setattr(runner, "_cage", str)
    assert ids(checks.films_are_caged()) == ["vigportal.W008"]
    assert "vigportal.W008" in ids(run_checks(include_deployment_checks=True))
    assert "vigportal.W008" not in ids(run_checks())


@pytest.mark.django_db
def test_that_a_fence_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.fences_stand(databases=["default"]) == []
    with connection.cursor() as cursor:
        _drop_one_fence(cursor)
    assert triggers.missing(connection)
    assert ids(checks.fences_stand(databases=["default"])) == ["vigportal.E007"]
    assert checks.fences_stand() == []  # not asked without a database
    MigrationRecorder.Migration.objects.filter(app="ledger").latest("applied").delete()
    assert checks.fences_stand(databases=["default"]) == []  # `migrate` has to be able to run


def _drop_one_fence(cursor: object) -> None:
    find = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'",
        "postgresql": "SELECT tgname, 'ledger_entry' FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass "
        "AND NOT tgisinternal",
    }[connection.vendor]
    cursor.execute(find)  # type: ignore[attr-defined]
    name, table = cursor.fetchall()[0]  # type: ignore[attr-defined]
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER {name}{on}")  # type: ignore[attr-defined]


COOKIES = """
import django.conf, vigportal.settings as page
print(page.SESSION_COOKIE_NAME, page.SESSION_COOKIE_SECURE, page.CSRF_COOKIE_SECURE, page.SECURE_SSL_REDIRECT,
      page.SECURE_HSTS_SECONDS, getattr(page, "SESSION_COOKIE_PATH", "/"), getattr(page, "SESSION_COOKIE_DOMAIN", None),
      page.ALLAUTH_TRUSTED_PROXY_COUNT)
"""


@pytest.mark.parametrize(
    ("origin", "proxy", "says"),
    [
        ("http://localhost:8000", "", "portal False False False 0 / None 0"),
        ("https://portal.example", "", "__Host-portal True True True 31536000 / None 0"),
        ("https://portal.example", "1", "__Host-portal True True False 31536000 / None 1"),
    ],
)
def test_that_under_https_the_sittings_cookie_belongs_to_this_host_alone(origin: str, proxy: str, says: str) -> None:
    told = {**os.environ, "VIG_ORIGIN": origin, "VIG_BEHIND_PROXY": proxy}
    seen = subprocess.run([sys.executable, "-c", COOKIES], env=told, capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == says


def test_that_languages_without_letters_are_told_and_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "samples", lambda: {"English": "abc", "Klingon": "a \ue000"})
    (told,) = checks.papers_have_letters()
    assert (told.id, told.msg) == ("vigportal.W010", "Papers have no letters for Klingon.")
    assert told.hint is not None
    assert "fonts-noto-core" in told.hint


def test_that_a_machine_that_cannot_make_papers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise NoPapers("libpango-1.0-0")

    monkeypatch.setattr("vigportal.letters.papers.the_maker", lacking)
    assert ids(checks.papers_have_letters()) == ["vigportal.W011"]
