"""Copied and put back: whole, sealed, keys apart, and nothing erased comes back."""

import base64
import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from consent.models import Asset
from families.models import Family
from tests.cast import Cast, make_cast
from tests.videos.makers import make_upload, run_jobs, send
from videos.actions.films import erase_film
from videos.models import Film, Job, Rendition
from videos.queries import original_of
from vigportal.accounts.models import Service
from vigportal.ledger.models import PORTAL, Entry
from vigportal.ledger.verify import check_all
from vigportal.management.backup import NoBackup, Places, back_up, restore
from vigportal.management.burying import bury_what_has_no_key
from vigportal.management.database import NotCopied, copy_name
from vigportal.management.witness import write_to
from vigportal.retention.models import Certificate
from vigportal.vault.copies import Copied
from vigportal.vault.keys import KeyDestroyed, key_for
from vigportal.vault.storage import exists

pytestmark = pytest.mark.django_db(transaction=True)
MARK = b"a face that nobody may see"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def film(cast: Cast) -> Film:
    """A film that has arrived; no engine looks at it here."""
    return arrived(cast)


def arrived(cast: Cast) -> Film:
    upload = send(cast, make_upload(cast, len(MARK)), MARK)
    Job.objects.all().delete()
    Film.objects.filter(pk=upload.film_id).update(state=Film.State.READY)
    return Film.objects.select_related("asset__case__family").get(pk=upload.film_id)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "backup", tmp_path / "elsewhere")


def content(film: Film) -> bytes:
    with original_of(film) as file:
        return file.read()


def names_of(film: Film) -> list[str]:
    return list(Rendition.objects.filter(asset=film.asset_id).values_list("object_name", flat=True))


def lose_everything(settings: Settings) -> None:
    """The machine's disk, but for the tables themselves."""
    shutil.rmtree(settings.VAULT_DIR)
    shutil.rmtree(settings.VAULT_KEYS_DIR)


def test_that_a_lost_portal_comes_back_whole(cast: Cast, film: Film, places: Places, settings: Settings) -> None:
    back_up(places, timezone.now())
    Family.objects.filter(pk=cast.family.pk).update(name="Changed since")
    lose_everything(settings)
    assert restore(places, replace="replace", now=timezone.now()) == 1
    assert content(film) == MARK
    assert Family.objects.get(pk=cast.family.pk).name != "Changed since"
    assert all(chain.broken_at is None for chain in check_all())
    told = Entry.objects.filter(event="restored").get()
    assert (told.service_id, told.actor) == (PORTAL, None)


def test_that_a_backup_holds_neither_keys_nor_anything_to_read(
    cast: Cast, film: Film, places: Places, settings: Settings
) -> None:
    back_up(places, timezone.now())
    assert places.keys
    assert [path.suffix for path in places.keys.iterdir()] == [".sqlite3"]
    in_backup = {path.name: path.read_bytes() for path in places.folder.rglob("*") if path.is_file()}
    assert set(in_backup) == {copy_name(), "services", *names_of(film)}
    for plain in (MARK, b"SQLite format", b"CREATE TABLE", cast.family.name.encode(), cast.rosa.email.encode()):
        assert not any(plain in data for data in in_backup.values()), plain
    assert not list(settings.SCRATCH_DIR.glob("database*"))
    with Path(places.keys / next(places.keys.iterdir()).name).open("rb") as file:
        assert key_for(film.asset_id) not in file.read()


def test_that_only_what_is_new_is_copied_and_what_is_gone_goes(cast: Cast, film: Film, places: Places) -> None:
    assert back_up(places, timezone.now()) == Copied(1, 0, 0)
    second = arrived(cast)
    assert back_up(places, timezone.now()) == Copied(1, 1, 0)
    erase_film(actor=cast.maya, film=film, why=Certificate.Why.NOT_NEEDED, now=timezone.now())
    run_jobs()
    assert back_up(places, timezone.now()) == Copied(0, 1, 1)
    assert {path.name for path in (places.folder / "vault").rglob("*") if path.is_file()} == set(names_of(second))
    assert places.keys
    assert len(list(places.keys.iterdir())) == 1, "an older copy of the keys would outlive what was erased"
    assert Entry.objects.filter(event="backup_made").count() == 3


def test_that_an_older_database_brings_no_erased_film_back(cast: Cast, film: Film, places: Places) -> None:
    staying = arrived(cast)
    back_up(places, timezone.now())
    names = names_of(film)
    erase_film(actor=cast.maya, film=film, why=Certificate.Why.ASKED, now=timezone.now())
    run_jobs()
    restore(places, replace="replace", now=timezone.now())
    assert Film.objects.get(pk=film.pk).state == "ready", "the older database doesn't know yet"
    assert all(map(exists, names)), "its sealed bytes came back with it"
    with pytest.raises(KeyDestroyed):
        content(film)
    assert bury_what_has_no_key(timezone.now()) == 1
    assert Asset.objects.get(pk=film.asset_id).state == "erasing"
    run_jobs()
    assert Asset.objects.get(pk=film.asset_id).state == "erased"
    assert not any(map(exists, names))
    assert Certificate.objects.get().why == "before"
    assert bury_what_has_no_key(timezone.now()) == 0
    assert content(staying) == MARK
    assert all(chain.broken_at is None for chain in check_all())


