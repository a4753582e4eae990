"""Room for films: said before a byte travels, held at the door, and true again when something is erased."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.cast import Cast, make_cast, signed_in
from tests.matrix.world import make_member
from tests.videos.makers import make_clip, make_film_of, make_upload, numbered_film, run_jobs, send
from tests.videos.tus import TUS, create, id_in, patch
from videos import counting
from videos.actions.films import erase_film
from videos.actions.uploads import NoRoom
from videos.counting import pace_of, promised_to, room_for, use_of
from videos.models import Film, Rendition, Upload
from videos.quota import Use
from vigportal.accounts.models import Service
from vigportal.accounts.roles import Role
from vigportal.home.today import waiting_for
from vigportal.ledger.models import Entry
from vigportal.retention.models import Certificate

pytestmark = pytest.mark.django_db(transaction=True)
PART = 1000


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in(cast.maya)


@pytest.fixture(autouse=True)
def small_gb(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GB of a thousand bytes: what is said of gigabytes can be tried with films of a few bytes."""
    monkeypatch.setattr(counting, "GB", PART)


def allow(cast: Cast, **caps: int) -> None:
    Service.objects.filter(pk=cast.service.pk).update(**caps)
    cast.service.refresh_from_db()


def reasons() -> list[str]:
    return [entry.facts["reason"] for entry in Entry.objects.filter(event="upload_refused").order_by("at", "number")]


def test_that_a_film_for_which_the_service_has_no_room_is_not_begun(cast: Cast, maya: Client) -> None:
    allow(cast, footage_gb=1)
    answer = create(maya, cast, PART + 1)
    assert (answer.status_code, "Retry-After" in answer) == (507, False)
    words = answer.content.decode()
    assert "ask the manager of your service" in words
    assert "room for 1000\xa0bytes more, and this film has 1001\xa0bytes" in words
    assert not Film.objects.exists()
    assert reasons() == ["no_room"]
    assert create(maya, cast, PART).status_code == 201


def test_that_what_is_promised_to_films_on_their_way_is_kept_for_them(cast: Cast, maya: Client) -> None:
    allow(cast, footage_gb=1)
    first = id_in(create(maya, cast, 600))
    assert create(maya, cast, 401).status_code == 507
    patch(maya, first, b"x" * 500)
    assert (use_of(cast.service), promised_to(cast.service, timezone.now())) == (Use(arriving=500), 100)
    assert create(maya, cast, 401).status_code == 507
    assert create(maya, cast, 400).status_code == 201
    assert patch(maya, first, b"x" * 100, 500).status_code == 204, "a film that was begun arrives"


def test_that_films_of_another_service_take_no_room(cast: Cast, maya: Client) -> None:
    allow(cast, footage_gb=1)
    assert create(maya, cast, PART).status_code == 201
    assert use_of(cast.other_service).total == 0
    assert room_for(cast.nadia, cast.other_service, timezone.now()).footage == 500 * PART


def test_that_giving_up_makes_room_at_once_and_erasing_takes_the_bytes_from_the_sum(cast: Cast, maya: Client) -> None:
    allow(cast, footage_gb=1)
    upload = id_in(create(maya, cast, PART))
    patch(maya, upload, b"x" * 300)
    assert maya.delete(reverse("videos:upload", args=[upload]), headers=TUS).status_code == 204
    assert promised_to(cast.service, timezone.now()) == 0
    assert use_of(cast.service).total == 300, "the bytes are there until a worker has destroyed them"
    run_jobs()
    assert use_of(cast.service) == Use()
    assert create(maya, cast, PART).status_code == 201


def test_that_the_sum_follows_a_film_from_its_first_part_to_its_end(cast: Cast) -> None:
    film = make_film_of(cast)
    make_clip(cast, film)
    use = use_of(cast.service)
    sizes = {row.kind: row.size for row in Rendition.objects.filter(asset__clip__isnull=False)}
    assert use.clip == sum(sizes.values()) > 0
    assert use.film > len(numbered_film()), "the study copy, its poster and its index count as well"
    assert use.arriving == 0
    assert use.total == sum(Rendition.objects.values_list("size", flat=True))
    erase_film(actor=cast.maya, film=film, why=Certificate.Why.NOT_NEEDED, now=timezone.now())
    run_jobs()
    assert use_of(cast.service) == Use()


def test_that_nobody_has_more_films_on_their_way_than_may_be(cast: Cast, maya: Client) -> None:
    allow(cast, films_at_once=2)
    begun = [id_in(create(maya, cast, 4)) for _ in range(2)]
    answer = create(maya, cast, 4)
    assert (answer.status_code, reasons()) == (429, ["too_many"])
    assert "Let one of them arrive" in answer.content.decode()
    patch(maya, begun[0], b"film")
    assert create(maya, cast, 4).status_code == 201
    assert create(maya, cast, 4).status_code == 429
    Upload.objects.update(expires_at=timezone.now())
    assert create(maya, cast, 4).status_code == 201, "what nobody went on with holds nobody up"


