"""A long film made by several workers: its own from the front, others from the end on."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.videos.makers import make_upload, numbered_film, numbers_of, run_jobs, send
from videos.actions.films import call_off_film, erase_film
from videos.models import Film, Job, Rendition
from videos.transcode import others, pipeline, preparing
from videos.transcode.clearing import begin_anew
from videos.transcode.early import Early
from videos.transcode.engine import Engine
from videos.transcode.frames import Grid
from videos.transcode.lease import Lease, claim
from videos.transcode.made import Study
from videos.transcode.others import stretches_in
from videos.transcode.outputs import Quality
from videos.transcode.proof import Unfit
from videos.transcode.runner import Failed
from vigportal.retention.models import Certificate
from vigportal.vault.shelf import shelf

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS, RATE = 13, 30
ALL = [(2, 3), (3, 4), (4, 5), (5, 6)]  # of six whole parts: not the first, not the last
State = Job.State


@pytest.fixture(autouse=True)
def any_film_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONG", 1)
    monkeypatch.setattr(others, "SECONDS", 2)


@pytest.fixture
def film(cast: Cast) -> Film:
    data = numbered_film(SECONDS)
    return send(cast, make_upload(cast, len(data)), data).film


def offered(film: Film) -> list[tuple[int, int]]:
    jobs = Job.objects.filter(kind=Job.Kind.STRETCH, subject=film.asset_id)
    return sorted(jobs.values_list("first_part", "end_part"))


def job_at(film: Film, part: int) -> Job:
    return Job.objects.get(kind=Job.Kind.STRETCH, subject=film.asset_id, first_part=part)


def parts(film: Film) -> list[int]:
    rows = Rendition.objects.filter(asset=film.asset_id, kind=Rendition.Kind.SEGMENT)
    return sorted(rows.values_list("part", flat=True))


def assert_whole(film: Film) -> None:
    """Ready, every frame in its place, and nothing left beside it."""
    film.refresh_from_db()
    assert (film.state, film.frames) == (Film.State.READY, SECONDS * RATE)
    assert numbers_of(film) == list(range(SECONDS * RATE))
    assert [*offered(film), *parts(film)] == []
    assert set(shelf().names()) == set(Rendition.objects.values_list("object_name", flat=True))


class Attempts:
    """How often the film's own worker began, and behind how many frames. `then` runs once its part `at` is shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, film: Film, then: Callable[[], object], at: int = 1) -> None:
        self.begun: list[int] = []
        make, keep = Engine.prepare_film, Early.take

        def prepare(*arguments: object) -> object:
            begun = arguments[5] if len(arguments) > 5 else None
            self.begun.append(getattr(begun, "frames", 0))
            return make(*arguments)  # type: ignore[arg-type]

        def take(early: Early, study: Study, part: bytes) -> None:
            keep(early, study, part)
            if study.quality == Quality.CLEAR and parts(film)[-1:] == [at]:
                monkeypatch.setattr(Early, "take", keep)
                then()

        monkeypatch.setattr(Engine, "prepare_film", prepare)
        monkeypatch.setattr(Early, "take", take)


def help_with(film: Film, *places: int) -> None:
    for part in places:
        assert pipeline.run(job_at(film, part).pk)


def test_that_no_stretch_is_the_first_minute_or_the_last_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    grid = Grid(Fraction(30))
    assert stretches_in(grid, Fraction(90)) == []
    assert stretches_in(grid, Fraction(150)) == [(31, 74)]
    assert stretches_in(grid, Fraction(600)) == [
        (31, 60), (60, 90), (90, 120), (120, 150), (150, 179), (179, 209), (209, 239), (239, 269), (269, 299),
    ]  # fmt: skip


def test_that_a_worker_alone_makes_it_in_one_go(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[tuple[int, int]]] = []
    attempts = Attempts(monkeypatch, film, lambda: seen.append(offered(film)))
    run_jobs()
    assert seen == [ALL[1:]]  # the next one is its own as soon as it gets there
    assert attempts.begun == [0]
    assert_whole(film)


