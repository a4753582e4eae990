"""`manage.py vault`: what it finds, what it says, how it ends, what it enters."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from consent.models import Asset, Proof
from consent.sealing import Shown, keep_proof
from tests.cast import Cast, make_cast
from tests.consent.papers import signature
from tests.videos.makers import make_upload, send
from videos.models import Rendition
from vigportal.ledger.models import PORTAL, Entry
from vigportal.ledger.verify import check_all
from vigportal.management import caring
from vigportal.vault import keys, storage, strongbox

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def film(cast: Cast) -> Rendition:
    """The one part in which a film has arrived."""
    send(cast, make_upload(cast, 5), b"bytes")
    return Rendition.objects.get()


def said(*words: str) -> str:
    told = io.StringIO()
    call_command("vault", *words, stdout=told)
    return told.getvalue()


def refused(*words: str) -> tuple[int, str, str]:
    """How it ended, what it said at the end, and what before."""
    told = io.StringIO()
    with pytest.raises(CommandError) as no:
        call_command("vault", *words, stdout=told)
    return no.value.returncode, str(no.value), told.getvalue()


def entered(event: str) -> list[dict[str, object]]:
    return [entry.facts for entry in Entry.objects.filter(event=event).order_by("number")]


# Checking


def test_that_an_empty_vault_is_whole() -> None:
    assert said("check") == "The vault is whole: it is empty.\n"
    assert entered("vault_checked") == [{"count": 0, "number": 0}]


def test_that_films_and_proofs_are_looked_at(cast: Cast, film: Rendition) -> None:
    with transaction.atomic():
        keep_proof(Shown(uuid4(), Proof.Kind.DRAWN, words=signature()), cast.case, cast.maya, cast.now)
    assert said("check") == "The vault is whole: 2 whole.\n"
    assert entered("vault_checked") == [{"count": 2, "number": 0}]


def test_that_what_is_not_whole_is_named_with_exit_code_1(cast: Cast, film: Rendition, settings: Settings) -> None:
    send(cast, make_upload(cast, 5), b"other")
    lost = Rendition.objects.exclude(pk=film.pk).get()
    storage.delete(lost.object_name)
    path = next(Path(settings.VAULT_DIR).rglob(film.object_name))
    path.write_bytes(path.read_bytes()[:-1])
    code, end, lines = refused("check")
    assert (code, end) == (1, "The vault is not whole. Faults: 2 (1 missing, 1 damaged).")
    assert f"object {lost.object_name} of {lost.asset_id}: missing\n" in lines
    assert f"object {film.object_name} of {film.asset_id}: damaged\n" in lines
    assert entered("vault_checked") == [{"count": 2, "number": 2}]


def test_that_a_destroyed_missing_or_damaged_key_is_named(cast: Cast, film: Rendition, settings: Settings) -> None:
    keys.destroy_key(film.asset_id, now=timezone.now())
    assert f"{film.asset_id}: its key was destroyed" in refused("check")[2]
    with strongbox.writing(Path(settings.VAULT_KEYS_DIR)) as db:
        db.execute("DELETE FROM destroyed")
    assert f"{film.asset_id}: its key is damaged" in refused("check")[2]
    with strongbox.writing(Path(settings.VAULT_KEYS_DIR)) as db:
        db.execute("DELETE FROM asset_key")
    assert f"{film.asset_id}: its key is missing" in refused("check")[2]


def test_that_bytes_that_are_nobodys_are_named_and_no_fault(film: Rendition) -> None:
    with storage.seal(film.asset_id) as writer:
        writer.write(b"made by a worker that was killed before it published")
    assert said("check") == f"object {writer.name}: nobody's\nThe vault is whole: 1 whole, 1 nobody's.\n"
    assert entered("vault_checked") == [{"count": 1, "number": 0}]


def test_that_a_disk_that_fails_is_named_and_the_check_goes_on(
    film: Rendition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("input/output error")

    monkeypatch.setattr("vigportal.vault.disk.DiskStanding.read", fail)
    assert "can't be read just now" in refused("check")[2]


def test_that_what_is_on_its_way_out_is_no_finding(film: Rendition) -> None:
    Asset.objects.filter(pk=film.asset_id).update(state=Asset.State.ERASING)
    keys.destroy_key(film.asset_id, now=timezone.now())
    assert said("check") == "The vault is whole: it is empty.\n"


def test_that_what_goes_or_comes_meanwhile_is_no_finding(
    cast: Cast, film: Rendition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows_of_a_moment_ago() -> Iterator[tuple[str, UUID]]:
        yield film.object_name, film.asset_id
        send(cast, make_upload(cast, 5), b"other")

    storage.delete(film.object_name)
    Rendition.objects.all().delete()
    monkeypatch.setattr(caring, "_owned", rows_of_a_moment_ago)
    assert said("check") == "The vault is whole: it is empty.\n"


def test_that_a_key_that_does_not_fit_ends_a_check_before_it_begins(film: Rendition, settings: Settings) -> None:
    settings.VAULT_DEPLOYMENT_KEY = NEXT
    code, end, lines = refused("check")
    assert (code, lines) == (2, "")
    assert "another key than VIG_VAULT_DEPLOYMENT_KEY" in end
    assert entered("vault_checked") == []


# Changing keys


def test_that_a_services_key_is_changed_and_told_in_its_chain(cast: Cast, film: Rendition) -> None:
    before = keys.key_for(film.asset_id)
    assert said("rotate", "--service", str(cast.service.pk)) == f"Service {cast.service.pk} has a new key.\n"
    assert keys.key_for(film.asset_id) == before
    assert [entry.chain for entry in Entry.objects.filter(event="service_key_rotated")] == [cast.service.pk]
    assert said("check").startswith("The vault is whole")
    assert all(chain.broken_at is None for chain in check_all())


def test_that_each_services_key_is_changed_when_asked(cast: Cast) -> None:
    said("rotate", "--services")
    chains = {entry.chain for entry in Entry.objects.filter(event="service_key_rotated")}
    assert chains == {cast.service.pk, cast.other_service.pk}


def test_that_the_portals_key_is_changed_while_both_are_known(film: Rendition, settings: Settings) -> None:
    before, old = keys.key_for(film.asset_id), settings.VAULT_DEPLOYMENT_KEY
    settings.VAULT_DEPLOYMENT_KEY_NEXT = NEXT
    assert "The portal has a new key." in said("rotate", "--deployment")
    assert keys.key_for(film.asset_id) == before
    assert "nothing was left to do" in said("rotate", "--deployment")
    told = Entry.objects.filter(event="deployment_key_rotated").get()
    assert (told.chain, told.actor) == (PORTAL, None)
    settings.VAULT_DEPLOYMENT_KEY, settings.VAULT_DEPLOYMENT_KEY_NEXT = NEXT, ""
    assert said("check").startswith("The vault is whole")
    settings.VAULT_DEPLOYMENT_KEY = old
    assert refused("check")[0] == 2


def test_that_a_rotation_killed_before_its_entry_is_told_by_the_next_run(
    film: Rendition, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for kill -9 between the key store's commit and the database's."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    settings.VAULT_DEPLOYMENT_KEY_NEXT = NEXT
    with monkeypatch.context() as patched:
        patched.setattr(caring, "enter", die)
        with pytest.raises(Killed):
            said("rotate", "--deployment")
    assert entered("deployment_key_rotated") == []
    assert "The portal has a new key." in said("rotate", "--deployment")
    assert len(entered("deployment_key_rotated")) == 1


def test_that_a_reader_in_the_way_is_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def linger(_folder: Path) -> None:
        raise keys.KeyLingers

    monkeypatch.setattr(strongbox, "scrub", linger)
    code, end, _ = refused("rotate", "--services")
    assert code == 1
    assert "Run this again" in end


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rotate"], "Whose key"),
        (["rotate", "--service", str(uuid4())], "no such service"),
        (["rotate", "--deployment"], "VIG_VAULT_DEPLOYMENT_KEY_NEXT"),
    ],
)
def test_that_what_can_not_be_done_is_said_in_words(words: list[str], why: str) -> None:
    code, end, _ = refused(*words)
    assert code == 2
    assert why in end
    assert not Entry.objects.exists()
