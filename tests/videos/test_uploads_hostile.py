"""Files that mean harm or are no films, from the first byte to the page that says why."""

from html import escape
from pathlib import Path

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from consent.models import Declaration, Purpose
from tests.cast import Cast, events_of, make_cast, signed_in
from tests.videos.makers import allow_everything, run_jobs, say
from tests.videos.transcode.test_hostile import HOSTILE
from tests.videos.tus import sent
from videos.access import NotOpen, rendition_for
from videos.models import Film, Job, Rendition
from videos.transcode.refusals import Refusal, Why

pytestmark = pytest.mark.django_db(transaction=True)
TRIED = (
    "text",
    "a playlist",
    "a concat script",
    "a manifest",
    "a huge frame",
    "900 tracks",
    "half a day",
    "sound alone",
    "cut off",
)


@pytest.mark.parametrize("name", TRIED)
def test_that_it_is_refused_in_words_and_shows_nothing(name: str, tmp_path: Path, settings: Settings) -> None:
    cast: Cast = make_cast()
    allow_everything(cast)
    make, why = HOSTILE[name]
    maya = signed_in(cast.maya)
    assert sent(maya, cast, make(tmp_path).read_bytes()).status_code == 204
    run_jobs()
    film = Film.objects.select_related("asset").get()
    assert (film.state, film.refusal, film.asset.state) == ("refused", why, "processing")
    words = str(Refusal(Why(film.refusal), film.refusal_facts).sentence)
    assert escape(words) in maya.get(reverse("videos:film", args=[film.pk])).content.decode()
    assert "film_refused" in events_of(cast.case)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert set(Rendition.objects.values_list("kind", flat=True)) == {"original"}
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE)
    with pytest.raises((Http404, NotOpen)):
        rendition_for(cast.maya, Rendition.objects.all()[0].pk, "practice", timezone.now())
    assert not Path(settings.SCRATCH_DIR).exists() or not list(Path(settings.SCRATCH_DIR).iterdir())
