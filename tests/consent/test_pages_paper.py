"""A declaration on paper: dated today, saying when it was signed, with its photo; and what is no photo."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django import Settings

from consent.models import Asset, ConsentText, Declaration, Proof, Purpose
from consent.pictures import LARGEST_FILE, Fault
from consent.queries import text_for
from consent.sealing import open_proof
from consent.writer import move
from tests.cast import events_of, new_id, signed_in
from tests.consent.pages import GIVE, REFUSE, Table, film_of, make_table, words
from tests.consent.papers import PAYLOAD, a_photo, as_file, forgeries
from tests.consent.test_texts import make_text
from tests.videos.makers import say
from vigportal.ledger.models import Entry

PRACTICE, TRAINING = Purpose.PRACTICE, Purpose.TRAINING


@pytest.fixture
def table(transactional_db: None) -> Table:
    return make_table()


def paper(table: Table, photo: bytes | None = None, **more: Any) -> dict[str, Any]:
    """Yes to our work together and to training, no to research, signed ten days ago."""
    texts = {purpose: str(text_for(table.cast.service, purpose).pk) for purpose in (PRACTICE, TRAINING)}
    return {
        "form_id": new_id(),
        "said_on": (table.cast.now - timedelta(days=10)).date().isoformat(),
        "photo": as_file(a_photo() if photo is None else photo),
        "long": "end",
        "later": "yes",
        "practice_view": texts[PRACTICE],
        "training_view": texts[TRAINING],
        "research_view": "no",
        **more,
    }


def send(table: Table, **more: Any) -> Any:
    """Maya records it."""
    return signed_in(table.cast.maya).post(table.page("paper"), paper(table, **more), follow=True)


def test_that_a_paper_counts_from_today_and_says_when_it_was_signed(table: Table) -> None:
    cast = table.cast
    said = send(table)
    assert "The paper is recorded." in said.content.decode()
    rows = Declaration.objects.all()
    assert sorted(row.kind for row in rows) == ["GIVE"] * 4 + ["REFUSE"] * 2
    day = (cast.now - timedelta(days=10)).date()
    assert {(row.said_on, row.channel, row.evidence) for row in rows} == {(day, "paper", "signed")}
    assert all(row.recorded_at > cast.now for row in rows)
    assert all(row.from_at == row.recorded_at for row in rows if row.kind == GIVE)
    assert {row.proof for row in rows} == {Proof.objects.get()}
    assert events_of(cast.case).count("paper_recorded") == 1
    grid = words(signed_in(cast.maya).get(reverse("consent:case_grid", args=[cast.case.pk])))
    assert "on paper of" in grid
    assert "Photo of a paper form" in grid


def test_that_its_photo_is_sealed_drawn_anew_and_shown_to_who_may(table: Table, settings: Settings) -> None:
    photo = a_photo("JPEG") + PAYLOAD
    send(table, photo=photo)
    proof = Proof.objects.get()
    with open_proof(proof) as sealed:
        assert PAYLOAD not in sealed.read()
    rooms = (Path(settings.VAULT_DIR), Path(settings.SCRATCH_DIR))
    files = [path.read_bytes() for room in rooms for path in room.rglob("*") if path.is_file()]
    assert files
    assert not any(b"\xff\xd8\xff" in data[:64] or PAYLOAD in data for data in files)
    page = reverse("consent:proof", args=[proof.pk])
    assert [signed_in(user).get(page).status_code for user in (table.cast.maya, table.cast.rosa, table.cast.sam)] == [
        200,
        200,
        404,
    ]


@pytest.mark.parametrize("name", ["paper.jpg", "paper.svg", "paper.html"])
def test_that_what_it_is_called_says_nothing(table: Table, name: str) -> None:
    told = {**paper(table), "photo": as_file(a_photo("PNG"), name, "text/html")}
    signed_in(table.cast.maya).post(table.page("paper"), told)
    assert Proof.objects.get().content_type == "image/jpeg"


@pytest.mark.parametrize(("photo", "fault"), forgeries(), ids=lambda value: getattr(value, "value", ""))
def test_that_a_forged_photo_changes_nothing_and_is_entered(table: Table, photo: bytes, fault: Fault) -> None:
    answer = send(table, photo=photo)
    assert "Nothing was saved." in words(answer)
    assert (Declaration.objects.count(), Proof.objects.count()) == (0, 0)
    refused = Entry.objects.of_chain(table.cast.case.pk).filter(event="declaration_refused").get()
    assert refused.facts["reason"] == fault.value


def test_that_a_file_that_is_too_large_is_refused_in_words(table: Table) -> None:
    answer = send(table, photo=a_photo() + bytes(LARGEST_FILE + 1))
    assert "This photo is too large." in words(answer)
    assert not Proof.objects.exists()


def test_that_without_a_photo_or_a_word_nothing_is_taken(table: Table) -> None:
    maya = signed_in(table.cast.maya)
    told = paper(table)
    del told["photo"]
    assert "Please look at this again" in words(maya.post(table.page("paper"), told))
    empty = {**paper(table), "practice_view": "", "training_view": "", "research_view": ""}
    assert "Say what stands on the paper" in words(maya.post(table.page("paper"), empty))
    tomorrow = (table.cast.now + timedelta(days=2)).date().isoformat()
    assert "still to come" in words(maya.post(table.page("paper"), paper(table, said_on=tomorrow)))
    assert not Declaration.objects.exists()


def test_that_the_same_paper_sent_twice_is_one(table: Table) -> None:
    maya, told = signed_in(table.cast.maya), paper(table)
    for _time in range(2):
        maya.post(table.page("paper"), {**told, "photo": as_file(a_photo())})
    assert (Declaration.objects.count(), Proof.objects.count()) == (6, 1)
    assert events_of(table.cast.case).count("paper_recorded") == 1


@pytest.mark.parametrize("practice", ["", "yes"])
def test_that_the_no_of_a_paper_sent_again_stops_a_yes_given_meanwhile(table: Table, practice: str) -> None:
    cast = table.cast
    text = str(text_for(cast.service, PRACTICE).pk) if practice else ""
    told = paper(table, training_view="no", practice_view=text, research_view="")
    of_training = Declaration.objects.filter(about=cast.mother, lines__purpose=TRAINING).order_by("number")

    def sends() -> list[str]:
        signed_in(cast.maya).post(table.page("paper"), {**told, "photo": as_file(a_photo())}, follow=True)
        return list(of_training.values_list("kind", flat=True))

    assert sends() == sends() == ["REFUSE"]
    say(cast, GIVE, TRAINING, about=[cast.mother])
    assert sends() == sends() == ["REFUSE", "GIVE", "WITHDRAW"]
    assert (Proof.objects.count(), Declaration.objects.filter(about=cast.mother, lines__purpose=PRACTICE).count()) == (
        1,
        1 if practice else 0,
    )


def test_that_a_paper_may_have_been_signed_under_older_words(table: Table) -> None:
    service = table.cast.service
    older = ConsentText.objects.get(purpose=PRACTICE, action="view", service=None)
    newer = make_text(2, service=service)
    page = words(signed_in(table.cast.maya).get(table.page("paper")))
    assert "Yes, words version 2 (en-gb) Yes, words version 1 (en-gb)" in page
    send(table, practice_view=str(older.pk))
    lines = {line.text for row in Declaration.objects.filter(lines__purpose=PRACTICE) for line in row.lines.all()}
    assert lines == {older}
    assert newer != older


def test_that_a_paper_lifts_an_earlier_no_only_if_it_says_so(table: Table) -> None:
    cast = table.cast
    film = film_of(table, cast.mother, cast.leo)
    with transaction.atomic():
        move(film, Asset.State.ACTIVE, cast.now)
    [refused] = say(cast, REFUSE, PRACTICE, scope=film, about=[cast.leo])
    assert "Does the paper lift an earlier no?" in words(signed_in(cast.maya).get(table.page("paper")))
    send(table)
    assert not refused.lifted_by.exists()
    send(table, lift=[str(refused.pk)])
    assert {row.about for row in refused.lifted_by.all()} == {cast.leo}


def test_that_people_are_named_on_paper_too(table: Table) -> None:
    cast, team = table.cast, str(text_for(table.cast.service, Purpose.TEAM).pk)
    assert "Say who would watch." in words(send(table, team_view=team))
    assert not Declaration.objects.exists()
    send(table, team_view=team, who_team=[str(cast.omar.pk)])
    named = Declaration.objects.filter(lines__purpose=Purpose.TEAM)
    assert [list(row.viewers.all()) for row in named] == [[cast.omar]] * 2
    assert not any(row.viewers.exists() for row in Declaration.objects.filter(lines__purpose=PRACTICE))


def test_that_only_the_practitioner_records_a_paper(table: Table) -> None:
    cast = table.cast
    for user in (cast.rosa, cast.omar, cast.priya, cast.nadia):
        assert signed_in(user).get(table.page("paper")).status_code == 404
        assert signed_in(user).post(table.page("paper"), paper(table)).status_code == 404
    assert not Declaration.objects.exists()
