"""The end of footage: shut at once, gone for good, certified; whatever line a worker is killed at."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from consent.models import Asset, Declaration, Purpose
from tests.cast import Cast, events_of
from tests.samples import IS_WHOLE
from tests.videos.erasables import (
    Killed,
    bare_clip,
    bytes_only,
    erase,
    is_destroyed,
    killed_at,
    lease_runs_out,
    objects_of,
)
from tests.videos.makers import (
    make_clip,
    make_film_of,
    make_upload,
    run_jobs,
    run_jobs_three_times,
    say,
    send,
)
from videos.access import rendition_for
from videos.actions.clips import Stretch, erase_clip, mark_clip, take_still
from videos.actions.films import NotInThisState
from videos.models import TRIES, Clip, Erasing, Film, Job, Rendition
from videos.transcode import cutting, erasing, pipeline, publish
from videos.upload.commands import Append
from videos.upload.receive import UploadRefused, append
from videos.writer import OnHold
from vigportal.ledger.models import Entry
from vigportal.management.night import order_again
from vigportal.retention.models import Certificate, Hold
from vigportal.retention.queries import altered_certificates
from vigportal.retention.writer import place_hold
from vigportal.vault.keys import KeyDestroyed, key_for
from vigportal.vault.storage import exists

pytestmark = pytest.mark.django_db(transaction=True)
STRIDE = 1 if IS_WHOLE else 4
"""Lines from one kill to the next."""


@pytest.fixture
def film(cast: Cast) -> Film:
    """A film with sealed bytes that no engine has looked at: what is erased needs no picture."""
    upload = send(cast, make_upload(cast, 5), b"bytes")
    Job.objects.all().delete()
    film = Film.objects.select_related("asset__case__family").get(pk=upload.film_id)
    Film.objects.filter(pk=film.pk).update(state=Film.State.READY, frames=60)
    Asset.objects.filter(pk=film.asset_id).update(state=Asset.State.ACTIVE)
    film.refresh_from_db()
    return film


@pytest.fixture
def clip(cast: Cast, film: Film) -> Clip:
    return bare_clip(cast, film)


def test_that_footage_is_shut_before_anything_is_destroyed(cast: Cast, film: Film, clip: Clip) -> None:
    erase(cast, film)
    assert set(Asset.objects.filter(pk__in=[film.asset_id, clip.asset_id]).values_list("state", flat=True)) == {
        "erasing"
    }
    assert not is_destroyed(film.asset_id)


def test_that_keys_bytes_and_words_go_and_one_certificate_lists_all(cast: Cast, film: Film, clip: Clip) -> None:
    names = objects_of(film)
    erase(cast, film)
    run_jobs()
    assert is_destroyed(film.asset_id, clip.asset_id)
    assert len(names) == 2
    assert not any(map(exists, names))
    assert not Rendition.objects.exists()
    clip.refresh_from_db()
    assert (clip.state, clip.title, clip.note) == ("erased", "", "")
    certificate = Certificate.objects.get()
    assert {row["asset"] for row in certificate.erased} == {str(film.asset_id), str(clip.asset_id)}
    assert Erasing.objects.get().certificate == certificate
    assert not list(altered_certificates())
    assert events_of(cast.case)[-2:] == ["film_erased", "certificate_issued"]


def test_that_a_kill_at_any_line_ends_in_the_same_place(cast: Cast, film: Film, clip: Clip) -> None:
    """Each round: a film and its clip, a worker killed a line (or four) later than in the last, a second worker."""
    step, lines, rounds = 1, 1, 0
    while step <= lines:
        rounds += 1
        film = Film.objects.select_related("asset__case__family").get(pk=fresh(cast).pk) if step > 1 else film
        names = objects_of(film)
        assets = [film.asset_id, *film.clips.values_list("asset", flat=True)]
        erase(cast, film)
        job = Job.objects.get(subject=film.asset_id, kind=Job.Kind.ERASE)
        with killed_at(step) as reached:
            try:
                pipeline.run(job.pk)
                lines = 0
            except Killed:
                lines = step + STRIDE
        shut = set(Asset.objects.filter(pk__in=assets).values_list("state", flat=True))
        assert shut in ({"erasing"}, {"erased"}), reached[-1]
        lease_runs_out()
        pipeline.run(job.pk)
        assert is_destroyed(*assets), reached[-1]
        assert not any(map(exists, names)), reached[-1]
        assert set(Asset.objects.filter(pk__in=assets).values_list("state", flat=True)) == {"erased"}, reached[-1]
        order = Erasing.objects.get(asset=film.asset)
        assert order.certificate, reached[-1]
        assert {row["asset"] for row in order.certificate.erased} == {str(key) for key in assets}, reached[-1]
        step += STRIDE
    assert step > 40, "the lines of erasing, from the first to the last, were places to be killed at"
    assert Certificate.objects.count() == rounds


def fresh(cast: Cast) -> Film:
    upload = send(cast, make_upload(cast, 5), b"bytes")
    Job.objects.filter(subject=upload.film.asset_id).delete()
    Film.objects.filter(pk=upload.film_id).update(state=Film.State.READY)
    film = Film.objects.select_related("asset__case__family").get(pk=upload.film_id)
    bare_clip(cast, film)
    return film


def test_that_a_second_try_certifies_the_first_time(cast: Cast, film: Film) -> None:
    erase(cast, film)
    job = Job.objects.get(kind=Job.Kind.ERASE)
    with killed_at(10_000) as reached:
        pipeline.run(job.pk)
    when = Certificate.objects.get().erased[0]["key_destroyed_at"]
    assert reached
    with pytest.raises(KeyDestroyed) as tombstone:
        key_for(film.asset_id)
    assert when == tombstone.value.destroyed_at.isoformat(timespec="microseconds")


def test_that_the_bytes_alone_can_go_and_the_clip_stays(cast: Cast, film: Film, clip: Clip) -> None:
    bytes_only(film)
    run_jobs()
    film.refresh_from_db()
    assert (film.state, film.asset.state, film.bytes_gone_at is None) == ("expired", "active", False)
    assert is_destroyed(film.asset_id)
    assert not is_destroyed(clip.asset_id)
    assert Rendition.objects.filter(asset=clip.asset).exists()


def test_that_a_wider_order_takes_the_place_of_a_narrower_one(cast: Cast, film: Film, clip: Clip) -> None:
    bytes_only(film)
    erase(cast, film)
    bytes_only(film)
    assert Erasing.objects.get().is_bytes_only is False
    run_jobs()
    assert is_destroyed(film.asset_id, clip.asset_id)
    assert Asset.objects.get(pk=film.asset_id).state == "erased"
    assert Certificate.objects.get().why == "not_needed"


def test_that_a_clip_that_went_with_its_film_is_certified_once(cast: Cast, film: Film, clip: Clip) -> None:
    erase_clip(actor=cast.maya, clip=clip, now=timezone.now())
    erase(cast, film)
    Job.objects.filter(subject=clip.asset_id).update(made_at=timezone.now() + timedelta(hours=1))
    run_jobs()
    assert not Erasing.objects.filter(ended_at=None).exists()
    listed = [row["asset"] for certificate in Certificate.objects.all() for row in certificate.erased]
    assert sorted(listed) == sorted([str(film.asset_id), str(clip.asset_id)])


@pytest.mark.parametrize("held", ["film", "clip"])
def test_that_a_hold_above_or_below_stops_an_order(cast: Cast, film: Film, clip: Clip, held: str) -> None:
    asset = {"film": film.asset_id, "clip": clip.asset_id}[held]
    place_hold(
        case_id=cast.case.pk, asset_id=asset, reason=Hold.Reason.COURT, until_on=None, actor=cast.omar, now=cast.now
    )
    with pytest.raises(OnHold):
        erase(cast, film)
    with pytest.raises(OnHold):
        bytes_only(film)
    assert not Erasing.objects.exists()
    assert Asset.objects.get(pk=film.asset_id).state == "active"


def test_that_an_erasure_that_stopped_is_ordered_again_by_night(
    cast: Cast, film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase(cast, film)
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "destroy", lambda *_args, **_more: (_ for _ in ()).throw(OSError()))
        run_jobs_three_times()
    assert "erasing_failed" in events_of(cast.case)
    assert Asset.objects.get(pk=film.asset_id).state == "erasing", "what is shut stays shut"
    for _ in range(2):
        order_again(timezone.now())
    assert run_jobs() == 1
    assert is_destroyed(film.asset_id)
    order_again(timezone.now())
    assert run_jobs() == 0


def test_that_a_worker_that_dies_over_and_over_is_noticed_and_tried_again_by_night(cast: Cast, film: Film) -> None:
    erase(cast, film)
    job = Job.objects.get(kind=Job.Kind.ERASE)
    for _ in range(TRIES):
        with killed_at(1), pytest.raises(Killed):
            pipeline.run(job.pk)
        lease_runs_out()
    pipeline.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("parked", "parked")
    order_again(timezone.now())
    run_jobs()
    assert is_destroyed(film.asset_id)


def test_that_a_cut_that_is_under_way_publishes_nothing_once_its_clip_is_erased(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film_of(cast)
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(5, 20), title="", now=timezone.now())

    def meanwhile(*arguments: Any) -> Any:
        if Asset.objects.get(pk=clip.asset_id).state == "processing":
            erase_clip(actor=cast.maya, clip=clip, now=timezone.now())
        return publish.seal_file(*arguments)

    monkeypatch.setattr(cutting, "seal_file", meanwhile)
    run_jobs()
    assert Asset.objects.get(pk=clip.asset_id).state == "erased"
    assert not Rendition.objects.filter(asset=clip.asset).exists()
    assert "clip_ready" not in events_of(cast.case)


def test_that_nothing_is_cut_from_a_film_that_goes(cast: Cast, film: Film, clip: Clip) -> None:
    stale = Film.objects.select_related("asset__case__family").get(pk=film.pk)
    stale_clip = Clip.objects.select_related("asset__case__family", "film").get(pk=clip.pk)
    bytes_only(film)
    with pytest.raises(NotInThisState):
        mark_clip(actor=cast.maya, film=stale, stretch=Stretch(1, 3), title="", now=timezone.now())
    with pytest.raises(NotInThisState):
        take_still(actor=cast.maya, clip=stale_clip, frame=3, now=timezone.now())


def test_that_a_part_that_is_under_way_when_the_end_is_ordered_is_not_noted(cast: Cast) -> None:
    upload = send(cast, make_upload(cast, 10), b"bytes")
    film = Film.objects.select_related("asset__case__family").get(pk=upload.film_id)

    class SlowLine(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if not Erasing.objects.exists():
                erase(cast, film)
            return super().read(size)

    with pytest.raises(UploadRefused):
        append(cast.maya, upload, Append(5, 2), SlowLine(b"mo"))
    run_jobs()
    assert not Rendition.objects.filter(asset=film.asset).exists()
    with pytest.raises(UploadRefused):
        send(cast, upload, b"more!")


def test_that_a_film_plays_no_more_from_the_moment_its_bytes_are_ordered_away(cast: Cast) -> None:
    film = make_film_of(cast)
    clip = make_clip(cast, film)
    say(cast, Declaration.Kind.GIVE, Purpose.PRACTICE)
    of_film = Rendition.objects.get(asset=film.asset, kind="study").pk
    of_clip = Rendition.objects.get(asset=clip.asset, kind="clip").pk
    assert rendition_for(cast.maya, of_film, "practice", timezone.now())
    bytes_only(film)
    with pytest.raises(Http404):
        rendition_for(cast.maya, of_film, "practice", timezone.now())
    run_jobs()
    assert rendition_for(cast.maya, of_clip, "practice", timezone.now()), "the clip lives on"
    assert Entry.objects.filter(event="certificate_issued").count() == 1
