"""The key store's own copies live for days; a backup of yesterday's database brings no erased film back."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, make_cast
from tests.management.test_backup import MARK, arrived, content, lose_everything, names_of
from tests.vault.stores import at_rest, wrapped_keys
from tests.videos.makers import run_jobs
from videos.actions.films import erase_film
from videos.models import Film
from vigportal import checks
from vigportal.ledger.models import Entry
from vigportal.management import keycopies, night
from vigportal.management.backup import Places, back_up, restore
from vigportal.management.burying import bury_what_has_no_key
from vigportal.management.database import copy_name
from vigportal.management.keycopies import keep_keys_apart, name_at
from vigportal.retention.models import Certificate
from vigportal.vault.keys import KeyDestroyed
from vigportal.vault.storage import exists
from vigportal.vault.whole import open_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def copies(settings: Settings, tmp_path: Path) -> Path:
    settings.VAULT_KEYS_COPY_DIR = tmp_path / "copies of the keys"
    return tmp_path / "copies of the keys"


def names(copies: Path) -> set[str]:
    return {path.name for path in copies.iterdir()}


def test_that_yesterdays_database_brings_no_erased_film_back_to_a_machine_that_was_lost(
    cast: Cast, copies: Path, tmp_path: Path, settings: Settings
) -> None:
    film, staying, now = arrived(cast), arrived(cast), timezone.now()
    yesterdays = Places(tmp_path / "backup of yesterday", None)
    back_up(yesterdays, now - timedelta(days=1))
    erase_film(actor=cast.maya, film=film, why=Certificate.Why.ASKED, now=now)
    run_jobs()
    keep_keys_apart(now)
    lose_everything(settings)
    restore(Places(yesterdays.folder, copies), replace="replace", now=now)
    assert Film.objects.get(pk=film.pk).state == "ready", "the database of yesterday knows of no erasure"
    assert all(map(exists, names_of(film))), "and its sealed bytes came back with it"
    with pytest.raises(KeyDestroyed):
        content(film)
    assert content(staying) == MARK
    assert bury_what_has_no_key(now) == 1
    run_jobs()
    assert not any(map(exists, names_of(film)))


def test_that_a_backup_of_the_database_and_the_films_holds_no_key_at_all(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    film = arrived(cast)
    back_up(Places(tmp_path / "backup", None), timezone.now())
    open_file(tmp_path / "backup" / copy_name(), tmp_path / "backup" / "opened")
    held = b"".join(path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file())
    wrapped = wrapped_keys(Path(settings.VAULT_KEYS_DIR))[film.asset_id.bytes]
    assert wrapped in at_rest(Path(settings.VAULT_KEYS_DIR))
    assert film.asset_id.hex.encode() in held.replace(b"-", b""), "the film is listed there"
    assert wrapped not in held
    assert wrapped.hex().encode() not in held


def test_that_a_copy_older_than_its_life_is_gone(cast: Cast, copies: Path, settings: Settings) -> None:
    settings.VAULT_KEYS_COPY_DAYS = 3
    began = timezone.now()
    for day in range(6):
        keep_keys_apart(began + timedelta(days=day))
    assert names(copies) == {name_at(began + timedelta(days=day)) for day in (3, 4, 5)}
    assert [entry.facts["count"] for entry in Entry.objects.filter(event="keys_copied").order_by("number")] == [
        *[0, 0, 0],
        *[1, 1, 1],
    ]


def test_that_an_old_copy_goes_even_where_no_new_one_can_be_made(
    cast: Cast, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> None:
        raise OSError("no space left on device")

    now = timezone.now()
    keep_keys_apart(now - timedelta(days=8))
    keep_keys_apart(now - timedelta(days=6))
    monkeypatch.setattr(keycopies, "copy_keys", fail)
    call_command("night")
    assert names(copies) == {name_at(now - timedelta(days=6))}


def test_that_what_a_killed_copy_left_goes_too_and_nothing_else_does(cast: Cast, copies: Path) -> None:
    now, old = datetime.now(UTC), (datetime.now(UTC) - timedelta(days=9)).timestamp()
    copies.mkdir()
    for name in (".keys-20260101T000000000000.sqlite3.0a1b", "keys-of-the-house.sqlite3", "notes.txt"):
        (copies / name).write_bytes(b"x")
        os.utime(copies / name, (old, old))
    keep_keys_apart(now)
    assert names(copies) == {"notes.txt", name_at(now)}


def test_that_nothing_is_copied_where_no_folder_is_set(cast: Cast) -> None:
    keep_keys_apart(timezone.now())
    assert not Entry.objects.filter(event="keys_copied").exists()


def test_that_the_night_copies_the_keys(cast: Cast, copies: Path) -> None:
    assert keep_keys_apart in night.CHORES
    arrived(cast)
    call_command("night")
    assert len(names(copies)) == 1


def test_that_copies_in_the_wrong_place_are_told_before_the_portal_opens(settings: Settings) -> None:
    assert checks.folders_apart() == []
    for wrong in (settings.VAULT_DIR / "copies", settings.VAULT_KEYS_DIR):
        settings.VAULT_KEYS_COPY_DIR = wrong
        assert [each.id for each in checks.folders_apart()] == ["vigportal.E008"]
