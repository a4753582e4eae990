"""Which footage goes when, asked through the rules of a real service; and the night that carries it out."""

from datetime import datetime, time, timedelta

import pytest

from consent.models import Asset
from families.models import Case
from tests.cast import Cast, events_of
from tests.videos.makers import confirm, make_clip, make_film_of, run_jobs
from videos.actions.clips import take_still
from videos.keeping import due_in, kept_in
from videos.models import Clip, Erasing, Film, Job, Rendition, Still
from vigportal.management.night import erase_what_is_due
from vigportal.retention.models import Certificate, Hold
from vigportal.retention.rules import Kind
from vigportal.retention.writer import place_hold, set_schedule
from vigportal.vault.storage import exists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def film(cast: Cast) -> Film:
    return make_film_of(cast)


@pytest.fixture
def clip(cast: Cast, film: Film) -> Clip:
    return make_clip(cast, film)


@pytest.fixture
def still(cast: Cast, clip: Clip) -> Still:
    made = take_still(actor=cast.maya, clip=clip, frame=15, now=cast.now)
    run_jobs()
    confirm(cast, made.asset, (cast.leo,))
    return made


def rules(cast: Cast, **days: int) -> None:
    """So many days after recording, for each kind; set long ago, so that they are what was promised."""
    rows = [
        {"kind": kind.value, "trigger": "recording", "count": days.get(kind.value, 300), "unit": "days"}
        for kind in Kind
    ]
    set_schedule(service_id=cast.service.pk, rows=rows, actor=None, now=cast.since)


def after(cast: Cast, days: int) -> datetime:
    """Noon, so many days after the day of the recording, which may have been yesterday."""
    recorded = Film.objects.get().recorded_at.astimezone(cast.service.zone)
    return datetime.combine(recorded.date() + timedelta(days=days), time(12), cast.service.zone)


def case(cast: Cast) -> Case:
    return Case.objects.select_related("family__service").get(pk=cast.case.pk)


def objects_of(*assets: Asset) -> list[str]:
    return list(Rendition.objects.filter(asset__in=assets).values_list("object_name", flat=True))


def states(film: Film, clip: Clip) -> tuple[str, str, str, str]:
    film = Film.objects.select_related("asset").get(pk=film.pk)
    clip = Clip.objects.select_related("asset").get(pk=clip.pk)
    return film.state, film.asset.state, clip.state, clip.asset.state


def test_that_everything_is_listed_with_its_day(cast: Cast, film: Film, clip: Clip, still: Still) -> None:
    rules(cast, film=30, clip=60, still=90)
    days = {each.kind: each.fate.on for each in kept_in(case(cast), cast.now)}
    start = film.recorded_at.astimezone(cast.service.zone).date()
    assert days == {
        Kind.FILM: start + timedelta(days=30),
        Kind.CLIP: start + timedelta(days=60),
        Kind.STILL: start + timedelta(days=60),  # no later than its clip
    }


def test_that_nothing_goes_on_its_last_day(cast: Cast, film: Film) -> None:
    rules(cast, film=30)
    assert not due_in(case(cast), after(cast, 30))
    assert [each.asset for each in due_in(case(cast), after(cast, 31))] == [film.asset]


def test_that_a_film_whose_clips_live_longer_loses_its_bytes_alone(cast: Cast, film: Film, clip: Clip) -> None:
    rules(cast, film=30, clip=60)
    of_film, of_clip = objects_of(film.asset), objects_of(clip.asset)
    erase_what_is_due(after(cast, 31))
    run_jobs()
    assert states(film, clip) == ("expired", "active", "ready", "active")
    assert not any(map(exists, of_film))
    assert all(map(exists, of_clip))
    assert not Rendition.objects.filter(asset=film.asset).exists()
    assert events_of(cast.case)[-2:] == ["erased_by_rule", "certificate_issued"]
    assert not due_in(case(cast), after(cast, 31)), "gone once is gone"
    erase_what_is_due(after(cast, 61))
    run_jobs()
    assert states(film, clip)[2:] == ("erased", "erased")


