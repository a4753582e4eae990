"""Films that were tried three times in vain: what a manager reads of them, and does; and nothing of the family."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import Eyes
from tests.cast import Cast, events_of, make_seat, make_user, signed_in
from tests.videos.makers import allow_everything, make_clip, make_film_of, make_set_aside, run_jobs
from tests.videos.test_room_in_browser import sign_in
from videos.actions.clips import take_still
from videos.models import Clip, Film, Job
from videos.queries import films_set_aside
from videos.transcode.faults import OF_THE_MACHINE, SENTENCES, sentence_for
from videos.transcode.resuming import RESTS
from videos.transcode.sweeping import mend
from videos.underway import time_left
from vigportal.accounts.models import User
from vigportal.accounts.roles import Role
from vigportal.home.today import films_not_prepared

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/service/films/"


@pytest.fixture
def grace(cast: Cast) -> User:
    user = make_user("Grace")
    make_seat(user, cast.service, Role.MANAGER, cast.since)
    return user


@pytest.fixture
def manager(grace: User) -> Client:
    return signed_in(grace)


def test_that_the_page_tells_which_why_and_how_often_and_nothing_of_the_family(cast: Cast, manager: Client) -> None:
    make_set_aside(cast)
    page = manager.get(PAGE).text
    for told in (cast.case.label, "broke down at it", "3 times", "Try again", "Remove"):
        assert told in page
    for secret in (cast.family.name, "Leo", "Rosa", "Maya"):
        assert secret not in page


def test_that_only_what_was_tried_three_times_stands_there(cast: Cast, manager: Client) -> None:
    stopped = make_set_aside(cast)
    Job.objects.update(state=Job.State.FAILED)
    assert "No film waits here" in manager.get(PAGE).text
    Job.objects.update(state=Job.State.PARKED)
    assert films_set_aside(cast.service.pk).get() == stopped
    assert not films_set_aside(cast.other_service.pk).exists()


def test_that_it_is_tried_again_and_counted_on(cast: Cast, manager: Client) -> None:
    film = make_set_aside(cast, "parked")
    manager.post(f"{PAGE}{film.pk}/again/")
    film.refresh_from_db()
    assert film.state == Film.State.CHECKING
    assert "film_retried" in events_of(cast.case)
    assert manager.post(f"{PAGE}{film.pk}/again/").status_code == 404
    Job.objects.filter(state="waiting").update(
        state="parked", attempt=4, error="parked", ended_at=timezone.now(), lease_until=None
    )
    Film.objects.update(state="failed")
    assert films_set_aside(cast.service.pk).get().tries == 6  # type: ignore[attr-defined] # counted by the query


def test_that_it_is_removed_only_with_the_word(cast: Cast, manager: Client) -> None:
    film = make_set_aside(cast)
    address = f"{PAGE}{film.pk}/remove/"
    assert cast.family.name not in manager.get(address).text
    assert manager.post(address, {"word": "yes"}).status_code == 422
    assert Film.objects.get().state == Film.State.FAILED
    assert manager.post(address, {"word": "erase"}).status_code == 302
    run_jobs()
    assert Film.objects.get().state == Film.State.ERASED
    assert "film_erased" in events_of(cast.case)
    assert "No film waits here" in manager.get(PAGE).text


def test_that_today_has_a_line_for_the_manager_alone(cast: Cast, grace: User) -> None:
    now = timezone.now()
    assert not list(films_not_prepared(grace, now))
    make_set_aside(cast)
    make_set_aside(cast)
    assert [(row.words, row.about, row.url) for row in films_not_prepared(grace, now)] == [
        ("2 films could not be prepared", "Harbour Family Service", PAGE)
    ]
    assert not list(films_not_prepared(cast.maya, now))
    assert "2 films could not be prepared" in signed_in(grace).get("/today/").text


def test_that_whoever_sent_it_reads_why_too(cast: Cast) -> None:
    film = make_set_aside(cast)
    page = signed_in(cast.maya).get(f"/films/{film.pk}/").text
    assert SENTENCES["crashed"] in page
    assert "Try again" in page


def test_that_the_list_costs_the_same_at_one_and_at_many(cast: Cast, manager: Client) -> None:
    make_set_aside(cast)
    manager.get(PAGE)  # the first page of a sitting writes its secret against forged forms
    with CaptureQueriesContext(connection) as one:
        manager.get(PAGE)
    for _ in range(9):
        make_set_aside(cast)
    with CaptureQueriesContext(connection) as many:
        manager.get(PAGE)
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "less than a minute"),
        (60, "less than a minute"),
        (61, "about 2 minutes"),
        (89 * 60, "about 89 minutes"),
        (90 * 60, "about 1 hour and 30 minutes"),
        (119 * 60, "about 2 hours"),
        (3 * 3600 + 61, "about 3 hours and 10 minutes"),
    ],
)
def test_that_the_time_left_is_told_in_words(seconds: int, words: str) -> None:
    assert time_left(seconds) == words


def test_that_what_is_not_listed_is_the_machines() -> None:
    assert sentence_for("filenotfounderror") == OF_THE_MACHINE
    assert sentence_for("crashed") == SENTENCES["crashed"]


@pytest.mark.journey
def test_that_the_page_can_be_used_by_everybody_full_and_empty(
    cast: Cast, grace: User, page: Page, eyes: Eyes, live_server: object
) -> None:
    sign_in(page, grace, live_server)
    page.goto(PAGE)
    eyes.look(page, "no film set aside")
    make_set_aside(cast)
    make_set_aside(cast, "toobig")
    page.reload()
    eyes.look(page, "films set aside")
    page.get_by_role("button", name="Try again").first.click()
    page.get_by_text("The film is tried again.").wait_for()
    eyes.look(page, "tried again")


def test_that_what_workers_went_silent_over_is_taken_up_again_by_itself(cast: Cast) -> None:
    film, now = make_set_aside(cast, "parked"), timezone.now()
    assert "It is tried again by itself" in signed_in(cast.maya).get(f"/films/{film.pk}/").text
    for rest in RESTS:
        mend(now + rest - timedelta(minutes=1))
        assert Film.objects.get().state == Film.State.FAILED
        now += rest + timedelta(minutes=1)
        mend(now)
        assert Film.objects.get().state == Film.State.CHECKING
        stopped = {"state": Job.State.PARKED, "error": "parked", "ended_at": now, "made_at": now, "attempt": 4}
        Job.objects.filter(state=Job.State.WAITING).update(**stopped)
        Film.objects.update(state=Film.State.FAILED, refusal="parked")
    mend(now + timedelta(days=3))
    assert Film.objects.get().state == Film.State.FAILED
    assert events_of(cast.case).count("film_retried") == len(RESTS)
    assert "It is tried again by itself" not in signed_in(cast.maya).get(f"/films/{film.pk}/").text


@pytest.mark.parametrize("error", ["crashed", "unfit", "timedout"])
def test_that_what_stopped_by_itself_waits_for_somebody(error: str, cast: Cast) -> None:
    make_set_aside(cast, error)
    mend(timezone.now() + timedelta(days=2))
    assert Film.objects.get().state == Film.State.FAILED


def test_that_a_clip_and_a_still_are_taken_up_too(cast: Cast) -> None:
    allow_everything(cast)
    clip = make_clip(cast, make_film_of(cast))
    still = take_still(actor=cast.maya, clip=clip, frame=15, now=timezone.now())
    Job.objects.exclude(kind=Job.Kind.PREPARE).update(
        state=Job.State.PARKED, error="parked", attempt=4, ended_at=timezone.now(), lease_until=None
    )
    Clip.objects.update(state=Clip.State.FAILED)
    mend(timezone.now() + RESTS[0])
    waiting = Job.objects.filter(state=Job.State.WAITING).values_list("kind", "subject")
    assert set(waiting) == {(Job.Kind.CUT, clip.asset_id), (Job.Kind.STILL, still.asset_id)}
    assert Clip.objects.get().state == Clip.State.CUTTING