def test_that_it_goes_on_behind_what_others_have_made(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Attempts(monkeypatch, film, lambda: help_with(film, 5, 4))
    run_jobs()
    assert attempts.begun == [0, 5 * 60]
    assert_whole(film)


def test_that_between_two_others_it_makes_what_nobody_has_made(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Attempts(monkeypatch, film, lambda: help_with(film, 3, 5))
    run_jobs()
    assert attempts.begun == [0, 3 * 60, 5 * 60]
    assert_whole(film)


def test_that_it_waits_for_who_is_still_at_it(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[Lease] = []
    waited: list[list[int]] = []

    def take() -> None:
        lease = claim(job_at(film, 3).pk, timezone.now())
        assert lease
        held.append(lease)

    def slept(_seconds: float) -> None:
        waited.append(parts(film))
        pipeline._work(held.pop())

    attempts = Attempts(monkeypatch, film, take)
    monkeypatch.setattr(others, "sleep", slept)
    run_jobs()
    assert waited == [[0, 1, 2]]
    assert attempts.begun == [0, 3 * 60]
    assert_whole(film)


def test_that_what_went_silent_is_taken_back_with_what_it_left(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_done() -> None:
        help_with(film, 3)
        gone = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(pk=job_at(film, 3).pk).update(state=State.RUNNING, lease_until=gone)
        assert 3 in parts(film)

    attempts = Attempts(monkeypatch, film, half_done)
    run_jobs()
    assert attempts.begun == [0]
    assert_whole(film)


def test_that_what_is_said_to_be_done_and_is_not_there_is_made(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> None:
        help_with(film, 3)
        Rendition.objects.filter(asset=film.asset_id, part=3).delete()

    attempts = Attempts(monkeypatch, film, lost)
    run_jobs()
    assert attempts.begun == [0]
    film.refresh_from_db()
    assert film.frames == SECONDS * RATE


def test_that_whose_stretch_was_taken_back_shows_nothing_more(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def overtaken() -> None:
        keep = Early._show

        def show(*arguments: object) -> None:
            Job.objects.filter(pk=job.pk).delete()
            keep(*arguments)  # type: ignore[arg-type]

        job = job_at(film, 4)
        monkeypatch.setattr(Early, "_show", show)
        pipeline.run(job.pk)
        monkeypatch.setattr(Early, "_show", keep)
        assert 4 not in parts(film)

    Attempts(monkeypatch, film, overtaken)
    run_jobs()
    assert_whole(film)


@pytest.mark.parametrize("fault", [Failed, Unfit])
def test_that_a_helper_that_fails_costs_the_film_nothing(
    film: Film, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def fails() -> None:
        def fail(*_: object) -> None:
            raise fault("parts")

        monkeypatch.setattr(Engine, "make_stretch", fail)
        for attempt in (1, 2, 3):
            Job.objects.filter(kind=Job.Kind.STRETCH, first_part=5).update(lease_until=None)
            help_with(film, 5)
            assert ((5, 6) in offered(film)) == (attempt < 3)

    attempts = Attempts(monkeypatch, film, fails)
    run_jobs()
    assert attempts.begun == [0]
    assert not Job.objects.filter(state=State.PARKED).exists()
    assert_whole(film)


def test_that_another_encoder_helps_nobody(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose beginning is another one: its parts would not play behind those that are there."""

    def helps() -> None:
        begin = Early._begin
        monkeypatch.setattr(Early, "_begin", lambda early, quality, data, at: begin(early, quality, data + b" ", at))
        help_with(film, 5)
        monkeypatch.setattr(Early, "_begin", begin)
        assert job_at(film, 5).error == "unfit"
        assert 5 not in parts(film)

    Attempts(monkeypatch, film, helps)
    run_jobs()
    assert_whole(film)


def test_that_the_next_attempt_uses_what_others_have_made(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off() -> None:
        help_with(film, 4, 5)
        raise Failed

    attempts = Attempts(monkeypatch, film, breaks_off, at=2)
    run_jobs()
    assert offered(film)
    Job.objects.filter(kind=Job.Kind.PREPARE).update(lease_until=None)
    run_jobs()
    assert attempts.begun == [0, 2 * 60, 5 * 60]
    assert_whole(film)


def test_that_what_others_made_and_is_of_no_use_is_made_anew_alone(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        help_with(film, 4, 5)
        shelf().delete(Rendition.objects.get(asset=film.asset_id, kind=Rendition.Kind.SEGMENT, part=5).object_name)

    def begun_anew(lease: Lease, its: Film) -> None:
        begin_anew(lease, its)
        help_offered.append(offered(film))

    help_offered: list[list[tuple[int, int]]] = []
    monkeypatch.setattr("videos.transcode.preparing.begin_anew", begun_anew)
    attempts = Attempts(monkeypatch, film, damaged)
    run_jobs()
    assert attempts.begun == [0, 0]
    assert help_offered == [[], []]
    assert_whole(film)


def test_that_calling_the_film_off_ends_all_help(cast: Cast, film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def called_off() -> None:
        help_with(film, 5)
        now = Film.objects.select_related("asset__case__family").get(pk=film.pk)
        call_off_film(actor=cast.maya, film=now, now=timezone.now())

    Attempts(monkeypatch, film, called_off)
    run_jobs()
    assert [*offered(film), *parts(film)] == []


def test_that_erasing_the_film_ends_all_help(cast: Cast, film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    def erased() -> None:
        lease = claim(job_at(film, 5).pk, timezone.now())
        now = Film.objects.select_related("asset__case__family__service").get(pk=film.pk)
        erase_film(actor=cast.maya, film=now, why=Certificate.Why.ASKED, now=timezone.now())
        assert not (lease and lease.is_held)

    Attempts(monkeypatch, film, erased)
    run_jobs()
    assert [*offered(film), *parts(film)] == []
    film.refresh_from_db()
    assert film.state == Film.State.ERASED


def test_that_what_is_done_by_others_counts_as_done(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    keep = others.Others.are_at

    def are_at(crew: others.Others, part: int) -> bool:
        is_so = keep(crew, part)
        shares.append(crew._share)
        return is_so

    Attempts(monkeypatch, film, lambda: help_with(film, 5, 4))
    monkeypatch.setattr(others.Others, "are_at", are_at)
    run_jobs()
    assert set(shares) == {0, 2 / 6}
