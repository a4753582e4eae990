"""Immediate, everywhere: what consent.md lists beyond the function, through HTTP. (Races stand in `test_races`.)"""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from consent.models import Asset, Declaration, Purpose
from consent.writer import root_of
from tests.cast import Cast, new_id, signed_in
from tests.consent.pages import words, yes
from tests.videos.erasables import bare_clip, erase
from tests.videos.killing import Worker, finish
from tests.videos.makers import (
    confirm,
    make_clip,
    make_film_of,
    make_upload,
    numbered_film,
    offer,
    run_jobs,
    say,
    send,
    share,
)
from videos.actions.clips import Stretch, mark_clip
from videos.models import Clip, Film, Job, Rendition
from vigportal.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW, REFUSE = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW, Declaration.Kind.REFUSE
PURPOSES = ("practice", "confirming", "family_viewing", "supervision")
BYTES = re.compile(r"/bytes/[a-z_]+/[0-9a-f-]{36}")
LONG = 8  # seconds of film: long enough for a worker to be caught at it


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return make_clip(cast, make_film_of(cast))


def address(clip: Clip, purpose: str, kind: str = "clip") -> str:
    return reverse("videos:stream", args=[purpose, Rendition.objects.get(asset=clip.asset, kind=kind).pk])


def rosa_stops(cast: Cast, clip: Clip) -> None:
    """As her phone sends it."""
    sent = signed_in(cast.rosa).post(reverse("consent:stop", args=[clip.asset_id]), {"form_id": new_id()})
    assert sent["Location"] == reverse("consent:stopped")


def test_that_a_clip_that_plays_gets_no_further(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.PRACTICE)
    player, url = signed_in(cast.maya), address(clip, "practice")
    first = player.get(url, headers={"Range": "bytes=0-99"})
    assert (first.status_code, player.post(f"{url}/still-going").status_code) == (206, 204)
    rosa_stops(cast, clip)
    asked_again = (
        player.get(url, headers={"Range": "bytes=100-199"}),
        player.get(url, headers={"If-None-Match": first["ETag"]}),
        player.get(url, headers={"Range": "bytes=100-199", "If-Range": first["ETag"]}),
        player.head(url),
        player.post(f"{url}/still-going"),
    )
    assert {answer.status_code for answer in asked_again} == {403}
    assert not any(b"ftyp" in answer.content for answer in asked_again)


@pytest.fixture
def worker(childs_environment: dict[str, str], tmp_path: Path) -> Iterator[Worker]:
    one = Worker(childs_environment, tmp_path / "temporary")
    yield one
    one.stop()


def answers(cast: Cast, asset: Asset) -> set[int]:
    """Of everything that was made of it, under each purpose, to everybody who could have been meant."""
    made = list(Rendition.objects.filter(asset=asset).exclude(kind="original").values_list("pk", flat=True))
    assert made
    viewers = [signed_in(user) for user in (cast.maya, cast.rosa, cast.omar)]
    urls = [reverse("videos:stream", args=[purpose, key]) for key in made for purpose in PURPOSES]
    return {viewer.get(url).status_code for viewer in viewers for url in urls}


@pytest.mark.slow
def test_that_what_is_made_while_a_no_is_said_is_never_served(worker: Worker, cast: Cast) -> None:
    say(cast, GIVE, Purpose.PRACTICE, later_footage=True)
    data = numbered_film(LONG)
    film = send(cast, make_upload(cast, len(data)), data).film
    job = Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)
    with worker.held_at(job):
        say(cast, WITHDRAW, Purpose.PRACTICE)
    assert finish(worker, job) == Job.State.DONE
    confirm(cast, film.asset, (cast.mother, cast.leo))
    assert answers(cast, film.asset) <= {403, 404}
    say(cast, GIVE, Purpose.PRACTICE)
    assert 200 in answers(cast, film.asset)


@pytest.mark.slow
def test_that_what_is_cut_while_a_no_is_said_is_never_served(worker: Worker, cast: Cast) -> None:
    film = make_film_of(cast, numbered_film(LONG))
    film = Film.objects.select_related("asset__case__family").get(pk=film.pk)
    say(cast, GIVE, Purpose.PRACTICE, later_footage=True)
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(0, LONG * 30 - 5), title="", now=timezone.now())
    job = Job.objects.get(kind=Job.Kind.CUT, subject=clip.asset_id)
    with worker.held_at(job):
        rosa_stops(cast, clip)
    assert finish(worker, job) == Job.State.DONE
    confirm(cast, clip.asset, (cast.mother, cast.leo))
    assert answers(cast, clip.asset) <= {403, 404}
    say(cast, GIVE, Purpose.PRACTICE, scope=clip.asset)
    assert 200 in answers(cast, clip.asset)


