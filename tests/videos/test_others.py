"""What a film's own worker knows of those who help: whose parts are whose, and how much is done."""

from types import SimpleNamespace

import pytest

from tests.cast import Cast
from tests.videos.makers import make_upload, send
from tests.videos.parts import add_part
from videos.models import Film, Job, Rendition
from videos.transcode.early import Early
from videos.transcode.lease import Lease
from videos.transcode.others import Others
from videos.transcode.outputs import Quality

CLEAR, SMALL = Rendition.Kind.SEGMENT, Rendition.Kind.SMALL_PART


@pytest.mark.django_db(transaction=True)
def test_that_what_a_helper_is_at_is_left_to_it(cast: Cast) -> None:
    """It has shown one part more of the small copy than of the clear one, and is still at the next."""
    film = send(cast, make_upload(cast, 4), b"film").film
    for kind, count in ((CLEAR, 4), (SMALL, 5)):
        for number in range(count):
            add_part(film, number, b"part", kind)
    left = left_before(film, helper_at=3)
    assert {quality: len(rows) for quality, rows in left.items()} == {Quality.CLEAR: 3, Quality.SAVING: 3}
    assert Rendition.objects.filter(asset=film.asset_id, kind__in=[CLEAR, SMALL]).count() == 9
    assert {quality: len(rows) for quality, rows in left_before(film, helper_at=None).items()} == {
        Quality.CLEAR: 4,
        Quality.SAVING: 4,
    }
    assert Rendition.objects.filter(asset=film.asset_id, kind__in=[CLEAR, SMALL]).count() == 8


def left_before(film: Film, helper_at: int | None) -> dict[Quality, list[Rendition]]:
    job = Job.objects.get(subject=film.asset_id)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempt=1)
    others = SimpleNamespace(first_open=lambda: helper_at)
    early = Early(Lease(job.pk, job.kind, film.asset_id, 1), film, others)  # type: ignore[arg-type]
    return early._left_by_another(most=10)


def test_that_what_others_have_made_further_on_counts() -> None:
    others, told = Others.__new__(Others), list[float]()
    others._share = 0.25
    note = others.telling(told.append)
    note(0.5)
    note(0.9)
    assert told == [0.75, 1.0]


@pytest.mark.django_db(transaction=True)
def test_that_a_stretch_that_lacks_a_part_of_one_copy_is_nobodys(cast: Cast) -> None:
    """Else its film's own worker would come to it for ever."""
    film = send(cast, make_upload(cast, 4), b"film").film
    Job.objects.filter(subject=film.asset_id).update(state=Job.State.RUNNING, attempt=1)
    Job.objects.create(
        kind=Job.Kind.STRETCH, subject=film.asset_id, state=Job.State.DONE, first_part=1, end_part=2, made_at=cast.now
    )
    for kind, number in ((CLEAR, 0), (SMALL, 0), (CLEAR, 1), (SMALL, 1)):
        add_part(film, number, b"part", kind)
    others = Others.__new__(Others)
    own = Job.objects.get(kind=Job.Kind.PREPARE)
    others._lease, others._parts = Lease(own.pk, own.kind, film.asset_id, 1), 2
    assert others.are_at(1)
    Rendition.objects.filter(asset=film.asset_id, kind=SMALL, part=1).delete()
    assert not others.are_at(1)
    assert not Job.objects.filter(kind=Job.Kind.STRETCH).exists()
    assert not Rendition.objects.filter(asset=film.asset_id, part=1).exclude(kind=Rendition.Kind.ORIGINAL).exists()
