"""A film that no browser plays as it is, watched in parts while it is being made ready."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consent.models import Asset
from tests.cast import Cast
from tests.videos.killing import Worker, finish, wait_until
from tests.videos.makers import make_upload, numbered_film, run_jobs, run_jobs_three_times, send
from videos.actions.films import call_off_film
from videos.models import Film, Job, Rendition
from videos.transcode import joining, preparing
from videos.transcode.early import Early
from videos.transcode.engine import Engine
from videos.transcode.made import Begun, Study
from videos.transcode.refusals import Refusal, Why
from videos.transcode.runner import Failed
from vigportal.ledger.models import Entry
from vigportal.vault.shelf import shelf

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 7
PART = Rendition.Kind.SEGMENT
State = Film.State


@pytest.fixture
def film(cast: Cast) -> Film:
    data = numbered_film(SECONDS)
    return send(cast, make_upload(cast, len(data)), data).film


def parts(film: Film) -> list[int]:
    return list(
        Rendition.objects.filter(asset=film.asset_id, kind=PART).order_by("part").values_list("part", flat=True)
    )


def found(film: Film) -> Film:
    return Film.objects.select_related("asset__case__family").get(pk=film.pk)


def standing(film: Film) -> tuple[str, str, list[int]]:
    film = found(film)
    return film.state, film.asset.state, parts(film)


@pytest.fixture
def seen(film: Film, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, list[int]]]:
    """How the film stands after each part."""
    looks: list[tuple[str, str, list[int]]] = []
    take = Early.take

    def taken(early: Early, study: Study, part: bytes) -> None:
        take(early, study, part)
        looks.append(standing(film))

    monkeypatch.setattr(Early, "take", taken)
    return looks


class Ending:
    """Makes the film ready up to its last part, then ends so many times as it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, end: Callable[[], object], times: int = 1) -> None:
        self.begun: list[Begun | None] = []
        make = Engine.prepare_film

        def prepare(*arguments: Any) -> object:
            self.begun.append(arguments[5] if len(arguments) > 5 else None)
            made = make(*arguments)
            return end() if len(self.begun) <= times else made

        monkeypatch.setattr(Engine, "prepare_film", prepare)


def _fails() -> object:
    raise Failed


def test_that_it_can_be_watched_from_its_first_part_on(film: Film, seen: list[tuple[str, str, list[int]]]) -> None:
    run_jobs()
    begun = (State.PREPARING, Asset.State.ACTIVE)
    assert seen == [
        (State.PREPARING, Asset.State.PROCESSING, []),  # the beginning waits for the first part
        (*begun, [0, 1]),
        (*begun, [0, 1, 2]),
        (*begun, [0, 1, 2, 3]),
    ]
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])
    assert Entry.objects.filter(event="film_watchable").count() == 1


