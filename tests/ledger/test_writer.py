"""The writer: an entry is added in the transaction of what it tells of, or not at all."""

import threading
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from consent.models import Purpose
from tests.cast import make_user
from vigportal.ledger.chain import GENESIS
from vigportal.ledger.events import NotAnEvent
from vigportal.ledger.facts import NotAFact
from vigportal.ledger.models import PORTAL, ChainHead, Entry
from vigportal.ledger.verify import check
from vigportal.ledger.writer import OutsideTransaction, enter

SERVICE, CASE = UUID(int=10), UUID(int=20)
NOW = timezone.now()


@pytest.mark.django_db
def test_that_an_entry_keeps_who_what_when_and_why() -> None:
    actor, film, yes, other_yes = make_user("Maya"), uuid4(), UUID(int=2), UUID(int=1)
    made = enter(
        "viewed",
        actor=actor,
        service_id=SERVICE,
        case_id=CASE,
        now=NOW,
        purpose=Purpose.SUPERVISION,
        rests_on=[yes, other_yes, yes],
        asset=film,
        kind="film",
        viewing=None,
        law=2,
    )
    entry = Entry.objects.get()
    assert (entry.pk, entry.actor, entry.at) == (made.pk, actor, NOW)
    assert (entry.event, entry.purpose) == ("viewed", "supervision")
    assert (entry.chain, entry.service_id) == (CASE, SERVICE)
    assert entry.facts == {"asset": str(film), "kind": "film", "viewing": None, "law": 2}
    assert entry.rests_on == [str(other_yes), str(yes)]
    assert entry.sealed() == made.sealed()


@pytest.mark.django_db
def test_that_cases_and_services_have_chains_of_their_own() -> None:
    entries = [
        enter("signed_out", actor=None, service_id=service, case_id=case, now=NOW)
        for service, case in ((SERVICE, None), (SERVICE, CASE), (SERVICE, CASE), (PORTAL, None))
    ]
    assert [(entry.chain, entry.number) for entry in entries] == [(SERVICE, 1), (CASE, 1), (CASE, 2), (PORTAL, 1)]
    assert [entry.previous_hash for entry in entries] == [GENESIS, GENESIS, entries[1].hash, GENESIS]
    assert ChainHead.objects.get(chain=CASE).hash == entries[2].hash


@pytest.mark.django_db
@pytest.mark.parametrize("stand_in", [AnonymousUser(), "maya"])
def test_that_nobody_without_an_account_passes_for_the_portal(stand_in: object) -> None:
    with pytest.raises((NotAFact, AttributeError)):
        enter("signed_out", actor=stand_in, service_id=SERVICE, now=NOW)  # type: ignore[arg-type]
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_that_facts_the_table_does_not_know_enter_nothing() -> None:
    with pytest.raises(NotAnEvent):
        enter("film_ready", actor=None, service_id=SERVICE, now=NOW, film=uuid4(), note="she laughed")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_that_there_is_no_entry_outside_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        enter("signed_out", actor=None, service_id=SERVICE, now=NOW)
    assert not ChainHead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_that_an_entry_goes_with_the_change_that_is_rolled_back() -> None:
    for fails in (False, True, False):
        with transaction.atomic():
            enter("signed_out", actor=None, service_id=SERVICE, now=NOW)
            transaction.set_rollback(fails)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert check(SERVICE).broken_at is None


@pytest.mark.django_db
def test_that_an_actor_can_be_anonymised_and_never_deleted() -> None:
    actor = make_user("Maya")
    enter("signed_out", actor=actor, service_id=SERVICE, now=NOW)
    actor.name, actor.email, actor.is_active = "", f"{actor.pk}@invalid.example", False
    actor.save()
    assert check(SERVICE).broken_at is None
    with pytest.raises(ProtectedError):
        actor.delete()


@pytest.mark.django_db(transaction=True)
def test_that_entries_made_at_once_queue_for_their_numbers() -> None:
    start = threading.Barrier(4)
    fates: list[object] = []

    def enter_five() -> None:
        start.wait()
        try:
            for _ in range(5):
                with transaction.atomic():
                    enter("signed_out", actor=None, service_id=SERVICE, case_id=CASE, now=NOW)
            fates.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter_five) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fates == ["done"] * 4
    assert check(CASE).broken_at is None
    assert check(CASE).head.number == 20
