"""Kept elsewhere: where chains end and what was erased. In the tables: nothing without its entry."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from consent.models import Purpose
from tests.cast import Cast, make_cast, make_seat, make_user
from tests.ledger.test_verify import behind_the_fence
from tests.videos.makers import make_film_of
from videos.models import Viewing
from vigportal.accounts.roles import Role
from vigportal.ledger.models import ChainHead, Entry
from vigportal.management.witness import keep_witness, newest, read

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.WITNESS_DIR = tmp_path / "witness"
    cast = make_cast()
    make_film_of(cast)
    return cast


def cut_tail(cast: Cast) -> None:
    """The last entry of the case goes, and the head with it: the chain alone looks whole."""
    last, before = Entry.objects.of_chain(cast.case.pk).order_by("-number")[:2]
    with behind_the_fence():
        Entry.objects.filter(pk=last.pk).delete()
    ChainHead.objects.filter(pk=cast.case.pk).update(number=before.number, hash=before.hash)


def test_that_a_tail_that_was_cut_with_its_head_is_seen(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    keep_witness(timezone.now())
    call_command("verify_ledger")
    cut_tail(cast)
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert f"chain {cast.case.pk}" in capsys.readouterr().err


def test_that_the_file_is_the_owners_alone_and_says_where_each_chain_ends(cast: Cast) -> None:
    keep_witness(timezone.now())
    file = newest()
    assert file
    assert file.stat().st_mode & 0o777 == 0o600
    assert {chain: head.number for chain, head in read(file).heads.items()} == dict(
        ChainHead.objects.values_list("chain", "number")
    )


def test_that_each_manager_gets_the_part_of_their_own_service(cast: Cast) -> None:
    make_seat(make_user("Grace"), cast.service, Role.MANAGER, cast.since)
    mail.outbox.clear()
    keep_witness(timezone.now())
    (sent,) = mail.outbox
    (part,) = sent.attachments
    assert sent.to == ["grace@example.org"]
    assert str(cast.case.pk) in str(part[1])
    assert str(cast.other_case.pk) not in str(part[1])
    assert cast.family.name not in sent.body + str(part[1])


def test_that_a_viewing_without_its_entry_is_seen(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    now, asset = timezone.now(), cast.case.assets.order_by("number").last()
    assert asset
    viewing = Viewing.objects.create(
        asset=asset, viewer=cast.maya, purpose=Purpose.PRACTICE, started_at=now, last_at=now
    )
    with pytest.raises(CommandError):
        call_command("verify_ledger")
    assert f"a viewing without its entry: {viewing.pk}" in capsys.readouterr().err