def test_that_the_film_says_how_its_parts_are_before_it_is_ready(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    Ending(monkeypatch, _fails)
    run_jobs()
    film.refresh_from_db()
    assert (film.rate_num, film.rate_den, film.has_sound, film.frames) == (30, 1, True, 0)
    assert film.width > film.height > 0


def test_that_nothing_of_the_parts_stays_when_it_is_ready(film: Film) -> None:
    run_jobs()
    names = set(Rendition.objects.values_list("object_name", flat=True))
    assert set(shelf().names()) == names


@pytest.mark.parametrize(
    ("end", "state"), [(_fails, State.FAILED), (lambda: Refusal(Why.DAMAGED), State.REFUSED)], ids=["fails", "refused"]
)
def test_that_another_end_takes_them_away_and_shuts_the_film(
    film: Film, monkeypatch: pytest.MonkeyPatch, end: Callable[[], object], state: str
) -> None:
    Ending(monkeypatch, end, times=3)
    run_jobs_three_times()
    assert standing(film) == (state, Asset.State.PROCESSING, [])


def test_that_calling_it_off_takes_them_away(cast: Cast, film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Early.take

    def called_off(early: Early, study: Study, part: bytes) -> None:
        take(early, study, part)
        if len(parts(film)) == 3:
            call_off_film(actor=cast.maya, film=found(film), now=cast.now)

    monkeypatch.setattr(Early, "take", called_off)
    run_jobs()
    assert standing(film) == (State.FAILED, Asset.State.PROCESSING, [])


def test_that_the_next_attempt_begins_anew(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    Ending(monkeypatch, _fails)
    run_jobs()
    assert standing(film) == (State.PREPARING, Asset.State.ACTIVE, [0, 1, 2, 3])
    before = set(Rendition.objects.filter(kind=PART).values_list("pk", flat=True))
    monkeypatch.undo()
    Job.objects.update(lease_until=None)
    run_jobs()
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])
    assert not Rendition.objects.filter(pk__in=before).exists()


def test_that_a_worker_that_lost_the_job_shows_no_more(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Early.take

    def overtaken(early: Early, study: Study, part: bytes) -> None:
        if parts(film):
            Job.objects.filter(subject=film.asset_id).update(attempt=2)
        take(early, study, part)

    monkeypatch.setattr(Early, "take", overtaken)
    run_jobs()
    assert standing(film) == (State.PREPARING, Asset.State.ACTIVE, [0, 1])
    assert len(list(shelf().names())) == Rendition.objects.count()


def test_that_a_film_that_is_being_erased_shows_no_more(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Early.take

    def erased(early: Early, study: Study, part: bytes) -> None:
        Film.objects.filter(pk=film.pk).update(state=State.ERASING)
        take(early, study, part)

    monkeypatch.setattr(Early, "take", erased)
    run_jobs()
    assert parts(film) == []


@pytest.fixture
def any_film_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONG", 1)


@pytest.mark.usefixtures("any_film_is_long")
def test_that_the_next_attempt_goes_on_behind_the_parts_of_a_long_film(
    film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = Ending(monkeypatch, _fails)
    run_jobs()
    kept = set(Rendition.objects.filter(kind=PART, part__lt=3).values_list("object_name", flat=True))
    last = Rendition.objects.get(kind=PART, part=3)
    last.delete()  # as if it had been killed before that
    Job.objects.update(lease_until=None)
    seen: list[set[str]] = []
    take = Early.take

    def taken(early: Early, study: Study, part: bytes) -> None:
        take(early, study, part)
        seen.append(set(Rendition.objects.filter(kind=PART).values_list("object_name", flat=True)) & kept)

    monkeypatch.setattr(Early, "take", taken)
    run_jobs()
    assert [begun and begun.frames for begun in attempts.begun] == [None, 120]
    assert seen == [kept, kept]  # after its beginning, and after its one part
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])
    film.refresh_from_db()
    assert film.frames == SECONDS * 30
    names = set(Rendition.objects.values_list("object_name", flat=True))
    assert set(shelf().names()) == {*names, last.object_name}


@pytest.mark.usefixtures("any_film_is_long")
def test_that_there_is_always_something_left_to_go_on_with(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six seconds are three whole parts: broken off behind the last of them, the last is made again."""
    data = numbered_film(6)
    film = send(cast, make_upload(cast, len(data)), data).film
    attempts = Ending(monkeypatch, _fails)
    run_jobs()
    assert parts(film) == [0, 1, 2, 3]
    Job.objects.update(lease_until=None)
    run_jobs()
    assert [begun and begun.frames for begun in attempts.begun] == [None, 120]
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])


@pytest.mark.usefixtures("any_film_is_long")
def test_that_a_part_whose_bytes_are_gone_costs_the_parts_and_no_try(
    film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = Ending(monkeypatch, _fails)
    run_jobs()
    shelf().delete(Rendition.objects.get(kind=PART, part=2).object_name)
    Job.objects.update(lease_until=None)
    run_jobs()
    assert attempts.begun == [None, None]
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])


@pytest.mark.usefixtures("any_film_is_long")
def test_that_what_cannot_be_gone_on_with_is_made_anew(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Ending(monkeypatch, _fails)
    run_jobs()
    Job.objects.update(lease_until=None)
    monkeypatch.setattr(joining, "splice", lambda *_, **__: None)
    run_jobs()
    assert [begun and begun.frames for begun in attempts.begun] == [None, 180, None]
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])


@pytest.mark.slow
def test_that_a_worker_killed_between_two_parts_leaves_nothing_wrong(
    childs_environment: dict[str, str], cast: Cast, tmp_path: Path
) -> None:
    data = numbered_film(20)
    film = send(cast, make_upload(cast, len(data)), data).film
    job = Job.objects.get(kind=Job.Kind.PREPARE, subject=film.asset_id)
    worker = Worker(childs_environment, tmp_path / "temporary")
    try:
        worker.start()
        wait_until(lambda: len(parts(film)) > 2, "the second part", by=worker)
        worker.kill()
        assert finish(worker, job) == Job.State.DONE
    finally:
        worker.stop()
    assert standing(film) == (State.READY, Asset.State.ACTIVE, [])
