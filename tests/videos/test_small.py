"""The small copy, the filmstrip and the waveform: the same rule, the same ledger, the same end as the film itself."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Asset, Declaration, Purpose
from tests.cast import Cast, signed_in
from tests.videos.erasables import erase, is_destroyed
from tests.videos.films import make_film
from tests.videos.makers import make_clip, make_film_of, run_jobs, say, share
from videos.models import Clip, Film, Rendition
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW
KINDS = ("small", "sprite", "waveform")


@cache
def wide_film() -> bytes:
    """A short film that is large enough for a small copy."""
    with TemporaryDirectory() as folder:
        return make_film(Path(folder), seconds=2, size=(640, 368)).read_bytes()


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast, wide_film())


def address(asset: Asset, purpose: str, kind: str) -> str:
    return reverse("videos:stream", args=[purpose, Rendition.objects.get(asset=asset, kind=kind).pk])


def status(client: Client, url: str) -> int:
    return client.get(url).status_code


def test_that_what_goes_with_a_film_is_shut_at_once_and_erased_with_it(cast: Cast, film: Film) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    maya, urls = signed_in(cast.maya), [address(film.asset, "practice", kind) for kind in KINDS]
    assert [status(maya, url) for url in urls] == [200] * 3
    assert Entry.objects.filter(event="viewed", facts__asset=str(film.asset_id)).count() == 1
    assert [status(signed_in(cast.priya), url) for url in urls] == [404] * 3
    assert [status(signed_in(cast.rosa), url) for url in urls] == [404] * 3
    say(cast, WITHDRAW, Purpose.PRACTICE)
    assert [status(maya, url) for url in urls] == [403] * 3
    say(cast, GIVE, Purpose.PRACTICE)
    assert [status(maya, url) for url in urls] == [200] * 3
    erase(cast, film)
    assert [status(maya, url) for url in urls] == [404] * 3
    run_jobs()
    assert is_destroyed(film.asset_id)
    assert not Rendition.objects.filter(asset=film.asset_id).exists()
    assert [status(maya, url) for url in urls] == [404] * 3


def test_that_a_small_clip_is_the_clip_for_its_family_too(cast: Cast, film: Film) -> None:
    clip = make_clip(cast, film)
    share(cast, clip)
    say(cast, GIVE, Purpose.FAMILY_VIEWING)
    rosa, url = signed_in(cast.rosa), address(clip.asset, "family_viewing", "small")
    assert url in rosa.get(f"/clips/{clip.pk}/watch/").content.decode()
    assert status(rosa, url) == 200
    (entry,) = Entry.objects.filter(event="viewed", facts__asset=str(clip.asset_id))
    assert entry.facts["kind"] == "small"
    say(cast, WITHDRAW, Purpose.FAMILY_VIEWING, scope=clip.asset, about=[cast.leo])
    assert status(rosa, url) == 403
    assert url not in rosa.get(f"/clips/{clip.pk}/watch/").content.decode()


def test_that_the_studio_has_its_lanes(cast: Cast, film: Film) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    maya = signed_in(cast.maya)
    page = maya.get(f"/films/{film.pk}/").content.decode()
    assert all(address(film.asset, "practice", kind) in page for kind in KINDS)
    assert 'data-every="30"' in page
    assert 'data-count="2"' in page
    heard = json.loads(maya.get(address(film.asset, "practice", "waveform")).content)
    assert len(heard["peaks"]) == 40
    assert min(heard["peaks"]) > 30


def test_that_a_film_from_before_goes_on_working_without_them(cast: Cast, film: Film) -> None:
    Rendition.objects.filter(asset=film.asset_id, kind__in=KINDS).delete()
    say(cast, GIVE, Purpose.PRACTICE)
    page = signed_in(cast.maya).get(f"/films/{film.pk}/").content.decode()
    assert 'preload="metadata"' in page
    assert not any(word in page for word in ("data-small", "data-quality", "data-strip", "data-sound"))
    clip = make_clip(cast, film)
    assert clip.state == Clip.State.READY
    assert set(Rendition.objects.filter(asset=clip.asset_id).values_list("kind", flat=True)) == {"clip", "poster"}