def test_that_a_day_has_an_end_and_the_next_one_begins_anew(cast: Cast, maya: Client) -> None:
    allow(cast, gb_a_day=1)
    upload = id_in(create(maya, cast, 900))
    answer = create(maya, cast, 101)
    assert (answer.status_code, reasons()) == (429, ["day_full"])
    assert 0 < int(answer["Retry-After"]) <= 24 * 60 * 60
    assert "Send it tomorrow" in answer.content.decode()
    patch(maya, upload, b"x" * 250)
    maya.delete(reverse("videos:upload", args=[upload]), headers=TUS)
    assert pace_of(cast.maya, cast.service, timezone.now()).today == 250, "of what was given up counts what came"
    assert pace_of(cast.maya, cast.service, timezone.now() + timedelta(days=1)).today == 0
    assert pace_of(cast.priya, cast.service, timezone.now()).today == 0
    assert create(maya, cast, 750).status_code == 201


def test_that_a_manager_never_gives_more_than_the_portal_does(cast: Cast, maya: Client, settings: Settings) -> None:
    settings.FOOTAGE_GB = 1
    allow(cast, footage_gb=100)
    assert create(maya, cast, PART + 1).status_code == 507


def test_that_two_films_that_begin_together_do_not_share_the_same_room(cast: Cast) -> None:
    allow(cast, footage_gb=1)
    ends: list[str] = []

    def begin() -> None:
        try:
            make_upload(cast, 600)
            ends.append("begun")
        except NoRoom as no:
            ends.append(no.why)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["begun", "no_room", "no_room", "no_room"]


def test_that_the_page_says_how_much_room_there_is_before_a_byte_travels(cast: Cast, maya: Client) -> None:
    allow(cast, footage_gb=3, gb_a_day=2, films_at_once=4)
    address = reverse("videos:add_film", args=[cast.cycle.pk])
    page = maya.get(address).content.decode()
    assert f'data-room="{2 * PART}"' in page
    assert "2.9\xa0KB left" in page
    assert "4 films more" in page
    allow(cast, footage_gb=1)
    make_upload(cast, PART)
    page = maya.get(address).content.decode()
    assert 'data-room="0"' in page
    assert "There is no room for another film" in page


def test_that_fifty_films_cost_as_many_questions_as_one(cast: Cast) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            room_for(cast.maya, cast.service, timezone.now())
        return len(asked)

    make_upload(cast, 1)
    one = questions()
    for _ in range(9):
        send(cast, make_upload(cast, 4), b"film")
    assert questions() == one


def test_that_the_manager_sees_what_is_held_and_changes_the_room(cast: Cast) -> None:
    grace = signed_in(make_member(cast, "Grace", Role.MANAGER))
    make_film_of(cast)
    send(cast, make_upload(cast, 3 * PART), b"x" * PART)
    page = grace.get(reverse("videos:footage")).content.decode()
    for words in ("Films", "Clips", "Still pictures", "Films that have not arrived whole", "Together"):
        assert words in page
    assert "2.0\xa0KB more are kept free" in page
    answer = grace.post(reverse("videos:set_room"), {"footage_gb": "7", "films_at_once": "3"})
    assert answer.status_code == 302
    cast.service.refresh_from_db()
    assert (cast.service.footage_gb, cast.service.gb_a_day, cast.service.films_at_once) == (7, None, 3)
    entry = Entry.objects.get(event="service_changed")
    assert entry.facts["parts"] == ["films_at_once", "footage_gb"]


@pytest.mark.parametrize("told", [{"footage_gb": "501"}, {"gb_a_day": "0"}, {"films_at_once": "-1"}, {"gb_a_day": "x"}])
def test_that_a_room_that_cannot_be_is_refused_in_words(cast: Cast, told: dict[str, str]) -> None:
    grace = signed_in(make_member(cast, "Grace", Role.MANAGER))
    answer = grace.post(reverse("videos:set_room"), told)
    assert answer.status_code == 422
    assert not Entry.objects.filter(event="service_changed").exists()


@pytest.mark.parametrize(
    ("held", "word"),
    [(790, None), (800, "Look ahead"), (949, "Look ahead"), (950, "Nearly full"), (1000, "Nearly full")],
)
def test_that_today_tells_the_manager_at_both_marks(cast: Cast, held: int, word: str | None) -> None:
    grace = make_member(cast, "Grace", Role.MANAGER)
    allow(cast, footage_gb=1)
    send(cast, make_upload(cast, 1000), b"x" * held)
    assert [row.word for row in _room_rows(grace, cast)] == ([word] if word else [])
    assert _room_rows(cast.maya, cast) == []


def _room_rows(who: Any, cast: Cast) -> list[Any]:
    sections = {str(section.heading): section.rows for section in waiting_for(who, cast.now)}
    return sections.get("Room for films", [])