def test_that_a_portal_in_use_is_replaced_only_when_asked(cast: Cast, film: Film, places: Places) -> None:
    back_up(places, timezone.now())
    Family.objects.filter(pk=cast.family.pk).update(name="Changed since")
    words = ["--from", str(places.folder)]
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", *words)
    assert Family.objects.get(pk=cast.family.pk).name == "Changed since"
    said = io.StringIO()
    call_command("restore", *words, "--replace", stdout=said)
    assert "Restored" in said.getvalue()
    assert Family.objects.get(pk=cast.family.pk).name != "Changed since"


@pytest.mark.parametrize("keys", ["", "backup", "backup/keys", "."])
def test_that_keys_and_bytes_never_lie_together(cast: Cast, tmp_path: Path, keys: str) -> None:
    words = ["--to", str(tmp_path / "backup"), "--keys-to", str(tmp_path / (keys or "backup/../backup"))]
    with pytest.raises(CommandError, match="apart"):
        call_command("backup", *words)
    assert not (tmp_path / "backup").exists()


def test_that_another_portals_backup_is_left_alone(cast: Cast, film: Film, places: Places) -> None:
    back_up(places, timezone.now())
    (places.folder / "services").write_text(str(PORTAL))
    with pytest.raises(CommandError, match="another portal"):
        call_command("backup", "--to", str(places.folder))
    assert (places.folder / copy_name()).exists()


def test_that_a_folder_without_a_backup_is_said_to_be_one(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NoBackup):
        restore(Places(tmp_path, None), replace="replace", now=timezone.now())
    assert Service.objects.exists()


def test_that_a_damaged_copy_leaves_the_portal_as_it_was(cast: Cast, film: Film, places: Places) -> None:
    back_up(places, timezone.now())
    copy = places.folder / copy_name()
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError):
        call_command("restore", "--from", str(places.folder), "--replace")
    assert Service.objects.filter(pk=cast.service.pk).exists()
    assert content(film) == MARK


def test_that_a_copy_opens_with_its_own_deployment_key_alone(
    cast: Cast, film: Film, places: Places, settings: Settings
) -> None:
    back_up(places, timezone.now())
    settings.VAULT_DEPLOYMENT_KEY = base64.b64encode(bytes(32)).decode()
    with pytest.raises(NotCopied, match="another deployment key"):
        restore(Places(places.folder, None), replace="replace", now=timezone.now())
    assert Service.objects.filter(pk=cast.service.pk).exists()


@pytest.mark.parametrize("known", ["known", ""])
def test_that_only_a_witness_keeps_graves_shut_where_the_keys_are_as_old_as_the_films(
    cast: Cast, film: Film, places: Places, settings: Settings, tmp_path: Path, known: str
) -> None:
    back_up(places, timezone.now())
    erase_film(actor=cast.maya, film=film, why=Certificate.Why.ASKED, now=timezone.now())
    run_jobs()
    gone_at = Certificate.objects.get().erased[0]["key_destroyed_at"]
    write_to(tmp_path / "witness")
    lose_everything(settings)
    words = ["--from", str(places.folder), "--keys-from", str(places.keys), "--replace"]
    call_command("restore", *words, *(["--witness", str(tmp_path / "witness")] if known else []))
    run_jobs()
    if known:
        with pytest.raises(KeyDestroyed):
            content(film)
        certificate = Certificate.objects.get()
        assert (certificate.why, certificate.erased[0]["key_destroyed_at"]) == ("asked", gone_at)
    else:
        assert content(film) == MARK


@pytest.mark.parametrize(("moment", "warning"), [("none", "no --witness"), ("before", "older than"), ("after", "")])
def test_that_a_witness_that_is_missing_or_old_is_said_aloud(
    cast: Cast, film: Film, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, warning: str
) -> None:
    write_to(tmp_path / "before")
    erase_film(actor=cast.maya, film=arrived(cast), why=Certificate.Why.ASKED, now=timezone.now())
    back_up(places, timezone.now())
    write_to(tmp_path / "after")
    monkeypatch.setattr("vigportal.management.commands.restore.has_data", lambda: False)
    told = [] if moment == "none" else ["--witness", str(tmp_path / moment)]
    said = io.StringIO()
    call_command("restore", "--from", str(places.folder), "--replace", *told, stderr=said)
    assert (warning in said.getvalue()) if warning else not said.getvalue()


@pytest.mark.postgres
def test_that_a_missing_program_is_named(cast: Cast, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    assert connection.vendor == "postgresql"
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    with pytest.raises(CommandError, match="postgresql-client"):
        call_command("backup", "--to", str(places.folder))
