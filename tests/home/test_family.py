"""The parent's home: one page, whatever is there or not, light and with the same few questions to the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions.models import Goal, SharedReview
from tests.cast import make_cast, signed_in
from tests.consent.pages import GIVE, VIEW, Stage, make_stage, words
from tests.videos.makers import allow_everything, make_clip, say, share

HOME = "/family/"
LARGEST = 150 * 1024


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    cast = make_cast()
    allow_everything(cast)
    return make_stage(cast)


def test_that_a_family_at_the_beginning_reads_what_comes(db: None) -> None:
    cast = make_cast()
    read = words(signed_in(cast.rosa).get(HOME))
    for wanted in ("Hello Rosa", "No meeting is planned yet. Maya will tell you.", "Nothing to watch yet"):
        assert wanted in read


def test_that_the_home_shows_the_meeting_the_hopes_and_the_moment(stage: Stage) -> None:
    cast = stage.cast
    SharedReview.objects.create(cycle=cast.cycle, planned_for=cast.now + timedelta(days=3), place="at home")
    Goal.objects.create(case=cast.case, wording="We enjoy playing", hoped_for=8, agreed_at=cast.now)
    say(cast, GIVE, VIEW)
    page = signed_in(cast.rosa).get(HOME)
    for wanted in ("Your next meeting is", "at home", "We enjoy playing", "One moment to watch", "Leo settle"):
        assert wanted in words(page)
    assert "/bytes/family_viewing/" in page.content.decode()
    assert len(page.content) < LARGEST


def test_that_a_moment_that_is_not_agreed_shows_no_picture(stage: Stage) -> None:
    page = signed_in(stage.cast.rosa).get(HOME)
    assert "/bytes/" not in page.content.decode()
    assert "Not everyone in this clip has agreed." in words(page)


def test_that_the_home_asks_as_little_for_many_moments_as_for_one(stage: Stage) -> None:
    rosa = signed_in(stage.cast.rosa)
    say(stage.cast, GIVE, VIEW, later_footage=True)
    rosa.get(HOME)
    with CaptureQueriesContext(connection) as one:
        rosa.get(HOME)
    for first in (1, 14, 27):
        share(stage.cast, make_clip(stage.cast, stage.film, first, first + 8))
    with CaptureQueriesContext(connection) as many:
        assert "4 moments to watch" in words(rosa.get(HOME))
    assert len(one) == len(many)


def test_that_the_home_is_a_familys(db: None) -> None:
    cast = make_cast()
    for user in (cast.maya, cast.omar, cast.nadia):
        assert signed_in(user).get(HOME).status_code == 404
    assert signed_in(cast.rosa).get("/", follow=True).redirect_chain[-1][0] == HOME
    assert signed_in(cast.rosa).get(reverse("home:about")).status_code == 200


def test_that_the_pages_of_watching_lead_from_one_moment_to_the_next(stage: Stage) -> None:
    say(stage.cast, GIVE, VIEW, later_footage=True)
    second = make_clip(stage.cast, stage.film, 42, 55)
    share(stage.cast, second)
    rosa = signed_in(stage.cast.rosa)
    first_page = rosa.get(reverse("videos:watch", args=[stage.clip.pk]))
    assert "The next one" in words(first_page)
    assert "<video" in first_page.content.decode()
    assert "The one before" in words(rosa.get(reverse("videos:watch", args=[second.pk])))


def test_that_when_it_goes_counts_down_for_family_and_staff(stage: Stage) -> None:
    page = reverse("videos:when", args=[stage.cast.case.pk])
    for user in (stage.cast.rosa, stage.cast.maya):
        assert "It goes in" in words(signed_in(user).get(page))
    assert signed_in(stage.cast.maya).get(f"{page}?panel").content.decode().lstrip().startswith('<div id="panel"')
    assert signed_in(stage.cast.nadia).get(page).status_code == 404