def test_that_everything_that_is_due_goes_under_one_certificate(
    cast: Cast, film: Film, clip: Clip, still: Still
) -> None:
    rules(cast, film=30, clip=30, still=30)
    names = objects_of(film.asset, clip.asset, still.asset)
    erase_what_is_due(after(cast, 31))
    run_jobs()
    assert states(film, clip) == ("erased", "erased", "erased", "erased")
    certificate = Certificate.objects.get()
    assert {row["asset"] for row in certificate.erased} == {
        str(film.asset_id),
        str(clip.asset_id),
        str(still.asset_id),
    }
    assert (certificate.why, certificate.rule) == (
        "rule",
        {"kind": "film", "trigger": "recording", "count": 30, "unit": "days"},
    )
    assert not any(map(exists, names))


def test_that_a_clip_goes_before_its_film(cast: Cast, film: Film, clip: Clip, still: Still) -> None:
    rules(cast, film=60, clip=30)
    erase_what_is_due(after(cast, 31))
    run_jobs()
    assert states(film, clip) == ("ready", "active", "erased", "erased")
    assert Asset.objects.get(pk=still.asset_id).state == "erased"


@pytest.mark.parametrize("held", ["case", "film", "clip", "still"])
def test_that_a_hold_keeps_what_it_is_on_with_all_above_and_below(
    cast: Cast, film: Film, clip: Clip, still: Still, held: str
) -> None:
    rules(cast, film=30, clip=30, still=30)
    asset = {"case": None, "film": film.asset_id, "clip": clip.asset_id, "still": still.asset_id}[held]
    place_hold(
        case_id=cast.case.pk, asset_id=asset, reason=Hold.Reason.COURT, until_on=None, actor=cast.omar, now=cast.now
    )
    erase_what_is_due(after(cast, 31))
    assert states(film, clip) == ("ready", "active", "ready", "active")
    assert not Erasing.objects.exists()


def test_that_a_closed_case_starts_its_own_clock(cast: Cast, film: Film) -> None:
    Case.objects.filter(pk=cast.case.pk).update(closed_at=cast.now)
    assert not due_in(case(cast), after(cast, 31))
    assert due_in(case(cast), after(cast, 65)), "two months after the end, by the default rules"


def test_that_a_longer_rule_lengthens_nothing_that_was_promised(cast: Cast, film: Film) -> None:
    rules(cast, film=30)
    rows = [{"kind": kind.value, "trigger": "recording", "count": 300, "unit": "days"} for kind in Kind]
    set_schedule(service_id=cast.service.pk, rows=rows, actor=None, now=cast.now + timedelta(days=1))
    assert due_in(case(cast), after(cast, 31))


def test_that_a_film_waits_while_something_is_cut_from_it(cast: Cast, film: Film, clip: Clip) -> None:
    rules(cast, film=30, clip=60)
    cut = Job.objects.get(kind=Job.Kind.CUT)
    Job.objects.filter(pk=cut.pk).update(state=Job.State.WAITING)
    assert not due_in(case(cast), after(cast, 31))
    Job.objects.filter(pk=cut.pk).update(state=Job.State.DONE)
    assert due_in(case(cast), after(cast, 31))


def test_that_two_nights_at_once_enter_it_once(cast: Cast, film: Film) -> None:
    rules(cast, film=30)
    for _ in range(2):
        erase_what_is_due(after(cast, 31))
    run_jobs()
    erase_what_is_due(after(cast, 31))
    assert events_of(cast.case).count("erased_by_rule") == 1
    assert Certificate.objects.count() == 1


def test_that_another_service_keeps_its_own_footage(cast: Cast, film: Film) -> None:
    rules(cast, film=30)
    set_schedule(
        service_id=cast.other_service.pk,
        rows=[{"kind": kind.value, "trigger": "recording", "count": 0, "unit": "days"} for kind in Kind],
        actor=None,
        now=cast.since,
    )
    erase_what_is_due(after(cast, 10))
    assert not Erasing.objects.exists()