def test_that_a_notice_on_its_way_leads_to_nothing(cast: Cast, clip: Clip) -> None:
    for purpose in (Purpose.FAMILY_VIEWING, Purpose.SUPERVISION):
        say(cast, GIVE, purpose)
    share(cast, clip)
    offer(cast, clip)
    told = {
        notice.to_id: notice.path for notice in Notice.objects.filter(sentence__in=("clips_to_watch", "clip_offered"))
    }
    assert set(told) == {cast.rosa.pk, cast.omar.pk}
    rosa, omar = signed_in(cast.rosa), signed_in(cast.omar)
    assert BYTES.search(omar.get(told[cast.omar.pk]).text)
    assert BYTES.search(rosa.get(told[cast.rosa.pk]).text)
    rosa_stops(cast, clip)
    dead = omar.get(told[cast.omar.pk])
    assert (dead.status_code, BYTES.search(dead.text)) == (403, None)
    assert not BYTES.search(rosa.get(told[cast.rosa.pk]).text)
    assert not BYTES.search(rosa.get(reverse("videos:watch", args=[clip.pk])).text)
    assert not any(BYTES.search(str(sent.body)) or str(clip.pk) in str(sent.body) for sent in mail.outbox)


def test_that_of_two_tabs_the_later_commit_decides(cast: Cast, clip: Clip) -> None:
    share(cast, clip)
    giving, stopping = signed_in(cast.rosa), signed_in(cast.rosa)
    question = reverse("consent:question", args=[clip.asset_id, cast.mother.pk, "family_viewing"])
    stop = reverse("consent:stop", args=[clip.asset_id])
    for page in (question, stop):  # both tabs stand open before either is sent
        assert giving.get(page).status_code == stopping.get(page).status_code == 200
    url = address(clip, "family_viewing")
    giving.post(question, yes(cast))
    assert giving.get(url).status_code == 200
    stopping.post(stop, {"form_id": new_id()})
    assert giving.get(url).status_code == 403
    giving.post(question, yes(cast))
    assert giving.get(url).status_code == 200


@pytest.mark.postgres
def test_that_of_two_tabs_sent_at_once_the_later_number_decides(cast: Cast, clip: Clip) -> None:
    url, both = address(clip, "practice"), threading.Barrier(2)

    def tab(kind: Declaration.Kind) -> None:
        try:
            both.wait(30)
            say(cast, kind, Purpose.PRACTICE, scope=clip.asset)
        finally:
            connection.close()

    outcomes = set()
    for _time in range(6):
        with ThreadPoolExecutor(2) as tabs:
            for sent in [tabs.submit(tab, kind) for kind in (GIVE, WITHDRAW)]:
                sent.result(60)
        last = Declaration.objects.filter(case=cast.case).latest("number")
        status = signed_in(cast.maya).get(url).status_code
        assert status == {GIVE: 200, WITHDRAW: 403}[Declaration.Kind(last.kind)]
        outcomes.add(status)
    numbers = list(Declaration.objects.filter(case=cast.case).values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 24))
    assert outcomes <= {200, 403}


def test_that_the_record_of_consent_outlives_the_film(cast: Cast) -> None:
    upload = send(cast, make_upload(cast, 5), b"bytes")
    Job.objects.all().delete()
    film = Film.objects.select_related("asset__case__family").get(pk=upload.film_id)
    with transaction.atomic():
        root_of(cast.case, timezone.now())
    clip = bare_clip(cast, film)
    yes_said = say(cast, GIVE, Purpose.PRACTICE, scope=clip.asset)[0]
    no_said = say(cast, WITHDRAW, Purpose.PRACTICE, scope=film.asset)[0]
    read = yes_said.lines.get().text
    erase(cast, film)
    run_jobs()
    assert not Rendition.objects.filter(asset__in=(film.asset, clip.asset)).exists()
    rosa = signed_in(cast.rosa)
    for said in (yes_said, no_said):
        for name in ("receipt_page", "receipt", "fhir"):
            assert rosa.get(reverse(f"consent:{name}", args=[said.pk])).status_code == 200, name
    assert read is not None
    assert read.body.splitlines()[0] in words(rosa.get(reverse("consent:own_history")))
    told = words(signed_in(cast.maya).get(reverse("consent:case_history", args=[cast.case.pk])))
    assert told.count("Taken back ·") == 2
    assert told.count("Yes ·") == 2
