"""Sending a film, through HTTP: what is taken, what is not, and what a person reads then."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from families.models import Assignment
from tests.cast import Cast, events_of, make_cast, make_cycle, signed_in
from tests.videos.makers import allow_everything, run_jobs
from tests.videos.tus import TUS, begun, create, id_in, patch, sent
from videos import writer
from videos.counting import pace_of
from videos.models import Film, Job, Rendition, Upload
from videos.queries import original_of
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


def refusals() -> list[str]:
    return [entry.facts["reason"] for entry in Entry.objects.filter(event="upload_refused").order_by("at", "number")]


def head(client: Client, upload: Any) -> Any:
    return client.head(reverse("videos:upload", args=[upload]), headers=TUS)


def test_that_parts_arrive_sealed_and_in_order(cast: Cast, maya: Client) -> None:
    data = b"first part, second part"
    upload = begun(maya, cast, len(data))
    assert (head(maya, upload)["Upload-Offset"], head(maya, upload)["Upload-Length"]) == ("0", str(len(data)))
    for start, end in ((0, 11), (11, len(data))):
        answer = patch(maya, upload, data[start:end], start)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    film = Film.objects.get()
    with original_of(film) as file:
        assert file.read() == data
    assert list(Rendition.objects.order_by("part").values_list("part", "size")) == [(0, 11), (1, 12)]


def test_that_a_whole_film_flips_its_state_and_rings_once(
    cast: Cast, maya: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[object] = []
    monkeypatch.setattr(writer, "ring", rung.append)
    upload = begun(maya, cast, 4)
    assert patch(maya, upload, b"film").status_code == 204
    for again in (patch(maya, upload, b"film"), patch(maya, upload, b"more", 4)):
        assert again.status_code in {409, 413}
    assert Film.objects.get().state == "checking"
    assert Job.objects.filter(kind=Job.Kind.PREPARE).count() == 1
    assert rung == [Job.Lane.FILMS]
    entry = Entry.objects.get(event="upload_completed")
    of_part = hashlib.sha256(b"film").hexdigest()
    assert entry.facts["digest"] == hashlib.sha256(of_part.encode()).hexdigest()
    told = maya.get(reverse("videos:parts", args=[upload])).json()
    assert told == {"length": 4, "parts": [[4, of_part]]}


def test_that_a_part_at_the_wrong_place_is_not_taken(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 10)
    patch(maya, upload, b"12345")
    answer = patch(maya, upload, b"x", 3)
    assert answer.status_code == 409
    assert "goes on from there" in answer.content.decode()
    assert head(maya, upload)["Upload-Offset"] == "5"
    assert refusals() == ["gap"]


def test_that_a_part_that_was_changed_on_its_way_is_thrown_away(cast: Cast, maya: Client, settings: Settings) -> None:
    upload = begun(maya, cast, 10)
    answer = patch(maya, upload, b"12345", checksum=hashlib.sha256(b"other").digest())
    assert answer.status_code == 460
    assert "try again" in answer.content.decode()
    assert head(maya, upload)["Upload-Offset"] == "0"
    assert not Rendition.objects.exists()
    assert not [path for path in settings.VAULT_DIR.rglob("*") if path.is_file()]
    assert patch(maya, upload, b"12345", checksum=hashlib.sha256(b"12345").digest()).status_code == 204
    assert refusals() == ["checksum_mismatch"]


@pytest.mark.parametrize("name", ["priya", "omar", "rosa", "nadia"])
def test_that_somebody_elses_upload_is_not_there(cast: Cast, maya: Client, name: str) -> None:
    upload = begun(maya, cast, 10)
    other = signed_in(getattr(cast, name))
    address = reverse("videos:upload", args=[upload])
    assert other.head(address, headers=TUS).status_code == 404
    assert patch(other, upload, b"12345").status_code == 404
    assert other.delete(address, headers=TUS).status_code == 404
    assert other.get(reverse("videos:parts", args=[upload])).status_code == 404
    assert Upload.objects.get().offset == 0
    entry = Entry.objects.filter(event="upload_refused").first()
    assert entry
    assert (entry.actor, entry.facts["reason"], entry.chain) == (getattr(cast, name), "not_yours", cast.case.pk)


def test_that_whoever_is_not_signed_in_is_told_so_and_sent_nowhere(cast: Cast, maya: Client) -> None:
    address = reverse("videos:upload", args=[begun(maya, cast, 10)])
    for answer in (Client().head(address, headers=TUS), Client().post(reverse("videos:uploads"), headers=TUS)):
        assert (answer.status_code, answer.headers.get("Location")) == (401, None)
    assert Client().head(address)["Location"].startswith("/account/login/")  # a browser without a script


def test_that_a_colleague_who_holds_the_case_too_does_not_go_on_with_it(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 10)
    Assignment.objects.create(case=cast.case, practitioner=cast.priya_seat, starts_at=cast.since)
    assert patch(signed_in(cast.priya), upload, b"12345").status_code == 404
    assert Upload.objects.get().offset == 0


def test_that_somebody_elses_cycle_is_not_there(cast: Cast, maya: Client) -> None:
    theirs = make_cycle(cast.other_case, 1, cast.since)
    assert create(maya, cast, 10, cycle=str(theirs.pk)).status_code == 404
    assert create(maya, cast, 10, cycle="nonsense").status_code == 404
    assert not Upload.objects.exists()


def test_that_too_large_a_film_is_said_to_be_before_it_travels(cast: Cast, maya: Client, settings: Settings) -> None:
    settings.UPLOAD_LONGEST_BYTES = 100
    answer = create(maya, cast, 101)
    assert answer.status_code == 413
    assert "larger than the portal takes" in answer.content.decode()
    assert create(maya, cast, 100).status_code == 201
    assert refusals() == ["too_large"]


def test_that_more_than_was_promised_is_not_taken(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 3)
    assert patch(maya, upload, b"1234").status_code == 413
    assert Upload.objects.get().offset == 0


def test_that_an_empty_film_is_said_to_be_one(cast: Cast, maya: Client) -> None:
    answer = create(maya, cast, 0)
    assert (answer.status_code, answer.content.decode()) == (400, "This file is empty. Please choose the film again.")
    assert not Film.objects.exists()
    assert refusals() == ["empty"]


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "holiday"},
        {"recorded_on": "2999-01-01"},
        {"recorded_on": "soon"},
        {"people": "0"},
        {"filename": "a\0b"},
    ],
    ids=str,
)
def test_that_a_film_about_which_nonsense_is_said_is_not_begun(cast: Cast, maya: Client, told: dict[str, str]) -> None:
    answer = create(maya, cast, 10, **told)
    assert answer.status_code == 400
    assert "who is in it" in answer.content.decode()
    assert not Film.objects.exists()


def test_that_nobody_of_another_family_can_be_said_to_be_in_it(cast: Cast, maya: Client) -> None:
    assert create(maya, cast, 10, people=str(cast.other_child.pk)).status_code == 400


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "<script>alert(1)</script>.mp4", "a" * 500, "-i.mp4", "ف\u202e4pm."]
)
def test_that_a_hostile_file_name_is_neither_kept_nor_shown(cast: Cast, maya: Client, name: str) -> None:
    assert sent(maya, cast, b"not a film", filename=name).status_code == 204
    run_jobs()
    film = Film.objects.get()
    assert film.state == "refused"
    assert name not in maya.get(reverse("videos:film", args=[film.pk])).content.decode()
    assert name not in str([entry.facts for entry in Entry.objects.all()])


def test_that_two_tabs_do_not_interleave(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 10)
    held_until = timezone.now() + timedelta(seconds=30)
    Upload.objects.filter(pk=upload).update(lease_until=held_until, fence=7)
    answer = patch(maya, upload, b"12345")
    assert answer.status_code == 423
    assert "another tab" in answer.content.decode()
    assert Upload.objects.get().offset == 0
    Upload.objects.filter(pk=upload).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert patch(maya, upload, b"12345").status_code == 204, "a worker that died holds nobody up"


def test_that_what_was_given_up_is_erased(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 10)
    patch(maya, upload, b"12345")
    address = reverse("videos:upload", args=[upload])
    assert maya.delete(address, headers=TUS).status_code == 204
    assert patch(maya, upload, b"67890", 5).status_code == 410
    assert head(maya, upload).status_code == 410
    run_jobs()
    assert not Rendition.objects.exists()
    assert Film.objects.get().state == "erased"
    assert "upload_cancelled" in events_of(cast.case)


@pytest.mark.parametrize("name", ["videos:case_films", "videos:film", "videos:add_film"])
def test_that_an_abandoned_upload_is_given_up_from_wherever_it_is_listed(cast: Cast, maya: Client, name: str) -> None:
    patch(maya, begun(maya, cast, 10), b"12345")
    film = Film.objects.get()
    give_up = reverse("videos:give_up_film", args=[film.pk])
    keys = {"videos:case_films": cast.case.pk, "videos:film": film.pk, "videos:add_film": cast.cycle.pk}
    assert f'action="{give_up}"' in maya.get(reverse(name, args=[keys[name]])).content.decode()
    answer = maya.post(give_up, follow=True)
    assert "Given up. What had arrived is erased." in answer.content.decode()
    assert give_up not in answer.content.decode()
    pace = pace_of(cast.maya, cast.service, timezone.now())
    assert (pace.on_the_way, pace.today) == (0, 5), "no place is held, and what didn't come doesn't count"
    assert maya.post(give_up).status_code == 302  # a second time does nothing
    assert events_of(cast.case).count("upload_cancelled") == 1


def test_that_a_colleague_who_holds_the_case_gives_it_up_for_somebody_who_left(cast: Cast, maya: Client) -> None:
    begun(maya, cast, 10)
    film, priya = Film.objects.get(), signed_in(cast.priya)
    give_up = reverse("videos:give_up_film", args=[film.pk])
    assert priya.post(give_up).status_code == 404
    Assignment.objects.filter(case=cast.case).update(ends_at=timezone.now())
    Assignment.objects.create(case=cast.case, practitioner=cast.priya_seat, starts_at=cast.since)
    assert maya.post(give_up).status_code == 404
    assert priya.post(give_up).status_code == 302
    assert Film.objects.get().state == "erasing"


def test_that_what_is_being_sent_or_has_come_is_not_given_up(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 4)
    give_up = reverse("videos:give_up_film", args=[Film.objects.get().pk])
    Upload.objects.update(lease_until=timezone.now() + timedelta(seconds=30))
    assert "sent from another tab or device" in maya.post(give_up, follow=True).content.decode()
    Upload.objects.update(lease_until=None)
    patch(maya, upload, b"film")
    assert "This film has arrived already." in maya.post(give_up, follow=True).content.decode()
    assert Film.objects.get().state == "checking"


def test_that_what_is_only_arriving_is_no_film_of_the_family_yet(cast: Cast, maya: Client) -> None:
    allow_everything(cast)
    upload = begun(maya, cast, 4)
    rosa, when = signed_in(cast.rosa), reverse("videos:when", args=[cast.case.pk])
    pages = [reverse("home:family"), when, reverse("consent:answers")]
    before = [" ".join(rosa.get(page).content.decode().split()) for page in pages]
    assert not any("cycle 1" in page.lower() for page in before)
    assert "There is nothing here that could go." in before[1]
    assert "There is nothing here that could go." in maya.get(when).content.decode()
    patch(maya, upload, b"film")
    assert "There is nothing here that could go." not in rosa.get(when).content.decode()


def test_that_a_film_that_has_arrived_is_not_given_up_as_an_upload(cast: Cast, maya: Client) -> None:
    upload = id_in(create(maya, cast, 4))
    patch(maya, upload, b"film")
    assert maya.delete(reverse("videos:upload", args=[upload]), headers=TUS).status_code == 409
    assert Film.objects.get().state == "checking"


def test_that_an_upload_whose_time_has_passed_takes_nothing(cast: Cast, maya: Client) -> None:
    upload = begun(maya, cast, 10)
    Upload.objects.update(expires_at=timezone.now())
    assert patch(maya, upload, b"12345").status_code == 410


def test_that_nobody_sends_to_a_closed_case(cast: Cast, maya: Client) -> None:
    type(cast.case).objects.filter(pk=cast.case.pk).update(closed_at=timezone.now())
    assert create(maya, cast, 10).status_code == 410
    assert not Film.objects.exists()
