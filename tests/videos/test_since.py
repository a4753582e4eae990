"""A no that was written down later than it was said: it works from entry, and what was watched in between is listed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.models import Declaration, Purpose
from tests.cast import Cast, signed_in
from tests.consent.pages import words
from tests.videos.makers import make_clip, make_film_of, offer, say
from videos.models import Clip, Rendition, Viewing

pytestmark = pytest.mark.django_db(transaction=True)
GIVE, WITHDRAW, REFUSE = Declaration.Kind.GIVE, Declaration.Kind.WITHDRAW, Declaration.Kind.REFUSE


@pytest.fixture
def clip(cast: Cast) -> Clip:
    return make_clip(cast, make_film_of(cast))


def address(clip: Clip, purpose: str, kind: str = "clip") -> str:
    return reverse("videos:stream", args=[purpose, Rendition.objects.get(asset=clip.asset, kind=kind).pk])


def watched(cast: Cast, clip: Clip, days_ago: float, purpose: str = "supervision") -> Viewing:
    """A sitting of Omar's, then."""
    at = timezone.now() - timedelta(days=days_ago)
    return Viewing.objects.create(
        asset=clip.asset, viewer=cast.omar, purpose=purpose, started_at=at, last_at=at, seconds=65
    )


def test_that_a_no_on_paper_works_from_entry_and_what_was_watched_in_between_is_listed(cast: Cast, clip: Clip) -> None:
    say(cast, GIVE, Purpose.SUPERVISION)
    offer(cast, clip)
    long_before, in_between, for_work = (
        watched(cast, clip, 9), watched(cast, clip, 2), watched(cast, clip, 2, "practice"),
    )  # fmt: skip
    omar, url = signed_in(cast.omar), address(clip, "supervision")
    assert omar.get(url).status_code == 200
    today = timezone.localdate(timezone=cast.service.zone)
    no, _about_leo = say(cast, WITHDRAW, Purpose.SUPERVISION, said_on=today - timedelta(days=3))
    assert omar.get(url).status_code == 403
    page = reverse("videos:watched_since", args=[no.pk])
    told = signed_in(cast.maya).get(page)
    listed = {each.pk for each in told.context["between"].viewings}
    assert in_between.pk in listed
    assert not {long_before.pk, for_work.pk} & listed
    assert len(listed) == 2  # with what he watched a moment ago
    assert "1:05" in words(told)
    assert page in signed_in(cast.maya).get(reverse("consent:case_grid", args=[cast.case.pk])).text
    assert page in signed_in(cast.maya).get(reverse("consent:case_history", args=[cast.case.pk])).text
    for user in (cast.rosa, cast.omar, cast.priya, cast.nadia):
        assert signed_in(user).get(page).status_code == 404, user.name


def test_that_only_a_no_said_earlier_has_such_a_list_and_everything_means_every_purpose(cast: Cast, clip: Clip) -> None:
    given = say(cast, GIVE, Purpose.SUPERVISION, said_on=cast.since.date())[0]
    at_once = say(cast, REFUSE, Purpose.SUPERVISION)[0]
    for said in (given, at_once):
        assert signed_in(cast.maya).get(reverse("videos:watched_since", args=[said.pk])).status_code == 404
    sittings = {watched(cast, clip, 1, purpose).pk for purpose in ("practice", "confirming", "supervision")}
    late = say(cast, WITHDRAW, Purpose.EVERYTHING, said_on=cast.since.date())[0]
    told = signed_in(cast.maya).get(reverse("videos:watched_since", args=[late.pk]))
    assert {each.pk for each in told.context["between"].viewings} == sittings
    nobody = say(cast, REFUSE, Purpose.TRAINING, said_on=cast.since.date())[0]
    assert "Nobody watched" in words(signed_in(cast.maya).get(reverse("videos:watched_since", args=[nobody.pk])))
