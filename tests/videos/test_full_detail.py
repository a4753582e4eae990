"""A clip in full detail: asked for, made by a worker, served by the clip's own rule, gone with the clip."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.urls import reverse

from consent.models import Declaration, Purpose
from tests.cast import Cast, make_cast, signed_in
from tests.videos.films import make_film
from tests.videos.makers import allow_everything, make_clip, make_film_of, run_jobs, run_jobs_three_times, say
from videos.actions.clips import erase_clip
from videos.models import Clip, Job, Rendition
from videos.queries import Detail, detail_of
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW


@cache
def large_film(height: int = 1080) -> bytes:
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=1, size=(height * 16 // 9, height)).read_bytes()


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    allow_everything(made)
    return made


def clip_of(cast: Cast, height: int = 1080) -> Clip:
    clip = make_clip(cast, make_film_of(cast, large_film(height)))
    say(cast, GIVE, Purpose.PRACTICE)
    return clip


def ask(cast: Cast, clip: Clip) -> str:
    """What the page says after asking."""
    return signed_in(cast.maya).post(f"/clips/{clip.pk}/full-detail/", follow=True).content.decode()


def test_that_it_is_made_once_and_shut_and_erased_with_its_clip(cast: Cast) -> None:
    clip, maya = clip_of(cast), signed_in(cast.maya)
    assert "Make it in full detail" in maya.get(f"/clips/{clip.pk}/").content.decode()
    assert "It is being made in full detail" in ask(cast, clip)
    assert "no more detail" in ask(cast, clip)
    assert Entry.objects.filter(event="clip_in_full_asked").count() == 1
    run_jobs()
    full = Rendition.objects.get(asset=clip.asset_id, kind="full")
    url = reverse("videos:stream", args=["practice", full.pk])
    assert url in maya.get(f"/clips/{clip.pk}/").content.decode()
    assert maya.get(url).status_code == 200
    assert signed_in(cast.priya).get(url).status_code == 404
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert maya.get(url).status_code == 403
    erase_clip(actor=cast.maya, clip=clip, now=cast.since)
    assert maya.get(url).status_code == 404 or maya.get(url).status_code == 403
    run_jobs()
    assert not Rendition.objects.filter(asset=clip.asset_id).exists()


@pytest.mark.parametrize("height", [360, 720])
def test_that_there_is_none_where_the_film_has_no_more(height: int, cast: Cast) -> None:
    clip = clip_of(cast, height)
    ask(cast, clip)
    run_jobs()
    assert detail_of(clip) == Detail.NO_MORE
    assert not Rendition.objects.filter(asset=clip.asset_id, kind="full").exists()
    page = ask(cast, clip)
    assert "no more detail" in page
    assert "Make it in full detail" not in page


def test_that_a_clip_stays_as_it_is_where_it_can_not_be_made_and_it_can_be_asked_for_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clip_of(cast)
    ask(cast, clip)
    with monkeypatch.context() as broken:
        broken.setattr("videos.transcode.detailing.index_of", lambda _film: 1 / 0)
        run_jobs_three_times()
    assert Job.objects.get(kind=Job.Kind.FULL).state == Job.State.PARKED
    clip.refresh_from_db()
    assert clip.state == Clip.State.READY
    assert detail_of(clip) == Detail.TO_ASK_FOR
    ask(cast, clip)
    run_jobs()
    assert detail_of(clip) == Detail.THERE
