"""A signature: drawn or typed, sealed before it touches a disk, and looked at by few."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import Settings

from consent.models import Declaration, Proof, Purpose
from consent.pictures import drawing_of
from consent.sealing import open_proof
from tests.cast import Cast, events_of, signed_in
from tests.consent.pages import Table, make_table, send, words, yes
from tests.consent.papers import signature
from vigportal.vault.keys import destroy_key

TRAINING = Purpose.TRAINING


@pytest.fixture
def table(transactional_db: None) -> Table:
    return make_table()


def drawn(cast: Cast, purpose: Purpose = TRAINING) -> dict[str, str]:
    """A yes with a signature."""
    return yes(cast, purpose, how="drawn", drawn=signature())


def test_that_a_drawn_signature_is_sealed_and_lies_nowhere_in_the_plain(table: Table, settings: Settings) -> None:
    send(signed_in(table.cast.maya), table.question(TRAINING), told := drawn(table.cast))
    proof = Proof.objects.get()
    assert {row.proof for row in Declaration.objects.all()} == {proof}
    with open_proof(proof) as sealed:
        picture = sealed.read()
    assert picture == drawing_of(told["drawn"])
    assert (proof.kind, proof.content_type, proof.size, proof.words) == ("drawn", "image/png", len(picture), "")
    rooms = (Path(settings.VAULT_DIR), Path(settings.VAULT_KEYS_DIR), Path(settings.SCRATCH_DIR))
    written = [path.read_bytes() for room in rooms for path in room.rglob("*") if path.is_file()]
    assert written
    assert not any(picture[:64] in data or b"IHDR" in data for data in written)


def test_that_a_typed_name_signs_as_well(table: Table) -> None:
    maya = signed_in(table.cast.maya)
    page = table.question(TRAINING)
    assert "Type the name." in words(maya.post(page, yes(table.cast, TRAINING, how="typed")))
    assert not Declaration.objects.exists()
    send(maya, page, yes(table.cast, TRAINING, how="typed", typed="Rosa L."))
    assert set(Declaration.objects.values_list("evidence", "proof__kind", "proof__words")) == {
        ("signed", "typed", "Rosa L.")
    }
    assert "signed “Rosa L.”" in words(maya.get(reverse("consent:case_grid", args=[table.cast.case.pk])))


def test_that_a_wide_purpose_needs_a_signature_and_says_so(table: Table) -> None:
    maya = signed_in(table.cast.maya)
    page = words(maya.get(table.question(TRAINING)))
    assert "a spoken yes is not enough" in page
    assert "Out loud" not in page
    maya.post(table.question(TRAINING), yes(table.cast, TRAINING, how="spoken"))
    assert not Declaration.objects.exists()
    assert "Out loud" in words(maya.get(table.question(Purpose.SUPERVISION)))


def test_that_drawing_without_a_line_asks_for_one(table: Table) -> None:
    answer = signed_in(table.cast.maya).post(table.question(TRAINING), yes(table.cast, TRAINING, how="drawn"))
    assert "Sign in the field first" in words(answer)
    assert not Proof.objects.exists()


def test_that_what_was_not_drawn_here_is_refused_and_entered(table: Table) -> None:
    told = yes(table.cast, TRAINING, how="drawn", drawn="<svg onload=alert(1)>")
    answer = signed_in(table.cast.maya).post(table.question(TRAINING), told)
    assert "There is no signature to read." in words(answer)
    assert not Declaration.objects.exists()
    assert not Proof.objects.exists()
    assert events_of(table.cast.case)[-1] == "declaration_refused"


def test_that_a_form_sent_twice_brings_one_signature(table: Table) -> None:
    told = drawn(table.cast)
    for _time in range(2):
        send(signed_in(table.cast.maya), table.question(TRAINING), told)
    assert (Proof.objects.count(), Declaration.objects.count()) == (1, 2)


def test_that_the_practitioner_and_whoever_signed_may_look_and_every_look_is_entered(table: Table) -> None:
    cast = table.cast
    send(signed_in(cast.maya), table.question(TRAINING), drawn(cast))
    page = reverse("consent:proof", args=[Proof.objects.get().pk])
    for user in (cast.maya, cast.rosa):
        answer = signed_in(user).get(page)
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/png", "no-store")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.content.startswith(b"\x89PNG")
    assert events_of(cast.case).count("proof_viewed") == 2
    for user in (cast.sam, cast.omar, cast.priya, cast.nadia):
        assert signed_in(user).get(page).status_code == 404
    assert events_of(cast.case).count("proof_viewed") == 2
    assert page in signed_in(cast.rosa).get(reverse("consent:papers")).content.decode()
    assert page in signed_in(cast.maya).get(reverse("consent:case_grid", args=[cast.case.pk])).content.decode()


def test_that_a_typed_name_has_no_picture_and_a_destroyed_key_shows_none(table: Table) -> None:
    cast, maya = table.cast, signed_in(table.cast.maya)
    send(maya, table.question(TRAINING), yes(cast, TRAINING, how="typed", typed="Rosa"))
    assert maya.get(reverse("consent:proof", args=[Proof.objects.get().pk])).status_code == 404
    assert maya.get(reverse("consent:proof", args=[uuid4()])).status_code == 404
    send(maya, table.question(Purpose.RESEARCH), drawn(cast, Purpose.RESEARCH))
    sealed = Proof.objects.get(kind="drawn")
    destroy_key(sealed.pk, now=cast.now)
    assert maya.get(reverse("consent:proof", args=[sealed.pk])).status_code == 404
    assert "proof_viewed" not in events_of(cast.case)


def test_that_at_her_own_sign_in_nobody_asks_for_a_signature(table: Table) -> None:
    rosa = signed_in(table.cast.rosa)
    assert "Signed" not in words(rosa.get(table.question(TRAINING)))
    send(rosa, table.question(TRAINING), yes(table.cast, TRAINING))
    assert set(Declaration.objects.values_list("evidence", "channel")) == {("signed", "own_sign_in")}
    assert not Proof.objects.exists()
