"""Whose turn it is, and what becomes of work that stops: clips first, services in turn, three tries, then set aside."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import Cast
from tests.videos.makers import (
    make_film_of,
    make_upload,
    numbered_film,
    run_jobs,
    run_jobs_three_times,
    send,
)
from videos.actions.clips import Stretch, mark_clip
from videos.models import LANES, PRIORITIES, Film, Job
from videos.transcode import lease, pipeline
from videos.transcode.engine import Engine
from videos.transcode.runner import Crashed
from videos.transcode.sweeping import mend
from videos.transcode.turns import in_turn
from videos.writer import offer_stretches
from vigportal.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 28, 9, tzinfo=timezone.get_default_timezone())
HARBOUR, NORTHERN, THIRD = (uuid.UUID(int=number) for number in (1, 2, 3))


def waits(kind: str, service: uuid.UUID, minute: int = 0) -> uuid.UUID:
    """A job that came `minute` minutes after nine."""
    job = Job.objects.create(
        kind=kind, subject=uuid.uuid4(), service=service, priority=PRIORITIES[kind],
        made_at=NOW + timedelta(minutes=minute),
    )  # fmt: skip
    return job.pk


def order_of(lane: Job.Lane, now: datetime = NOW) -> list[uuid.UUID]:
    """In which order one worker takes what waits, each job a minute long."""
    taken = []
    while (job := in_turn(lane, now).first()) is not None:
        held = lease.claim(job.pk, now)
        assert held
        held.end(Job.State.DONE, now)
        taken.append(job.pk)
        now += timedelta(minutes=1)
    return taken


def test_that_clips_and_stills_stand_in_another_lane_than_films() -> None:
    assert set(LANES) == set(PRIORITIES) == set(Job.Kind)
    film, clip = waits("prepare", HARBOUR), waits("cut", HARBOUR, 1)
    assert [job.pk for job in in_turn(Job.Lane.QUICK, NOW)] == [clip]
    assert [job.pk for job in in_turn(Job.Lane.FILMS, NOW)] == [film]


def test_that_a_clip_goes_before_all_that_is_to_be_erased() -> None:
    gone = [waits("erase", HARBOUR, minute) for minute in range(3)]
    clip = waits("cut", HARBOUR, 9)
    assert order_of(Job.Lane.QUICK) == [clip, *gone]


def test_that_whole_films_go_before_help_with_another_and_its_last_stretch_before_the_first() -> None:
    film = uuid.uuid4()
    with transaction.atomic():
        offer_stretches(film, [(2, 3), (3, 4), (4, 6)], NOW)
    later = waits("prepare", HARBOUR, 3)
    stretches = {job.first_part: job.pk for job in Job.objects.filter(subject=film)}
    assert order_of(Job.Lane.FILMS, NOW + timedelta(minutes=3)) == [later, stretches[4], stretches[3], stretches[2]]


def test_that_a_service_with_twenty_films_starves_nobody() -> None:
    many = [waits("prepare", HARBOUR, minute) for minute in range(20)]
    two = [waits("prepare", NORTHERN, 30 + minute) for minute in range(2)]
    one = waits("prepare", THIRD, 40)
    order = order_of(Job.Lane.FILMS)
    assert order[:6] == [many[0], two[0], one, many[1], two[1], many[2]]
    assert order[6:] == many[3:]


def test_that_with_several_workers_the_service_with_less_at_work_comes_first() -> None:
    many = [waits("prepare", HARBOUR, minute) for minute in range(3)]
    other = [waits("prepare", NORTHERN, 30 + minute) for minute in range(2)]
    taken = []
    for _worker in range(4):
        job = in_turn(Job.Lane.FILMS, NOW).first()
        assert job
        lease.claim(job.pk, NOW)
        taken.append(job.pk)
    assert taken == [many[0], other[0], many[1], other[1]]


def test_that_a_job_knows_whose_it_is_and_how_soon_it_goes(cast: Cast) -> None:
    film = make_film_of(cast)
    clip = mark_clip(actor=cast.maya, film=film, stretch=Stretch(0, 20), title="", now=cast.now)
    jobs = Job.objects.filter(subject__in=[film.asset_id, clip.asset_id]).order_by("priority")
    assert [(job.kind, job.priority, job.service) for job in jobs] == [
        ("prepare", 5, cast.service.pk),
        ("cut", 20, cast.service.pk),
    ]


def stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_arguments: object) -> None:
        raise Crashed("signal 11")

    monkeypatch.setattr(Engine, "inspect_film", crash)


def test_that_work_that_stops_rests_and_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    film = send(cast, make_upload(cast, len(numbered_film())), numbered_film()).film
    stops(monkeypatch)
    run_jobs()
    job = Job.objects.get()
    assert (job.state, job.attempt, job.error) == ("waiting", 1, "crashed")
    assert job.lease_until
    assert timedelta(seconds=5) < job.lease_until - timezone.now() <= lease.RESTS[0]
    assert not lease.claimable(timezone.now()).exists()
    assert lease.claimable(timezone.now() + lease.RESTS[0]).exists()
    monkeypatch.undo()
    Job.objects.update(lease_until=timezone.now())
    run_jobs()
    film.refresh_from_db()
    assert film.state == Film.State.READY


def test_that_after_three_tries_it_is_set_aside(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    film = send(cast, make_upload(cast, len(numbered_film())), numbered_film()).film
    stops(monkeypatch)
    run_jobs_three_times()
    film.refresh_from_db()
    job = Job.objects.get()
    assert (job.state, job.attempt, film.state, film.refusal) == ("parked", 3, Film.State.FAILED, "crashed")
    assert Entry.objects.filter(event="film_failed").count() == 1
    run_jobs_three_times()
    assert Job.objects.get().attempt == 3


def test_that_what_nobody_wants_any_more_does_not_come_up_for_ever(cast: Cast) -> None:
    send(cast, make_upload(cast, len(numbered_film())), numbered_film())
    Film.objects.update(state=Film.State.EXPIRED)
    pipeline.run(Job.objects.get().pk)
    assert Job.objects.get().state == Job.State.FAILED


def test_that_the_sweep_orders_what_is_on_nobodys_list(cast: Cast) -> None:
    ready = make_film_of(cast)
    film = send(cast, make_upload(cast, len(numbered_film())), numbered_film()).film
    clip = mark_clip(actor=cast.maya, film=ready, stretch=Stretch(0, 20), title="", now=cast.now)
    assert mend(timezone.now()) == 0
    Job.objects.filter(state=Job.State.WAITING).delete()
    assert mend(timezone.now()) == 2
    assert mend(timezone.now()) == 0
    run_jobs()
    film.refresh_from_db()
    clip.refresh_from_db()
    assert (film.state, clip.state) == ("ready", "ready")
