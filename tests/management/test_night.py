"""The night's chores: each by itself, each as often as you like."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from consent.models import Proof
from consent.sealing import Shown, keep_proof
from tests.cast import Cast, events_of, make_cast
from tests.consent.papers import signature
from tests.videos.makers import make_upload, run_jobs, send
from videos.models import Film, Job, Rendition, Upload
from vigportal.management import night
from vigportal.vault.storage import exists, seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def lie_since(settings: Settings, name: str, moment: datetime) -> None:
    path = next(Path(settings.VAULT_DIR).rglob(f"{name}*"))
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_that_an_upload_that_was_given_up_is_erased(cast: Cast) -> None:
    upload = send(cast, make_upload(cast, 10), b"bytes")
    name = Rendition.objects.get().object_name
    night.expire_uploads(upload.expires_at - timedelta(seconds=1))
    assert "upload_expired" not in events_of(cast.case)
    for _ in range(2):
        night.expire_uploads(upload.expires_at)
    run_jobs()
    assert events_of(cast.case)[-2:] == ["upload_expired", "certificate_issued"]
    assert Film.objects.get().state == "erased"
    assert Upload.objects.get().ended_at == upload.expires_at
    assert not exists(name)


def test_that_a_film_that_arrived_is_not_given_up(cast: Cast) -> None:
    upload = send(cast, make_upload(cast, 5), b"bytes")
    night.expire_uploads(upload.expires_at + timedelta(days=1))
    assert Film.objects.get().state == "checking"


def test_that_bytes_that_are_nobodys_go_after_a_while_and_no_others(cast: Cast, settings: Settings) -> None:
    upload = send(cast, make_upload(cast, 10), b"bytes")
    with seal(upload.film.asset_id) as writer:
        writer.write(b"made by a worker that was killed before it published")
    mine, now = Rendition.objects.get().object_name, timezone.now()
    night.sweep_vault(now)
    assert exists(writer.name), "it may be published in a moment"
    for name in (mine, writer.name):
        lie_since(settings, name, now - timedelta(days=8))
    night.sweep_vault(now)
    assert (exists(mine), exists(writer.name)) == (True, False)


def test_that_a_half_written_object_goes_after_a_day(cast: Cast, settings: Settings) -> None:
    upload = send(cast, make_upload(cast, 10), b"bytes")
    writing = seal(upload.film.asset_id)
    writing.__enter__()
    draft = next(Path(settings.VAULT_DIR).rglob("*.part"))
    now = timezone.now()
    night.sweep_vault(now)
    assert draft.exists()
    lie_since(settings, draft.name, now - timedelta(days=2))
    night.sweep_vault(now)
    assert not draft.exists()


def test_that_one_chore_that_fails_keeps_no_other_from_its_turn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_now: datetime) -> None:
        raise RuntimeError("no disk")

    send(cast, make_upload(cast, 10), b"bytes")
    Upload.objects.update(expires_at=timezone.now())
    monkeypatch.setattr(night, "CHORES", [broken, *night.CHORES])
    call_command("night")
    assert "failed" in caplog.text
    assert "upload_expired" in events_of(cast.case)


def test_that_parked_jobs_are_listed_for_a_human(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    upload = send(cast, make_upload(cast, 5), b"bytes")
    Job.objects.update(state=Job.State.PARKED)
    call_command("night")
    assert f"parked: prepare job {Job.objects.get().pk} for asset {upload.film.asset_id}" in caplog.text


def test_that_what_was_signed_is_somebodys(cast: Cast, settings: Settings) -> None:
    shown = Shown(uuid4(), Proof.Kind.DRAWN, words=signature())
    with transaction.atomic():
        proof = keep_proof(shown, cast.case, cast.maya, cast.now)
    lie_since(settings, proof.object_name, cast.now - timedelta(days=80))
    night.sweep_vault(cast.now)
    assert exists(proof.object_name)


def test_that_sittings_that_are_over_are_forgotten(cast: Cast) -> None:
    now = timezone.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="goes on", session_data="", expire_date=now + timedelta(hours=1))
    night.night(now)
    assert not Session.objects.filter(session_key="over").exists()
    assert Session.objects.filter(session_key="goes on").exists()
