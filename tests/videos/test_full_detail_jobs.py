"""The making of a clip in full detail: its turn, its end when nobody wants it, its tries; and where there is none."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from consent.models import Purpose
from tests.cast import Cast, events_of, signed_in
from tests.videos.makers import run_jobs, run_jobs_three_times, say
from tests.videos.test_full_detail import GIVE, LARGE, WITHDRAW, ask, clip_of, fresh, is_made, page_of
from videos.actions.clips import Stretch, erase_clip, mark_clip
from videos.actions.full_detail import call_off_full_detail
from videos.models import Clip, Film, Job, Rendition
from videos.queries import Detail, detail_of
from videos.transcode import pipeline
from videos.transcode.engine import Engine
from vigportal.vault.storage import Condition, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return clip_of(cast)


def test_that_it_waits_behind_clips_and_never_behind_films(cast: Cast, clip: Clip) -> None:
    ask(cast, clip)
    mark_clip(actor=cast.maya, film=clip.film, stretch=Stretch(0, 9), title="", now=timezone.now())
    pipeline.run_next(Job.Lane.FILMS)
    assert Job.objects.get(kind=Job.Kind.FULL).state == Job.State.WAITING
    pipeline.run_next(Job.Lane.QUICK)
    assert Job.objects.get(kind=Job.Kind.FULL).state == Job.State.WAITING
    pipeline.run_next(Job.Lane.QUICK)
    assert is_made(clip)


def test_that_it_can_be_called_off_and_asked_for_again(cast: Cast, clip: Clip) -> None:
    assert f'action="/clips/{clip.pk}/full-detail/call-off/"' in ask(cast, clip)
    page = signed_in(cast.maya).post(f"/clips/{clip.pk}/full-detail/call-off/", follow=True).text
    assert "It was called off." in page
    assert run_jobs() == 0
    assert "full_detail_called_off" in events_of(cast.case)
    assert "Make it in full detail" in page
    ask(cast, clip)
    run_jobs()
    assert is_made(clip)
    assert "It was called off." not in page_of(cast, clip)
    assert signed_in(cast.maya).post(f"/clips/{clip.pk}/full-detail/call-off/").status_code == 302  # too late
    assert is_made(clip)


def test_that_a_no_stops_it_before_it_is_begun(cast: Cast, clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(cast, clip)
    say(cast, WITHDRAW, Purpose.PRACTICE, about=[cast.leo])
    with monkeypatch.context() as closed:
        closed.setattr("videos.transcode.original.original_of", lambda _film: 1 / 0)
        run_jobs()
    assert Job.objects.get(kind=Job.Kind.FULL).error == "not_agreed"
    say(cast, GIVE, Purpose.PRACTICE)
    page = page_of(cast, clip)
    assert "Making it in full detail stopped. The clip itself is as it was. Not everyone in it agreed any more." in page
    assert not is_made(clip)


def call_off(cast: Cast, clip: Clip) -> None:
    call_off_full_detail(actor=cast.maya, clip=clip, now=timezone.now())


def erase(cast: Cast, clip: Clip) -> None:
    erase_clip(actor=cast.maya, clip=clip, now=timezone.now())


def withdraw(cast: Cast, clip: Clip) -> None:
    say(cast, WITHDRAW, Purpose.PRACTICE, scope=clip.asset)


@pytest.mark.parametrize("unwanted", [call_off, erase, withdraw])
def test_that_what_is_made_when_nobody_wants_it_any_more_is_thrown_away(
    unwanted: Callable[[Cast, Clip], None], cast: Cast, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cast, clip)
    real: Callable[..., object] = Engine.cut_in_full

    def late(*arguments: object) -> object:
        made = real(*arguments)
        unwanted(cast, clip)
        return made

    monkeypatch.setattr(Engine, "cut_in_full", late)
    pipeline.run(Job.objects.get(kind=Job.Kind.FULL).pk)
    assert not is_made(clip)
    assert "full_detail_made" not in events_of(cast.case)
    assert {finding.condition for finding in check(list(Rendition.objects.values_list("object_name", "asset")))} <= {
        Condition.WHOLE
    }


def test_that_the_page_tells_how_far_it_is(cast: Cast, clip: Clip) -> None:
    ask(cast, clip)
    under_way = {"state": Job.State.RUNNING, "progress": 400, "seconds_left": 70}
    Job.objects.filter(kind=Job.Kind.FULL).update(**under_way)
    assert "Being made in full detail: 40 %, about 2 minutes left" in page_of(cast, clip)


def test_that_after_three_tries_it_is_set_aside_in_words_and_the_clip_stays(
    cast: Cast, clip: Clip, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(cast, clip)
    with monkeypatch.context() as broken:
        broken.setattr("videos.transcode.detailing.index_of", lambda _film: 1 / 0)
        run_jobs()
        assert "It stopped on the way and is tried again" in page_of(cast, clip)
        run_jobs_three_times()
    job = Job.objects.get(kind=Job.Kind.FULL)
    assert (job.state, job.attempt) == (Job.State.PARKED, 3)
    page = page_of(cast, clip)
    assert "Making it in full detail stopped. The clip itself is as it was." in page
    assert "The portal itself made a mistake with it." in page
    assert fresh(clip).state == Clip.State.READY
    assert events_of(cast.case)[-1] == "full_detail_failed"
    ask(cast, clip)
    run_jobs()
    assert is_made(clip)


@pytest.mark.parametrize("size", [(640, 360), (1280, 720)])
def test_that_it_is_not_offered_where_the_film_has_no_more(size: tuple[int, int], cast: Cast) -> None:
    clip = clip_of(cast, size)
    page = page_of(cast, clip)
    assert "The film holds no more detail than what you see." in page
    assert "Make it in full detail" not in page
    ask(cast, clip)
    assert not Job.objects.filter(kind=Job.Kind.FULL).exists()


@pytest.mark.parametrize(("size", "how"), [((1280, 720), Detail.NO_MORE), (LARGE, Detail.THERE)])
def test_that_a_film_from_before_is_looked_into_when_somebody_asks(
    size: tuple[int, int], how: Detail, cast: Cast
) -> None:
    clip = clip_of(cast, size)
    Film.objects.update(full_width=0, full_height=0)
    page = page_of(cast, clip)
    assert "Make it in full detail" in page
    assert "pixels" not in page
    ask(cast, clip)
    run_jobs()
    assert detail_of(fresh(clip)) == how
    assert is_made(clip) == (how == Detail.THERE)


def test_that_a_clip_beyond_five_minutes_is_told_so(cast: Cast, clip: Clip) -> None:
    Clip.objects.filter(pk=clip.pk).update(end_frame=clip.first_frame + 300 * 30)
    assert detail_of(fresh(clip)) == Detail.TO_ASK_FOR
    Clip.objects.filter(pk=clip.pk).update(end_frame=clip.first_frame + 300 * 30 + 1)
    assert "clips of up to 5 minutes" in page_of(cast, clip)
    ask(cast, clip)
    assert not Job.objects.filter(kind=Job.Kind.FULL).exists()
