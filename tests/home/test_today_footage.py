"""Today's two sections of footage: films on their way or stopped, and clips of which nobody said who is in them."""

import pytest
from django.utils import timezone

from tests.cast import Cast, make_cast, signed_in
from tests.videos.makers import allow_everything, confirm, make_film_of, make_upload, run_jobs
from videos.actions.clips import Stretch, mark_clip
from videos.models import Film
from vigportal.home.today import films_coming, people_to_confirm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


def test_that_a_film_stands_there_until_it_is_ready_and_one_that_stopped_comes_first(cast: Cast) -> None:
    now = timezone.now()
    coming = make_upload(cast, 1000).film
    assert [(row.word, row.state) for row in films_coming(cast.maya, now)] == [("Arriving", "waiting")]
    stopped = make_upload(cast, 1000).film
    Film.objects.filter(pk=stopped.pk).update(state="failed")
    assert [row.url for row in films_coming(cast.maya, now)] == [f"/films/{stopped.pk}/", f"/films/{coming.pk}/"]
    Film.objects.update(state="ready")
    assert not list(films_coming(cast.maya, now))


def test_that_a_clip_waits_until_its_people_are_confirmed(cast: Cast) -> None:
    clip = mark_clip(
        actor=cast.maya, film=make_film_of(cast), stretch=Stretch(0, 20), title="You wait", now=timezone.now()
    )
    run_jobs()
    now = timezone.now()
    assert [row.words for row in people_to_confirm(cast.maya, now)] == ["Who is in “You wait”?"]
    assert not list(people_to_confirm(cast.omar, now))
    assert "Who is in “You wait”?" in signed_in(cast.maya).get("/today/").text
    confirm(cast, clip.asset, (cast.mother,))
    assert not list(people_to_confirm(cast.maya, now))
